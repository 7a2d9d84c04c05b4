import { sql, type RawBuilder } from 'kysely';
import type { CatalogType } from '../catalog/catalog.js';
import { valueKindOf, type ValueKind } from '../catalog/value-kind.js';
import { BadUserInput } from '../foundation/postern-error.js';
import type { ComparisonName } from './filter.js';
import { endsWithEscape, ENDS_WITH_ESCAPE } from './operators.js';
import { Parameter } from './parameter.js';
import { multirangeText, rangeText } from './range-text.js';
import { compared, comparedType, operatorOf, shown } from './shown-sql.js';
import type { ValueSource } from './value-source.js';

type Sql = RawBuilder<unknown>;
type Condition = RawBuilder<boolean>;

/** One comparison of what `ref` refers to, which is of this type. Nothing in it can fail for some rows only. */
export function comparisonSql(
  operator: ComparisonName,
  ref: Sql,
  type: CatalogType,
  operand: ValueSource,
): Condition {
  const holds = valueKindOf(type);
  return (
    simpleComparison(operator, compared(type, ref), type, operand) ??
    textComparison(operator, shown(type, ref), operand, holds) ??
    setComparison(operator, compared(type, ref), type, operand)
  );
}

function simpleComparison(
  operator: ComparisonName,
  left: Sql,
  type: CatalogType,
  source: ValueSource,
): Condition | null {
  const value = sql`${new Parameter(source, inputOf(type))}::${sql.raw(comparedType(type))}`;
  switch (operator) {
    case 'eq':
      return sql<boolean>`${left} ${operatorOf(type, '=')} ${value}`;
    case 'neq':
      return sql<boolean>`${left} ${operatorOf(type, '<>')} ${value}`;
    case 'lt':
      return sql<boolean>`${left} ${operatorOf(type, '<')} ${value}`;
    case 'lte':
      return sql<boolean>`${left} ${operatorOf(type, '<=')} ${value}`;
    case 'gt':
      return sql<boolean>`${left} ${operatorOf(type, '>')} ${value}`;
    case 'gte':
      return sql<boolean>`${left} ${operatorOf(type, '>=')} ${value}`;
    case 'in':
      return sql<boolean>`${left} ${operatorOf(type, '=')} any(${value}[])`;
    case 'notIn':
      return sql<boolean>`${left} ${operatorOf(type, '<>')} all(${value}[])`;
    default:
      return null;
  }
}

/** Patterns are about the text of a value, whatever its type. */
export function textComparison(
  operator: ComparisonName,
  left: Sql,
  source: ValueSource,
  holds: ValueKind,
): Condition | null {
  const asked = sql`${new Parameter(source, checkPattern)}::text`;
  switch (operator) {
    case 'like':
      return sql<boolean>`${left}::text like ${asked}`;
    case 'notLike':
      return sql<boolean>`${left}::text not like ${asked}`;
    case 'ilike':
      return sql<boolean>`${left}::text ilike ${asked}`;
    case 'notIlike':
      return sql<boolean>`${left}::text not ilike ${asked}`;
    case 'similar':
      return sql<boolean>`${left}::text similar to ${checked(source, 'similar')}`;
    case 'regex':
      return sql<boolean>`${left}::text operator(pg_catalog.~) ${checked(source, 'regex')}`;
    case 'iregex':
      return sql<boolean>`${left}::text operator(pg_catalog.~*) ${checked(source, 'regex')}`;
    case 'startsWith':
      return sql<boolean>`${left}::text like ${pattern(source, (part) => `${part}%`)}`;
    case 'endsWith':
      return sql<boolean>`${left}::text like ${pattern(source, (part) => `%${part}`)}`;
    case 'contains':
      return holds === 'String'
        ? sql<boolean>`${left}::text like ${pattern(source, (part) => `%${part}%`)}`
        : null;
    default:
      return null;
  }
}

/** Operators of sets are named with their schema: an extension (intarray) has some of the same name that can fail. */
function setComparison(
  operator: ComparisonName,
  left: Sql,
  type: CatalogType,
  source: ValueSource,
): Condition {
  const other = sql`${otherSide(operator, type, source)}`;
  switch (operator) {
    case 'contains':
    case 'containsRange':
      return sql<boolean>`${left} operator(pg_catalog.@>) ${other}`;
    case 'containedBy':
      return sql<boolean>`${left} operator(pg_catalog.<@) ${other}`;
    case 'overlaps':
      return sql<boolean>`${left} operator(pg_catalog.&&) ${other}`;
    case 'strictlyLeft':
      return sql<boolean>`${left} operator(pg_catalog.<<) ${other}`;
    case 'strictlyRight':
      return sql<boolean>`${left} operator(pg_catalog.>>) ${other}`;
    case 'adjacentTo':
      return sql<boolean>`${left} operator(pg_catalog.-|-) ${other}`;
    case 'isEmpty':
      return sql<boolean>`pg_catalog.isempty(${left}) = ${new Parameter(source)}::boolean`;
    case 'hasKey':
      return sql<boolean>`${left} operator(pg_catalog.?) ${new Parameter(source)}::text`;
    case 'hasAnyKey':
      return sql<boolean>`${left} operator(pg_catalog.?|) ${new Parameter(source)}::text[]`;
    case 'hasAllKeys':
      return sql<boolean>`${left} operator(pg_catalog.?&) ${new Parameter(source)}::text[]`;
    case 'search':
      return sql<boolean>`${left} operator(pg_catalog.@@) pg_catalog.websearch_to_tsquery(${checked(source, 'query')})`;
    default:
      throw new Error(`The operator ${operator} is none of ${type.sql}.`);
  }
}

function otherSide(operator: ComparisonName, type: CatalogType, source: ValueSource): Sql {
  if (type.kind === 'range' || type.kind === 'multirange') {
    const range = type.kind === 'range' ? type : type.range;
    return operator === 'contains'
      ? sql`${new Parameter(source)}::${sql.raw(range.bound.sql)}`
      : sql`${new Parameter(source, rangeText)}::${sql.raw(range.sql)}`;
  }
  return sql`${new Parameter(source, inputOf(type))}::${sql.raw(comparedType(type))}`;
}

/** From a value in the API's form to what PostgreSQL reads as the type; undefined: the same. */
function inputOf(type: CatalogType): ((value: unknown) => unknown) | undefined {
  if (type.kind === 'range') return rangeText;
  if (type.kind === 'multirange') return multirangeText;
  const isRanges = type.kind === 'array' && type.element.kind === 'range';
  return isRanges ? (value) => (Array.isArray(value) ? value.map(rangeText) : value) : undefined;
}

function checked(source: ValueSource, check: NonNullable<Parameter['check']>): Sql {
  return sql`${new Parameter(source, undefined, check)}::text`;
}

/** The operand taken literally: its own `%`, `_` and `\` match themselves. */
function pattern(source: ValueSource, wrap: (escaped: string) => string): Sql {
  const parameter = new Parameter(source, (value) => wrap(String(value).replace(/[\\%_]/g, '\\$&')));
  return sql`${parameter}::text`;
}

function checkPattern(value: unknown): unknown {
  if (typeof value === 'string' && !endsWithEscape(value)) return value;
  throw new BadUserInput([{ field: 'where', message: `A pattern ${ENDS_WITH_ESCAPE}` }]);
}
