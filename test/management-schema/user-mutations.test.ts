import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openManagement, type ManagementHarness } from './management-harness.js';

let management: ManagementHarness;

beforeAll(async () => {
  management = await openManagement();
});

afterAll(() => management.close());

const unknownId = '0000000000000000';

describe('createUser', () => {
  const text =
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id version email name enabled attributes deletedAt groups { name } } } }';

  it('makes a user who may do nothing yet', async () => {
    const input = { email: 'carl@example.com', name: 'Carl', attributes: { region: 'EU' } };
    const { data, codes } = await management.run(text, { variables: { input } });
    expect(codes).toEqual([]);
    expect(data?.['createUser']).toMatchObject({
      user: { ...input, version: 1, enabled: true, deletedAt: null, groups: [] },
    });
  });

  it('takes attributes only from a caller who may set them', async () => {
    const run = (input: object) =>
      management.run('mutation ($input: CreateUserInput!) { createUser(input: $input) { __typename } }', {
        capabilities: ['*:*'],
        variables: { input },
      });
    const refused = await run({ email: 'dora@example.com', attributes: {} });
    expect(refused.codes).toEqual(['FORBIDDEN']);
    expect(await management.controlPlane.users.byEmail('dora@example.com')).toBeNull();
    expect((await run({ email: 'dora@example.com' })).codes).toEqual([]);
  });

  it('makes nobody for a caller without users:insert', async () => {
    const answer = await management.run(
      'mutation { createUser(input: { email: "eve@example.com" }) { __typename } }',
      {
        capabilities: ['users:update', 'users:select'],
      },
    );
    expect(answer.codes).toEqual(['FORBIDDEN']);
    expect(await management.controlPlane.users.byEmail('eve@example.com')).toBeNull();
  });

  it.each([
    ['an address that is none', { email: 'nobody' }, 'email'],
    ['an address that is taken', { email: 'ANNA@example.com' }, 'email'],
    ['attributes that are a list', { email: 'f@example.com', attributes: [] }, 'attributes'],
    ['attributes that are a text', { email: 'f@example.com', attributes: 'x' }, 'attributes'],
    ['a short password', { email: 'f@example.com', password: 'short' }, 'password'],
  ])('refuses %s', async (_what, input, field) => {
    const answer = await management.run(text, { variables: { input } });
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    expect(answer.result.errors?.[0]?.originalError).toMatchObject({ details: { field } });
  });
});

describe('createUser with a password', () => {
  const run = (capabilities?: readonly string[]) =>
    management.run(
      `mutation { createUser(input: { email: "pia@example.com", password: "violet tractor over" }) {
         user { passwordSetAt } } }`,
      capabilities && { capabilities },
    );

  it('makes nobody for a caller who may not set one, and a user who can sign in for one who may', async () => {
    const refused = await run(['users:select', 'users.email:insert']);
    expect(refused.codes).toEqual(['FORBIDDEN']);
    expect(await management.controlPlane.users.byEmail('pia@example.com')).toBeNull();
    expect((await run()).data).toEqual({
      createUser: { user: { passwordSetAt: expect.stringMatching(/Z$/) } },
    });
  });
});

describe('updateUser', () => {
  const text =
    'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { version email name attributes } } }';
  const run = (input: object, capabilities?: readonly string[]) =>
    management.run(text, { variables: { input }, ...(capabilities && { capabilities }) });

  it('changes what is given, and takes the name away when told to', async () => {
    const id = await makeUser('hal@example.com');
    const input = { id, version: 1, email: 'hal2@example.com', name: 'Hal', attributes: { region: 'EU' } };
    expect((await run(input)).data).toEqual({
      updateUser: {
        user: { version: 2, email: 'hal2@example.com', name: 'Hal', attributes: { region: 'EU' } },
      },
    });
    const { data } = await run({ id, version: 2, unset: ['NAME'] });
    expect(data?.['updateUser']).toMatchObject({ user: { version: 3, name: null } });
  });

  it.each([
    ['the e-mail address', { email: 'x@example.com' }, ['users.name:update', 'users.attributes:update']],
    ['the name', { name: 'X' }, ['users.email:update']],
    ['the name, by taking it away', { unset: ['NAME'] }, ['users.email:update']],
    ['attributes', { attributes: {} }, ['users:update']],
  ])('does not change %s without its capability', async (what, input, capabilities) => {
    const id = await makeUser(`update-${what.length}${what.length + capabilities.length}@example.com`);
    const before = await currentUser(id);
    const answer = await run({ id, version: 1, ...input }, [...capabilities, 'users:select']);
    expect(answer.codes).toEqual(['FORBIDDEN']);
    expect(await currentUser(id)).toEqual(before);
  });

  it.each([
    ['null', { name: null }, 'name'],
    ['an address that is none', { email: 'nobody' }, 'email'],
    ['attributes that are a list', { attributes: [] }, 'attributes'],
  ])('refuses %s', async (_what, input, field) => {
    const answer = await run({ id: management.anna.id, version: 1, ...input });
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    expect(answer.result.errors?.[0]?.originalError).toMatchObject({ details: { field } });
  });

  it('refuses a stale version and an unknown id', async () => {
    const id = await makeUser('ida@example.com');
    expect((await run({ id, version: 2, name: 'X' })).codes).toEqual(['CONFLICT']);
    expect((await run({ id: unknownId, version: 1 })).codes).toEqual(['NOT_FOUND']);
  });
});

describe('setUserPassword', () => {
  const run = (id: string, password: unknown, capabilities?: readonly string[]) =>
    management.run(
      'mutation ($input: SetUserPasswordInput!) { setUserPassword(input: $input) { user { passwordSetAt } } }',
      { variables: { input: { id, password } }, ...(capabilities && { capabilities }) },
    );

  it('lets a user sign in from now on', async () => {
    const id = await makeUser('jim@example.com');
    expect((await currentUser(id))?.passwordSetAtMs).toBeNull();
    const { data } = await run(id, 'violet tractor over');
    expect(data).toEqual({ setUserPassword: { user: { passwordSetAt: expect.stringMatching(/Z$/) } } });
  });

  it('needs its capability, a good password and somebody to set it for', async () => {
    const id = await makeUser('kim@example.com');
    const refused = await run(id, 'violet tractor over', ['users:select', 'users.name:update']);
    expect(refused.codes).toEqual(['FORBIDDEN']);
    expect((await run(id, 'too short')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await run(id, 7)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await run(unknownId, 'violet tractor over')).codes).toEqual(['NOT_FOUND']);
    expect((await currentUser(id))?.passwordSetAtMs).toBeNull();
  });
});

describe('restoreUser', () => {
  const text =
    'mutation ($input: UserIdInput!) { restoreUser(input: $input) { user { deletedAt deletedBy { id } } } }';
  const run = (id: string, capabilities?: readonly string[]) =>
    management.run(text, { variables: { input: { id } }, ...(capabilities && { capabilities }) });

  it('brings a deleted user back, who is shown with its deleter until then', async () => {
    const id = await makeUser('leo@example.com');
    await management.run(`mutation { deleteUser(input: { id: "${id}" }) { __typename } }`);
    const { data } = await management.run(`{ user(id: "${id}") { deletedAt deletedBy { id } } }`);
    expect(data).toEqual({
      user: { deletedAt: expect.stringMatching(/Z$/), deletedBy: { id: management.admin.id } },
    });
    expect((await run(id)).data).toEqual({ restoreUser: { user: { deletedAt: null, deletedBy: null } } });
  });

  it('does nothing without its capability, and knows no other ids', async () => {
    const id = await makeUser('mia@example.com');
    await management.controlPlane.users.delete({ kind: 'operator' }, id);
    const refused = await run(id, ['users:select', 'users:delete', 'users.name:update']);
    expect(refused.codes).toEqual(['FORBIDDEN']);
    expect((await currentUser(id))?.deletedAtMs).not.toBeNull();
    expect((await run(unknownId)).codes).toEqual(['NOT_FOUND']);
  });
});

describe('disableUser, enableUser and deleteUser', () => {
  const text = (name: string) =>
    `mutation ($input: UserIdInput!) { ${name}(input: $input) { user { enabled deletedAt } } }`;
  const run = (name: string, id: string) => management.run(text(name), { variables: { input: { id } } });

  it('stop a user and its keys, start them again, and end the user', async () => {
    const user = await makeUser('gail@example.com');
    const key = await management.makeKey('of gail', { accessAsUserId: user });
    const stateOf = async () => {
      const { data } = await management.run(`{ apiKey(id: "${key.id}") { state } }`);
      return (data?.['apiKey'] as { state: string }).state;
    };
    expect((await run('disableUser', user)).data).toEqual({
      disableUser: { user: { enabled: false, deletedAt: null } },
    });
    expect(await stateOf()).toBe('USER_DISABLED');
    expect((await run('enableUser', user)).data).toEqual({
      enableUser: { user: { enabled: true, deletedAt: null } },
    });
    expect(await stateOf()).toBe('NO_EFFECTIVE_CAPABILITIES');
    expect((await run('deleteUser', user)).data).toEqual({
      deleteUser: { user: { enabled: true, deletedAt: expect.stringMatching(/Z$/) } },
    });
    expect(await stateOf()).toBe('USER_DELETED');
  });

  it.each([
    ['disableUser', ['users.name:update', 'users:delete', 'users:select']],
    ['enableUser', ['users.name:update', 'users:delete', 'users:select']],
    ['deleteUser', ['users:update', 'users:select']],
  ])('%s does nothing without its capability', async (name, capabilities) => {
    const user = await makeUser(`${name}@example.com`);
    if (name === 'enableUser') await run('disableUser', user);
    const before = await currentUser(user);
    const answer = await management.run(text(name), { capabilities, variables: { input: { id: user } } });
    expect(answer.codes).toEqual(['FORBIDDEN']);
    expect(await currentUser(user)).toEqual(before);
  });

  it.each(['disableUser', 'enableUser', 'deleteUser'])('%s says that there is no such user', async (name) => {
    expect((await run(name, unknownId)).codes).toEqual(['NOT_FOUND']);
  });

  it.each(['disableUser', 'enableUser', 'deleteUser'])('%s refuses what is no id', async (name) => {
    const answer = await management.run(text(name), { variables: { input: { id: [] } } });
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
  });
});

async function makeUser(email: string): Promise<string> {
  const { data } = await management.run(
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }',
    {
      variables: { input: { email } },
    },
  );
  return (data?.['createUser'] as { user: { id: string } }).user.id;
}

async function currentUser(id: string) {
  const [user] = await management.controlPlane.users.byIds([id]);
  return user;
}
