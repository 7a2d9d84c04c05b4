import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ask, operator, startTestGateway, type TestGateway } from '../support/test-gateway.js';

/*
 * Ways round the rules that were found by trying: each was open once, here or elsewhere.
 */

let gateway: TestGateway;
let groupId: string;
/** A key of somebody who may read everything but guarded columns, and of persons only the one with her own e-mail. */
let key: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  const { users, groups } = gateway.controlPlane;
  const user = await users.create(operator, {
    email: 'nobody@example.com',
    attributes: { day: '2026-02-31', big: '9999999999999999999', pattern: 'A\\' },
  });
  const group = await groups.create(operator, { name: 'Own', databaseSlug: 'crm', capabilities: ['*:*'] });
  groupId = group.id;
  await groups.addMember(operator, group.id, user.id);
  await setRule('person', { email: { eq: '$user.email' } });
  key = (await gateway.createKey({ as: 'nobody@example.com' })).secret;
});
afterAll(() => gateway.close());

async function setRule(table: string, where: unknown): Promise<void> {
  await gateway.controlPlane.groups.setRowRule(operator, {
    groupId,
    table,
    verb: 'select',
    where,
    check: null,
    presets: null,
  });
}

describe('a pattern that ends with its escape character', () => {
  it.each(['Zqqqq\\', 'A%\\', '%\\', 'M%\\\\\\'])(
    'is refused alike whether a hidden row fits or none: %s',
    async (like) => {
      const query = 'query ($like: String) { person(where: { lastName: { like: $like } }) { id } }';
      const { body } = await ask(gateway, key, query, { variables: { like } });
      expect(body.errors).toMatchObject([
        { message: expect.stringContaining('must not end with its escape character') as unknown },
      ]);
      expect(body.data ?? null).toBeNull();
    },
  );

  it('may be written twice', async () => {
    const { body } = await ask(gateway, key, '{ person(where: { lastName: { like: "A\\\\\\\\" } }) { id } }');
    expect(body).toEqual({ data: { person: [] } });
  });
});

describe('a narrowing', () => {
  const narrowed = (where: object) =>
    gateway.createKey({
      as: 'nobody@example.com',
      rowNarrowing: { tables: { organisation: where }, otherTables: 'ALL' },
    });

  it('cannot look at a column that the user may not read', async () => {
    const where = { person: { some: { privateNote: { startsWith: 'I' } } } };
    await expect(narrowed(where)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('person.privateNote:select') as unknown,
    });
  });

  it('does not see rows that the user may not see', async () => {
    const { secret } = await narrowed({ person: { some: { lastName: { startsWith: '' } } } });
    expect((await ask(gateway, secret, '{ organisation { id } }')).body).toEqual({
      data: { organisation: [] },
    });
    const { secret: other } = await narrowed({ person: { count: { gt: 0 } } });
    expect((await ask(gateway, other, '{ organisation { id } }')).body).toEqual({
      data: { organisation: [] },
    });
  });
});

describe('a rule', () => {
  it.each([
    [{ email: {} }],
    [{ opportunity: {} }],
    [{ opportunity: { count: {} } }],
    [{ or: [{}] }],
    [{ organisation: { name: {} } }],
    [{}],
  ])('without a condition where one was meant is refused: %j', async (where) => {
    await expect(setRule('person', where)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it.each([
    ['a day that does not exist', { closeDate: { eq: '$user.attributes.day' } }],
    ['a pattern that is none', { name: { like: '$user.attributes.pattern' } }],
  ])('is closed by %s in an attribute, and closes nothing else', async (_what, where) => {
    await setRule('opportunity', where);
    const { body } = await ask(
      gateway,
      key,
      '{ opportunity(limit: 1) { id } organisation(limit: 1) { id } }',
    );
    expect(body.data).toEqual({ opportunity: [], organisation: [{ id: 1 }] });
  });
});

describe('an operation', () => {
  it('that would fill the memory is refused while its rows arrive', async () => {
    const client = new pg.Client({ connectionString: gateway.crmUrl });
    await client.connect();
    await client.query(
      "create table bulk as select id, repeat('x', 4000) as words from generate_series(1, 1000) as id",
    );
    await client.end();
    const crm = await gateway.controlPlane.databases.bySlug('crm');
    await gateway.controlPlane.databases.reload(operator, crm?.id ?? '');
    const lists = Array.from({ length: 20 }, (_, index) => `r${index}: bulk(limit: 1000) { id words }`);
    const { body } = await ask(gateway, key, `{ ${lists.join('\n')} }`);
    expect(body.errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
  });

  it('with many relations in its conditions is refused before PostgreSQL plans it', async () => {
    const conditions = Array.from(
      { length: 11 },
      () => '{ organisation: { person: { some: { id: { gt: 0 } } } } }',
    );
    const query = `{ person(limit: 1, where: { and: [${conditions.join()}] }) { id } }`;
    const { body } = await ask(gateway, gateway.keys.crm, query);
    expect(body.errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
  });

  it('is in the order of the key also for who may not read the key, so that pages fit', async () => {
    const { controlPlane } = gateway;
    const user = await controlPlane.users.create(operator, { email: 'names@example.com' });
    const group = await controlPlane.groups.create(operator, {
      name: 'Names',
      databaseSlug: 'crm',
      capabilities: ['organisation.name:select'],
    });
    await controlPlane.groups.addMember(operator, group.id, user.id);
    const { secret } = await gateway.createKey({ as: 'names@example.com' });
    const all = await ask(gateway, gateway.keys.crm, '{ organisation(limit: 4) { name } }');
    const page = await ask(gateway, secret, '{ organisation(limit: 2, offset: 2) { name } }');
    expect(page.body.data?.['organisation']).toEqual((all.body.data?.['organisation'] as unknown[]).slice(2));
  });
});

it.each([
  ['a changed id', () => `${key.slice(0, 12)}X${key.slice(13)}`],
  ['a changed secret', () => `${key.slice(0, -10)}AAAAAAAAAA`],
])('a request with %s is answered no sooner than the floor', async (_what, presented) => {
  const begunAtMs = performance.now();
  const { body } = await ask(gateway, presented(), '{ __typename }');
  expect(body.errors).toMatchObject([{ extensions: { code: 'INVALID_API_KEY' } }]);
  expect(performance.now() - begunAtMs).toBeGreaterThan(13);
});
