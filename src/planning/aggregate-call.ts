import { sql, type RawBuilder } from 'kysely';
import type { CatalogType } from '../catalog/catalog.js';
import { columnRef, COUNT, distinctRef } from '../filters/filter-to-sql.js';
import type { NamedColumn } from '../naming/named-catalog.js';

/** What is calculated over the values of one column, in the order of the schema. Names are public. */
export const aggregateFunctions = ['countDistinct', 'sum', 'avg', 'min', 'max', 'stddev'] as const;

export type AggregateFunction = (typeof aggregateFunctions)[number];

export type AggregateCall =
  | { readonly kind: 'count' }
  | { readonly kind: 'call'; readonly call: AggregateFunction; readonly column: NamedColumn };

/**
 * A column that holds what the function gives for a column: its name and id, the result's type. Null where PostgreSQL has
 * no such function for the type (https://www.postgresql.org/docs/current/functions-aggregate.html).
 */
export function resultOf(call: AggregateFunction, column: NamedColumn): NamedColumn | null {
  const type = resultType(call, column.source.type);
  if (type === null) return null;
  const isSame = type === column.source.type;
  return {
    ...column,
    enumType: isSame ? column.enumType : null,
    compositeType: null,
    source: { ...column.source, type, notNull: call === 'countDistinct' },
  };
}

const NUMERIC = base('numeric');
const FLOAT = base('float8');

function resultType(call: AggregateFunction, type: CatalogType): CatalogType | null {
  if (call === 'countDistinct') return COUNT;
  const name = type.kind === 'base' ? type.name : null;
  if (call === 'min' || call === 'max') {
    return type.kind === 'enum' || (name !== null && !withoutMinimum.has(name)) ? type : null;
  }
  if (name === 'interval' && call !== 'stddev') return type;
  if (name === 'float4' || name === 'float8') return FLOAT;
  if (name === null || !exactNumbers.has(name)) return null;
  return call === 'sum' && name !== 'int8' && name !== 'numeric' ? COUNT : NUMERIC;
}

const exactNumbers: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'numeric']);
/** Of the types that have a scalar of their own. Not before PostgreSQL 18, or not at all. */
const withoutMinimum: ReadonlySet<string> = new Set(['bool', 'json', 'jsonb', 'bytea', 'uuid']);

function base(name: string): CatalogType {
  return { kind: 'base', name, sql: `pg_catalog.${name}` };
}

export function isSameCall(left: AggregateCall, right: AggregateCall): boolean {
  if (left.kind === 'count' || right.kind === 'count') return left.kind === right.kind;
  return left.call === right.call && left.column.id === right.column.id;
}

/** The type of what is sent. */
export function callType(call: AggregateCall): CatalogType {
  if (call.kind === 'count') return COUNT;
  const result = resultOf(call.call, call.column);
  if (result === null) throw new Error(`There is no ${call.call} of ${call.column.name}.`);
  return result.source.type;
}

/** The call over the rows of `alias`, of `callType`. */
export function callSql(call: AggregateCall, alias: string): RawBuilder<unknown> {
  if (call.kind === 'count') return sql`count(*)`;
  const ref = columnRef(call.column, alias);
  const type = sql.raw(callType(call).sql);
  switch (call.call) {
    case 'countDistinct':
      return sql`count(distinct ${distinctRef(call.column, alias)})`;
    case 'sum':
      return sql`sum(${ref})::${type}`;
    case 'avg':
      return sql`avg(${ref})::${type}`;
    case 'min':
      return sql`min(${ref})::${type}`;
    case 'max':
      return sql`max(${ref})::${type}`;
    case 'stddev':
      return sql`stddev(${ref})::${type}`;
  }
}
