import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ask,
  operator,
  startTestGateway,
  type TestAnswer,
  type TestGateway,
} from '../support/test-gateway.js';

/** `person.private_note` is guarded: anna's group selects `person`, and no way leads from there to the note. */

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const asAnna = (query: string, variables: Record<string, unknown> = {}): Promise<TestAnswer> =>
  ask(gateway, gateway.keys.crm, query, { variables });

const waysIn = (
  [
    ['an output', '{ person { id privateNote } }'],
    ['an alias', '{ person { id name: privateNote } }'],
    ['a fragment', '{ person { ...F } } fragment F on Person { privateNote }'],
    ['an inline fragment', '{ person { ... on Person { privateNote } } }'],
    ['a row by key', '{ personByPk(id: 1) { privateNote } }'],
    ['a second root field', '{ organisation { id } other: person { privateNote } }'],
    ['a merged selection', '{ person { id } person { privateNote } }'],
    ['a filter', '{ person(where: { privateNote: { startsWith: "a" } }) { id } }'],
    ['a null test', '{ person(where: { privateNote: { isNull: true } }) { id } }'],
    [
      'a filter inside and, or, not',
      '{ person(where: { and: [{ or: [{ not: { privateNote: { eq: "a" } } }] }] }) { id } }',
    ],
    ['an order', '{ person(orderBy: [{ privateNote: ASC }]) { id } }'],
    ['an order as a single value', '{ person(orderBy: { privateNote: DESC }) { id } }'],
    [
      'a filter in a variable',
      'query ($w: PersonFilter) { person(where: $w) { id } }',
      { w: { privateNote: { like: '%' } } },
    ],
    [
      'a filter in a variable inside a list',
      'query ($w: [PersonFilter!]) { person(where: { and: $w }) { id } }',
      { w: [{ not: { privateNote: { like: '%' } } }] },
    ],
    [
      'an order in a variable',
      'query ($o: [PersonOrderBy!]) { person(orderBy: $o) { id } }',
      { o: [{ privateNote: 'ASC' }] },
    ],
    [
      'a filter in a default value',
      'query ($w: PersonFilter = { privateNote: { like: "%" } }) { person(where: $w) { id } }',
    ],
    [
      'an included selection',
      'query ($yes: Boolean!) { person { id privateNote @include(if: $yes) } }',
      { yes: true },
    ],
  ] as readonly (readonly [string, string, Record<string, unknown>?])[]
)
  // Rows of one length: jest takes a parameter too many for its callback and waits for it.
  .map(([way, query, variables = {}]) => [way, query, variables] as const);

describe('through', () => {
  it.each(waysIn)('%s the note is forbidden, by name, and nothing runs', async (_way, query, variables) => {
    const { body, text } = await asAnna(query, variables);
    expect(body).not.toHaveProperty('data');
    expect(body.errors).toMatchObject([
      {
        extensions: {
          code: 'FORBIDDEN',
          missing: ['person.privateNote:select'],
          decisionId: expect.any(String),
        },
      },
    ]);
    expect(text).not.toMatch(/IN-CONFIDENCE/);
  });

  it.each(waysIn)(
    '%s the note is open to a group that is granted it by name',
    async (_way, query, variables) => {
      const user = await gateway.controlPlane.users.create(operator, {
        email: `note-${Math.random()}@example.com`,
      });
      const group = await gateway.controlPlane.groups.create(operator, {
        name: `Notes ${Math.random()}`,
        databaseSlug: 'crm',
        capabilities: ['person:select', 'organisation:select', 'person.privateNote:select'],
      });
      await gateway.controlPlane.groups.addMember(operator, group.id, user.id);
      const { secret } = await gateway.createKey({ as: user.email });
      const { body } = await ask(gateway, secret, query, { variables });
      expect(body.errors).toBeUndefined();
    },
  );
});

it('names everything that is missing at once', async () => {
  const { body } = await asAnna('{ supportCase { id } person(orderBy: { privateNote: ASC }) { id } }');
  expect(body.errors).toMatchObject([
    {
      extensions: {
        code: 'FORBIDDEN',
        missing: ['person.privateNote:select', 'supportCase.id:select', 'supportCase:select'],
      },
    },
  ]);
});

it('a wildcard does not reach the note', async () => {
  const group = await gateway.controlPlane.groups.create(operator, {
    name: 'Everything',
    databaseSlug: 'crm',
    capabilities: ['*:*', '*:select', 'person:*'],
  });
  const user = await gateway.controlPlane.users.create(operator, { email: 'wild@example.com' });
  await gateway.controlPlane.groups.addMember(operator, group.id, user.id);
  const { secret } = await gateway.createKey({ as: user.email });
  const { body } = await ask(gateway, secret, '{ person(limit: 1) { privateNote } }');
  expect(body.errors).toMatchObject([{ extensions: { missing: ['person.privateNote:select'] } }]);
});

it('introspection shows neither the note nor what else the caller cannot use', async () => {
  const { text, body } = await asAnna(
    '{ __schema { types { name fields { name } inputFields { name } enumValues { name } } } __type(name: "PersonFilter") { inputFields { name } } }',
  );
  expect(body.errors).toBeUndefined();
  expect(text).toMatch(/firstName/);
  expect(text).not.toMatch(/privateNote|PRIVATE_NOTE|"supportCase"|SupportCase/);
});

it('__typename and a skipped field run beside data without asking for more', async () => {
  const { body } = await asAnna(
    'query ($no: Boolean!) { __typename person(limit: 1) { __typename id privateNote @include(if: $no) } }',
    { no: false },
  );
  expect(body.errors).toBeUndefined();
  expect(body.data).toEqual({ __typename: 'Query', person: [{ __typename: 'Person', id: 1 }] });
});

it('errors of validation never suggest a hidden name', async () => {
  const { body, text } = await asAnna('{ person { privateNot } supportCas { id } }');
  expect(body.errors).toMatchObject([
    { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
  ]);
  expect(text).not.toMatch(/privateNote|supportCase"|Did you mean/);
});

it('a verdict for one key is never given to another with the same document', async () => {
  const query = '{ supportCase(limit: 1) { id } }';
  const { secret: ben } = await gateway.createKey({ as: 'ben@example.com' });
  for (let round = 0; round < 3; round += 1) {
    expect((await ask(gateway, ben, query)).body.errors).toBeUndefined();
    expect((await asAnna(query)).body.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  }
});
