import { describe, expect, it } from '@jest/globals';
import { parse, validate } from 'graphql';
import { denote } from '../../src/capability/denotation.js';
import { managementSpace } from '../../src/management-schema/management-catalog.js';
import { buildManagementSchema } from '../../src/management-schema/management-schema.js';
import { findMissingCapabilities } from '../../src/management-schema/missing-capabilities.js';

const schema = buildManagementSchema();

describe('what an operation lacks', () => {
  it('is everything at once, in the order of the text', () => {
    expect(missing('{ apiKeys { nodes { name accessAs { email } } totalCount } }', [])).toEqual([
      'apiKeys:select',
      'apiKeys.name:select',
      'apiKeys.accessAs:select',
      'users:select',
      'users.email:select',
    ]);
  });

  it('is the slug of databases wherever one is named, since the answer tells whether there is one', () => {
    for (const text of [
      '{ database(slug: "crm") { id } }',
      '{ capabilities(database: "crm") }',
      '{ groups(database: "crm") { totalCount } }',
    ]) {
      expect(missing(text, ['databases.id:select', 'groups:select'])).toEqual(['databases.slug:select']);
    }
  });

  it('is nothing when each column is held by itself', () => {
    expect(missing('{ apiKeys { nodes { name } } }', ['apiKeys.name:select'])).toEqual([]);
  });

  it('is nothing under a wildcard', () => {
    expect(
      missing('{ apiKeys { nodes { name secrets { hint } } } users { totalCount } }', ['*:select']),
    ).toEqual([]);
  });

  it('is not covered by another verb', () => {
    expect(missing('{ users { totalCount } }', ['users:update', 'apiKeys:select'])).toEqual(['users:select']);
  });

  it('is nothing for `me`, whatever the caller holds', () => {
    expect(missing('{ me { kind database effectiveCapabilities __typename } __typename }', [])).toEqual([]);
  });

  it('is the row of a relation, also where the column that leads to it is held', () => {
    expect(missing('{ apiKeys { nodes { database { __typename } } } }', ['apiKeys.database:select'])).toEqual(
      ['databases:select'],
    );
  });

  it('is only the row for a cursor, which is sealed', () => {
    expect(missing('{ users { pageInfo { endCursor } } }', ['users.name:select'])).toEqual([]);
    expect(missing('{ apiKeys { edges { cursor } } }', ['users:select'])).toEqual(['apiKeys:select']);
  });

  it('is found in fragments, at any depth', () => {
    const text = `
      query { users { ...Page } }
      fragment Page on UserConnection { ... on UserConnection { nodes { ...Person } } }
      fragment Person on User { email }
      `;
    expect(missing(text, ['users.name:select'])).toEqual(['users.email:select']);
  });

  it('leaves out what `@skip` and `@include` leave out, by value and by variable', () => {
    const text = `query ($yes: Boolean!, $no: Boolean! = false) {
      users { nodes { name email @skip(if: $yes) enabled @include(if: $no) attributes @include(if: false) } }
    }`;
    expect(missing(text, ['users.name:select'], { yes: true })).toEqual([]);
    expect(missing(text, ['users.name:select'], { yes: false, no: true })).toEqual([
      'users.email:select',
      'users.enabled:select',
    ]);
  });

  it('is of the operation that runs, not of its neighbours in the document', () => {
    const text = 'query A { me { kind } } query B { users { totalCount } }';
    expect(missing(text, [], {}, 'A')).toEqual([]);
    expect(missing(text, [], {}, 'B')).toEqual(['users:select']);
    expect(() => missing(text, [], {}, 'C')).toThrow('no such operation');
    expect(() => missing(text, [], {})).toThrow('no such operation');
  });
});

describe('arguments', () => {
  const row = ['apiKeys.id:select'];

  it.each([
    ['state: [ACTIVE]', ['apiKeys.state:select']],
    ['accessAsUserId: "u"', ['apiKeys.accessAs:select']],
    ['database: "crm"', ['apiKeys.database:select', 'databases.slug:select']],
    ['tag: "t"', ['apiKeys.tags:select']],
    ['expiresBefore: "2030-01-01T00:00:00Z"', ['apiKeys.validUntil:select']],
    ['neverUsed: true', ['apiKeys.lastUsedAt:select']],
  ])('a filter by %s reads what it filters by', (filter, expected) => {
    expect(missing(`{ apiKeys(where: { ${filter} }) { totalCount } }`, row)).toEqual(expected);
  });

  it('a filter is seen through variables, and an absent or null one reads nothing', () => {
    const text = 'query ($where: ApiKeyFilter) { apiKeys(where: $where) { totalCount } }';
    expect(missing(text, row, { where: { tag: 't' } })).toEqual(['apiKeys.tags:select']);
    expect(missing(text, row, { where: { tag: null } })).toEqual([]);
    expect(missing(text, row, {})).toEqual([]);
  });

  it('an order reads the columns that it names', () => {
    const text = '{ apiKeys(orderBy: [NAME_ASC, LAST_USED_AT_DESC]) { totalCount } }';
    expect(missing(text, row)).toEqual(['apiKeys.name:select', 'apiKeys.lastUsedAt:select']);
  });

  it('a search reads everything that it searches', () => {
    expect(missing('{ apiKeys(search: "x") { totalCount } }', row)).toContain('users.email:select');
    expect(missing('{ users(search: "x") { totalCount } }', ['users.name:select'])).toEqual([
      'users.email:select',
    ]);
  });

  it('a value to be stored writes its column, and taking a restriction away writes it too', () => {
    const text = `mutation ($input: UpdateApiKeyInput!) { updateApiKey(input: $input) { __typename } }`;
    const input = {
      id: 'k',
      version: 1,
      name: 'n',
      validUntil: '2030-01-01T00:00:00Z',
      unset: ['CAPABILITIES'],
    };
    expect(missing(text, ['apiKeys.name:update'], { input })).toEqual([
      'apiKeys.validUntil:update',
      'apiKeys.capabilities:update',
    ]);
    expect(missing(text, [], { input })[0]).toBe('apiKeys:update');
  });

  it('attributes of a user need the capability that no wildcard covers', () => {
    const text = 'mutation { createUser(input: { email: "a@b.c", attributes: {} }) { __typename } }';
    expect(missing(text, ['*:*'])).toEqual(['users:setAttributes']);
    expect(missing(text, ['users:insert', 'users:setAttributes'])).toEqual([]);
  });

  it('what a mutation answers is asked for together with the mutation', () => {
    const text = 'mutation { disableUser(input: { id: "u" }) { user { email } } }';
    expect(missing(text, [])).toEqual(['users.enabled:update', 'users:select', 'users.email:select']);
  });
});

function missing(
  text: string,
  capabilities: readonly string[],
  variables: Record<string, unknown> = {},
  operationName?: string,
): string[] {
  const document = parse(text);
  // The check is for valid operations only; an invalid one here would prove nothing.
  expect(validate(schema, document)).toEqual([]);
  const effective = denote(managementSpace, capabilities);
  return findMissingCapabilities(schema, document, operationName, variables, effective);
}
