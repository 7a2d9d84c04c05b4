import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, SessionActor } from '../../src/control-plane/actor.js';
import type { CreateApiKey } from '../../src/control-plane/control-plane.js';
import { Secret } from '../../src/foundation/secret.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import {
  addUser,
  administratorActor,
  keyActor,
  openFixture,
  operator,
  sessionActor,
  type Fixture,
} from './control-plane-fixture.js';

/**
 * Every way in which a change can raise what somebody may do, each tried by whoever must not: a key without
 * `users:impersonate`, an administrator's key that has an end of its own, and people who signed in and have too little.
 */

let fixture: Fixture;
let target: TestDatabase;
let round = 0;

beforeAll(async () => {
  fixture = await openFixture();
  target = await createTestDatabase();
  await fixture.addDatabase('crm');
  // Keys remember who made them.
  await fixture.sql.query(
    `INSERT INTO gateway.users (id, email) VALUES ('actingUser000000', 'acting@example.com')`,
  );
});

afterAll(async () => {
  await fixture.close();
  await target.drop();
});

const strong = ['person:*', 'person.privateNote:select', 'product:*'];
const strongSubset = ['person:select', 'person.privateNote:select'];
const where = { name: { eq: 'Ann' } };
const escalation = { code: 'ESCALATION' };
const named = ['users:setAttributes', 'databases:connect'];

async function makeGroup(capabilities: readonly string[], apiAccess = true): Promise<string> {
  round += 1;
  const input = { name: `Group ${round}`, databaseSlug: 'crm', capabilities, apiAccess };
  return (await fixture.controlPlane.groups.create(operator, input)).id;
}

async function makeKey(input: Partial<CreateApiKey> = {}): Promise<string> {
  const accessAsUserId = await addUser(fixture, [await makeGroup(strong)]);
  const { apiKey } = await fixture.controlPlane.apiKeys.create(operator, {
    name: 'key',
    accessAsUserId,
    databaseSlug: 'crm',
    capabilities: strongSubset,
    ...input,
  });
  return apiKey.id;
}

async function updateKey(by: Actor, id: string, change: object): Promise<unknown> {
  const { apiKeys } = fixture.controlPlane;
  const [key] = await apiKeys.byIds([id]);
  return apiKeys.update(by, { id, version: key!.version, ...change });
}

/** A user of a group that may do all of `strong`. */
async function strongUser(): Promise<string> {
  return addUser(fixture, [await makeGroup(strong)]);
}

async function makeDatabase(settings: object = {}): Promise<string> {
  round += 1;
  const id = await fixture.addDatabase(`data-${round}`);
  await fixture.sql.query('UPDATE gateway.databases SET settings = $2 WHERE id = $1', [id, settings]);
  return id;
}

async function updateDatabase(by: Actor, id: string, change: object): Promise<unknown> {
  const { databases } = fixture.controlPlane;
  const [database] = await databases.byIds([id]);
  return databases.update(by, { id, version: database!.version, ...change });
}

/** A session of a user whose groups in crm grant this, each narrowed by the rules if there are any. */
async function sessionOf(
  capabilities: readonly string[],
  options: { readonly isRuled?: boolean; readonly apiAccess?: boolean } = {},
): Promise<SessionActor> {
  const groupId = await makeGroup(capabilities, options.apiAccess);
  for (const verb of options.isRuled === true ? ['select', 'insert', 'update', 'delete', 'aggregate'] : []) {
    await fixture.controlPlane.groups.setRowRule(operator, { groupId, table: 'person', verb, where });
  }
  return sessionActor(await addUser(fixture, [groupId]), ['*:*', ...named]);
}

interface Path {
  readonly path: string;
  /** Whether a session may go it whose user has all the rights that it gives. */
  readonly forEnough: 'accepted' | 'refused';
  /** Whether an administrator's key with an end of its own may: where nobody gets anything yet, or what has an end too. */
  readonly forLimited?: 'accepted';
  /** Makes what is needed as the operator, and then goes the path. */
  readonly go: (by: Actor) => Promise<unknown>;
}

const password = new Secret('correct horse battery staple 9');

const paths: readonly Path[] = [
  {
    path: 'create a key for another user with a subset',
    forEnough: 'accepted',
    go: async (by) =>
      fixture.controlPlane.apiKeys.create(by, {
        name: 'key',
        accessAsUserId: await strongUser(),
        databaseSlug: 'crm',
        capabilities: strongSubset,
      }),
  },
  {
    path: 'create a key for another user without a subset',
    forEnough: 'refused',
    go: async (by) =>
      fixture.controlPlane.apiKeys.create(by, {
        name: 'key',
        accessAsUserId: await strongUser(),
        databaseSlug: 'crm',
      }),
  },
  {
    path: 'create a key for another user with a narrowing that asks for more',
    forEnough: 'accepted',
    go: async (by) =>
      fixture.controlPlane.apiKeys.create(by, {
        name: 'key',
        accessAsUserId: await strongUser(),
        databaseSlug: 'crm',
        capabilities: ['product:select'],
        rowNarrowing: { tables: { person: { privateNote: { like: 'a%' } } }, otherTables: 'ALL' },
      }),
  },
  {
    path: 'create a key with tags, by which rules may go',
    forEnough: 'refused',
    go: async (by) =>
      fixture.controlPlane.apiKeys.create(by, {
        name: 'key',
        accessAsUserId: await strongUser(),
        databaseSlug: 'crm',
        capabilities: strongSubset,
        tags: ['north'],
      }),
  },
  {
    path: 'give a key more capabilities',
    forEnough: 'accepted',
    go: async (by) =>
      updateKey(by, await makeKey({ capabilities: ['product:select'] }), { capabilities: strongSubset }),
  },
  {
    path: 'take the subset from a key',
    forEnough: 'refused',
    go: async (by) => updateKey(by, await makeKey(), { unset: ['CAPABILITIES'] }),
  },
  {
    path: 'hand a key to another user',
    forEnough: 'accepted',
    go: async (by) => updateKey(by, await makeKey(), { accessAsUserId: await strongUser() }),
  },
  {
    path: 'let a key live longer',
    forEnough: 'accepted',
    go: async (by) =>
      updateKey(by, await makeKey({ validUntilMs: fixture.clock.nowMs + 1 }), { unset: ['VALID_UNTIL'] }),
  },
  {
    path: 'let a key begin earlier',
    forEnough: 'accepted',
    go: async (by) =>
      updateKey(by, await makeKey({ validFromMs: fixture.clock.nowMs + 1 }), { unset: ['VALID_FROM'] }),
  },
  {
    path: 'let a key be used from more addresses',
    forEnough: 'accepted',
    go: async (by) =>
      updateKey(by, await makeKey({ allowedAddresses: ['192.0.2.1'] }), {
        allowedAddresses: ['192.0.2.0/24'],
      }),
  },
  {
    path: 'change the narrowing of a key',
    forEnough: 'accepted',
    go: async (by) =>
      updateKey(by, await makeKey(), {
        rowNarrowing: { tables: { person: { privateNote: { like: 'a%' } } }, otherTables: 'NONE' },
      }),
  },
  {
    path: 'change the tags of a key',
    forEnough: 'refused',
    go: async (by) => updateKey(by, await makeKey({ tags: ['north'] }), { tags: ['south'] }),
  },
  {
    path: 'rotate a key, and so have a secret of it',
    forEnough: 'accepted',
    go: async (by) => fixture.controlPlane.apiKeys.rotate(by, { id: await makeKey(), overlapSeconds: 0 }),
  },
  {
    path: 'enable a key',
    forEnough: 'accepted',
    go: async (by) => {
      const id = await makeKey();
      await fixture.controlPlane.apiKeys.disable(operator, id);
      return fixture.controlPlane.apiKeys.enable(by, id);
    },
  },
  {
    path: 'restore a key',
    forEnough: 'accepted',
    go: async (by) => {
      const id = await makeKey();
      await fixture.controlPlane.apiKeys.revoke(operator, id);
      return fixture.controlPlane.apiKeys.restore(by, id);
    },
  },
  {
    path: 'undo a stop of keys',
    forEnough: 'accepted',
    go: async (by) => {
      const accessAsUserId = await strongUser();
      await makeKey({ accessAsUserId });
      const stop = await fixture.controlPlane.apiKeys.stop(operator, { accessAsUserId });
      return fixture.controlPlane.apiKeys.undoStop(by, stop.id);
    },
  },
  {
    path: 'enable a user',
    forEnough: 'accepted',
    go: async (by) => {
      const id = await strongUser();
      await fixture.controlPlane.users.disable(operator, id);
      return fixture.controlPlane.users.enable(by, id);
    },
  },
  {
    path: 'restore a user',
    forEnough: 'accepted',
    go: async (by) => {
      const id = await strongUser();
      await fixture.controlPlane.users.delete(operator, id);
      return fixture.controlPlane.users.restore(by, id);
    },
  },
  {
    path: 'set the password of a user',
    forEnough: 'refused',
    go: async (by) => fixture.controlPlane.users.setPassword(by, await strongUser(), password),
  },
  {
    path: 'change the attributes of a user',
    forEnough: 'accepted',
    go: async (by) =>
      fixture.controlPlane.users.update(by, {
        id: await strongUser(),
        version: 1,
        attributes: { region: 'EU' },
      }),
  },
  {
    path: 'change the e-mail address of a user',
    forEnough: 'accepted',
    go: async (by) => {
      round += 1;
      const email = `changed${round}@example.com`;
      return fixture.controlPlane.users.update(by, { id: await strongUser(), version: 1, email });
    },
  },
  {
    path: 'make a group that grants',
    forEnough: 'accepted',
    forLimited: 'accepted',
    go: async (by) => {
      round += 1;
      const input = { name: `Group ${round}`, databaseSlug: 'crm', capabilities: strong };
      return fixture.controlPlane.groups.create(by, input);
    },
  },
  {
    path: 'grant to a group that has members',
    forEnough: 'accepted',
    go: async (by) => {
      const groupId = await makeGroup([]);
      await addUser(fixture, [groupId]);
      return fixture.controlPlane.groups.grant(by, groupId, strong);
    },
  },
  {
    path: 'grant to an empty group',
    forEnough: 'accepted',
    forLimited: 'accepted',
    go: async (by) => fixture.controlPlane.groups.grant(by, await makeGroup([]), strong),
  },
  {
    path: 'put somebody into a group',
    forEnough: 'accepted',
    go: async (by) =>
      fixture.controlPlane.groups.addMember(by, await makeGroup(strong), await addUser(fixture)),
  },
  {
    path: 'put somebody into a group that opens what its other groups grant',
    forEnough: 'accepted',
    go: async (by) => {
      const userId = await addUser(fixture, [await makeGroup(strong, false)]);
      return fixture.controlPlane.groups.addMember(by, await makeGroup([]), userId);
    },
  },
  {
    path: 'open the API to a group',
    forEnough: 'accepted',
    go: async (by) => {
      const id = await makeGroup(strong, false);
      await addUser(fixture, [id]);
      return fixture.controlPlane.groups.update(by, { id, version: 2, apiAccess: true });
    },
  },
  {
    path: 'replace a row rule',
    forEnough: 'accepted',
    go: async (by) => {
      const groupId = await makeGroup(strong);
      await addUser(fixture, [groupId]);
      const rule = { groupId, table: 'person', verb: 'select' };
      await fixture.controlPlane.groups.setRowRule(operator, { ...rule, where });
      return fixture.controlPlane.groups.setRowRule(by, { ...rule, where: { name: { eq: 'Ben' } } });
    },
  },
  {
    path: 'remove a row rule',
    forEnough: 'accepted',
    go: async (by) => {
      const groupId = await makeGroup(strong);
      await addUser(fixture, [groupId]);
      const rule = { groupId, table: 'person', verb: 'select' };
      await fixture.controlPlane.groups.setRowRule(operator, { ...rule, where });
      return fixture.controlPlane.groups.removeRowRule(by, rule);
    },
  },
  {
    path: 'narrow by a rule that looks at what is not to be read',
    forEnough: 'accepted',
    forLimited: 'accepted',
    go: async (by) =>
      fixture.controlPlane.groups.setRowRule(by, {
        groupId: await makeGroup(['person:select']),
        table: 'person',
        verb: 'select',
        where: { privateNote: { like: 'a%' } },
      }),
  },
  {
    path: 'write by presets',
    forEnough: 'accepted',
    go: async (by) => {
      const groupId = await makeGroup(strong);
      await addUser(fixture, [groupId]);
      return fixture.controlPlane.groups.setRowRule(by, {
        groupId,
        table: 'person',
        verb: 'insert',
        where: {},
        presets: { name: 'Ann' },
      });
    },
  },
  {
    path: 'lead a database elsewhere',
    forEnough: 'refused',
    go: async (by) =>
      fixture.controlPlane.databases.relocate(by, { id: await makeDatabase(), url: new Secret(target.url) }),
  },
  {
    path: 'lead a database elsewhere by an update',
    forEnough: 'refused',
    go: async (by) => updateDatabase(by, await makeDatabase(), { url: new Secret(target.url) }),
  },
  {
    path: 'enable a database',
    forEnough: 'refused',
    go: async (by) => {
      const id = await makeDatabase();
      await updateDatabase(operator, id, { enabled: false });
      return updateDatabase(by, id, { enabled: true });
    },
  },
  ...(
    [
      ['guardedColumns', ['person.privateNote'], []],
      ['newColumns', 'GUARDED', 'OPEN'],
      ['denials', 'HIDE', 'FORBID'],
      ['schemas', ['public'], ['public', 'private']],
      ['sessionRole', 'reader', 'owner'],
      ['sessionSettings', { 'app.user': '$user.id' }, { 'app.user': '1' }],
      ['requireValidUntil', true, false],
      ['maxLifetimeDays', 10, 20],
      ['requireAllowedAddresses', true, false],
    ] as const
  ).map(([name, before, after]): Path => ({
    path: `change the setting ${name} of a database`,
    forEnough: 'refused',
    go: async (by) =>
      updateDatabase(by, await makeDatabase({ [name]: before }), { settings: { [name]: after } }),
  })),
];

describe.each(paths)('$path', ({ go, forEnough, forLimited }) => {
  it('is refused to a key without users:impersonate', async () => {
    await expect(go(keyActor(['*:*', ...named]))).rejects.toMatchObject(escalation);
  });

  it(`is ${forLimited ?? 'refused'} to an administrator’s key that has an end of its own`, async () => {
    const attempt = go(administratorActor({ validUntilMs: fixture.clock.nowMs + 1000 }));
    if (forLimited === 'accepted') await attempt;
    else await expect(attempt).rejects.toMatchObject(escalation);
  });

  it('is refused to whoever signed in and has less, has it narrowed, or may not use the API there', async () => {
    for (const session of [
      await sessionOf(['product:*', 'person:aggregate']),
      await sessionOf(strong, { isRuled: true }),
      await sessionOf(strong, { apiAccess: false }),
    ]) {
      await expect(go(session)).rejects.toMatchObject(escalation);
    }
  });

  it(`is ${forEnough} to whoever signed in and has as much`, async () => {
    const attempt = go(await sessionOf(strong));
    if (forEnough === 'accepted') await attempt;
    else await expect(attempt).rejects.toMatchObject(escalation);
  });

  it('is open to an administrator', async () => {
    await go(administratorActor());
  });
});

describe('what takes away', () => {
  it('is open to whoever has the capability, whatever is taken', async () => {
    const { apiKeys, users, groups, databases } = fixture.controlPlane;
    const weak = keyActor([], { validUntilMs: fixture.clock.nowMs + 1000 });
    const groupId = await makeGroup(strong);
    const userId = await addUser(fixture, [groupId]);
    const keyId = await makeKey();
    await updateKey(weak, keyId, { capabilities: ['person:select'], allowedAddresses: ['192.0.2.1'] });
    await apiKeys.stop(weak, { accessAsUserId: userId });
    await apiKeys.disable(weak, keyId);
    await apiKeys.revoke(weak, keyId);
    await groups.revoke(weak, groupId, ['product:*']);
    await groups.removeMember(weak, groupId, userId);
    await groups.update(weak, { id: groupId, version: 4, apiAccess: false });
    await groups.delete(weak, groupId);
    await users.disable(weak, userId);
    await users.delete(weak, userId);
    const databaseId = await makeDatabase();
    await updateDatabase(weak, databaseId, { enabled: false, settings: { maxLimit: 10, defaultLimit: 10 } });
    await databases.remove(weak, databaseId);
  });
});

describe('whoever signed in', () => {
  const create = (by: Actor, input: Partial<CreateApiKey>) =>
    fixture.controlPlane.apiKeys.create(by, {
      name: 'key',
      accessAsUserId: '',
      databaseSlug: 'crm',
      ...input,
    });

  it('may make keys for itself in every database, for whatever it has there', async () => {
    const session = await sessionOf(strong, { isRuled: true });
    const own = { accessAsUserId: session.user.id };
    await create(session, own);
    await create(session, { ...own, capabilities: ['person:select'], validUntilMs: null });
    await create(session, { ...own, rowNarrowing: { tables: { person: where }, otherTables: 'NONE' } });
    await create(session, { ...own, databaseSlug: 'gateway', tags: ['mine'] });
    const { apiKey } = await create(session, { ...own, validUntilMs: fixture.clock.nowMs + 1 });
    await updateKey(session, apiKey.id, { unset: ['VALID_UNTIL'] });
  });

  it('may not choose the tags even of its own keys where rules may go by them', async () => {
    const session = await sessionOf(strong);
    const own = { accessAsUserId: session.user.id };
    await expect(create(session, { ...own, tags: ['north'] })).rejects.toMatchObject({
      ...escalation,
      details: { exceeding: ['tags'] },
    });
    const { apiKey } = await create(session, own);
    await expect(updateKey(session, apiKey.id, { tags: ['north'] })).rejects.toMatchObject(escalation);
  });

  it('passes nothing on where the database’s own walls go by the user', async () => {
    const session = await sessionOf(strong);
    const join = async () =>
      fixture.controlPlane.groups.addMember(session, await makeGroup(strong), await addUser(fixture));
    await fixture.sql.query(`UPDATE gateway.databases SET settings = $1 WHERE slug = 'crm'`, [
      { sessionSettings: { 'app.tenant': 'north' }, sessionRole: 'reader' },
    ]);
    await join();
    await fixture.sql.query(`UPDATE gateway.databases SET settings = $1 WHERE slug = 'crm'`, [
      { sessionSettings: { 'app.tenant': 'north', 'app.user': '$user.id' } },
    ]);
    try {
      await expect(join()).rejects.toMatchObject(escalation);
      await create(session, { accessAsUserId: session.user.id });
    } finally {
      await fixture.sql.query(`UPDATE gateway.databases SET settings = '{}' WHERE slug = 'crm'`);
    }
  });

  it('gives no more than it has today, and no more than it will have when tables and guards come', async () => {
    const everyTable = ['person:select', 'product:select'];
    const grant = async (by: Actor, capabilities: readonly string[]) =>
      fixture.controlPlane.groups.grant(by, await makeGroup([]), capabilities);
    const listing = await sessionOf(everyTable);
    const wild = await sessionOf(['*:select']);
    await grant(listing, everyTable);
    await grant(wild, ['*:select', 'person:select']);
    await expect(grant(listing, ['*:select'])).rejects.toMatchObject({
      ...escalation,
      details: { exceeding: ['*:select'] },
    });
    // A column that is named stays granted when it comes to be guarded.
    await expect(grant(wild, ['person.name:select'])).rejects.toMatchObject(escalation);
    await grant(await sessionOf(['person.name:select']), ['person.name:select']);
  });

  it('is judged by what it has when the change is made', async () => {
    const session = await sessionOf(strong);
    const groupId = await makeGroup(strong);
    const userId = await addUser(fixture);
    const [groups] = await fixture.controlPlane.groups.ofUsers([session.user.id]);
    await fixture.controlPlane.groups.removeMember(operator, groups![0]!.id, session.user.id);
    await expect(fixture.controlPlane.groups.addMember(session, groupId, userId)).rejects.toMatchObject(
      escalation,
    );
  });

  it('does not lift by rights elsewhere what it lacks in gateway', async () => {
    const { groups } = fixture.controlPlane;
    const input = { name: 'Deleters', databaseSlug: 'gateway', capabilities: ['users:delete'] };
    const session = sessionActor((await sessionOf(strong)).user.id, ['users:select']);
    await expect(groups.create(session, input)).rejects.toMatchObject(escalation);
    await groups.create(keyActor(['users:delete']), input);
  });
});
