import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret } from '../../src/foundation/secret.js';
import {
  addUser,
  administratorActor,
  administratorsId,
  fieldsOf,
  keyActor,
  lastEvent,
  openFixture,
  operator,
  type Fixture,
} from './control-plane-fixture.js';

let fixture: Fixture;
let keepersId: string;

const DAY_MS = 86_400_000;
const password = new Secret('violet tractor over the hill');
const escalation = { code: 'ESCALATION' };

beforeAll(async () => {
  fixture = await openFixture();
  await addUser(fixture, [administratorsId]);
  const { groups } = fixture.controlPlane;
  const keepers = await groups.create(operator, {
    name: 'Keepers',
    databaseSlug: 'gateway',
    capabilities: ['users:update'],
  });
  keepersId = keepers.id;
  await fixture.addDatabase('crm');
});

afterAll(() => fixture.close());

async function newUser(groupIds: readonly string[] = []) {
  const id = await addUser(fixture, groupIds);
  const [user] = await fixture.controlPlane.users.byIds([id]);
  return user!;
}

async function keptHash(id: string): Promise<string | null> {
  const { rows } = await fixture.sql.query<{ password_hash: string | null }>(
    'SELECT password_hash FROM gateway.users WHERE id = $1',
    [id],
  );
  return rows[0]!.password_hash;
}

/** A live session of the user, put there by hand. */
async function addSession(userId: string): Promise<string> {
  const { rows } = await fixture.sql.query<{ id: string }>(
    `INSERT INTO gateway.sessions (id, user_id, digest, created_at, last_seen_at)
     VALUES (substr(md5(random()::text), 1, 16), $1, sha256(random()::text::bytea), now(), now()) RETURNING id`,
    [userId],
  );
  return rows[0]!.id;
}

async function isEnded(sessionId: string): Promise<boolean> {
  const { rows } = await fixture.sql.query<{ ended: boolean }>(
    'SELECT ended_at IS NOT NULL AS ended FROM gateway.sessions WHERE id = $1',
    [sessionId],
  );
  return rows[0]!.ended;
}

describe('an update of a user', () => {
  it('changes what is given, keeps what is absent, and stands in the audit with before and after', async () => {
    const { users } = fixture.controlPlane;
    const user = await newUser();
    const named = await users.update(operator, { id: user.id, version: 1, name: ' Zoë ' });
    expect(named).toEqual({ ...user, name: 'Zoë', version: 2 });
    const changed = await users.update(operator, {
      id: user.id,
      version: 2,
      email: 'zoe@example.com',
      attributes: { region: 'EU' },
      unset: ['NAME'],
    });
    expect(changed).toEqual({
      ...user,
      version: 3,
      name: null,
      email: 'zoe@example.com',
      attributes: { region: 'EU' },
    });
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'users.update',
      target: user.id,
      before: { name: 'Zoë', email: user.email, attributes: {} },
      after: { name: null, email: 'zoe@example.com', attributes: { region: 'EU' } },
    });
  });

  it('that changes nothing makes no version and no event', async () => {
    const { users } = fixture.controlPlane;
    const user = await newUser();
    const revision = await fixture.revision();
    const same = { id: user.id, version: 1, email: user.email, attributes: {} };
    expect(await users.update(operator, same)).toEqual(user);
    expect(await fixture.revision()).toBe(revision);
  });

  it('with a stale version is CONFLICT, tells the current one and loses nothing', async () => {
    const { users } = fixture.controlPlane;
    const user = await newUser();
    await users.update(operator, { id: user.id, version: 1, name: 'First' });
    await expect(users.update(operator, { id: user.id, version: 1, name: 'Second' })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { currentVersion: 2 },
    });
    expect(await users.byIds([user.id])).toMatchObject([{ name: 'First' }]);
  });

  it('names every field that is wrong, null among them', async () => {
    const { users } = fixture.controlPlane;
    const { id } = await newUser();
    const update = (input: object) => users.update(operator, { id, version: 1, ...input });
    expect(await fieldsOf(update({ email: null, name: null, attributes: null }))).toEqual([
      'email',
      'attributes',
      'name',
    ]);
    expect(await fieldsOf(update({ email: 'none', name: '', attributes: [] }))).toEqual([
      'name',
      'email',
      'attributes',
    ]);
    expect(await fieldsOf(update({ name: 'Zoë', unset: ['NAME'] }))).toEqual(['unset']);
    expect(await fieldsOf(update({ unset: ['EMAIL'] }))).toEqual(['unset']);
  });

  it('takes no e-mail address that another user has', async () => {
    const { users } = fixture.controlPlane;
    const other = await newUser();
    const { id } = await newUser();
    const taken = users.update(operator, { id, version: 1, email: other.email.toUpperCase() });
    expect(await fieldsOf(taken)).toEqual(['email']);
  });

  it('is refused for whoever is deleted or was never there', async () => {
    const { users } = fixture.controlPlane;
    const { id } = await newUser();
    await users.delete(operator, id);
    await expect(users.update(operator, { id, version: 2, name: 'X' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(users.update(operator, { id: 'x', version: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('a deleted user', () => {
  it('says who deleted it, and comes back within 30 days as it was', async () => {
    const { users, groups } = fixture.controlPlane;
    const user = await newUser([keepersId]);
    await fixture.sql.query(
      `INSERT INTO gateway.users (id, email) VALUES ('actingUser000000', 'actor@x.com')`,
    );
    const deleted = await users.delete(administratorActor(), user.id);
    expect(deleted).toMatchObject({
      deletedAtMs: fixture.clock.nowMs,
      deletedByUserId: 'actingUser000000',
      version: 2,
    });
    fixture.clock.nowMs += 30 * DAY_MS - 1;
    const restored = await users.restore(operator, user.id);
    expect(restored).toEqual({ ...user, version: 3 });
    expect((await groups.ofUsers([user.id]))[0]).toMatchObject([{ id: keepersId }]);
    expect(await lastEvent(fixture.sql)).toMatchObject({ action: 'users.restore', target: user.id });
    expect(await users.restore(operator, user.id)).toEqual(restored);
  });

  it('does not come back later', async () => {
    const { users } = fixture.controlPlane;
    const { id } = await newUser();
    await users.delete(operator, id);
    fixture.clock.nowMs += 30 * DAY_MS;
    await expect(users.restore(operator, id)).rejects.toMatchObject({ code: 'POLICY' });
    await expect(users.restore(operator, 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('does not come back while its e-mail address is somebody else’s', async () => {
    const { users } = fixture.controlPlane;
    const { id, email } = await newUser();
    await users.delete(operator, id);
    const other = await users.create(operator, { email: email.toUpperCase() });
    await expect(users.restore(operator, id)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('belongs to another user'),
    });
    await users.update(operator, { id: other.id, version: 1, email: `other-${email}` });
    expect(await users.restore(operator, id)).toMatchObject({ deletedAtMs: null });
  });
});

describe('a password', () => {
  it('is kept as a hash, and stands neither in the audit nor in what is given back', async () => {
    const { users } = fixture.controlPlane;
    const user = await users.create(operator, { email: 'withpass@example.com', password });
    expect(user.passwordSetAtMs).toBe(fixture.clock.nowMs);
    const hash = await keptHash(user.id);
    expect(await fixture.needs.passwords.check(hash, password)).toBe('right');
    const created = JSON.stringify(await lastEvent(fixture.sql));
    const other = new Secret('another tractor under the sea');
    const changed = await users.setPassword(operator, user.id, other);
    expect(changed).toMatchObject({ version: 2 });
    expect(await fixture.needs.passwords.check(await keptHash(user.id), password)).toBe('wrong');
    const set = JSON.stringify(await lastEvent(fixture.sql));
    expect(set).toContain('users.setPassword');
    for (const text of [created, set, JSON.stringify([user, changed])]) {
      expect(text).not.toMatch(/tractor|argon2/);
    }
  });

  it('that breaks a rule is refused under its field, and nothing is made', async () => {
    const { users } = fixture.controlPlane;
    const input = { email: 'short@example.com', name: '', password: new Secret('short') };
    expect(await fieldsOf(users.create(operator, input))).toEqual(['name', 'password']);
    expect(await users.byEmail('short@example.com')).toBeNull();
    const { id, email } = await newUser();
    const own = users.setPassword(operator, id, new Secret(`the address ${email}`));
    expect(await fieldsOf(own)).toEqual(['password']);
    expect(await keptHash(id)).toBeNull();
  });

  it('is set for nobody who is deleted or was never there', async () => {
    const { users } = fixture.controlPlane;
    const { id } = await newUser();
    await users.delete(operator, id);
    await expect(users.setPassword(operator, id, password)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(users.setPassword(operator, 'x', password)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the sessions of a user', () => {
  it.each(['disable', 'delete'] as const)('end when somebody does this to it: %s', async (verb) => {
    const { id } = await newUser();
    const other = await newUser();
    const [own, others] = [await addSession(id), await addSession(other.id)];
    await fixture.controlPlane.users[verb](operator, id);
    expect([await isEnded(own), await isEnded(others)]).toEqual([true, false]);
  });

  it('end when its password is set', async () => {
    const { id } = await newUser();
    const session = await addSession(id);
    await fixture.controlPlane.users.setPassword(operator, id, password);
    expect(await isEnded(session)).toBe(true);
  });
});

describe('an actor with less than the rights of a user', () => {
  const weak = () => keyActor(['users:select', 'users:setAttributes']);
  const equal = () => keyActor(['users:update', 'users:setAttributes']);

  const raising = {
    'change its e-mail address': (actor, { id, version }) =>
      fixture.controlPlane.users.update(actor, { id, version, email: `moved-${id}@example.com` }),
    'change its attributes': (actor, { id, version }) =>
      fixture.controlPlane.users.update(actor, { id, version, attributes: { region: 'EU' } }),
    'restore it': async (actor, { id }) => {
      await fixture.controlPlane.users.delete(operator, id);
      return fixture.controlPlane.users.restore(actor, id);
    },
  } satisfies Record<string, Raise>;
  type Raise = (
    actor: ReturnType<typeof keyActor>,
    user: { readonly id: string; readonly version: number },
  ) => Promise<unknown>;

  it.each(Object.entries<Raise>(raising))('cannot %s', async (_what, raise) => {
    const user = await newUser([keepersId]);
    await expect(raise(weak(), user)).rejects.toMatchObject({
      ...escalation,
      details: { exceeding: expect.arrayContaining(['users:update']) },
    });
  });

  it.each(Object.entries<Raise>(raising))('with the same rights can %s', async (_what, raise) => {
    await raise(equal(), await newUser([keepersId]));
  });

  it.each(Object.entries<Raise>(raising))('by users:impersonate can %s', async (_what, raise) => {
    await raise(administratorActor(), await newUser([administratorsId]));
  });

  it.each(Object.entries<Raise>(raising))('that has limits of its own cannot %s', async (_what, raise) => {
    const limited = administratorActor({ validUntilMs: fixture.clock.nowMs + DAY_MS });
    await expect(raise(limited, await newUser())).rejects.toMatchObject(escalation);
  });

  it.each(Object.entries<Raise>(raising))(
    'cannot %s where the rights lie in another database',
    async (_what, raise) => {
      const { groups } = fixture.controlPlane;
      const sales = await groups.create(operator, {
        name: `Sales ${Math.random()}`,
        databaseSlug: 'crm',
        capabilities: ['person:select'],
      });
      await expect(raise(equal(), await newUser([sales.id]))).rejects.toMatchObject(escalation);
    },
  );

  it('sets no password without users:impersonate, even for who may do nothing yet', async () => {
    const { users } = fixture.controlPlane;
    for (const actor of [
      weak(),
      equal(),
      administratorActor({ validUntilMs: fixture.clock.nowMs + DAY_MS }),
    ]) {
      const { id } = await newUser();
      await expect(users.setPassword(actor, id, password)).rejects.toMatchObject(escalation);
    }
    const { id } = await newUser([administratorsId]);
    await users.setPassword(administratorActor(), id, password);
  });

  it('can change its name', async () => {
    const { id } = await newUser([administratorsId]);
    const renamed = await fixture.controlPlane.users.update(weak(), { id, version: 1, name: 'Renamed' });
    expect(renamed.name).toBe('Renamed');
  });

  it('sets attributes only by users:setAttributes', async () => {
    const { id } = await newUser();
    const update = fixture.controlPlane.users.update(keyActor(['*:*', 'users:impersonate']), {
      id,
      version: 1,
      attributes: {},
    });
    await expect(update).rejects.toMatchObject({
      code: 'FORBIDDEN',
      details: { missing: ['users:setAttributes'] },
    });
  });

  it('that has limits of its own makes no user with a password, but one without', async () => {
    const { users } = fixture.controlPlane;
    const limited = administratorActor({ allowedAddresses: ['192.0.2.0/24'] });
    await expect(users.create(limited, { email: 'later@example.com', password })).rejects.toMatchObject(
      escalation,
    );
    expect(await users.create(limited, { email: 'later@example.com' })).toMatchObject({
      passwordSetAtMs: null,
    });
  });
});
