import { sql, type RawBuilder } from 'kysely';
import type { CatalogType } from '../catalog/catalog.js';
import { elementOf, scalarOf } from '../catalog/scalar.js';
import type { NamedColumn } from '../naming/named-catalog.js';
import type { Filter } from './filter.js';
import type { OperatorName } from './operators.js';
import { Parameter } from './parameter.js';
import type { ValueSource } from './value-source.js';

type Condition = RawBuilder<boolean>;

/** The SQL of a filter on the rows of `alias`, with SQL's own three-valued logic. */
export function filterToSql(filter: Filter, alias: string): Condition {
  switch (filter.kind) {
    case 'and':
      return junction(filter.filters, alias, sql` and `, sql<boolean>`true`);
    case 'or':
      return junction(filter.filters, alias, sql` or `, sql<boolean>`false`);
    case 'not':
      return sql<boolean>`not (${filterToSql(filter.filter, alias)})`;
    case 'isNull':
      return sql<boolean>`(${columnRef(filter.column, alias)} is null) = ${new Parameter(filter.operand)}::boolean`;
    case 'compare':
      return comparison(
        filter.operator,
        comparableRef(filter.column, alias),
        filter.column.source.type,
        filter.operand,
      );
  }
}

function junction(
  filters: readonly Filter[],
  alias: string,
  separator: RawBuilder<unknown>,
  whenEmpty: Condition,
): Condition {
  if (filters.length === 0) return whenEmpty;
  return sql<boolean>`(${sql.join(
    filters.map((filter) => filterToSql(filter, alias)),
    separator,
  )})`;
}

/** Never through a string reference: those split at dots, and a column may be called "a.b". */
export function columnRef(column: NamedColumn, alias: string): RawBuilder<unknown> {
  return sql.id(alias, column.source.name);
}

/** For comparing and ordering: a type that PostgreSQL has no order for is compared as the text that it is shown as. */
export function comparableRef(column: NamedColumn, alias: string): RawBuilder<unknown> {
  const ref = columnRef(column, alias);
  return isComparedAsText(column.source.type) ? sql`${ref}::text` : ref;
}

function isComparedAsText(type: CatalogType): boolean {
  const element = elementOf(type);
  return element.kind === 'other' ? !element.isOrdered : scalarOf(element) === 'JSON';
}

function comparison(
  operator: Exclude<OperatorName, 'isNull'>,
  left: RawBuilder<unknown>,
  type: CatalogType,
  source: ValueSource,
): Condition {
  const cast = sql.raw(isComparedAsText(type) ? 'text' : type.sql);
  const value = sql`${new Parameter(source)}::${cast}`;
  const values = sql`${new Parameter(source)}::${cast}[]`;
  const text = sql`${new Parameter(source)}::text`;
  switch (operator) {
    case 'eq':
      return sql<boolean>`${left} = ${value}`;
    case 'neq':
      return sql<boolean>`${left} <> ${value}`;
    case 'lt':
      return sql<boolean>`${left} < ${value}`;
    case 'lte':
      return sql<boolean>`${left} <= ${value}`;
    case 'gt':
      return sql<boolean>`${left} > ${value}`;
    case 'gte':
      return sql<boolean>`${left} >= ${value}`;
    case 'in':
      return sql<boolean>`${left} = any(${values})`;
    case 'notIn':
      return sql<boolean>`${left} <> all(${values})`;
    case 'like':
      return sql<boolean>`${left}::text like ${text}`;
    case 'notLike':
      return sql<boolean>`${left}::text not like ${text}`;
    case 'ilike':
      return sql<boolean>`${left}::text ilike ${text}`;
    case 'notIlike':
      return sql<boolean>`${left}::text not ilike ${text}`;
    case 'startsWith':
      return sql<boolean>`${left}::text like ${pattern(source, (part) => `${part}%`)}`;
    case 'endsWith':
      return sql<boolean>`${left}::text like ${pattern(source, (part) => `%${part}`)}`;
    case 'contains':
      return sql<boolean>`${left}::text like ${pattern(source, (part) => `%${part}%`)}`;
  }
}

/** The operand taken literally: its own `%`, `_` and `\` match themselves. */
function pattern(source: ValueSource, wrap: (escaped: string) => string): RawBuilder<unknown> {
  const parameter = new Parameter(source, (value) => wrap(String(value).replace(/[\\%_]/g, '\\$&')));
  return sql`${parameter}::text`;
}
