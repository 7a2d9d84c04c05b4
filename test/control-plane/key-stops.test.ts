import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { KeyActor } from '../../src/control-plane/actor.js';
import type { CreateApiKey, StopApiKeys } from '../../src/control-plane/control-plane.js';
import {
  addUser,
  administratorActor,
  fieldsOf,
  keyActor,
  lastEvent,
  openFixture,
  operator,
  type Fixture,
} from './control-plane-fixture.js';

let fixture: Fixture;
let userId: string;
let tag: string;
let round = 0;

beforeAll(async () => {
  fixture = await openFixture();
  await fixture.addDatabase('crm');
});

afterAll(() => fixture.close());

beforeEach(async () => {
  round += 1;
  tag = `tag ${round}`;
  userId = await addUser(fixture);
});

async function createKey(input: Partial<CreateApiKey> = {}): Promise<string> {
  const { apiKey } = await fixture.controlPlane.apiKeys.create(operator, {
    name: 'key',
    accessAsUserId: userId,
    databaseSlug: 'crm',
    ...input,
  });
  return apiKey.id;
}

const stop = (input: StopApiKeys, actor: KeyActor | typeof operator = operator) =>
  fixture.controlPlane.apiKeys.stop(actor, input);
const undo = (id: string, actor: KeyActor | typeof operator = operator) =>
  fixture.controlPlane.apiKeys.undoStop(actor, id);

async function keyOf(id: string) {
  const [key] = await fixture.controlPlane.apiKeys.byIds([id]);
  return key!;
}

/** What authentication reads. */
async function factsOf(id: string) {
  const { state } = await fixture.controlPlane.authorization.load(id);
  return state!.key;
}

const areDisabled = async (...ids: string[]) =>
  Promise.all(ids.map(async (id) => (await factsOf(id)).disabled));

describe('a stop', () => {
  it('disables every enabled key of a user, whatever its database, and no other', async () => {
    const other = await addUser(fixture);
    const [first, second, foreign] = [
      await createKey(),
      await createKey({ databaseSlug: 'gateway' }),
      await createKey({ accessAsUserId: other }),
    ];
    const made = await stop({ accessAsUserId: userId, reason: 'laptop lost' }, administratorActor());
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9A-Za-z]{16}$/),
      atMs: fixture.clock.nowMs,
      by: 'actingKey0000000',
      scope: 'USER',
      target: userId,
      reason: 'laptop lost',
      count: 2,
      undoneAtMs: null,
      undoneBy: null,
    });
    expect(await areDisabled(first, second, foreign)).toEqual([true, true, false]);
    expect(await keyOf(first)).toMatchObject({
      version: 2,
      disabledAtMs: fixture.clock.nowMs,
      disabledBy: 'actingKey0000000',
    });
    expect((await factsOf(first)).stop).toEqual({ id: made.id, atMs: fixture.clock.nowMs });
    expect((await factsOf(foreign)).stop).toBeNull();
  });

  it('disables those of a database, or those with a tag', async () => {
    const slug = `stopped-${round}`;
    await fixture.addDatabase(slug);
    const [inside, outside] = [await createKey({ databaseSlug: slug }), await createKey({ tags: [tag] })];
    expect(await stop({ databaseSlug: slug })).toMatchObject({ scope: 'DATABASE', target: slug, count: 1 });
    expect(await areDisabled(inside, outside)).toEqual([true, false]);
    expect(await stop({ tag: ` ${tag} ` })).toMatchObject({ scope: 'TAG', target: tag, count: 1 });
    expect(await areDisabled(outside)).toEqual([true]);
    expect(await stop({ tag: 'nobody has this' })).toMatchObject({ count: 0 });
  });

  it('is one event in the audit, with the count', async () => {
    await createKey();
    await createKey();
    const before = await countEvents();
    const { id } = await stop({ accessAsUserId: userId });
    expect(await countEvents()).toBe(before + 1);
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'apiKeys.stop',
      target: id,
      actor: 'operator',
      after: { scope: 'USER', target: userId, reason: null, count: 2 },
    });
    await undo(id);
    expect(await countEvents()).toBe(before + 2);
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'apiKeys.undoStop',
      target: id,
      after: { undoneBy: 'operator', enabled: 2, heldByOtherStops: 0 },
    });
  });

  async function countEvents(): Promise<number> {
    const { rows } = await fixture.sql.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM gateway.audit_events',
    );
    return rows[0]!.count;
  }

  it.each<[StopApiKeys, readonly string[]]>([
    [{}, ['accessAsUserId']],
    [{ reason: 'x' }, ['accessAsUserId']],
    [{ tag: 'a', databaseSlug: 'crm' }, ['tag']],
    [{ tag: 'a', databaseSlug: 'crm', accessAsUserId: 'x' }, ['database', 'tag']],
    [{ tag: null }, ['tag']],
    [{ tag: 'a', accessAsUserId: null }, ['accessAsUserId', 'tag']],
    [{ tag: '' }, ['tag']],
    [{ tag: 'a\u0000' }, ['tag']],
    [{ databaseSlug: 'nowhere' }, ['database']],
    [{ accessAsUserId: '0000000000000000' }, ['accessAsUserId']],
    [{ tag: 'a', reason: ' ' }, ['reason']],
    [{ tag: 'a', reason: 'x'.repeat(2001) }, ['reason']],
  ])('names exactly one thing: refuses %j', async (input, fields) => {
    const id = await createKey({ tags: ['a'] });
    expect((await fieldsOf(stop(input))).toSorted()).toEqual(fields.toSorted());
    expect(await areDisabled(id)).toEqual([false]);
  });
});

describe('undoing a stop', () => {
  it('enables exactly the keys that it disabled, and is idempotent', async () => {
    const { apiKeys } = fixture.controlPlane;
    const [stopped, before, revoked] = [await createKey(), await createKey(), await createKey()];
    await apiKeys.disable(operator, before);
    await apiKeys.revoke(operator, revoked);
    const made = await stop({ accessAsUserId: userId });
    expect(made.count).toBe(1);
    fixture.clock.nowMs += 1000;
    const undone = await undo(made.id, administratorActor());
    expect(undone).toEqual({ ...made, undoneAtMs: fixture.clock.nowMs, undoneBy: 'actingKey0000000' });
    expect(await areDisabled(stopped, before)).toEqual([false, true]);
    expect(await keyOf(stopped)).toMatchObject({ version: 3, disabledAtMs: null, disabledBy: null });
    const revision = await fixture.revision();
    expect(await undo(made.id)).toEqual(undone);
    expect(await fixture.revision()).toBe(revision);
    await expect(undo('0000000000000000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(undo('no id')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('leaves alone what was enabled, disabled or revoked by itself since', async () => {
    const { apiKeys } = fixture.controlPlane;
    const [enabled, again, disabled, revoked, restored] = [
      await createKey(),
      await createKey(),
      await createKey(),
      await createKey(),
      await createKey(),
    ];
    const { id } = await stop({ accessAsUserId: userId });
    await apiKeys.enable(operator, enabled);
    await apiKeys.enable(operator, again);
    await apiKeys.disable(operator, again);
    expect(await apiKeys.disable(administratorActor(), disabled)).toMatchObject({
      version: 3,
      disabledBy: 'actingKey0000000',
    });
    expect((await factsOf(disabled)).stop).toBeNull();
    await apiKeys.revoke(operator, revoked);
    await apiKeys.revoke(operator, restored);
    await apiKeys.restore(operator, restored);
    const versions = () =>
      Promise.all([again, disabled, revoked, restored].map(async (key) => (await keyOf(key)).version));
    const before = await versions();
    await undo(id);
    expect(await versions()).toEqual(before);
    expect(await areDisabled(enabled, again, disabled, restored)).toEqual([false, true, true, true]);
    expect((await factsOf(revoked)).revoked).toBe(true);
  });

  it('does not free a key that another stop holds, whichever of them is undone first', async () => {
    for (const order of [
      ['first', 'second'],
      ['second', 'first'],
    ] as const) {
      const key = await createKey({ tags: [tag] });
      const first = await stop({ tag });
      fixture.clock.nowMs += 1000;
      const second = await stop({ accessAsUserId: userId }, administratorActor());
      expect(second.count).toBe(1);
      expect(await keyOf(key)).toMatchObject({ disabledAtMs: first.atMs, disabledBy: 'operator' });
      const stops = { first, second };
      await undo(stops[order[0]].id);
      const left = stops[order[1]];
      expect((await factsOf(key)).stop).toEqual({ id: left.id, atMs: left.atMs });
      expect(await keyOf(key)).toMatchObject({
        disabled: true,
        disabledAtMs: left.atMs,
        disabledBy: left.by,
      });
      await undo(left.id);
      expect(await keyOf(key)).toMatchObject({ disabled: false, disabledAtMs: null, disabledBy: null });
      await fixture.controlPlane.apiKeys.revoke(operator, key);
    }
  });

  it('does not enable keys that were made meanwhile and disabled, nor those of another stop', async () => {
    const first = await stop({ accessAsUserId: userId });
    const later = await createKey();
    const second = await stop({ accessAsUserId: userId });
    await undo(first.id);
    expect(await areDisabled(later)).toEqual([true]);
    await undo(second.id);
    expect(await areDisabled(later)).toEqual([false]);
  });

  it('enables all or none: one key that the actor could not make refuses the whole', async () => {
    const adminId = await addUser(fixture, ['00Administrators']);
    const own = await createKey({
      accessAsUserId: adminId,
      databaseSlug: 'gateway',
      capabilities: ['users:select'],
      tags: [tag],
    });
    const foreign = await createKey({ tags: [tag] });
    const { id } = await stop({ tag });
    await expect(undo(id, keyActor(['*:*']))).rejects.toMatchObject({ code: 'ESCALATION' });
    expect(await areDisabled(own, foreign)).toEqual([true, true]);
    // What would not work again is not asked for.
    await fixture.controlPlane.apiKeys.disable(operator, foreign);
    await undo(id, keyActor(['*:*']));
    expect(await areDisabled(own, foreign)).toEqual([false, true]);
  });

  it('is refused with a sentence where too many different keys would have to be judged', async () => {
    const now = fixture.clock.nowMs;
    await fixture.sql.query(
      `INSERT INTO gateway.api_keys (id, name, tags, user_id, database_id, valid_until)
       SELECT 'many' || lpad(n::text, 12, '0'), 'many', ARRAY[$2::text], $1, '000000000gateway',
         to_timestamp($3::float8 / 1000) + n * interval '1 second' FROM generate_series(1, 1001) n`,
      [userId, tag, now],
    );
    const { id, count } = await stop({ tag });
    expect(count).toBe(1001);
    await expect(undo(id, keyActor(['*:*']))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    const limited = administratorActor({ validUntilMs: now + 2_000_000 });
    await expect(undo(id, limited)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect((await undo(id, administratorActor())).undoneBy).toBe('actingKey0000000');
  });
});

describe('the list of stops', () => {
  it('has the newest first, a page at a time, those that were undone too', async () => {
    const made = [];
    for (let index = 0; index < 3; index += 1) {
      fixture.clock.nowMs += 1000;
      made.unshift(await stop({ tag: `${tag} ${index}` }));
    }
    const undone = await undo(made[2]!.id);
    const { apiKeys } = fixture.controlPlane;
    const first = await apiKeys.stops({ first: 2 });
    expect(first.edges.map(({ node }) => node)).toEqual(made.slice(0, 2));
    const second = await apiKeys.stops({ first: 1, after: first.edges[1]!.cursor });
    expect(second.edges.map(({ node }) => node)).toEqual([undone]);
  });
});
