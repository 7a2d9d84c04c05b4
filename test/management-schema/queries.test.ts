import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execute, parse } from 'graphql';
import { denote } from '../../src/capability/denotation.js';
import { managementSpace } from '../../src/management-schema/management-catalog.js';
import { buildManagementSchema } from '../../src/management-schema/management-schema.js';
import { findMissingCapabilities } from '../../src/management-schema/missing-capabilities.js';
import { visibleManagementSchema } from '../../src/management-schema/visible-management-schema.js';
import { openManagement, operator, type ManagementHarness } from './management-harness.js';

let management: ManagementHarness;

beforeAll(async () => {
  management = await openManagement();
  for (let index = 0; index < 60; index += 1) {
    await management.makeKey(`key ${String(index).padStart(2, '0')}`, { tags: [index % 2 ? 'odd' : 'even'] });
  }
}, 60_000);

afterAll(() => management.close());

describe('me', () => {
  it('tells any accepted caller who it is and what it may do', async () => {
    const { data, codes } = await management.run('{ me { kind database effectiveCapabilities } }', {
      capabilities: ['users.email:select'],
    });
    expect(codes).toEqual([]);
    expect(data?.['me']).toEqual({
      kind: 'key',
      database: 'gateway',
      effectiveCapabilities: ['users.email:select'],
    });
  });

  it('leads to the user and the key only with the capabilities to read those', async () => {
    const text = '{ me { user { email } apiKey { id } } }';
    const { data } = await management.run(text);
    expect(data?.['me']).toEqual({
      user: { email: 'admin@example.com' },
      apiKey: { id: management.adminKey.id },
    });
    const answer = await management.run(text, { capabilities: ['users.email:select'] });
    expect(answer.data?.['me']).toEqual({ user: { email: 'admin@example.com' }, apiKey: null });
    expect(answer.codes).toEqual(['FORBIDDEN']);
  });
});

describe('lists', () => {
  it('go through all pages forward and backward without gap or repetition', async () => {
    const forward = await walk('first: 25, orderBy: [NAME_ASC]', 'after', 'endCursor', 'hasNextPage');
    const backward = await walk('last: 25, orderBy: [NAME_ASC]', 'before', 'startCursor', 'hasPreviousPage');
    expect(forward.flat()).toHaveLength(61);
    expect(new Set(forward.flat()).size).toBe(61);
    expect(backward.reverse().flat()).toEqual(forward.flat());
  });

  it('filter, search and count', async () => {
    const { data } = await management.run(`{
      odd: apiKeys(where: { tag: "odd" }, first: 1) { totalCount nodes { tags } pageInfo { hasNextPage } }
      found: apiKeys(search: "KEY 07") { nodes { name } }
      own: apiKeys(where: { database: "gateway" }) { nodes { id } }
      none: apiKeys(where: { state: [] }) { totalCount }
      users(search: "anna") { nodes { email } totalCount }
      deleted: users(where: { deleted: true }) { totalCount }
    }`);
    expect(data).toEqual({
      odd: { totalCount: 30, nodes: [{ tags: ['odd'] }], pageInfo: { hasNextPage: true } },
      found: { nodes: [{ name: 'key 07' }] },
      own: { nodes: [{ id: management.adminKey.id }] },
      none: { totalCount: 0 },
      users: { nodes: [{ email: 'anna@example.com' }], totalCount: 1 },
      deleted: { totalCount: 0 },
    });
  });

  it('show the keys that break a policy of their database, and which', async () => {
    const { databases } = management.controlPlane;
    const { id, version } = (await databases.bySlug('crm'))!;
    const old = await management.makeKey('from before');
    const kept = await management.makeKey('with an end', { validUntilMs: Date.now() + 1000 });
    await databases.update(operator, {
      id,
      version,
      settings: { maxLifetimeDays: 1, requireValidUntil: true },
    });
    const text = (breaksPolicy: boolean) =>
      `{ apiKeys(where: { breaksPolicy: ${breaksPolicy} }, first: 2) { nodes { id brokenPolicies } } }`;
    const breaking = await management.run(text(true));
    const keeping = await management.run(text(false));
    const denied = await management.run(text(true), { capabilities: ['apiKeys.id:select'] });
    await databases.update(operator, {
      id,
      version: version + 1,
      unsetSettings: ['maxLifetimeDays', 'requireValidUntil'],
    });
    expect(breaking.data?.['apiKeys']).toMatchObject({
      nodes: [{ id: old.id, brokenPolicies: ['requireValidUntil', 'maxLifetimeDays'] }, {}],
    });
    expect(keeping.data?.['apiKeys']).toMatchObject({
      nodes: [
        { id: kept.id, brokenPolicies: [] },
        { id: management.adminKey.id, brokenPolicies: [] },
      ],
    });
    expect(denied.codes).toEqual(['FORBIDDEN']);
    for (const { id: keyId } of [old, kept]) await management.controlPlane.apiKeys.revoke(operator, keyId);
  });

  it('refuse a cursor that is none', async () => {
    const answer = await management.run('{ apiKeys(after: "x") { nodes { id } } }');
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
  });

  it('count only when asked', async () => {
    const without = await management.countStatements(() => management.run('{ users { nodes { id } } }'));
    const including = await management.countStatements(() =>
      management.run('{ users { nodes { id } totalCount } }'),
    );
    expect(including).toBe(without + 1);
  });
});

describe('single things', () => {
  it('are found by id or slug, and null where there are none', async () => {
    const { data, codes } = await management.run(`{
      user(id: "${management.anna.id}") { email groups { id name apiAccess capabilities database { slug } } }
      database(slug: "crm") { slug enabled status settings }
      noKey: apiKey(id: "0000000000000000") { id }
      noId: apiKey(id: "\\u0000") { id }
      noUser: user(id: "nobody at all") { id }
      noDatabase: database(slug: "nowhere") { id }
      databases { slug }
    }`);
    expect(codes).toEqual([]);
    expect(data).toEqual({
      user: {
        email: 'anna@example.com',
        groups: [
          {
            id: management.salesId,
            name: 'Sales',
            apiAccess: true,
            capabilities: ['person:select'],
            database: { slug: 'crm' },
          },
        ],
      },
      database: { slug: 'crm', enabled: true, status: 'READY', settings: {} },
      noKey: null,
      noId: null,
      noUser: null,
      noDatabase: null,
      databases: [{ slug: 'crm' }, { slug: 'gateway' }],
    });
  });

  it('`capabilities` lists what can be granted, guarded columns too', async () => {
    const { data } = await management.run('{ capabilities(database: "crm") }');
    expect(data?.['capabilities']).toEqual(
      expect.arrayContaining(['person:select', 'person.firstName:update', 'person.privateNote:select']),
    );
    const unknown = await management.run('{ capabilities(database: "nowhere") }');
    expect(unknown.codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a database that cannot be reached', () => {
  it('does not keep its keys from being listed with what else is known of them', async () => {
    management.breakCrm(true);
    const { data, codes } = await management.run(`{
      apiKeys(where: { tag: "odd" }, first: 2) { nodes { state } }
      database(slug: "crm") { status }
    }`);
    management.breakCrm(false);
    expect(codes).toEqual([]);
    expect(data).toEqual({
      apiKeys: { nodes: [{ state: 'ACTIVE' }, { state: 'ACTIVE' }] },
      database: { status: 'UNAVAILABLE' },
    });
  });
});

describe('the number of SQL statements', () => {
  const nested = (first: number) => `{
    apiKeys(first: ${first}) {
      nodes {
        accessAs { groups { name capabilities database { slug } } }
        createdBy { email }
        database { slug }
        secrets { hint }
        state
        effectiveCapabilities
      }
      totalCount
    }
  }`;

  it('is the same for 50 keys as for one', async () => {
    const some = await otherUser();
    const one = await management.countStatements(() => management.run(nested(1)));
    const fifty = await management.countStatements(async () => {
      const { data } = await management.run(nested(50));
      const { nodes } = data?.['apiKeys'] as { nodes: { accessAs: { groups: unknown[] } }[] };
      expect(nodes).toHaveLength(50);
      expect(new Set(nodes.map((node) => JSON.stringify(node))).size).toBeGreaterThan(1);
    });
    expect(some).not.toBe(management.anna.id);
    expect(one).toBeGreaterThan(4);
    expect(fifty).toBe(one);
  });

  // So that the fifty rows are not fifty times the same user.
  async function otherUser(): Promise<string> {
    const { id } = await management.controlPlane.users.create(operator, { email: 'otto@example.com' });
    await management.controlPlane.groups.addMember(operator, management.salesId, id);
    for (let index = 0; index < 10; index += 1)
      await management.makeKey(`otto ${index}`, { accessAsUserId: id });
    return id;
  }
});

describe('the visible schema', () => {
  it('runs operations too, and answers introspection with what the caller may use', async () => {
    const options = { capabilities: ['apiKeys.name:select'] };
    const effective = denote(managementSpace, options.capabilities);
    const { data, errors } = await execute({
      schema: visibleManagementSchema(buildManagementSchema(), effective),
      document: parse(
        '{ __schema { queryType { fields { name } } } me { kind } apiKeys(first: 1) { nodes { name } } }',
      ),
      contextValue: management.context(options),
    });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      __schema: { queryType: { fields: [{ name: 'me' }, { name: 'apiKeys' }, { name: 'apiKey' }] } },
      me: { kind: 'key' },
      apiKeys: { nodes: [{ name: expect.any(String) as unknown }] },
    });
  });
});

describe('the wall behind the check before running', () => {
  it('refuses by field what the check refuses as a whole, and names the same', async () => {
    const text = '{ apiKeys(first: 1) { nodes { description accessAs { email } } } }';
    const capabilities = ['apiKeys:select'];
    const schema = buildManagementSchema();
    const missing = findMissingCapabilities(
      schema,
      parse(text),
      null,
      {},
      denote(managementSpace, capabilities),
    );
    const { data, result } = await management.run(text, { capabilities });
    expect(missing).toEqual(['users:select', 'users.email:select']);
    expect(data?.['apiKeys']).toEqual({ nodes: [{ description: null, accessAs: null }] });
    expect(result.errors?.map((error) => error.originalError)).toMatchObject([
      { code: 'FORBIDDEN', details: { missing: ['users:select'] } },
    ]);
  });
});

async function walk(args: string, cursorArgument: string, cursorField: string, moreField: string) {
  const pages: string[][] = [];
  let cursor: string | null = null;
  for (;;) {
    const { data } = await management.run(
      `query ($cursor: String) { apiKeys(${args}, ${cursorArgument}: $cursor, where: {}) {
        edges { node { id } } pageInfo { ${cursorField} ${moreField} } } }`,
      { variables: { cursor } },
    );
    const page = data?.['apiKeys'] as {
      edges: { node: { id: string } }[];
      pageInfo: Record<string, unknown>;
    };
    pages.push(page.edges.map(({ node }) => node.id));
    if (page.pageInfo[moreField] !== true) return pages;
    cursor = String(page.pageInfo[cursorField]);
  }
}
