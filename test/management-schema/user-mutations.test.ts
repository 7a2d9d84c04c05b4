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
  ])('refuses %s', async (_what, input, field) => {
    const answer = await management.run(text, { variables: { input } });
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    expect(answer.result.errors?.[0]?.originalError).toMatchObject({ details: { field } });
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
