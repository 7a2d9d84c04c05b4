import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import pg from 'pg';
import { Secret } from '../../src/foundation/secret.js';
import { createTestDatabase } from '../support/test-database.js';
import {
  ask,
  operator,
  startTestGateway,
  type TestAnswer,
  type TestGateway,
} from '../support/test-gateway.js';

/** What a whole gateway answers to requests of every form, in status, code and headers. */

const PEOPLE = '{ person(limit: 1) { id } }';
const SPEC = { accept: 'application/graphql-response+json' };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const asAnna = (query: string, options: Parameters<typeof ask>[3] = {}) =>
  ask(gateway, gateway.keys.crm, query, options);

async function get(
  path: string,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = { authorization: `Bearer ${gateway.keys.crm}` },
): Promise<TestAnswer> {
  const url = new URL(path, 'http://postern.test');
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const response = await gateway.server.fetch(new Request(url, { headers }), { peerAddress: '192.0.2.1' });
  const text = await response.text();
  const body = JSON.parse(text) as TestAnswer['body'];
  return { status: response.status, headers: response.headers, text, body };
}

function shape({ status, headers, body }: TestAnswer) {
  return {
    status,
    code: body.errors?.[0]?.extensions.code,
    challenge: headers.get('www-authenticate'),
    hasData: 'data' in body,
  };
}

describe('credentials', () => {
  it('none: the challenge names the scheme and no error', async () => {
    for (const answer of [
      await ask(gateway, null, PEOPLE),
      await get('/graphql', { query: PEOPLE }, {}),
      await get('/graphql/gateway', { query: '{ me { keyId } }' }, {}),
      await get('/whoami', {}, {}),
    ]) {
      expect(shape(answer)).toEqual({
        status: 401,
        code: 'NO_CREDENTIALS',
        challenge: 'Bearer',
        hasData: false,
      });
    }
  });

  it.each([
    ['in the header of bearer tokens', (key: string) => ({ authorization: `Bearer ${key}` })],
    ['with the scheme in lower case', (key: string) => ({ authorization: `bearer ${key}` })],
    ['in the header of API keys', (key: string) => ({ 'x-api-key': key })],
  ])('one, %s, is taken', async (_place, headers) => {
    expect((await ask(gateway, null, PEOPLE, { headers: headers(gateway.keys.crm) })).body).toEqual({
      data: { person: [{ id: 1 }] },
    });
  });

  it.each([
    ['basic credentials', { authorization: 'Basic YTpi' }],
    ['an empty bearer token', { authorization: 'Bearer ' }],
    ['an empty header', { 'x-api-key': '' }],
    ['text', { 'x-api-key': 'hello' }],
  ])('%s are a key that is not accepted, and not none', async (_kind, headers) => {
    expect(shape(await ask(gateway, null, PEOPLE, { headers }))).toEqual({
      status: 401,
      code: 'INVALID_API_KEY',
      challenge: 'Bearer error="invalid_token"',
      hasData: false,
    });
  });

  it('two are refused, whatever they are', async () => {
    const { crm, gateway: admin } = gateway.keys;
    for (const headers of [
      { authorization: `Bearer ${crm}`, 'x-api-key': crm },
      { authorization: `Bearer ${crm}`, 'x-api-key': admin },
      { authorization: `Bearer ${crm}`, 'x-api-key': 'nonsense' },
      { authorization: `Bearer ${crm}, Bearer ${crm}` },
      { 'x-api-key': `${crm}, ${admin}` },
    ]) {
      expect(shape(await ask(gateway, null, PEOPLE, { headers }))).toMatchObject({
        status: 400,
        code: 'TWO_CREDENTIALS',
        hasData: false,
      });
    }
  });

  it('in the URL or the body are refused, even valid ones beside a valid header', async () => {
    const { crm } = gateway.keys;
    const answers = [
      await get('/graphql', { query: PEOPLE, key: crm }),
      await get('/graphql', { query: PEOPLE, anything: crm }),
      await get('/graphql', { query: PEOPLE, api_key: 'nonsense' }),
      await get('/graphql', { query: PEOPLE, variables: JSON.stringify({ note: crm }) }),
      await get('/graphql', { query: `{ person(where: { email: { eq: "${crm}" } }) { id } }` }),
      await get('/whoami', { token: crm }),
      await asAnna(PEOPLE, { path: `/graphql?access_token=${crm}` }),
      await asAnna(PEOPLE, { body: { apiKey: crm } }),
      await asAnna(PEOPLE, { body: { extensions: { authorization: 'x' } } }),
      await ask(gateway, null, PEOPLE, { body: { key: crm } }),
    ];
    for (const answer of answers) {
      expect(shape(answer)).toMatchObject({ status: 400, code: 'KEY_IN_REQUEST', hasData: false });
      expect(answer.text).not.toContain(crm);
    }
  });

  it('a POST may carry key-like text in its variables: those are data', async () => {
    const query = 'query ($e: String!) { person(where: { email: { eq: $e } }) { id } }';
    const { body } = await asAnna(query, { variables: { e: gateway.keys.crm } });
    expect(body).toEqual({ data: { person: [] } });
  });
});

describe('a document', () => {
  it.each([
    ['that is not GraphQL', { query: '{ person {' }, 'GRAPHQL_PARSE_FAILED'],
    ['that is empty', { query: '' }, 'BAD_REQUEST'],
    ['that is missing', {}, 'BAD_REQUEST'],
    ['that is no text', { query: { a: 1 } }, 'BAD_REQUEST'],
    ['without an operation', { query: 'fragment F on Person { id }' }, 'BAD_REQUEST'],
    ['with an unknown operation name', { query: `query A ${PEOPLE}`, operationName: 'B' }, 'BAD_REQUEST'],
    ['with two operations and no name', { query: `query A ${PEOPLE} query B ${PEOPLE}` }, 'BAD_REQUEST'],
    ['with variables that are a list', { query: PEOPLE, variables: [] }, 'BAD_REQUEST'],
    ['with a field that does not exist', { query: '{ person { nothing } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'with a mutation where there are none',
      { query: 'mutation { deletePerson { id } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['with a subscription', { query: 'subscription { person { id } }' }, 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s is refused with 400 under the media type of GraphQL', async (_what, body, code) => {
    const answer = await ask(gateway, gateway.keys.crm, '', {
      body: { query: undefined, ...body },
      headers: SPEC,
    });
    expect(shape(answer)).toMatchObject({ status: 400, code, hasData: false });
  });

  it('of too many tokens is refused before it is looked at further', async () => {
    const { status, body } = await asAnna(`{ person { ${'id '.repeat(11_000)} } }`, { headers: SPEC });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([
      { message: expect.stringContaining('tokens'), extensions: { code: 'GRAPHQL_PARSE_FAILED' } },
    ]);
  });

  it('deeper than the database accepts says how deep it is and what is accepted', async () => {
    const record = await gateway.controlPlane.databases.bySlug('crm');
    const { settings } = await gateway.services.databases.get(record!.id, record!.version);
    const { maxDepth } = settings;
    const { status, body } = await asAnna(`{ person ${'{ id '.repeat(maxDepth)}${'}'.repeat(maxDepth)} }`, {
      headers: SPEC,
    });
    expect(status).toBe(400);
    expect(body.errors?.[0]).toMatchObject({
      message: `The operation nests ${maxDepth + 1} fields deep; this database accepts at most ${maxDepth}.`,
      extensions: { code: 'LIMIT_EXCEEDED' },
    });
  });

  it('of several operations runs the one that is named', async () => {
    const query = 'query A { person(limit: 1) { id } } query B { organisation(limit: 1) { id } }';
    expect((await asAnna(query, { body: { operationName: 'B' } })).body).toEqual({
      data: { organisation: [{ id: 1 }] },
    });
    expect((await asAnna(query, { body: { operationName: 'A' } })).body).toEqual({
      data: { person: [{ id: 1 }] },
    });
  });
});

describe('by GET', () => {
  it('a query runs, with variables and operation name', async () => {
    const answer = await get('/graphql/crm', {
      query: 'query A($id: Int!) { personByPk(id: $id) { id } } query B { person { id } }',
      operationName: 'A',
      variables: '{"id": 2}',
    });
    expect(answer.body).toEqual({ data: { personByPk: { id: 2 } } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('a mutation is refused with 405 and changes nothing', async () => {
    const { id } = await gateway.createKey({ as: 'anna@example.com' });
    const headers = { authorization: `Bearer ${gateway.keys.gateway}` };
    const query = `mutation { revokeApiKey(id: "${id}") { id } }`;
    const answer = await get('/graphql', { query }, headers);
    expect(shape(answer)).toMatchObject({ status: 405, code: 'BAD_REQUEST', hasData: false });
    expect(answer.headers.get('allow')).toBe('POST');
    expect((await gateway.controlPlane.apiKeys.byIds([id]))[0]?.revokedAtMs).toBeNull();
  });
});

describe('statuses', () => {
  it.each([
    ['a validation error', '{ person { nothing } }', {}, 400],
    ['a parse error', '{', {}, 400],
    ['a forbidden operation', '{ supportCase { id } }', {}, 403],
    ['a variable of the wrong type', 'query ($n: Int) { person(limit: $n) { id } }', { n: 'x' }, 400],
  ])('of %s: 200 as JSON, else its own', async (_what, query, variables, status) => {
    const asJson = await asAnna(query, { variables });
    expect({ status: asJson.status, hasData: 'data' in asJson.body }).toEqual({
      status: 200,
      hasData: false,
    });
    const asSpec = await asAnna(query, { variables, headers: SPEC });
    expect({ status: asSpec.status, hasData: 'data' in asSpec.body }).toEqual({ status, hasData: false });
    expect(asSpec.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  });

  it('of a value refused while it ran: 200 under both, data null', async () => {
    for (const headers of [{}, SPEC]) {
      const { status, body } = await asAnna('{ person(limit: 100000) { id } }', { headers });
      expect({ status, body }).toMatchObject({
        status: 200,
        body: { data: null, errors: [{ extensions: { code: 'LIMIT_EXCEEDED', max: 1000 } }] },
      });
    }
  });
});

describe('a variable that does not fit', () => {
  it.each([
    ['of the wrong type', 'query ($count: Int) { person(limit: $count) { id } }', { count: 'x' }, '$count'],
    ['that is missing', 'query ($id: Int!) { personByPk(id: $id) { id } }', {}, '$id'],
    [
      'with an unknown member',
      'query ($w: PersonFilter) { person(where: $w) { id } }',
      { w: { nothing: {} } },
      'w',
    ],
    [
      'with a wrong leaf',
      'query ($w: PersonFilter) { person(where: $w) { id } }',
      { w: { id: { eq: '1' } } },
      'w.id.eq',
    ],
    [
      'with two columns in one order',
      'query ($o: [PersonOrderBy!]) { person(orderBy: $o) { id } }',
      { o: [{ id: 'ASC', email: 'ASC' }] },
      'o[0]',
    ],
    [
      'with an enum value that does not exist',
      'query ($s: OpportunityStage) { opportunity(where: { stage: { eq: $s } }) { id } }',
      { s: 'WON' },
      '$s',
    ],
    [
      'with a number that loses digits',
      'query ($a: Decimal) { opportunity(where: { amount: { eq: $a } }) { id } }',
      { a: 1e300 },
      '$a',
    ],
    [
      'with an impossible form of a date',
      'query ($d: Date) { opportunity(where: { closeDate: { eq: $d } }) { id } }',
      { d: '1 May 2024' },
      '$d',
    ],
  ])('%s is bad input, and the sentence names it', async (_what, query, variables, name) => {
    const { body } = await asAnna(query, { variables });
    expect(body).not.toHaveProperty('data');
    expect(body.errors?.[0]).toMatchObject({
      message: expect.stringContaining(name),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it.each([
    ['a date', 'closeDate', 'Date', '2024-02-30'],
    ['an instant', 'createdAt', 'DateTime', '999999-01-01T00:00:00Z'],
    ['a text', 'name', 'String', 'a\u0000b'],
  ])('%s that only PostgreSQL can judge is bad input as well', async (_what, column, type, value) => {
    const query = `query ($v: ${type}) { opportunity(where: { ${column}: { eq: $v } }) { id } }`;
    const { status, body, text } = await asAnna(query, { variables: { v: value } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ data: null, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(text).not.toMatch(/opportunity|\$1|pg_catalog/);
  });
});

describe('what fails inside', () => {
  let database: pg.Client;
  beforeAll(async () => {
    database = new pg.Client({ connectionString: gateway.crmUrl });
    await database.connect();
  });
  afterAll(() => database.end());

  it('is masked: the answer has an error id and nothing else, the log has the rest under it', async () => {
    await database.query('alter table product rename column category to kind_of_thing');
    try {
      const { status, body, text } = await asAnna('{ product(limit: 1) { id category } }');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        data: null,
        errors: [{ extensions: { code: 'INTERNAL_ERROR', errorId: expect.any(String) } }],
      });
      expect(text).not.toMatch(/column|category|product|42703|select/);
      const { errorId } = body.errors![0]!.extensions;
      const line = gateway.logLines.find((text) => text.includes(String(errorId)));
      expect(line).toMatch(/category/);
      expect(JSON.parse(line!)).toMatchObject({ level: expect.anything(), errorId });
    } finally {
      await database.query('alter table product rename column kind_of_thing to category');
    }
    // A statement that failed leaves nothing behind on its connection.
    expect((await asAnna('{ product(limit: 1) { id category } }')).body.errors).toBeUndefined();
  });

  it('a type that changed behind a prepared statement is no error at all', async () => {
    const query = '{ product(limit: 1) { id name } }';
    for (let round = 0; round < 3; round += 1) await asAnna(query);
    await database.query('alter table product alter column name type varchar(200)');
    expect((await asAnna(query)).body.errors).toBeUndefined();
  });

  it('a statement that takes too long is cancelled and TIMEOUT', async () => {
    const { databases, groups, users } = gateway.controlPlane;
    const slow = await createTestDatabase();
    try {
      const client = new pg.Client({ connectionString: slow.url });
      await client.connect();
      await client.query(`create view nap as select (pg_sleep(20) is null)::text as slept;
        create table bed as select 1 as id`);
      await client.end();
      const settings = { statementTimeoutMs: 100 };
      await databases.add(operator, { slug: 'slow', url: new Secret(slow.url), settings });
      const group = await groups.create(operator, {
        name: 'Sleepers',
        databaseSlug: 'slow',
        capabilities: ['nap:select', 'bed:select'],
      });
      const user = await users.create(operator, { email: 'sleeper@example.com' });
      await groups.addMember(operator, group.id, user.id);
      const { secret } = await gateway.createKey({ as: user.email, databaseSlug: 'slow' });
      const { body } = await ask(gateway, secret, '{ nap { slept } }');
      expect(body).toMatchObject({ data: null, errors: [{ extensions: { code: 'TIMEOUT' } }] });
      expect((await ask(gateway, secret, '{ bed { id } }')).body).toEqual({ data: { bed: [{ id: 1 }] } });
    } finally {
      await slow.drop();
    }
  });
});

describe('GET /whoami', () => {
  it('tells an integrator everything that its key is', async () => {
    const { id, secret } = await gateway.createKey({
      as: 'anna@example.com',
      name: 'self-check',
      validFromMs: Date.parse('2020-01-01T00:00:00Z'),
      validUntilMs: Date.parse('2999-01-01T00:00:00Z'),
      allowedAddresses: ['192.0.2.0/24'],
      capabilities: ['person:select', 'organisation.name:select'],
    });
    const answer = await get('/whoami', {}, { 'x-api-key': secret });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({
      keyId: id,
      name: 'self-check',
      state: 'ACTIVE',
      stateReason: expect.any(String),
      database: 'crm',
      user: { id: await gateway.userId('anna@example.com'), email: 'anna@example.com', name: 'Anna Sales' },
      validFrom: expect.stringMatching(/^2020-01-01T00:00:00(\.000)?Z$/),
      validUntil: expect.stringMatching(/^2999-01-01T00:00:00(\.000)?Z$/),
      allowedAddresses: ['192.0.2.0/24'],
      address: '192.0.2.1',
      effectiveCapabilities: ['organisation.name:select', 'person:select'],
    });
  });

  it('follows the user: what it lost is gone from the list at once', async () => {
    const { users, groups } = gateway.controlPlane;
    const user = await users.create(operator, { email: 'whoami@example.com' });
    const capabilities = ['person:select', 'person.privateNote:select'];
    const group = await groups.create(operator, { name: 'Whoami', databaseSlug: 'crm', capabilities });
    const other = await groups.create(operator, { name: 'Whoami 2', databaseSlug: 'crm' });
    await groups.addMember(operator, group.id, user.id);
    await groups.addMember(operator, other.id, user.id);
    const { secret } = await gateway.createKey({ as: user.email });
    const effective = async () =>
      ((await get('/whoami', {}, { 'x-api-key': secret })).body as unknown as Record<string, unknown>)[
        'effectiveCapabilities'
      ];
    expect(await effective()).toEqual(['person.privateNote:select', 'person:select']);
    await groups.removeMember(operator, group.id, user.id);
    expect(await effective()).toEqual([]);
  });

  it('is refused as any request is', async () => {
    const revoked = await gateway.createKey({ as: 'anna@example.com' });
    await gateway.controlPlane.apiKeys.revoke(operator, revoked.id);
    const expired = await gateway.createKey({ as: 'anna@example.com', validUntilMs: Date.now() + 3_600_000 });
    const { crm } = gateway.keys;
    for (const [headers, status, code] of [
      [{ 'x-api-key': revoked.secret }, 401, 'KEY_REVOKED'],
      [{ 'x-api-key': 'nonsense' }, 401, 'INVALID_API_KEY'],
      [{ 'x-api-key': crm, authorization: `Bearer ${crm}` }, 400, 'TWO_CREDENTIALS'],
    ] as const) {
      const answer = await get('/whoami', {}, headers);
      expect(shape(answer)).toMatchObject({ status, code });
      expect(answer.text).not.toMatch(/anna@example.com|effectiveCapabilities/);
    }
    gateway.setClock(Date.now() + 7_200_000);
    try {
      const answer = await get('/whoami', {}, { 'x-api-key': expired.secret });
      expect(shape(answer)).toMatchObject({ status: 401, code: 'KEY_EXPIRED' });
    } finally {
      gateway.setClock(null);
    }
  });
});

describe.each(['crm', 'gateway'] as const)('GraphQL over HTTP with a key of %s', (database) => {
  const audits = serverAudits({
    url: 'http://postern.test/graphql',
    fetchFn: (url: string, init?: RequestInit) => {
      const request = new Request(url, init);
      request.headers.set('x-api-key', gateway.keys[database]);
      return gateway.server.fetch(request, { peerAddress: '192.0.2.1' });
    },
  });
  it.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });
});
