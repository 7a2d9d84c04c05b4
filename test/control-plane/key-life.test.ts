import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { KeyActor } from '../../src/control-plane/actor.js';
import type { CreateApiKey } from '../../src/control-plane/control-plane.js';
import type { ApiKeyRecord } from '../../src/control-plane/records.js';
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

const DAY = 86_400_000;
const unknownId = '0000000000000000';

let fixture: Fixture;
let userId: string;
let start: number;

beforeAll(async () => {
  fixture = await openFixture();
  start = fixture.clock.nowMs;
  await fixture.addDatabase('crm');
  const sales = await fixture.controlPlane.groups.create(operator, {
    name: 'Sales',
    databaseSlug: 'crm',
    capabilities: ['person:select'],
  });
  userId = await addUser(fixture, [sales.id]);
});

afterAll(() => fixture.close());

beforeEach(() => {
  fixture.clock.nowMs = start;
});

async function createKey(input: Partial<CreateApiKey> = {}): Promise<ApiKeyRecord> {
  const { apiKey } = await fixture.controlPlane.apiKeys.create(operator, {
    name: 'key',
    accessAsUserId: userId,
    databaseSlug: 'crm',
    ...input,
  });
  return apiKey;
}

const rotate = (id: string, overlapSeconds: number, actor: KeyActor | typeof operator = operator) =>
  fixture.controlPlane.apiKeys.rotate(actor, { id, overlapSeconds });

/** The ends of the secrets that are listed, from the oldest on, in ms from the start. */
async function endsOf(id: string): Promise<readonly (number | null)[]> {
  const [secrets = []] = await fixture.controlPlane.apiKeys.secretsOf([id]);
  return secrets.map(({ validUntilMs }) => (validUntilMs === null ? null : validUntilMs - start));
}

/** How many secrets authentication would compare with. */
async function storedSecrets(id: string): Promise<number> {
  const { state } = await fixture.controlPlane.authorization.load(id);
  return state!.key.secrets.length;
}

describe('rotating a key', () => {
  it('keeps its id, gives another secret and lets the old one work on for the overlap', async () => {
    const { apiKeys } = fixture.controlPlane;
    const made = await apiKeys.create(operator, { name: 'k', accessAsUserId: userId, databaseSlug: 'crm' });
    const { apiKey, secret } = await rotate(made.apiKey.id, 60);
    expect(apiKey).toEqual({ ...made.apiKey, version: 2 });
    expect(secret.reveal()).not.toBe(made.secret.reveal());
    expect(secret.reveal()).toContain(made.apiKey.id);
    expect(await endsOf(apiKey.id)).toEqual([60_000, null]);
    const event = await lastEvent(fixture.sql);
    expect(event).toMatchObject({
      action: 'apiKeys.rotate',
      target: apiKey.id,
      actor: 'operator',
      after: { overlapSeconds: 60 },
    });
    expect(JSON.stringify(event)).not.toContain(secret.reveal().slice(-8));
  });

  it('lists only the secrets that still work, and keeps the others to know them by', async () => {
    const { id } = await createKey();
    await rotate(id, 60);
    fixture.clock.nowMs = start + 59_999;
    expect(await endsOf(id)).toEqual([60_000, null]);
    fixture.clock.nowMs = start + 60_000;
    expect(await endsOf(id)).toEqual([null]);
    expect(await storedSecrets(id)).toBe(2);
  });

  it('with no overlap ends every old secret at once', async () => {
    const { id } = await createKey();
    await rotate(id, 3600);
    await rotate(id, 0);
    expect(await endsOf(id)).toEqual([null]);
    expect(await storedSecrets(id)).toBe(3);
  });

  it('never lengthens an overlap that was given before, and shortens a longer one', async () => {
    const { id } = await createKey();
    await rotate(id, 60);
    await rotate(id, 3600);
    expect(await endsOf(id)).toEqual([60_000, 3_600_000, null]);
    await rotate(id, 600);
    expect(await endsOf(id)).toEqual([60_000, 600_000, 600_000, null]);
    fixture.clock.nowMs = start + 60_000;
    await rotate(id, 2_592_000);
    fixture.clock.nowMs = start;
    expect(await endsOf(id)).toEqual([60_000, 600_000, 600_000, 60_000 + 30 * DAY, null]);
  });

  it('refuses a sixth secret that works at the same time, and changes nothing', async () => {
    const { id } = await createKey();
    for (let round = 0; round < 4; round += 1) await rotate(id, 3600);
    await expect(rotate(id, 7200)).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: expect.stringContaining('overlapSeconds 0'),
    });
    expect(await endsOf(id)).toEqual([3_600_000, 3_600_000, 3_600_000, 3_600_000, null]);
    await rotate(id, 0);
    expect(await endsOf(id)).toEqual([null]);
  });

  it('forgets secrets that ended long ago, and remembers a bounded number of the others', async () => {
    const { id } = await createKey();
    for (let round = 0; round < 25; round += 1) await rotate(id, 0);
    expect(await storedSecrets(id)).toBe(21);
    fixture.clock.nowMs = start + 30 * DAY;
    await rotate(id, 0);
    expect(await storedSecrets(id)).toBe(21);
    fixture.clock.nowMs = start + 30 * DAY + 1;
    await rotate(id, 0);
    // The current one, the one before it, and the one before that.
    expect(await storedSecrets(id)).toBe(3);
  });

  it.each([-1, 0.5, 2_592_001, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses the overlap %s',
    async (overlap) => {
      const { id } = await createKey();
      expect(await fieldsOf(rotate(id, overlap))).toEqual(['overlapSeconds']);
    },
  );

  it('refuses a revoked key, one whose user was deleted, and one that there is not', async () => {
    const revoked = await createKey();
    await fixture.controlPlane.apiKeys.revoke(operator, revoked.id);
    expect(await fieldsOf(rotate(revoked.id, -1))).toEqual(['id', 'overlapSeconds']);
    const gone = await addUser(fixture);
    const orphan = await createKey({ accessAsUserId: gone });
    await fixture.controlPlane.users.delete(operator, gone);
    expect(await fieldsOf(rotate(orphan.id, 0))).toEqual(['id']);
    await expect(rotate(unknownId, 0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('works for a key that is disabled, and leaves it so', async () => {
    const { id } = await createKey();
    await fixture.controlPlane.apiKeys.disable(operator, id);
    expect(await rotate(id, 0)).toMatchObject({ apiKey: { disabled: true } });
  });
});

describe('disabling and enabling a key', () => {
  it('says who and when, in the key and in the audit, and is idempotent', async () => {
    const { apiKeys } = fixture.controlPlane;
    const key = await createKey();
    const disabled = await apiKeys.disable(administratorActor(), key.id);
    expect(disabled).toEqual({
      ...key,
      version: 2,
      disabled: true,
      disabledAtMs: start,
      disabledBy: 'actingKey0000000',
    });
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'apiKeys.disable',
      before: { disabledAt: null, disabledBy: null },
      after: { disabledAt: '2026-06-15T00:00:00.000Z', disabledBy: 'actingKey0000000' },
    });
    const revision = await fixture.revision();
    fixture.clock.nowMs += 5;
    expect(await apiKeys.disable(operator, key.id)).toEqual(disabled);
    expect(await fixture.revision()).toBe(revision);

    expect(await apiKeys.enable(operator, key.id)).toEqual({ ...key, version: 3 });
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'apiKeys.enable',
      before: { disabledBy: 'actingKey0000000' },
      after: { disabledBy: null },
    });
    expect(await apiKeys.enable(operator, key.id)).toEqual({ ...key, version: 3 });
  });

  it('refuses to enable a revoked key, which would not work all the same', async () => {
    const { apiKeys } = fixture.controlPlane;
    const { id } = await createKey();
    await apiKeys.revoke(operator, id);
    expect(await fieldsOf(apiKeys.enable(operator, id))).toEqual(['id']);
    expect(await apiKeys.disable(operator, id)).toMatchObject({ disabled: true });
    for (const verb of ['disable', 'enable', 'revoke'] as const) {
      await expect(apiKeys[verb](operator, unknownId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

describe('restoring a key', () => {
  it('gives the same key a new secret, and the old ones stay ended', async () => {
    const { apiKeys } = fixture.controlPlane;
    const key = await createKey({ capabilities: ['person:select'], tags: ['a'] });
    await rotate(key.id, 3600);
    const revoked = await apiKeys.revoke(administratorActor(), key.id);
    expect(revoked).toMatchObject({ revokedAtMs: start, revokedBy: 'actingKey0000000' });
    expect(await endsOf(key.id)).toEqual([]);
    fixture.clock.nowMs = start + DAY;
    const { apiKey, secret } = await apiKeys.restore(operator, key.id);
    expect(apiKey).toEqual({ ...key, version: 4 });
    expect(secret.reveal()).toContain(key.id);
    expect(await endsOf(key.id)).toEqual([null]);
    fixture.clock.nowMs = start - 1;
    // Also those of the overlap end with the revocation.
    expect(await endsOf(key.id)).toEqual([0, 0, null]);
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'apiKeys.restore',
      before: { revokedAt: '2026-06-15T00:00:00.000Z', revokedBy: 'actingKey0000000' },
      after: { revokedAt: null, revokedBy: null },
    });
  });

  it('ends what was revoked before revocations ended secrets', async () => {
    const { apiKeys } = fixture.controlPlane;
    const { id } = await createKey();
    await fixture.sql.query(`UPDATE gateway.api_keys SET revoked_at = $2 WHERE id = $1`, [
      id,
      new Date(start),
    ]);
    fixture.clock.nowMs = start + 5;
    await apiKeys.restore(operator, id);
    fixture.clock.nowMs = start - 1;
    expect(await endsOf(id)).toEqual([0, null]);
  });

  it('is possible until 30 days after the revocation, to the millisecond', async () => {
    const { apiKeys } = fixture.controlPlane;
    const [early, late] = [await createKey(), await createKey()];
    for (const { id } of [early, late]) await apiKeys.revoke(operator, id);
    fixture.clock.nowMs = start + 30 * DAY - 1;
    await apiKeys.restore(operator, early.id);
    fixture.clock.nowMs = start + 30 * DAY;
    await expect(apiKeys.restore(operator, late.id)).rejects.toMatchObject({
      code: 'POLICY',
      message: expect.stringContaining('2026-07-15T00:00:00.000Z'),
    });
  });

  it('refuses a key that is not revoked, one whose user was deleted, and one that there is not', async () => {
    const { apiKeys, users } = fixture.controlPlane;
    const { id } = await createKey();
    expect(await fieldsOf(apiKeys.restore(operator, id))).toEqual(['id']);
    const gone = await addUser(fixture);
    const orphan = await createKey({ accessAsUserId: gone });
    await apiKeys.revoke(operator, orphan.id);
    await users.delete(operator, gone);
    expect(await fieldsOf(apiKeys.restore(operator, orphan.id))).toEqual(['id']);
    await expect(apiKeys.restore(operator, unknownId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('leaves a key disabled that was', async () => {
    const { apiKeys } = fixture.controlPlane;
    const { id } = await createKey();
    await apiKeys.disable(operator, id);
    await apiKeys.revoke(operator, id);
    const { apiKey } = await apiKeys.restore(operator, id);
    expect(apiKey).toMatchObject({
      disabled: true,
      disabledBy: 'operator',
      revokedAtMs: null,
      revokedBy: null,
    });
  });
});

describe('what gives somebody a secret that works', () => {
  const escalation = { code: 'ESCALATION' };
  const everything = ['*:*', 'users:impersonate', 'users:setAttributes', 'databases:connect'];

  /** Does it to a key that was made ready for it. */
  const renewals = {
    rotate: async (actor: KeyActor, input: Partial<CreateApiKey>) =>
      rotate((await createKey(input)).id, 0, actor),
    enable: async (actor: KeyActor, input: Partial<CreateApiKey>) => {
      const { id } = await createKey(input);
      await fixture.controlPlane.apiKeys.disable(operator, id);
      return fixture.controlPlane.apiKeys.enable(actor, id);
    },
    restore: async (actor: KeyActor, input: Partial<CreateApiKey>) => {
      const { id } = await createKey(input);
      await fixture.controlPlane.apiKeys.revoke(operator, id);
      return fixture.controlPlane.apiKeys.restore(actor, id);
    },
    'undo a stop': async (actor: KeyActor, input: Partial<CreateApiKey>) => {
      const { apiKeys } = fixture.controlPlane;
      const tag = `stop ${Math.random()}`;
      await createKey({ ...input, tags: [tag] });
      const { id } = await apiKeys.stop(operator, { tag });
      return apiKeys.undoStop(actor, id);
    },
  };

  it.each(Object.entries(renewals))('is refused as making the key would be: %s', async (_name, renew) => {
    const adminId = await addUser(fixture, ['00Administrators']);
    const gateway = { accessAsUserId: adminId, databaseSlug: 'gateway' };
    // Another database, everything of another user, more than the actor has.
    await expect(renew(keyActor(['*:*']), {})).rejects.toMatchObject(escalation);
    await expect(renew(keyActor(['*:*']), gateway)).rejects.toMatchObject(escalation);
    const narrow = { ...gateway, capabilities: ['users:select'] };
    await expect(renew(keyActor(['apiKeys:*']), narrow)).rejects.toMatchObject(escalation);
    await renew(keyActor(['apiKeys:*', 'users:select']), narrow);
    await renew(keyActor(everything), {});
    await renew(keyActor(everything), gateway);
  });

  it.each(Object.entries(renewals))(
    'does not exceed the limits of the actor, which nothing lifts: %s',
    async (_name, renew) => {
      const validUntilMs = start + 100;
      await expect(renew(keyActor(everything, { validUntilMs }), {})).rejects.toMatchObject(escalation);
      await renew(keyActor(everything, { validUntilMs }), { validUntilMs });
      const allowedAddresses = ['192.0.2.0/24'];
      await expect(renew(keyActor(everything, { allowedAddresses }), {})).rejects.toMatchObject(escalation);
      await renew(keyActor(everything, { allowedAddresses }), { allowedAddresses: ['192.0.2.1'] });
      await expect(
        renew(keyActor(everything, { rowNarrowing: { otherTables: 'NONE' } }), {}),
      ).rejects.toMatchObject(escalation);
    },
  );

  it('is not to be had for a database that was removed', async () => {
    const { apiKeys, databases } = fixture.controlPlane;
    const databaseId = await fixture.addDatabase('gone');
    const [kept, revoked] = [
      await createKey({ databaseSlug: 'gone' }),
      await createKey({ databaseSlug: 'gone' }),
    ];
    await apiKeys.revoke(operator, revoked.id);
    await databases.remove(operator, databaseId);
    expect(await fieldsOf(rotate(kept.id, 0))).toEqual(['id']);
    expect(await fieldsOf(apiKeys.restore(operator, revoked.id))).toEqual(['id']);
    expect(await fieldsOf(apiKeys.stop(operator, { databaseSlug: 'gone' }))).toEqual(['database']);
  });

  it('changes nothing when it is refused', async () => {
    const { apiKeys } = fixture.controlPlane;
    const key = await createKey();
    await apiKeys.disable(operator, key.id);
    const [before] = await apiKeys.byIds([key.id]);
    const revision = await fixture.revision();
    await expect(apiKeys.enable(keyActor(['*:*']), key.id)).rejects.toMatchObject(escalation);
    await expect(rotate(key.id, 0, keyActor(['*:*']))).rejects.toMatchObject(escalation);
    expect(await apiKeys.byIds([key.id])).toEqual([before]);
    expect(await fixture.revision()).toBe(revision);
  });

  it('needs nothing of that to be taken away', async () => {
    const { apiKeys } = fixture.controlPlane;
    const { id } = await createKey({ tags: ['taken away'] });
    await apiKeys.stop(keyActor(['*:*']), { tag: 'taken away' });
    await apiKeys.disable(keyActor(['*:*']), id);
    await apiKeys.revoke(keyActor(['*:*']), id);
  });

  it.each(['rotate', 'restore'] as const)('keeps to the policies of the database: %s', async (name) => {
    const set = (settings: object) =>
      fixture.sql.query(`UPDATE gateway.databases SET settings = $1 WHERE slug = 'crm'`, [settings]);
    const { apiKeys } = fixture.controlPlane;
    const key = await createKey();
    if (name === 'restore') await apiKeys.revoke(operator, key.id);
    const renew = () => (name === 'restore' ? apiKeys.restore(operator, key.id) : rotate(key.id, 0));
    await set({ requireValidUntil: true });
    await expect(renew()).rejects.toMatchObject({
      code: 'POLICY',
      details: { policies: ['requireValidUntil'], field: 'validUntil' },
    });
    await set({});
    await renew();
  });

  it('is not asked of policies where the key goes on as it was: enabling', async () => {
    const { apiKeys } = fixture.controlPlane;
    const { id } = await createKey();
    await apiKeys.disable(operator, id);
    await fixture.sql.query(
      `UPDATE gateway.databases SET settings = '{"requireValidUntil": true}' WHERE slug = 'crm'`,
    );
    await apiKeys.enable(operator, id);
    await fixture.sql.query(`UPDATE gateway.databases SET settings = '{}' WHERE slug = 'crm'`);
  });
});
