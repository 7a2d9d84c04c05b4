import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret } from '../../src/foundation/secret.js';
import { officeSchema } from '../support/office.js';
import { changeCatalog, changeSettings, createCaller, runSql, type CallerOptions } from '../support/rules.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import {
  ask,
  operator,
  startTestGateway,
  type TestAnswer,
  type TestGateway,
} from '../support/test-gateway.js';

/** Holes that other gateways were published to have had. Each is tried here as it was used there. */

let gateway: TestGateway;
const databases: TestDatabase[] = [];
beforeAll(async () => {
  gateway = await startTestGateway();
  await addOffice('office');
});
afterAll(async () => {
  await gateway.close();
  for (const database of databases) await database.drop();
});

/** An office of its own for tests that change it. */
async function addOffice(
  slug: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<TestDatabase> {
  const database = await createTestDatabase();
  databases.push(database);
  await runSql(database.url, officeSchema);
  await gateway.controlPlane.databases.add(operator, { slug, url: new Secret(database.url), settings });
  return database;
}

const EVERYTHING = { capabilities: ['*:select'] };

async function keyOf(options: Partial<CallerOptions>): Promise<string> {
  return (await createCaller(gateway, { database: 'office', groups: [EVERYTHING], ...options })).secret;
}

async function dataOf(
  key: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await ask(gateway, key, query, { variables });
  expect(body.errors).toBeUndefined();
  return body.data ?? {};
}

async function missingOf(key: string, query: string): Promise<unknown> {
  const { body } = await ask(gateway, key, query);
  expect(body).not.toHaveProperty('data');
  expect(body.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  return body.errors?.[0]?.extensions['missing'];
}

const idsOf = async (key: string, where: string): Promise<unknown> =>
  (await dataOf(key, `{ person(where: ${where}) { id } }`))['person'];

const ids = (...list: readonly number[]) => list.map((id) => ({ id }));

describe('a hidden column cannot be read out character by character', () => {
  const noNote = { capabilities: ['person.id:select', 'person.companyId:select', 'company:select'] };
  it.each(
    [
      'startsWith: "a"',
      'like: "a%"',
      'ilike: "%a_"',
      'notLike: "b%"',
      'contains: "x"',
      'endsWith: "x"',
      'gt: "m"',
      'lte: "m"',
      'in: ["a", "b"]',
      'notIn: ["a"]',
      'neq: "a"',
      'isNull: false',
    ].flatMap((condition) => [
      [`{ person(where: { note: { ${condition} } }) { id } }`],
      [`{ person(where: { not: { or: [{ note: { ${condition} } }] } }) { id } }`],
      [`{ company(where: { person: { some: { note: { ${condition} } } } }) { id } }`],
      [`{ company(where: { person: { none: { and: [{ note: { ${condition} } }] } } }) { id } }`],
      [`{ company { id person(where: { note: { ${condition} } }, limit: 1) { id } } }`],
    ]),
  )('%s', async (query) => {
    const key = await keyOf({ groups: [noNote] });
    expect(await missingOf(key, query)).toEqual(['person.note:select']);
  });

  it.each([
    ['{ person(orderBy: { note: ASC }) { id } }'],
    ['{ person(orderBy: [{ id: ASC }, { note: DESC_NULLS_LAST }]) { id } }'],
    ['{ company { id person(orderBy: { note: ASC }, limit: 1) { id } } }'],
  ])('nor by its order: %s', async (query) => {
    const key = await keyOf({ groups: [noNote] });
    expect(await missingOf(key, query)).toEqual(['person.note:select']);
  });

  it('where groups grant it on some rows only, a condition on it sees no other rows', async () => {
    const key = await keyOf({
      groups: [
        noNote,
        {
          capabilities: ['person.note:select'],
          rules: [{ table: 'person', where: { companyId: { eq: 1 } } }],
        },
      ],
    });
    expect(await idsOf(key, '{}')).toEqual(ids(11, 12, 21, 22, 31, 41));
    expect(await idsOf(key, '{ note: { like: "%" } }')).toEqual(ids(11, 12));
    expect(await idsOf(key, '{ not: { note: { like: "zzz%" } } }')).toEqual(ids(11, 12));
    expect(await idsOf(key, '{ or: [{ id: { gt: 0 } }, { note: { eq: "x" } }] }')).toEqual(ids(11, 12));
    expect(await dataOf(key, '{ person(orderBy: { note: DESC }) { id } }')).toEqual({ person: ids(12, 11) });
    expect(
      await dataOf(key, '{ company(where: { person: { some: { note: { like: "%" } } } }) { id } }'),
    ).toEqual({ company: ids(1) });
    expect(await dataOf(key, '{ personByPk(id: 21) { id note } }')).toEqual({ personByPk: null });
  });
});

describe('counts and relational filters hold to the row rule of what they look at', () => {
  const ruled = {
    groups: [{ ...EVERYTHING, rules: [{ table: 'person', where: { note: { eq: 'likes tea' } } }] }],
  };
  it.each([
    ['{ company(where: { person: { count: { gte: 2 } } }) { id } }', ids()],
    ['{ company(where: { person: { count: { eq: 1 } } }) { id } }', ids(1, 2)],
    ['{ company(where: { person: { count: { in: [0] } } }) { id } }', ids(3)],
    ['{ company(where: { person: { some: {} } }) { id } }', ids(1, 2)],
    ['{ company(where: { person: { some: { note: { eq: "owes money" } } } }) { id } }', ids()],
    ['{ company(where: { person: { none: {} } }) { id } }', ids(3)],
    ['{ company(where: { person: { every: { note: { eq: "likes tea" } } } }) { id } }', ids(1, 2, 3)],
    ['{ company(where: { not: { person: { some: { id: { eq: 12 } } } } }) { id } }', ids(1, 2, 3)],
    ['{ company: badge(where: { person: { name: { eq: "Bob" } } }) { id: number } }', ids()],
    [
      '{ company(where: { company: { some: { person: { some: { name: { eq: "Eve" } } } } } }) { id } }',
      ids(),
    ],
  ])('%s', async (query, company) => {
    expect(await dataOf(await keyOf(ruled), query)).toEqual({ company });
  });
});

describe('several groups', () => {
  const only = (where: unknown, capabilities = ['person:select']) => ({
    capabilities,
    rules: [{ table: 'person', where }],
  });
  it('each keep their filter: the rows are the union, never more', async () => {
    const key = await keyOf({
      groups: [only({ companyId: { eq: 1 } }), only({ companyId: { eq: 2 } }), only({ id: { in: [] } })],
    });
    expect(await idsOf(key, '{}')).toEqual(ids(11, 12, 21, 22));
  });

  it('one without a grant on the table lifts no filter of another', async () => {
    const key = await keyOf({
      groups: [only({ companyId: { eq: 1 } }), { capabilities: ['company:select'] }, { capabilities: [] }],
    });
    expect(await idsOf(key, '{}')).toEqual(ids(11, 12));
  });

  it('one with the grant of another verb lifts no filter', async () => {
    const key = await keyOf({
      groups: [only({ companyId: { eq: 1 } }), { capabilities: ['person:update', 'person:insert'] }],
    });
    expect(await idsOf(key, '{}')).toEqual(ids(11, 12));
  });

  it('one with a grant of some columns opens all rows for these columns only', async () => {
    const key = await keyOf({
      groups: [only({ companyId: { eq: 1 } }), { capabilities: ['person.id:select'] }],
    });
    expect(await dataOf(key, '{ person { id } }')).toEqual({ person: ids(11, 12, 21, 22, 31, 41) });
    expect(await dataOf(key, '{ person { name } }')).toEqual({ person: [{ name: 'Ann' }, { name: 'Bob' }] });
    expect(await dataOf(key, '{ person(where: { name: { neq: "Ann" } }) { id } }')).toEqual({
      person: ids(12),
    });
  });

  it('a column of each: only rows that both admit', async () => {
    const key = await keyOf({
      groups: [
        only({ id: { lte: 21 } }, ['person.name:select']),
        only({ id: { gte: 12 } }, ['person.note:select']),
      ],
    });
    expect(await dataOf(key, '{ person { name note } }')).toEqual({
      person: [
        { name: 'Bob', note: 'owes money' },
        { name: 'Cid', note: 'likes tea' },
      ],
    });
  });

  it('one that the user leaves takes its rows along at once', async () => {
    const caller = await createCaller(gateway, {
      database: 'office',
      groups: [only({ companyId: { eq: 1 } }), only({ companyId: { eq: 2 } })],
    });
    expect(await idsOf(caller.secret, '{}')).toEqual(ids(11, 12, 21, 22));
    await gateway.controlPlane.groups.removeMember(operator, caller.groupIds[1]!, caller.userId);
    expect(await idsOf(caller.secret, '{}')).toEqual(ids(11, 12));
  });
});

describe('a key is held to the rules of its user', () => {
  const rule = { table: 'person', where: { id: { eq: '$user.attributes.person' } } };
  it('whatever subset it has, and two keys of two users never share rows', async () => {
    const groups = [{ ...EVERYTHING, rules: [rule] }];
    const ann = await keyOf({ groups, attributes: { person: 11 }, capabilities: ['person:select'] });
    const bob = await keyOf({ groups, attributes: { person: 12 }, capabilities: ['person:select'] });
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all([ann, bob].map((key) => idsOf(key, '{ id: { gt: 0 } }')));
      expect(answers).toEqual([ids(11), ids(12)]);
    }
  });

  it('after the attribute changed, the next answer is by the new one', async () => {
    const caller = await createCaller(gateway, {
      database: 'office',
      groups: [{ ...EVERYTHING, rules: [rule] }],
      attributes: { person: 11 },
    });
    expect(await idsOf(caller.secret, '{}')).toEqual(ids(11));
    await runSql(
      gateway.controlPlaneUrl,
      `update gateway.users set attributes = '{"person": 21}' where id = '${caller.userId}'`,
    );
    expect(await idsOf(caller.secret, '{}')).toEqual(ids(21));
  });

  it('by the key itself: its tags and its id', async () => {
    const groups = [{ ...EVERYTHING, rules: [{ table: 'person', where: { name: { in: '$key.tags' } } }] }];
    expect(await idsOf(await keyOf({ groups, tags: ['Ann', 'Eve'] }), '{}')).toEqual(ids(11, 31));
    expect(await idsOf(await keyOf({ groups, tags: [] }), '{}')).toEqual(ids());
  });
});

describe('system objects', () => {
  it.each([
    ['pgClass'],
    ['pg_class'],
    ['pgCatalogPgClass'],
    ['pgAuthid'],
    ['informationSchemaTables'],
    ['information_schema'],
    ['informationSchemaColumns'],
    ['pgStatActivity'],
  ])('%s does not exist, for whoever holds every capability', async (name) => {
    const key = await keyOf({ groups: [{ capabilities: ['*:*', '*:select'] }] });
    const { body } = await ask(gateway, key, `{ ${name} { __typename } }`);
    expect(body.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  it('are in no schema that introspection shows', async () => {
    const key = await keyOf({ groups: [{ capabilities: ['*:*'] }] });
    const { text } = await ask(gateway, key, '{ __schema { types { name } queryType { fields { name } } } }');
    expect(text).not.toMatch(/pg_|"pg[A-Z]|informationSchema/);
  });

  it('cannot be registered as a schema', async () => {
    for (const schema of ['pg_catalog', 'information_schema', 'pg_toast']) {
      await expect(
        addOffice(`system-${schema.replace('_', '-')}`, { schemas: [schema] }),
      ).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
      });
    }
  });

  it('a table without a grant is denied for all of its ways in', async () => {
    const key = await keyOf({ groups: [{ capabilities: ['company:select'] }] });
    expect(await missingOf(key, '{ person { __typename } }')).toEqual(['person:select']);
    expect(await missingOf(key, '{ company { person { __typename } } }')).toEqual([
      'person.companyId:select',
      'person:select',
    ]);
    expect(await missingOf(key, '{ company(where: { person: { count: { gt: 0 } } }) { id } }')).toEqual([
      'person.companyId:select',
      'person:select',
    ]);
    expect(await missingOf(key, '{ personByPk(id: 11) { __typename } }')).toEqual([
      'person.id:select',
      'person:select',
    ]);
  });

  it('a key without any grant runs nothing but __typename', async () => {
    const key = await keyOf({ groups: [{ capabilities: [] }] });
    const { body } = await ask(gateway, key, '{ __typename }');
    expect(body.data).toEqual({ __typename: 'Query' });
    expect(await missingOf(key, '{ scan { id } }')).toEqual(['scan.id:select', 'scan:select']);
  });
});

describe('introspection', () => {
  const QUERY =
    '{ __schema { types { name description fields { name args { name type { name ofType { name } } } } inputFields { name } enumValues { name } } } }';
  const SOME = { groups: [{ capabilities: ['company.id:select', 'company.name:select', 'scan:select'] }] };
  const HIDDEN = /motto|parentId|"parent"|[pP]erson|[bB]adge"|BadgeFilter|note|colour|companyByParentId/;

  it.each([['FORBID'], ['HIDE']])(
    'with denials %s shows what the caller may use, and no more',
    async (denials) => {
      const slug = `seen-${denials.toLowerCase()}`;
      await addOffice(slug, { denials });
      const key = await keyOf({ database: slug, ...SOME });
      const { body, text } = await ask(gateway, key, QUERY);
      expect(body.errors).toBeUndefined();
      expect(text).toMatch(/"CompanyFilter"/);
      expect(text).toMatch(/"badgeNumber"/);
      expect(text).not.toMatch(HIDDEN);
      for (const type of ['Person', 'PersonFilter', 'PersonOrderBy', 'PersonToManyFilter', 'Badge']) {
        expect(await dataOf(key, `{ __type(name: "${type}") { name } }`)).toEqual({ __type: null });
      }
    },
  );

  it('goes with the setting: HIDE tells nothing, FORBID again tells what is missing', async () => {
    await addOffice('switched');
    const key = await keyOf({ database: 'switched', ...SOME });
    const query = '{ company { motto } }';
    expect(await missingOf(key, query)).toEqual(['company.motto:select']);
    await changeSettings(gateway, 'switched', { denials: 'HIDE' });
    const hidden = await ask(gateway, key, query);
    expect(hidden.body.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(hidden.text).not.toMatch(/decisionId|FORBIDDEN|missing/);
    const nonsense = await ask(gateway, key, query.replace('motto', 'otto'));
    expect(hidden.text.replaceAll('motto', 'otto')).toBe(nonsense.text);
    expect([...withoutIds(hidden)]).toEqual([...withoutIds(nonsense)].map(lengthAside(hidden)));
    await changeSettings(gateway, 'switched', { denials: 'FORBID' });
    expect(await missingOf(key, query)).toEqual(['company.motto:select']);
  });

  it.each([['FORBID'], ['HIDE']])('with denials %s nothing is suggested', async (denials) => {
    const slug = `seen-${denials.toLowerCase()}`;
    const key = await keyOf({ database: slug, ...SOME });
    const misspelt = [
      '{ compan { id } }',
      '{ company { nam mott } }',
      '{ perso { id } }',
      '{ company(where: { nam: { eq: "x" }, perso: { some: {} } }) { id } }',
      '{ company(orderBy: { nam: ASC }) { id } }',
      '{ company(orderBy: { name: AS }) { id } }',
      '{ company(wher: {}) { id } }',
      '{ company(where: { name: { e: "x" } }) { id } }',
      'query ($w: CompanyFilte) { company(where: $w) { id } }',
      '{ ... on Quer { company { id } } }',
      '{ company { ... on Compan { id } } }',
    ];
    for (const query of misspelt) {
      const { text, body } = await ask(gateway, key, query);
      expect(body.errors?.length).toBeGreaterThan(0);
      expect(text).not.toMatch(/Did you mean|did you mean|"name"|motto|person|"company"/);
    }
    const { text } = await ask(gateway, key, 'query ($w: CompanyFilter) { company(where: $w) { id } }', {
      variables: { w: { nam: { eq: 'x' }, mott: { eq: 'x' } } },
    });
    expect(text).toMatch(/BAD_USER_INPUT/);
    expect(text).not.toMatch(/Did you mean|motto|"name"/);
  });
});

function withoutIds({ headers }: TestAnswer): readonly (readonly [string, string])[] {
  return [...headers].filter(([name]) => name !== 'x-request-id' && name !== 'date');
}

/** The name that was sent is in the answer, and makes it longer. */
function lengthAside(answer: TestAnswer) {
  return ([name, value]: readonly [string, string]): readonly [string, string] =>
    name === 'content-length' ? [name, answer.headers.get(name) ?? ''] : [name, value];
}

describe("an administrator's narrowed key", () => {
  const admin = (input: { readonly capabilities?: readonly string[]; readonly rowNarrowing?: unknown }) =>
    gateway.createKey({ as: 'admin@example.com', databaseSlug: 'gateway', ...input });

  it('does what its subset names and nothing else', async () => {
    const { secret } = await admin({ capabilities: ['users.id:select', 'users.email:select'] });
    expect((await ask(gateway, secret, '{ users(first: 1) { nodes { id } } }')).body.errors).toBeUndefined();
    for (const query of [
      '{ apiKeys { nodes { id } } }',
      '{ users { nodes { name } } }',
      '{ groups { nodes { id } } }',
      '{ databases { slug } }',
      'mutation { createUser(input: { email: "x@example.com" }) { user { id } } }',
      `mutation { createApiKey(input: { name: "x", database: "gateway", accessAsUserId: "${await gateway.userId('admin@example.com')}" }) { secret } }`,
    ]) {
      const { body, text } = await ask(gateway, secret, query);
      expect([query, body.data]).toEqual([query, undefined]);
      expect(text).toMatch(/FORBIDDEN|GRAPHQL_VALIDATION_FAILED/);
    }
  });

  it('by rows opens nothing, since the management API knows no rows', async () => {
    // The services refuse it, so it is stored as an older version may have left it.
    const { id, secret } = await admin({});
    await runSql(
      gateway.controlPlaneUrl,
      `update gateway.api_keys set row_narrowing = '{"tables": {}, "otherTables": "ALL"}' where id = '${id}'`,
    );
    for (const query of [
      '{ users(first: 1) { nodes { id } } }',
      '{ apiKeys(first: 1) { nodes { id } } }',
      '{ databases { slug } }',
      'mutation { createUser(input: { email: "narrowed@example.com" }) { user { id } } }',
    ]) {
      const { body } = await ask(gateway, secret, query);
      expect([query, body.data ?? null]).toEqual([query, null]);
      expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    expect(await gateway.controlPlane.users.byEmail('narrowed@example.com')).toBeNull();
    await expect(admin({ rowNarrowing: { tables: {}, otherTables: 'ALL' } })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('gives nobody more than it has itself', async () => {
    const { secret } = await admin({ capabilities: ['apiKeys:select', 'apiKeys:insert', 'users:select'] });
    const mutation = 'mutation ($i: CreateApiKeyInput!) { createApiKey(input: $i) { secret } }';
    const accessAsUserId = await gateway.userId('admin@example.com');
    for (const capabilities of [['users:delete'], undefined]) {
      const i = { name: 'wider', database: 'gateway', accessAsUserId, capabilities };
      const { body } = await ask(gateway, secret, mutation, { variables: { i } });
      expect(body.data ?? null).toBeNull();
      expect(body.errors).toMatchObject([{ extensions: { code: 'ESCALATION' } }]);
    }
  });
});

describe("a key's narrowing, which whoever makes keys may choose, tells nothing that its user may not see", () => {
  const narrowed = (groups: CallerOptions['groups'], tables: unknown) =>
    keyOf({ groups, rowNarrowing: { tables, otherTables: 'ALL' } });

  it('of rows that a rule hides, through a relation', async () => {
    const groups = [{ ...EVERYTHING, rules: [{ table: 'person', where: { companyId: { eq: 1 } } }] }];
    for (const [company, expected] of [
      [{ person: { some: { name: { eq: 'Eve' } } } }, ids()],
      [{ person: { some: { name: { eq: 'Bob' } } } }, ids(1)],
      [{ person: { none: { name: { eq: 'Eve' } } } }, ids(1, 2, 3)],
      [{ person: { count: { gt: 0 } } }, ids(1)],
      [{ company: { some: { person: { some: { name: { eq: 'Eve' } } } } } }, ids()],
    ] as const) {
      const key = await narrowed(groups, { company });
      expect([company, await dataOf(key, '{ company { id } }')]).toEqual([company, { company: expected }]);
    }
  });

  it('of a column that is granted on other rows only', async () => {
    const groups = [
      { capabilities: ['person.id:select', 'company:select'] },
      {
        capabilities: ['person.note:select'],
        rules: [{ table: 'person', where: { companyId: { eq: 1 } } }],
      },
    ];
    const key = await narrowed(groups, { person: { note: { like: '%' } } });
    expect(await dataOf(key, '{ person { id } }')).toEqual({ person: ids(11, 12) });
    const other = await narrowed(groups, { person: { not: { note: { eq: 'owes money' } } } });
    expect(await dataOf(other, '{ person { id } }')).toEqual({ person: ids(11) });
  });

  it('of a column that is not granted at all: it is refused when it is written', async () => {
    const groups = [{ capabilities: ['person.id:select', 'company:select'] }];
    for (const tables of [
      { person: { note: { like: 'a%' } } },
      { person: { not: { or: [{ note: { isNull: true } }] } } },
      { scan: { id: { eq: 1 } } },
    ]) {
      await expect(narrowed(groups, tables)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });
});

describe('a rule whose attribute is missing, null or of another type closes', () => {
  const shapes: readonly (readonly [string, unknown])[] = [
    ['plainly', { companyId: { eq: '$user.attributes.company' } }],
    ['under not', { not: { companyId: { eq: '$user.attributes.company' } } }],
    ['under two nots', { not: { not: { companyId: { eq: '$user.attributes.company' } } } }],
    ['under or', { or: [{ id: { gt: 0 } }, { companyId: { eq: '$user.attributes.company' } }] }],
    ['under not and or', { not: { or: [{ companyId: { eq: '$user.attributes.company' } }] } }],
    ['with neq', { companyId: { neq: '$user.attributes.company' } }],
    ['with notIn', { companyId: { notIn: ['$user.attributes.company', 2] } }],
    ['in a relation', { not: { company: { id: { eq: '$user.attributes.company' } } } }],
    ['in none', { badge: { scan: { none: { id: { eq: '$user.attributes.company' } } } } }],
    ['in a count', { badge: { not: { scan: { count: { gt: '$user.attributes.company' } } } } }],
  ];
  const attributes: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['missing', {}],
    ['null', { company: null }],
    ['a text', { company: '1' }],
    ['a list', { company: [1] }],
    ['an object', { company: { eq: 1 } }],
    ['a fraction', { company: 1.5 }],
    ['inherited', { constructor: 1 }],
  ];
  it.each(
    shapes.flatMap(([shape, where]) => attributes.map(([is, values]) => [shape, is, where, values] as const)),
  )('%s, %s', async (_shape, _is, where, values) => {
    const key = await keyOf({
      groups: [{ ...EVERYTHING, rules: [{ table: 'person', where }] }],
      attributes: values,
    });
    expect(
      await dataOf(
        key,
        '{ person { id } personByPk(id: 11) { id } company(where: { person: { some: {} } }) { id person { id } } badge { person { id } } }',
      ),
    ).toEqual({
      person: [],
      personByPk: null,
      company: [],
      badge: [{ person: null }, { person: null }, { person: null }, { person: null }],
    });
  });

  it('and the grant of another group goes on', async () => {
    const [[, where]] = shapes as readonly [readonly [string, unknown]];
    const key = await keyOf({
      groups: [
        { ...EVERYTHING, rules: [{ table: 'person', where }] },
        { capabilities: ['person:select'], rules: [{ table: 'person', where: { id: { eq: 31 } } }] },
      ],
    });
    expect(await idsOf(key, '{}')).toEqual(ids(31));
  });

  it('so does a narrowing', async () => {
    const key = await keyOf({
      rowNarrowing: {
        tables: { person: { not: { companyId: { eq: '$user.attributes.company' } } } },
        otherTables: 'ALL',
      },
    });
    expect(await idsOf(key, '{}')).toEqual([]);
  });
});

describe('a rule that a change of the database broke', () => {
  const caller = (database: string, rules: readonly { table: string; where: unknown }[]) =>
    createCaller(gateway, { database, groups: [{ ...EVERYTHING, rules }] });

  it.each([
    ['dropped', 'alter table person drop column note'],
    ['renamed', 'alter table person rename column note to remark'],
    ['of another type', 'alter table person alter column note type int using 1'],
  ])(
    'because a column was %s closes its grant, which is named as missing, and is listed',
    async (how, ddl) => {
      const slug = `broken-${how.replaceAll(' ', '-')}`;
      await addOffice(slug);
      const ruled = await caller(slug, [{ table: 'person', where: { note: { like: '%tea' } } }]);
      expect(await idsOf(ruled.secret, '{}')).toEqual(ids(11, 21, 41));
      await changeCatalog(gateway, slug, ddl);
      expect(await missingOf(ruled.secret, '{ person { id } }')).toEqual([
        'person.id:select',
        'person:select',
      ]);
      expect(await missingOf(ruled.secret, '{ company { person { id } } }')).toEqual([
        'person.companyId:select',
        'person.id:select',
        'person:select',
      ]);
      expect(await dataOf(ruled.secret, '{ company { id } }')).toEqual({ company: ids(1, 2, 3) });
      const { databases: registered, groups } = gateway.controlPlane;
      const { id } = (await registered.bySlug(slug))!;
      const offer = await gateway.services.offerOf(id);
      const [stored] = await groups.rowRulesOf(ruled.groupIds);
      const [problem] = offer.checkRowRule(stored![0]!);
      expect(problem?.field).toMatch(/^where\.note/);
      expect(problem?.message).toMatch(
        /^(is neither a column nor a relation of person|is no operator of this column)/,
      );
      // Broken for one group is not broken for another.
      const other = await createCaller(gateway, {
        database: slug,
        groups: [{ capabilities: ['person.id:select'] }],
      });
      expect(await idsOf(other.secret, '{}')).toEqual(ids(11, 12, 21, 22, 31, 41));
    },
  );

  it('because a table that it looks at is gone closes its grant', async () => {
    await addOffice('broken-relation');
    const ruled = await caller('broken-relation', [
      { table: 'person', where: { not: { badge: { colour: { eq: 'red' } } } } },
    ]);
    expect(await idsOf(ruled.secret, '{}')).toEqual(ids(12, 22, 31, 41));
    await changeCatalog(gateway, 'broken-relation', 'drop table scan, badge cascade');
    expect(await missingOf(ruled.secret, '{ person { id } }')).toEqual(['person.id:select', 'person:select']);
  });

  it('because its table was renamed: a wildcard does not reach the table under its new name', async () => {
    await addOffice('renamed');
    const ruled = await caller('renamed', [{ table: 'person', where: { id: { eq: 11 } } }]);
    expect(await idsOf(ruled.secret, '{}')).toEqual(ids(11));
    await changeCatalog(gateway, 'renamed', 'alter table person rename to employee');
    const denied = await missingOf(ruled.secret, '{ employee { id } }');
    expect(denied).toEqual(['employee.id:select', 'employee:select']);
    const { text } = await ask(gateway, ruled.secret, '{ __schema { types { name } } }');
    expect(text).not.toMatch(/[eE]mployee/);
    await gateway.controlPlane.groups.grant(operator, ruled.groupIds[0]!, ['employee:select']);
    expect(await dataOf(ruled.secret, '{ employee { id } }')).toEqual({
      employee: ids(11, 12, 21, 22, 31, 41),
    });
  });

  it('a narrowing that broke opens nothing at all', async () => {
    await addOffice('broken-narrowing');
    const key = await keyOf({
      database: 'broken-narrowing',
      rowNarrowing: { tables: { person: { note: { like: '%tea' } } }, otherTables: 'ALL' },
    });
    expect(await idsOf(key, '{}')).toEqual(ids(11, 21, 41));
    await changeCatalog(gateway, 'broken-narrowing', 'alter table person rename to employee');
    expect(await missingOf(key, '{ employee { id } }')).toEqual(['employee.id:select', 'employee:select']);
    expect(await missingOf(key, '{ company { id } }')).toEqual(['company.id:select', 'company:select']);
  });
});
