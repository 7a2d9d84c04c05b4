import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, isObjectType, type IntrospectionQuery } from 'graphql';
import { Secret } from '../../src/foundation/secret.js';
import { officeSchema } from '../support/office.js';
import { createCaller, runSql } from '../support/rules.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ask, operator, startTestGateway, type TestGateway } from '../support/test-gateway.js';

/* What an administrator takes out of the API is there for nobody, whatever the key may do. */

let gateway: TestGateway;
let database: TestDatabase;
let secret: string;
const hide = ['badge', 'person.note', 'company.person'];
beforeAll(async () => {
  gateway = await startTestGateway();
  database = await createTestDatabase();
  await runSql(database.url, officeSchema);
  const url = new Secret(database.url);
  await gateway.controlPlane.databases.add(operator, { slug: 'office', url, settings: { hide } });
  ({ secret } = await createCaller(gateway, { database: 'office', groups: [{ capabilities: ['*:*'] }] }));
});
afterAll(async () => {
  await gateway.close();
  await database.drop();
});

it('is in no schema: not as a field, a type, a filter, an order, a relation of others, a key or an aggregate', async () => {
  const { body } = await ask(gateway, secret, getIntrospectionQuery());
  const schema = buildClientSchema(body.data as unknown as IntrospectionQuery);
  const names = Object.keys(schema.getTypeMap()).join(' ');
  expect(names).not.toMatch(/Badge/);
  const fieldsOf = (name: string): readonly string[] => {
    const type = schema.getType(name);
    return type && 'getFields' in type ? Object.keys(type.getFields()) : [];
  };
  expect(fieldsOf('Query').filter((name) => name.startsWith('badge'))).toEqual([]);
  for (const type of Object.keys(schema.getTypeMap()).filter((name) => name.startsWith('Person'))) {
    expect([type, fieldsOf(type)]).not.toEqual([type, expect.arrayContaining(['note'])]);
    expect([type, fieldsOf(type)]).not.toEqual([type, expect.arrayContaining(['badge'])]);
  }
  expect(fieldsOf('Company')).not.toEqual(expect.arrayContaining(['person']));
  expect(fieldsOf('Company')).not.toEqual(expect.arrayContaining(['personAggregate']));
  // The other way is another relation.
  expect(fieldsOf('Person')).toEqual(expect.arrayContaining(['company']));
  expect(isObjectType(schema.getType('Scan'))).toBe(true);
});

it.each([
  '{ badge { colour } }',
  '{ person { note } }',
  '{ person(where: { note: { eq: "likes tea" } }) { id } }',
  '{ person(orderBy: { note: ASC }) { id } }',
  '{ personGroups(by: [NOTE]) { count } }',
  '{ company { person { id } } }',
  '{ company(where: { person: { some: {} } }) { id } }',
])('is answered like a name that does not exist: %s', async (query) => {
  const { body } = await ask(gateway, secret, query);
  expect(body).not.toHaveProperty('data');
  expect(body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

it('a node id of it finds nothing', async () => {
  const nodeId = Buffer.from('["badge","1","1"]').toString('base64url');
  const { body } = await ask(gateway, secret, `{ node(nodeId: "${nodeId}") { nodeId } }`);
  expect(body).toEqual({ data: { node: null } });
});

it('what is left works', async () => {
  const { body } = await ask(
    gateway,
    secret,
    '{ person(limit: 1) { id name company { name } } scan(limit: 1) { gate } }',
  );
  expect(body).toEqual({
    data: { person: [{ id: 11, name: 'Ann', company: { name: 'Alder' } }], scan: [{ gate: 'north' }] },
  });
});

it('cannot be granted', async () => {
  for (const capability of ['badge:select', 'person.note:select']) {
    const granting = createCaller(gateway, { database: 'office', groups: [{ capabilities: [capability] }] });
    await expect(granting).rejects.toThrow();
  }
});

it.each([['person.note.x'], ['a b'], [''], ['*'], [7]])(
  'a name that is none is refused: %p',
  async (name) => {
    const url = new Secret(database.url);
    const adding = gateway.controlPlane.databases.add(operator, {
      slug: 'wrong',
      url,
      settings: { hide: [name] as string[] },
    });
    await expect(adding).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  },
);
