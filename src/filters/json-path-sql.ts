import { sql, type RawBuilder } from 'kysely';
import { textComparison } from './comparison-sql.js';
import type { ComparisonName } from './filter.js';
import { Parameter } from './parameter.js';
import type { ValueSource } from './value-source.js';

type Sql = RawBuilder<unknown>;
type Condition = RawBuilder<boolean>;

/**
 * A comparison of what stands at a path of a `jsonb` value. The path is a list of texts, so it has no syntax that could
 * be wrong; nothing is cast, so no row can make it fail. Values of another JSON type than the operand's are never less
 * or greater than it, and only texts have a pattern.
 */
export function jsonPathSql(
  operator: ComparisonName,
  column: Sql,
  at: ValueSource,
  operand: ValueSource,
): Condition {
  const path = sql`${new Parameter(at)}::text[]`;
  const found = sql`(${column} operator(pg_catalog.#>) ${path})`;
  const value = sql`${new Parameter(operand)}::jsonb`;
  const isAlike = sql`pg_catalog.jsonb_typeof(${found}) = pg_catalog.jsonb_typeof(${value})`;
  switch (operator) {
    case 'eq':
      return sql<boolean>`${found} = ${value}`;
    case 'neq':
      return sql<boolean>`${found} <> ${value}`;
    case 'in':
      return sql<boolean>`${found} = any(${value}[])`;
    case 'notIn':
      return sql<boolean>`${found} <> all(${value}[])`;
    case 'lt':
      return sql<boolean>`(${isAlike} and ${found} < ${value})`;
    case 'lte':
      return sql<boolean>`(${isAlike} and ${found} <= ${value})`;
    case 'gt':
      return sql<boolean>`(${isAlike} and ${found} > ${value})`;
    case 'gte':
      return sql<boolean>`(${isAlike} and ${found} >= ${value})`;
    case 'contains':
      return sql<boolean>`${found} operator(pg_catalog.@>) ${value}`;
    case 'exists':
      return sql<boolean>`(${found} is not null) = ${new Parameter(operand)}::boolean`;
    default:
      return textAtPath(operator, column, at, operand);
  }
}

/** JSON's own null is no value either. */
export function isNullAtPath(column: Sql, at: ValueSource, operand: ValueSource): Condition {
  return sql<boolean>`(${textAt(column, at)} is null) = ${new Parameter(operand)}::boolean`;
}

function textAtPath(operator: ComparisonName, column: Sql, at: ValueSource, operand: ValueSource): Condition {
  const matches = textComparison(operator, textAt(column, at), operand, 'String');
  if (!matches) throw new Error(`The operator ${operator} is none of what stands at a path.`);
  const found = sql`${column} operator(pg_catalog.#>) ${new Parameter(at)}::text[]`;
  return sql<boolean>`(pg_catalog.jsonb_typeof(${found}) = 'string' and ${matches})`;
}

function textAt(column: Sql, at: ValueSource): Sql {
  return sql`(${column} operator(pg_catalog.#>>) ${new Parameter(at)}::text[])`;
}
