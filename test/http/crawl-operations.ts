import {
  getNamedType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { argumentsFromRow, writeArguments, type Row } from './crawl-arguments.js';
import { listedTables, type AnyField } from './crawl-schema.js';
import { createSelections, type Selections } from './crawl-selections.js';

export interface Crawl {
  readonly operations: readonly string[];
  /** What they ask for, as `Type.field`. */
  readonly asked: ReadonlySet<string>;
  /** Fields of the query type for which no row gave the arguments. */
  readonly withoutRow: readonly string[];
}

/** How many rows deep lists are asked for. Whatever else leads to rows leads to the same: one less says how. */
const DEPTH = 3;

interface Crawler {
  readonly schema: GraphQLSchema;
  readonly selections: Selections;
  /** Some of each table, by the name of their type. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  readonly withoutRow: string[];
}

/** Operations that ask for every field of every object type that can be reached, each by one field of the query type. */
export function crawl(schema: GraphQLSchema, rows: Crawler['rows']): Crawl {
  const crawler: Crawler = { schema, selections: createSelections(schema), rows, withoutRow: [] };
  const { withoutRow, selections } = crawler;
  const lists = new Set([...listedTables(schema).values()].map(({ field }) => field));
  const operations = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
    selections.asked.add(`Query.${field.name}`);
    if (lists.has(field.name)) return listsOf(crawler, field);
    const by = field.args.find(({ name }) => name === 'by');
    if (by) return groupsOf(crawler, field, getNamedType(by.type));
    return isInterfaceType(field.type) ? nodesOf(crawler, field, field.type.name) : rowsOf(crawler, field);
  });
  return { operations, asked: selections.asked, withoutRow };
}

/** Its values alone, and each way on. */
function listsOf({ selections }: Crawler, field: AnyField): readonly string[] {
  const type = getNamedType(field.type);
  const ways = isObjectType(type) ? selections.waysOn(type) : [];
  return ['', ...ways].map(
    (way) => `{ ${field.name}${writeArguments(field, {})}${selections.select(type, DEPTH - 1, way)} }`,
  );
}

function groupsOf({ selections }: Crawler, field: AnyField, columns: GraphQLNamedType): readonly string[] {
  if (!isEnumType(columns)) throw new Error(`${field.name} is not grouped by columns.`);
  const names = columns.getValues().map(({ name }) => name);
  const selection = selections.select(getNamedType(field.type), 0);
  return [...names.map((name) => [name]), names].map(
    (by) => `{ ${field.name}${writeArguments(field, { by })}${selection} }`,
  );
}

function nodesOf(
  { schema, selections, rows }: Crawler,
  field: AnyField,
  interfaceName: string,
): readonly string[] {
  selections.asked.add(`${interfaceName}.nodeId`);
  const types = [...listedTables(schema).values()].map(({ type }) => type);
  return types.flatMap((type) => {
    const values = argumentsFromRow(field, rows.get(type.name) ?? []);
    if (!values) return [];
    const selection = selections.select(type, DEPTH - 2);
    return [`{ ${field.name}${writeArguments(field, values)} { nodeId ... on ${type.name}${selection} } }`];
  });
}

/** One row by its key, a page, or what sums up rows. */
function rowsOf({ selections, rows, withoutRow }: Crawler, field: AnyField): readonly string[] {
  const type = getNamedType(field.type);
  const values = argumentsFromRow(field, rows.get(type.name) ?? []);
  if (values)
    return [`{ ${field.name}${writeArguments(field, values)}${selections.select(type, DEPTH - 2)} }`];
  withoutRow.push(field.name);
  return [];
}
