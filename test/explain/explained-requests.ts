import {
  getNamedType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { newId } from '../../src/foundation/ids.js';
import { buildManagementSchema } from '../../src/management-schema/management-schema.js';
import { effectiveRights } from '../model/access-model.js';
import { tables } from '../model/model-schema.js';
import type { World } from '../model/model-world.js';
import { printOperation } from '../model/print-operation.js';
import type { Random } from '../model/random.js';
import { randomOperation } from '../model/random-world.js';
import { slugs, type ExplainedKey } from './explained-world.js';

export interface ExplainedRequest {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string;
  /** Null: /graphql itself. */
  readonly path: string | null;
}

/** One request with the key: mostly one that could be answered, sometimes one that cannot be in one of many ways. */
export function randomRequest(random: Random, key: ExplainedKey, world: World): ExplainedRequest {
  const path = random.chance(0.1) ? random.oneOf([...slugs, 'nowhere']) : null;
  if (random.chance(0.12)) return { ...random.oneOf(odd), path };
  if (key.database === 'gateway') return { ...managementRequest(random), path };
  const allowed = key.caller && random.chance(0.75) ? effectiveRights(world, key.caller) : ANYTHING;
  const { text, variables } = printOperation(randomOperation(random, world, allowed), random.chance(0.4));
  return { query: text, variables, path };
}

const ANYTHING: ReadonlySet<string> = new Set(
  tables.flatMap(({ name, columns }) => [name, ...Object.keys(columns).map((column) => `${name}.${column}`)]),
);

/** Whatever the database is. */
const odd: readonly Omit<ExplainedRequest, 'path'>[] = [
  { query: '{' },
  { query: '' },
  { query: 'fragment F on Query { __typename }' },
  { query: '{ __typename }' },
  { query: '{ __schema { queryType { name } } }' },
  { query: '{ nobody }' },
  { query: 'query A { __typename } query B { nobody }' },
  { query: 'query A { __typename } query B { __typename }', operationName: 'B' },
  { query: 'query A { __typename } query B { __typename }', operationName: 'C' },
  { query: '{ __typename }', variables: [] },
  { query: 'mutation { __typename }' },
  { query: 'subscription { __typename }' },
  { query: '{ worker(limit: 5000) { name } }' },
  { query: '{ worker(offset: -1) { name } }' },
  { query: 'query ($n: Int) { worker(limit: $n) { name } }', variables: { n: 1001 } },
  { query: 'query ($n: Int) { worker(limit: $n) { name } }', variables: { n: 'many' } },
  { query: 'query ($n: Int!) { worker(limit: $n) { name } }' },
  { query: '{ worker(where: { name: { eq: null } }) { email } }' },
  {
    query: 'query ($w: WorkerFilter) { worker(where: $w) { name } }',
    variables: { w: { name: { eq: null } } },
  },
  { query: 'query ($w: WorkerFilter) { worker(where: $w) { id } }', variables: { w: { nobody: { eq: 1 } } } },
  { query: String.raw`{ worker(where: { name: { like: "a\\" } }) { name } }` },
  {
    query: String.raw`query ($p: String) { worker(where: { name: { like: $p } }) { id } }`,
    variables: { p: 'a\\' },
  },
  {
    query:
      '{ team { worker { boss { boss { boss { boss { boss { boss { boss { boss { boss { boss { id } } } } } } } } } } } } }',
  },
  { query: `{ ${Array.from({ length: 60 }, (_none, index) => `a${index}: team { id }`).join(' ')} }` },
  { query: 'query ($s: Boolean!) { team { id name @skip(if: $s) } }', variables: { s: true } },
];

const schema = buildManagementSchema();
const NOBODY = newId();

/** What it would change is not there, so that whatever is allowed changes nothing. */
const mutations: readonly Omit<ExplainedRequest, 'path'>[] = [
  {
    query: 'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id state } } }',
    variables: { id: NOBODY },
  },
  {
    query: 'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }',
    variables: { id: null },
  },
  {
    query: 'mutation ($input: UpdateApiKeyInput!) { updateApiKey(input: $input) { apiKey { version } } }',
    variables: { input: { id: NOBODY, version: 1, name: 'x', unset: ['VALID_UNTIL'] } },
  },
  {
    query: 'mutation ($input: UpdateApiKeyInput!) { updateApiKey(input: $input) { apiKey { version } } }',
    variables: { input: { id: NOBODY, version: 1, validUntil: '2030-02-30T00:00:00Z' } },
  },
  {
    query:
      'mutation { grantCapabilities(input: { groupId: "nobody", capabilities: ["*:*"] }) { group { id capabilities } } }',
  },
  { query: 'query ($n: Int) { apiKeys(first: $n) { totalCount } }', variables: { n: 'x' } },
  {
    query:
      '{ apiKeys(first: 100) { nodes { accessAs { groups { rowRules { table } } } } } users(first: 100000) { totalCount } }',
  },
  {
    query: 'query ($o: [ApiKeyOrder!]) { apiKeys(first: 1, orderBy: $o) { totalCount } }',
    variables: { o: ['NAME_ASC'] },
  },
  { query: '{ apiKeys(first: 1, search: "x", where: { tag: "y", neverUsed: true }) { nodes { id } } }' },
];

function managementRequest(random: Random): Omit<ExplainedRequest, 'path'> {
  if (random.chance(0.35)) return random.oneOf(mutations);
  const query = schema.getQueryType();
  if (!query) throw new Error('The schema has no query type.');
  return { query: `query Q ${selectionOf(random, query, 4)}` };
}

function selectionOf(random: Random, type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields()).filter((field) => argumentsOf(field) !== null);
  const leaves = fields.filter((field) => !isObjectType(getNamedType(field.type)));
  const nested = depth > 0 ? fields.filter((field) => isObjectType(getNamedType(field.type))) : [];
  const chosen = [
    ...(leaves.length > 0 ? random.times(0, 3, () => random.oneOf(leaves)) : []),
    ...(nested.length > 0 ? random.times(0, 2, () => random.oneOf(nested)) : []),
  ].map((field, index) => {
    const target = getNamedType(field.type);
    const inner = isObjectType(target) ? ` ${selectionOf(random, target, depth - 1)}` : '';
    return `a${depth}${index}: ${field.name}${argumentsOf(field) ?? ''}${inner}`;
  });
  return `{ ${chosen.length > 0 ? chosen.join(' ') : '__typename'} }`;
}

const values: Readonly<Record<string, string>> = {
  id: `"${NOBODY}"`,
  slug: '"plain"',
  database: '"plain"',
};

/** Null: it requires something that nobody thought of here. */
function argumentsOf({ args }: GraphQLField<unknown, unknown>): string | null {
  const required = args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
  const printed = required.map(({ name }) => (values[name] ? `${name}: ${values[name]}` : null));
  const first = args.some(({ name }) => name === 'first') ? ['first: 2'] : [];
  if (printed.includes(null)) return null;
  return printed.length + first.length > 0 ? `(${[...printed, ...first].join(', ')})` : '';
}
