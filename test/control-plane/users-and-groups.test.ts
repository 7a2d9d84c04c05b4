import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addUser, administratorsId, openFixture, operator, type Fixture } from './control-plane-fixture.js';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await openFixture();
});

afterAll(() => fixture.close());

const policy = { code: 'POLICY' };
const badInput = { code: 'BAD_USER_INPUT' };

describe('users', () => {
  it('are unique by e-mail address, whatever its case, until they are deleted', async () => {
    const { users } = fixture.controlPlane;
    const first = await users.create(operator, { email: ' Ben@Example.com ', name: ' Ben ' });
    expect(first).toEqual({
      id: expect.stringMatching(/^[0-9A-Za-z]{16}$/),
      version: 1,
      email: 'Ben@Example.com',
      name: 'Ben',
      enabled: true,
      deletedAtMs: null,
      deletedByUserId: null,
      passwordSetAtMs: null,
      attributes: {},
      createdAtMs: fixture.clock.nowMs,
    });
    await expect(users.create(operator, { email: 'ben@example.COM' })).rejects.toMatchObject(badInput);
    expect(await users.byEmail('BEN@EXAMPLE.COM')).toEqual(first);
    await users.delete(operator, first.id);
    expect(await users.byEmail('ben@example.com')).toBeNull();
    const second = await users.create(operator, { email: 'ben@example.com' });
    expect(await users.byIds([second.id, 'x', first.id])).toMatchObject([
      { deletedAtMs: null },
      null,
      { deletedAtMs: fixture.clock.nowMs },
    ]);
  });

  it.each([
    { email: 'nobody' },
    { email: 'a@b@c' },
    { email: 'a b@example.com' },
    { email: 'a\u0000@example.com' },
    { email: `${'x'.repeat(320)}@example.com` },
    { email: 'c@example.com', name: '' },
    { email: 'c@example.com', attributes: { 'a\u0000': 1 } },
    { email: 'c@example.com', attributes: { a: ['\ud800'] } },
    { email: 'c@example.com', attributes: [] as never },
  ])('are refused when they make no sense: %j', async (input) => {
    await expect(fixture.controlPlane.users.create(operator, input)).rejects.toMatchObject(badInput);
  });

  it('are disabled and enabled, and again without a change', async () => {
    const { users } = fixture.controlPlane;
    const id = await addUser(fixture);
    expect(await users.disable(operator, id)).toMatchObject({ enabled: false, version: 2 });
    const revision = await fixture.revision();
    expect(await users.disable(operator, id)).toMatchObject({ enabled: false, version: 2 });
    expect(await fixture.revision()).toBe(revision);
    expect(await users.enable(operator, id)).toMatchObject({ enabled: true, version: 3 });
    await users.delete(operator, id);
    expect(await users.delete(operator, id)).toMatchObject({ version: 4 });
    await expect(users.enable(operator, id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(users.disable(operator, 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('cannot be used for new keys and memberships once deleted', async () => {
    const { users, apiKeys, groups } = fixture.controlPlane;
    const id = await addUser(fixture);
    await users.delete(operator, id);
    await expect(
      apiKeys.create(operator, { name: 'k', accessAsUserId: id, databaseSlug: 'gateway' }),
    ).rejects.toMatchObject(badInput);
    await expect(groups.addMember(operator, administratorsId, id)).rejects.toMatchObject(badInput);
  });
});

describe('the last enabled administrator', () => {
  it('cannot be disabled, deleted or removed', async () => {
    const { users, groups } = fixture.controlPlane;
    const one = await addUser(fixture, [administratorsId]);
    const two = await addUser(fixture, [administratorsId]);
    await users.disable(operator, two);
    const revision = await fixture.revision();

    await expect(users.disable(operator, one)).rejects.toMatchObject(policy);
    await expect(users.delete(operator, one)).rejects.toMatchObject(policy);
    await expect(groups.removeMember(operator, administratorsId, one)).rejects.toMatchObject(policy);
    expect(await fixture.revision()).toBe(revision);

    await users.enable(operator, two);
    const attempts = await Promise.allSettled([
      users.disable(operator, one),
      groups.removeMember(operator, administratorsId, two),
    ]);
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('groups', () => {
  it('are made with capabilities by name, stored by key', async () => {
    const { groups } = fixture.controlPlane;
    const databaseId = await fixture.addDatabase('crm');
    const group = await groups.create(operator, {
      name: 'Sales',
      databaseSlug: 'crm',
      capabilities: ['person.privateNote:select', 'product:*'],
      apiAccess: false,
    });
    expect(group).toEqual({
      id: expect.any(String),
      version: 1,
      name: 'Sales',
      databaseId,
      apiAccess: false,
      builtIn: false,
    });
    expect(await groups.grantsOf([administratorsId, group.id])).toEqual([
      expect.arrayContaining(['*:*', 'databases:connect', 'users:impersonate', 'users:setAttributes']),
      ['t1.c2:select', 't2:*'],
    ]);
    expect(await groups.byName('crm', 'Sales')).toEqual(group);
    expect(await groups.byName('gateway', 'Sales')).toBeNull();

    const granted = await groups.grant(operator, group.id, ['product:*', 'person:select']);
    expect(granted.version).toBe(2);
    expect(await groups.grant(operator, group.id, ['person:select'])).toEqual(granted);

    const userId = await addUser(fixture, [group.id]);
    const other = await addUser(fixture);
    expect((await groups.addMember(operator, group.id, userId)).version).toBe(3);
    expect((await groups.ofUsers([other, userId])).map((list) => list.map(({ name }) => name))).toEqual([
      [],
      ['Sales'],
    ]);
    expect((await groups.removeMember(operator, group.id, userId)).version).toBe(4);
    expect((await groups.removeMember(operator, group.id, userId)).version).toBe(4);
  });

  it('are refused with a name that is taken, an unknown database and unknown capabilities', async () => {
    const { groups } = fixture.controlPlane;
    await fixture.addDatabase('shop');
    const input = { name: 'Team', databaseSlug: 'shop' };
    await groups.create(operator, input);
    await groups.create(operator, { ...input, databaseSlug: 'gateway' });
    await expect(groups.create(operator, input)).rejects.toMatchObject({ details: { field: 'name' } });
    await expect(groups.create(operator, { ...input, databaseSlug: 'x' })).rejects.toMatchObject({
      details: { field: 'database' },
    });
    await expect(
      groups.create(operator, { ...input, name: 'Other', capabilities: ['film:select'] }),
    ).rejects.toMatchObject({ details: { field: 'capabilities' } });
    await expect(groups.grant(operator, 'x', ['*:*'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
