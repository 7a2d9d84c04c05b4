import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyActor } from '../../src/control-plane/actor.js';
import type { CreateApiKey } from '../../src/control-plane/control-plane.js';
import {
  addUser,
  administratorActor,
  administratorsId,
  gatewayOffer,
  keyActor,
  openFixture,
  operator,
  type Fixture,
} from './control-plane-fixture.js';

let fixture: Fixture;
let adminId: string;
let annaId: string;
let powerlessId: string;
let salesId: string;

const everything = ['*:*', 'users:impersonate', 'users:setAttributes', 'databases:connect'];
const actingId = 'actingUser000000';
const escalation = { code: 'ESCALATION' };

beforeAll(async () => {
  fixture = await openFixture();
  await fixture.addDatabase('crm');
  const { groups } = fixture.controlPlane;
  const sales = await groups.create(operator, {
    name: 'Sales',
    databaseSlug: 'crm',
    capabilities: ['person:select'],
  });
  salesId = sales.id;
  adminId = await addUser(fixture, [administratorsId]);
  annaId = await addUser(fixture, [salesId]);
  powerlessId = await addUser(fixture);
  await fixture.sql.query(`INSERT INTO gateway.users (id, email) VALUES ($1, 'actor@example.com')`, [
    actingId,
  ]);
  await groups.addMember(operator, administratorsId, actingId);
});

afterAll(() => fixture.close());

async function createKey(actor: KeyActor | typeof operator, input: Partial<CreateApiKey>) {
  const { apiKey } = await fixture.controlPlane.apiKeys.create(actor, {
    name: 'key',
    accessAsUserId: adminId,
    databaseSlug: 'gateway',
    ...input,
  });
  return apiKey;
}

describe('a key that makes a key', () => {
  it('gives no more than its own rights', async () => {
    const actor = keyActor(['*:*']);
    await expect(createKey(actor, {})).rejects.toMatchObject(escalation);
    await expect(createKey(actor, { capabilities: ['users:impersonate'] })).rejects.toMatchObject(escalation);
    expect(await createKey(actor, { capabilities: ['*:*'] })).toMatchObject({
      createdByUserId: 'actingUser000000',
    });
    await expect(createKey(keyActor(['users:select']), { capabilities: ['*:*'] })).rejects.toMatchObject({
      ...escalation,
      details: { exceeding: expect.arrayContaining(['apiKeys:select']) },
    });
  });

  it('has no rights in another database', async () => {
    const actor = keyActor(['*:*']);
    for (const capabilities of [null, ['person:select']]) {
      await expect(
        createKey(actor, { databaseSlug: 'crm', accessAsUserId: annaId, capabilities }),
      ).rejects.toMatchObject(escalation);
    }
  });

  it('plants no key for somebody who may do nothing yet', async () => {
    const actor = keyActor(['*:*']);
    for (const databaseSlug of ['crm', 'gateway']) {
      await expect(createKey(actor, { databaseSlug, accessAsUserId: powerlessId })).rejects.toMatchObject({
        ...escalation,
        message: expect.stringContaining('users:impersonate'),
      });
    }
    await createKey(administratorActor(), { accessAsUserId: powerlessId });
  });

  it('without a subset gives its own user all in its own database, but not in another one', async () => {
    const actor = keyActor(['apiKeys:insert']);
    await createKey(actor, { accessAsUserId: actingId });
    await expect(createKey(actor, { accessAsUserId: actingId, databaseSlug: 'crm' })).rejects.toMatchObject(
      escalation,
    );
  });

  it('with a subset gives its own user parts of the subset, and never all that the user has', async () => {
    const actor = keyActor(['apiKeys:select', 'apiKeys:insert'], {}, ['apiKeys:*']);
    const make = (capabilities: readonly string[] | null) =>
      createKey(actor, { accessAsUserId: actingId, capabilities });
    await expect(make(null)).rejects.toMatchObject({
      ...escalation,
      details: { exceeding: ['capabilities'] },
    });
    await expect(make(['apiKeys:insert', 'users:select'])).rejects.toMatchObject(escalation);
    await make(['apiKeys:insert']);
    // Within the subset, though the user may do less of it at the moment.
    await make(['apiKeys:*']);
  });

  it('gives others a subset of what it may do itself, and nothing without a subset', async () => {
    const actor = keyActor(['apiKeys:select', 'apiKeys:insert'], {}, ['apiKeys:*']);
    await createKey(actor, { capabilities: ['apiKeys:insert'] });
    await expect(createKey(actor, { capabilities: ['apiKeys:update'] })).rejects.toMatchObject(escalation);
    await expect(createKey(actor, {})).rejects.toMatchObject(escalation);
  });

  it('has no rights in another database that offers the very same capabilities', async () => {
    const twin = await openFixture({ offerOf: () => Promise.resolve(gatewayOffer) });
    await twin.addDatabase('twin');
    const { apiKeys, groups } = twin.controlPlane;
    const group = await groups.create(operator, {
      name: 'Twins',
      databaseSlug: 'twin',
      capabilities: ['users:select'],
    });
    const accessAsUserId = await addUser(twin, [group.id]);
    await expect(
      apiKeys.create(keyActor(['*:*']), { name: 'key', accessAsUserId, databaseSlug: 'twin' }),
    ).rejects.toMatchObject(escalation);
    await twin.close();
  });

  it('may give whatever the user has with users:impersonate, and never more than that', async () => {
    const actor = keyActor(everything);
    await createKey(actor, { databaseSlug: 'crm', accessAsUserId: annaId });
    await expect(
      createKey(actor, { databaseSlug: 'crm', accessAsUserId: annaId, capabilities: ['product:select'] }),
    ).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it.each<[string, Partial<KeyActor['ceilings']>, Partial<CreateApiKey>]>([
    ['no end', { validUntilMs: 100 }, {}],
    ['a later end', { validUntilMs: 100 }, { validUntilMs: 101 }],
    ['any address', { allowedAddresses: ['192.0.2.0/24'] }, {}],
    ['a wider block', { allowedAddresses: ['192.0.2.0/24'] }, { allowedAddresses: ['192.0.2.0/23'] }],
    ['one more address', { allowedAddresses: ['192.0.2.0/24'] }, { allowedAddresses: ['192.0.2.1', '::1'] }],
    ['no narrowing', { rowNarrowing: { otherTables: 'NONE' } }, {}],
  ])('passes its own limits on, also with users:impersonate: %s', async (_case, ceilings, input) => {
    await expect(createKey(keyActor(everything, ceilings), input)).rejects.toMatchObject(escalation);
  });

  it('may make keys within its own limits', async () => {
    const ceilings = { validUntilMs: 100, allowedAddresses: ['192.0.2.0/24'] };
    await createKey(keyActor(everything, ceilings), {
      validUntilMs: 100,
      allowedAddresses: ['192.0.2.0/25', '192.0.2.200'],
    });
  });
});

describe('a key that changes a key', () => {
  it('may rename and narrow a stronger one, and not strengthen it', async () => {
    const { apiKeys } = fixture.controlPlane;
    const actor = keyActor(['*:*']);
    const key = await createKey(operator, {
      databaseSlug: 'crm',
      accessAsUserId: annaId,
      validUntilMs: 100,
      allowedAddresses: ['192.0.2.0/24'],
      capabilities: ['person:select'],
    });
    const narrowed = await apiKeys.update(actor, {
      id: key.id,
      version: 1,
      name: 'renamed',
      validUntilMs: 99,
      validFromMs: 50,
      allowedAddresses: ['192.0.2.1'],
    });
    for (const change of [
      { validUntilMs: 100 },
      { validFromMs: 49 },
      { unset: ['VALID_FROM'] },
      { unset: ['VALID_UNTIL'] },
      { unset: ['ALLOWED_ADDRESSES'] },
      { unset: ['CAPABILITIES'] },
      { allowedAddresses: ['192.0.2.2'] },
      { capabilities: ['person:*'] },
    ] as const) {
      await expect(
        apiKeys.update(actor, { id: key.id, version: narrowed.version, ...change }),
      ).rejects.toMatchObject(escalation);
    }
    await apiKeys.revoke(actor, key.id);
  });

  it('can neither narrow a key to rows, nor change or lift that: by its answers a key tells what its narrowing asks', async () => {
    const { apiKeys } = fixture.controlPlane;
    const actor = keyActor(['*:*']);
    const key = await createKey(operator, { databaseSlug: 'crm', accessAsUserId: annaId });
    const rowNarrowing = { tables: { person: { name: { eq: 'a' } } }, otherTables: 'NONE' };
    await expect(apiKeys.update(actor, { id: key.id, version: 1, rowNarrowing })).rejects.toMatchObject(
      escalation,
    );
    await apiKeys.update(operator, { id: key.id, version: 1, rowNarrowing });
    for (const change of [
      { rowNarrowing: { tables: {}, otherTables: 'NONE' } },
      { rowNarrowing: { tables: {}, otherTables: 'ALL' } },
      { unset: ['ROW_NARROWING'] },
    ] as const) {
      await expect(apiKeys.update(actor, { id: key.id, version: 2, ...change })).rejects.toMatchObject(
        escalation,
      );
    }
    await apiKeys.update(actor, { id: key.id, version: 2, rowNarrowing, name: 'the same rows' });
    await apiKeys.update(keyActor(everything), { id: key.id, version: 3, unset: ['ROW_NARROWING'] });
  });

  it('cannot change the tags of a key, by which row rules may go', async () => {
    const { apiKeys } = fixture.controlPlane;
    const key = await createKey(operator, { databaseSlug: 'crm', accessAsUserId: annaId, tags: ['north'] });
    const change = { id: key.id, version: 1, tags: ['south'] };
    await expect(apiKeys.update(keyActor(['*:*']), change)).rejects.toMatchObject(escalation);
    await apiKeys.update(keyActor(everything), change);
  });

  it('may hand it to another user only as far as its own rights reach', async () => {
    const { apiKeys } = fixture.controlPlane;
    const key = await createKey(operator, { databaseSlug: 'crm', accessAsUserId: powerlessId });
    const change = { id: key.id, version: 1, accessAsUserId: annaId };
    await expect(apiKeys.update(keyActor(['*:*']), change)).rejects.toMatchObject(escalation);
    await apiKeys.update(keyActor(everything), change);
    const planted = await createKey(operator, { databaseSlug: 'crm', accessAsUserId: annaId });
    await expect(
      apiKeys.update(keyActor(['*:*']), { id: planted.id, version: 1, accessAsUserId: powerlessId }),
    ).rejects.toMatchObject(escalation);
  });

  it('lifts no narrowing of its own user that its own key has', async () => {
    const { apiKeys } = fixture.controlPlane;
    const key = await createKey(operator, { accessAsUserId: actingId, capabilities: ['users:select'] });
    const actor = keyActor(['users:select', 'apiKeys:update'], {}, ['users:select', 'apiKeys:update']);
    await expect(
      apiKeys.update(actor, { id: key.id, version: 1, unset: ['CAPABILITIES'] }),
    ).rejects.toMatchObject(escalation);
    await apiKeys.update(actor, { id: key.id, version: 1, capabilities: ['users:select', 'apiKeys:update'] });
  });
});

describe('a key that changes users and groups', () => {
  it('enables only users whose rights in every database are its own', async () => {
    const { users } = fixture.controlPlane;
    await users.disable(operator, annaId);
    await expect(users.enable(keyActor(['*:*']), annaId)).rejects.toMatchObject(escalation);
    expect((await users.byIds([annaId]))[0]?.enabled).toBe(false);
    expect(await users.enable(keyActor(everything), annaId)).toMatchObject({ enabled: true });
    await users.disable(operator, powerlessId);
    expect(await users.enable(keyActor([]), powerlessId)).toMatchObject({ enabled: true });
  });

  it('grants and adds members only as far as its own rights reach', async () => {
    const { groups } = fixture.controlPlane;
    const actor = keyActor(['users:select', 'users:update']);
    const input = { name: 'Readers', databaseSlug: 'gateway' };
    await expect(groups.create(actor, { ...input, capabilities: ['users:*'] })).rejects.toMatchObject(
      escalation,
    );
    const readers = await groups.create(actor, { ...input, capabilities: ['users:select'] });
    await expect(groups.grant(actor, readers.id, ['users:delete'])).rejects.toMatchObject(escalation);
    await groups.grant(actor, readers.id, ['users:select', 'users:update']);
    await groups.addMember(actor, readers.id, powerlessId);
    await expect(groups.addMember(actor, administratorsId, powerlessId)).rejects.toMatchObject(escalation);
    await expect(groups.addMember(actor, salesId, powerlessId)).rejects.toMatchObject(escalation);
  });

  it('counts grants under a row rule in full', async () => {
    const { users } = fixture.controlPlane;
    await fixture.sql.query(
      `INSERT INTO gateway.row_rules (group_id, table_key, verb, where_filter) VALUES ($1, 't1', 'select', '{}')`,
      [salesId],
    );
    await users.disable(operator, annaId);
    await expect(users.enable(keyActor(['*:*']), annaId)).rejects.toMatchObject(escalation);
    await users.enable(operator, annaId);
    await fixture.sql.query('DELETE FROM gateway.row_rules');
  });

  it.each<[string, Partial<KeyActor['ceilings']>]>([
    ['an end', { validUntilMs: 100 }],
    ['addresses', { allowedAddresses: ['0.0.0.0/0'] }],
    ['narrowed rows', { rowNarrowing: { otherTables: 'ALL' } }],
  ])('raises nobody when it has a limit that their keys may lack: %s', async (limit, ceilings) => {
    const { users, groups } = fixture.controlPlane;
    const actor = administratorActor(ceilings);
    await users.disable(operator, annaId);
    await expect(users.enable(actor, annaId)).rejects.toMatchObject(escalation);
    await users.enable(operator, annaId);
    expect(await users.enable(actor, annaId)).toMatchObject({ enabled: true });

    await expect(groups.addMember(actor, salesId, powerlessId)).rejects.toMatchObject(escalation);
    await expect(groups.grant(actor, salesId, ['product:select'])).rejects.toMatchObject(escalation);
    // Nobody is in it yet: whoever adds somebody is asked then.
    const input = { name: `With ${limit}`, databaseSlug: 'crm', capabilities: ['person:select'] };
    const empty = await groups.create(actor, input);
    await groups.grant(actor, empty.id, ['product:select']);
    await expect(groups.addMember(actor, empty.id, powerlessId)).rejects.toMatchObject(escalation);
  });

  it('opens the API to nobody whose rights exceed its own, also by a group that grants nothing', async () => {
    const { groups } = fixture.controlPlane;
    const closed = await groups.create(operator, {
      name: 'Closed',
      databaseSlug: 'crm',
      capabilities: ['person:select'],
      apiAccess: false,
    });
    const open = await groups.create(operator, { name: 'Open', databaseSlug: 'crm' });
    const userId = await addUser(fixture, [closed.id]);
    await expect(groups.addMember(keyActor(['*:*']), open.id, userId)).rejects.toMatchObject(escalation);
    await groups.addMember(keyActor(['*:*']), open.id, powerlessId);
    await groups.removeMember(operator, open.id, powerlessId);
    await groups.addMember(administratorActor(), open.id, userId);
  });

  it('needs the named capability for attributes and for databases', async () => {
    const { users, databases } = fixture.controlPlane;
    const { Secret } = await import('../../src/foundation/secret.js');
    await expect(
      users.create(keyActor(['*:*']), { email: 'x@example.com', attributes: { a: 1 } }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN', details: { missing: ['users:setAttributes'] } });
    await expect(
      databases.add(keyActor(['*:*']), { slug: 'x', url: new Secret('postgres://u@h/d') }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN', details: { missing: ['databases:connect'] } });
  });
});
