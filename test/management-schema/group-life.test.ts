import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openManagement, operator, type ManagementHarness, type RunOptions } from './management-harness.js';

let management: ManagementHarness;
let groupId: string;
let administratorsId: string;
let round = 0;

beforeAll(async () => {
  management = await openManagement();
  administratorsId = (await management.controlPlane.groups.byName('gateway', 'Administrators'))?.id ?? '';
});

afterAll(() => management.close());

beforeEach(async () => {
  round += 1;
  const group = await management.controlPlane.groups.create(operator, {
    name: `Group ${round}`,
    databaseSlug: 'crm',
    capabilities: ['person:select'],
  });
  groupId = group.id;
});

const fields =
  'group { id version name apiAccess capabilities database { slug } members { nodes { email } } }';
const texts = {
  createGroup: `mutation ($input: CreateGroupInput!) { createGroup(input: $input) { ${fields} } }`,
  updateGroup: `mutation ($input: UpdateGroupInput!) { updateGroup(input: $input) { ${fields} } }`,
  deleteGroup: `mutation ($input: GroupIdInput!) { deleteGroup(input: $input) { ${fields} } }`,
  addGroupMember: `mutation ($input: GroupMemberInput!) { addGroupMember(input: $input) { ${fields} } }`,
  removeGroupMember: `mutation ($input: GroupMemberInput!) { removeGroupMember(input: $input) { ${fields} } }`,
};

const run = (name: keyof typeof texts, input: object, options: RunOptions = {}) =>
  management.run(texts[name], { ...options, variables: { input } });

async function changed(name: keyof typeof texts, input: object): Promise<Record<string, unknown>> {
  const { data, codes } = await run(name, input);
  expect(codes).toEqual([]);
  return (data as Record<string, { group: Record<string, unknown> }>)[name]!.group;
}

async function refusal(name: keyof typeof texts, input: object, options: RunOptions = {}) {
  const { codes, result } = await run(name, input, options);
  const error = result.errors?.[0]?.originalError as unknown as { details: Record<string, unknown> };
  return { code: codes[0], ...error.details };
}

const unknownId = '0000000000000000';

describe('createGroup', () => {
  it('makes a group with what it grants, open to the API unless said otherwise', async () => {
    const input = { name: ' Readers ', database: 'crm', capabilities: ['person:select'] };
    expect(await changed('createGroup', input)).toEqual({
      id: expect.any(String),
      version: 1,
      name: 'Readers',
      apiAccess: true,
      capabilities: ['person:select'],
      database: { slug: 'crm' },
      members: { nodes: [] },
    });
    expect(await changed('createGroup', { name: 'Closed', database: 'crm', apiAccess: false })).toMatchObject(
      {
        apiAccess: false,
        capabilities: [],
      },
    );
  });

  it.each([
    [{ name: 'Group 1', database: 'crm' }, 'name'],
    [{ name: ' ', database: 'crm' }, 'name'],
    [{ name: 'X', database: 'absent' }, 'database'],
    [{ name: 'X', database: 'crm', capabilities: ['persn:select'] }, 'capabilities'],
    [{ name: 'X', database: 'crm', apiAccess: null }, 'apiAccess'],
  ])('refuses %j', async (input, field) => {
    expect(await refusal('createGroup', input)).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});

describe('updateGroup', () => {
  it('renames, closes and opens, and leaves what is absent as it is', async () => {
    expect(await changed('updateGroup', { id: groupId, version: 1, name: 'Renamed' })).toMatchObject({
      version: 2,
      name: 'Renamed',
      apiAccess: true,
      capabilities: ['person:select'],
    });
    expect(await changed('updateGroup', { id: groupId, version: 2, apiAccess: false })).toMatchObject({
      version: 3,
      name: 'Renamed',
      apiAccess: false,
    });
    expect(await changed('updateGroup', { id: groupId, version: 3, apiAccess: false })).toMatchObject({
      version: 3,
    });
  });

  it('refuses null, names that are taken, a stale version, and what is not there', async () => {
    const update = (input: object) => refusal('updateGroup', { id: groupId, version: 1, ...input });
    expect(await update({ name: null })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'name' });
    expect(await update({ apiAccess: null })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'apiAccess' });
    expect(await update({ name: 'Sales' })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'name' });
    expect(await update({ version: 2, name: 'X' })).toMatchObject({ code: 'CONFLICT', currentVersion: 1 });
    expect(await update({ id: unknownId, name: 'X' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await update({ id: 'x', name: 'X' })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('deleteGroup', () => {
  it('deletes it, shows it as it was, and takes it from its members', async () => {
    const { groups } = management.controlPlane;
    await groups.addMember(operator, groupId, management.anna.id);
    expect(await changed('deleteGroup', { id: groupId })).toMatchObject({
      id: groupId,
      name: `Group ${round}`,
      capabilities: [],
      members: { nodes: [] },
    });
    expect(await groups.byIds([groupId])).toEqual([null]);
    const [left] = await groups.ofUsers([management.anna.id]);
    expect(left?.map(({ name }) => name)).toEqual(['Sales']);
    expect(await refusal('deleteGroup', { id: groupId })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('addGroupMember and removeGroupMember', () => {
  it('put a user in and take it out, each idempotent', async () => {
    const input = { groupId, userId: management.anna.id };
    for (let time = 1; time <= 2; time += 1) {
      expect(await changed('addGroupMember', input)).toMatchObject({
        version: 2,
        members: { nodes: [{ email: 'anna@example.com' }] },
      });
    }
    for (let time = 1; time <= 2; time += 1) {
      expect(await changed('removeGroupMember', input)).toMatchObject({ version: 3, members: { nodes: [] } });
    }
  });

  it('refuse users and groups that are not there', async () => {
    const { anna } = management;
    expect(await refusal('addGroupMember', { groupId, userId: unknownId })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'userId',
    });
    for (const name of ['addGroupMember', 'removeGroupMember'] as const) {
      expect(await refusal(name, { groupId: unknownId, userId: anna.id })).toMatchObject({
        code: 'NOT_FOUND',
      });
    }
  });
});

describe('the group Administrators', () => {
  it.each([
    ['is not deleted', 'deleteGroup', {}],
    ['is not renamed', 'updateGroup', { version: 2, name: 'Others' }],
    ['keeps its access to the API', 'updateGroup', { version: 2, apiAccess: false }],
  ] as const)('%s', async (_what, name, input) => {
    expect(await refusal(name, { id: administratorsId, ...input })).toMatchObject({ code: 'POLICY' });
  });

  it('has no row rules, and keeps its last enabled member', async () => {
    const rule = 'mutation ($input: SetRowRuleInput!) { setRowRule(input: $input) { group { id } } }';
    const input = { groupId: administratorsId, table: 'users', verb: 'SELECT', where: { id: { eq: '1' } } };
    expect((await management.run(rule, { variables: { input } })).codes).toEqual(['POLICY']);
    const last = { groupId: administratorsId, userId: management.admin.id };
    expect(await refusal('removeGroupMember', last)).toMatchObject({ code: 'POLICY' });
  });
});

describe('without its capability', () => {
  const select = ['groups:select', 'users:select', 'databases:select'];

  it.each<[keyof typeof texts, () => object, readonly string[], string]>([
    [
      'createGroup',
      () => ({ name: 'New', database: 'crm' }),
      ['groups.name:insert'],
      'groups.database:insert',
    ],
    [
      'createGroup',
      () => ({ name: 'New', database: 'crm', capabilities: [] }),
      ['groups.name:insert', 'groups.database:insert'],
      'groups.capabilities:insert',
    ],
    [
      'createGroup',
      () => ({ name: 'New', database: 'crm', apiAccess: true }),
      ['groups.name:insert', 'groups.database:insert'],
      'groups.apiAccess:insert',
    ],
    [
      'updateGroup',
      () => ({ id: groupId, version: 1, name: 'New' }),
      ['groups.apiAccess:update'],
      'groups.name:update',
    ],
    [
      'updateGroup',
      () => ({ id: groupId, version: 1, apiAccess: false }),
      ['groups.name:update'],
      'groups.apiAccess:update',
    ],
    ['deleteGroup', () => ({ id: groupId }), ['groups:update', 'groups:insert'], 'groups:delete'],
    [
      'addGroupMember',
      () => ({ groupId, userId: management.anna.id }),
      ['groups.capabilities:update'],
      'groups.members:update',
    ],
    [
      'removeGroupMember',
      () => ({ groupId, userId: management.anna.id }),
      ['groups.capabilities:update'],
      'groups.members:update',
    ],
  ])('%s does nothing', async (name, input, others, missing) => {
    const capabilities = [...select, ...others, 'users:impersonate'];
    expect(await refusal(name, input(), { capabilities })).toMatchObject({
      code: 'FORBIDDEN',
      missing: [missing],
    });
    expect(await management.controlPlane.groups.byIds([groupId])).toMatchObject([{ version: 1 }]);
    expect(await management.controlPlane.groups.byName('crm', 'New')).toBeNull();
  });

  it('gives nobody rights that the caller lacks', async () => {
    const capabilities = ['*:*'];
    const create = { name: 'New', database: 'crm', capabilities: ['person:select'] };
    expect(await refusal('createGroup', create, { capabilities })).toMatchObject({ code: 'ESCALATION' });
    const join = { groupId, userId: management.anna.id };
    expect(await refusal('addGroupMember', join, { capabilities })).toMatchObject({ code: 'ESCALATION' });
  });
});
