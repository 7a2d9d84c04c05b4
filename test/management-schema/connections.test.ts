import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openManagement, operator, type ManagementHarness } from './management-harness.js';

let management: ManagementHarness;
let groupId: string;
const people: { readonly id: string; readonly email: string }[] = [];

const USERS = 50;

beforeAll(async () => {
  management = await openManagement();
  const { users, groups, apiKeys } = management.controlPlane;
  const group = await groups.create(operator, {
    name: 'Team',
    databaseSlug: 'crm',
    capabilities: ['person:select'],
  });
  groupId = group.id;
  for (let index = 0; index < USERS; index += 1) {
    const user = await users.create(operator, { email: `user${String(index).padStart(2, '0')}@example.com` });
    people.push(user);
    await groups.addMember(operator, groupId, user.id);
    for (let key = 0; key < 3; key += 1) {
      const input = { name: `key ${key} of ${index}`, accessAsUserId: user.id, databaseSlug: 'crm' };
      await apiKeys.create(operator, input);
    }
  }
});

afterAll(() => management.close());

interface Connection {
  readonly totalCount: number;
  readonly nodes: readonly { readonly name?: string; readonly email?: string }[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const page =
  'totalCount edges { cursor } nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

async function keysOf(userId: string, args: Readonly<Record<string, unknown>>): Promise<Connection> {
  const { data, codes } = await management.run(
    `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
      user(id: $id) { apiKeys(first: $first, after: $after, last: $last, before: $before) { ${page} } }
    }`,
    { variables: { id: userId, ...args } },
  );
  expect(codes).toEqual([]);
  return (data as { user: { apiKeys: Connection } }).user.apiKeys;
}

async function codesOfKeys(userId: string, args: string): Promise<readonly string[]> {
  const text = `query ($id: ID!) { user(id: $id) { apiKeys(${args}) { nodes { name } } } }`;
  return (await management.run(text, { variables: { id: userId } })).codes;
}

describe('User.apiKeys', () => {
  it('lists the newest first, a page at a time in both directions', async () => {
    const id = people[7]!.id;
    const names = ['key 2 of 7', 'key 1 of 7', 'key 0 of 7'];
    const all = await keysOf(id, {});
    expect(all).toMatchObject({ totalCount: 3, nodes: names.map((name) => ({ name })) });
    const first = await keysOf(id, { first: 2 });
    expect(first).toMatchObject({
      totalCount: 3,
      nodes: [{ name: names[0] }, { name: names[1] }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const rest = await keysOf(id, { first: 2, after: first.pageInfo.endCursor });
    expect(rest).toMatchObject({
      totalCount: 3,
      nodes: [{ name: names[2] }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    expect(await keysOf(id, { last: 1 })).toMatchObject({
      nodes: [{ name: names[2] }],
      pageInfo: { hasPreviousPage: true, hasNextPage: false },
    });
    const before = await keysOf(id, { last: 5, before: rest.pageInfo.startCursor });
    expect(before).toMatchObject({ nodes: [{ name: names[0] }, { name: names[1] }] });
    expect(await keysOf(id, { first: 0 })).toMatchObject({ totalCount: 3, nodes: [] });
  });

  it('is empty for who has none', async () => {
    expect(await keysOf(management.anna.id, {})).toMatchObject({
      totalCount: 0,
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('opens with a cursor of the same user only', async () => {
    const [left, right] = [people[1]!.id, people[2]!.id];
    const { endCursor } = (await keysOf(left, { first: 1 })).pageInfo;
    expect(await codesOfKeys(right, `after: "${endCursor}"`)).toEqual(['BAD_USER_INPUT']);
    const list = await management.run(`{ apiKeys(first: 1) { pageInfo { endCursor } } }`);
    const foreign = (list.data as { apiKeys: Connection }).apiKeys.pageInfo.endCursor;
    expect(await codesOfKeys(left, `after: "${foreign}"`)).toEqual(['BAD_USER_INPUT']);
    expect(
      (await management.run(`{ apiKeys(first: 1, after: "${endCursor}") { nodes { name } } }`)).codes,
    ).toEqual(['BAD_USER_INPUT']);
    const both = await management.run(
      `{ users(first: 3) { nodes { email apiKeys(first: 1, after: "${endCursor}") { nodes { name } } } } }`,
    );
    // One of them is the cursor's own; each of the others has its own refusal.
    expect(new Set(both.codes)).toEqual(new Set(['BAD_USER_INPUT']));
  });

  it.each(['first: -1', 'first: 501', 'first: 1, last: 1', 'after: "x"'])('refuses %s', async (args) => {
    expect(await codesOfKeys(people[0]!.id, args)).toEqual(['BAD_USER_INPUT']);
  });

  it('is FORBIDDEN to who may not read that column, or keys', async () => {
    const missing = async (capabilities: readonly string[]) => {
      const text = '{ users(first: 1) { nodes { apiKeys { nodes { name } } } } }';
      return (await management.run(text, { capabilities })).result.errors?.[0]?.originalError;
    };
    expect(await missing(['users.id:select', 'apiKeys:select'])).toMatchObject({
      details: { missing: ['users.apiKeys:select'] },
    });
    expect(await missing(['users:select'])).toMatchObject({ details: { missing: ['apiKeys:select'] } });
  });
});

describe('Group.members', () => {
  const text = `query ($id: ID!, $first: Int, $after: String) {
    group(id: $id) { members(first: $first, after: $after) {
      totalCount nodes { email deletedAt } pageInfo { hasNextPage endCursor }
    } }
  }`;

  async function members(args: Readonly<Record<string, unknown>>): Promise<Connection> {
    const { data, codes } = await management.run(text, { variables: { id: groupId, ...args } });
    expect(codes).toEqual([]);
    return (data as { group: { members: Connection } }).group.members;
  }

  it('lists them by e-mail, a page at a time, each once', async () => {
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const found: Connection = await members({ first: 7, after });
      expect(found.totalCount).toBe(USERS);
      seen.push(...found.nodes.map(({ email }) => email ?? ''));
      after = found.pageInfo.endCursor;
      if (!found.pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(people.map(({ email }) => email));
  });

  it('is FORBIDDEN to who may not read members or users', async () => {
    const options = { variables: { id: groupId, first: 1 } };
    const missing = async (capabilities: readonly string[]) =>
      (await management.run(text, { ...options, capabilities })).result.errors?.[0]?.originalError;
    expect(await missing(['groups.id:select', '*:insert', 'users:select'])).toMatchObject({
      details: { missing: ['groups.members:select'] },
    });
    expect(await missing(['groups:select'])).toMatchObject({ details: { missing: ['users:select'] } });
  });
});

describe('the number of SQL statements', () => {
  const tree = `query ($first: Int) {
    apiKeys(first: $first) {
      nodes {
        accessAs {
          groups { name capabilities members(first: 5) { nodes { email } } }
          apiKeys(first: 3) { totalCount nodes { name state } }
        }
        database { slug }
        secrets { hint }
        createdBy { email }
      }
    }
  }`;

  it('is the same for 50 keys as for 1, with relations and pages below', async () => {
    const count = (first: number) =>
      management.countStatements(async () => {
        const { data, codes } = await management.run(tree, { variables: { first } });
        expect(codes).toEqual([]);
        expect((data as { apiKeys: Connection }).apiKeys.nodes).toHaveLength(first);
      });
    const one = await count(1);
    expect(await count(50)).toBe(one);
    expect(one).toBeLessThanOrEqual(14);
  });

  it('is the same for 50 users that each ask for a page and its count as for 1', async () => {
    const text = `query ($first: Int) {
      users(first: $first, search: "user") {
        nodes { apiKeys(first: 10) { totalCount nodes { name } } groups { members(first: 2) { totalCount } } }
      }
    }`;
    const count = (first: number) =>
      management.countStatements(() => management.run(text, { variables: { first } }));
    expect(await count(50)).toBe(await count(1));
  });

  it('grows with nothing but the different pages that are asked for', async () => {
    const text = `{ users(first: 20, search: "user") { nodes {
      one: apiKeys(first: 1) { totalCount } same: apiKeys(first: 1) { nodes { name } } two: apiKeys(first: 2) { nodes { name } }
    } } }`;
    // The users, two different pages, one count.
    expect(await management.countStatements(() => management.run(text))).toBe(4);
  });
});
