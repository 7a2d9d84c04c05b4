import { sql, type RawBuilder } from 'kysely';
import type { CatalogType } from '../catalog/catalog.js';
import { elementOf, scalarOf } from '../catalog/scalar.js';
import { BadUserInput } from '../foundation/postern-error.js';
import type { NamedColumn, NamedRelation } from '../naming/named-catalog.js';
import type { ComparisonName, CountFilter, Filter, RelationFilter, RowCondition } from './filter.js';
import { fullSight, type Sight } from './occurrence.js';
import { endsWithEscape, ENDS_WITH_ESCAPE } from './operators.js';
import { Parameter } from './parameter.js';
import type { ValueSource } from './value-source.js';

type Condition = RawBuilder<boolean>;

/** What the SQL of a filter depends on beside the filter: what may be seen, and names that are still free. */
export interface FilterScope {
  readonly sight: Sight;
  /** An alias that the statement does not use yet. */
  nextAlias(): string;
}

/** The SQL of a filter on the rows of `alias`, with SQL's own three-valued logic. */
export function filterToSql(filter: Filter, alias: string, scope: FilterScope): Condition {
  switch (filter.kind) {
    case 'and':
      return junction(filter.filters, alias, scope, sql` and `, sql<boolean>`true`);
    case 'or':
      return junction(filter.filters, alias, scope, sql` or `, sql<boolean>`false`);
    case 'not':
      return sql<boolean>`not (${filterToSql(filter.filter, alias, scope)})`;
    case 'isNull':
      return sql<boolean>`(${columnRef(filter.column, alias)} is null) = ${new Parameter(filter.operand)}::boolean`;
    case 'compare':
      return compareSql(
        filter.operator,
        comparableRef(filter.column, alias),
        filter.column.source.type,
        filter.operand,
      );
    case 'relation':
      return relationCondition(filter, alias, scope);
    case 'count':
      return countCondition(filter, alias, scope);
  }
}

/** What an occurrence may see, as SQL; null: every row. A rule is evaluated with full sight. */
export function sightToSql(
  condition: RowCondition,
  alias: string,
  scope: Pick<FilterScope, 'nextAlias'>,
): Condition | null {
  switch (condition.kind) {
    case 'all':
      return null;
    case 'none':
      return sql<boolean>`false`;
    case 'where':
      return filterToSql(condition.filter, alias, { sight: fullSight, nextAlias: scope.nextAlias });
  }
}

function junction(
  filters: readonly Filter[],
  alias: string,
  scope: FilterScope,
  separator: RawBuilder<unknown>,
  whenEmpty: Condition,
): Condition {
  if (filters.length === 0) return whenEmpty;
  return sql<boolean>`(${sql.join(
    filters.map((filter) => filterToSql(filter, alias, scope)),
    separator,
  )})`;
}

function relationCondition(
  { relation, quantifier, filter, columns, seen }: RelationFilter,
  alias: string,
  scope: FilterScope,
): Condition {
  const target = scope.nextAlias();
  const condition = seen ?? scope.sight({ table: relation.target, columns, aggregated: null });
  const visible = relatedRows(relation, condition, alias, target, scope);
  const inner = filterToSql(filter, target, scope);
  switch (quantifier) {
    case 'one':
    case 'some':
      return sql<boolean>`exists (select ${visible} and ${inner})`;
    case 'none':
      return sql<boolean>`not exists (select ${visible} and ${inner})`;
    case 'every':
      // A row for which it is unknown does not fulfil it.
      return sql<boolean>`not exists (select ${visible} and (${inner}) is not true)`;
  }
}

function countCondition(
  { relation, columns, operator, operand, seen }: CountFilter,
  alias: string,
  scope: FilterScope,
): Condition {
  const condition = seen ?? scope.sight({ table: relation.target, columns, aggregated: null });
  return compareSql(operator, relatedCount(relation, condition, alias, scope), COUNT, operand);
}

/** How many rows of the relation's target belong to the row of `alias` and may be seen. */
export function relatedCount(
  relation: NamedRelation,
  condition: RowCondition,
  alias: string,
  scope: Pick<FilterScope, 'nextAlias'>,
): RawBuilder<unknown> {
  return sql`(select count(*) ${relatedRows(relation, condition, alias, scope.nextAlias(), scope)})`;
}

/** What a number of rows is to PostgreSQL. */
export const COUNT: CatalogType = { kind: 'base', name: 'int8', sql: 'pg_catalog.int8' };

/** ` from … where …`: the rows of the relation's target that belong to the row of `alias` and may be seen. */
function relatedRows(
  relation: NamedRelation,
  condition: RowCondition,
  alias: string,
  target: string,
  scope: Pick<FilterScope, 'nextAlias'>,
): RawBuilder<unknown> {
  const { schema, name } = relation.target.source;
  const visible = sightToSql(condition, target, scope);
  return sql`from ${sql.id(schema, name)} as ${sql.id(target)} where ${joinCondition(relation, target, (own) => columnRef(own, alias))}${
    visible ? sql` and ${visible}` : sql``
  }`;
}

/** The two sides of a foreign key are the same; `ownRef` refers to this side's columns. */
export function joinCondition(
  relation: NamedRelation,
  target: string,
  ownRef: (own: NamedColumn, index: number) => RawBuilder<unknown>,
): Condition {
  const pairs = relation.targetColumns.map((column, index) => {
    const own = relation.columns[index];
    if (!own) throw new Error(`The relation ${relation.name} has sides of different lengths.`);
    return sql<boolean>`${columnRef(column, target)} = ${ownRef(own, index)}`;
  });
  return sql<boolean>`${sql.join(pairs, sql` and `)}`;
}

/** Never through a string reference: those split at dots, and a column may be called "a.b". */
export function columnRef(column: NamedColumn, alias: string): RawBuilder<unknown> {
  return sql.id(alias, column.source.name);
}

/** For comparing and ordering: a type that PostgreSQL has no order for is compared as the text that it is shown as. */
export function comparableRef(column: NamedColumn, alias: string): RawBuilder<unknown> {
  return comparable(column, columnRef(column, alias));
}

export function comparable(column: NamedColumn, ref: RawBuilder<unknown>): RawBuilder<unknown> {
  return isComparedAsText(column.source.type) ? sql`${ref}::text` : ref;
}

export function isComparedAsText(type: CatalogType): boolean {
  const element = elementOf(type);
  return element.kind === 'other' ? !element.isOrdered : scalarOf(element) === 'JSON';
}

/** `left`, of this type, against an operand. */
export function compareSql(
  operator: ComparisonName,
  left: RawBuilder<unknown>,
  type: CatalogType,
  source: ValueSource,
): Condition {
  const cast = sql.raw(isComparedAsText(type) ? 'text' : type.sql);
  const value = sql`${new Parameter(source)}::${cast}`;
  const values = sql`${new Parameter(source)}::${cast}[]`;
  const asked = sql`${new Parameter(source, checkPattern)}::text`;
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
      return sql<boolean>`${left}::text like ${asked}`;
    case 'notLike':
      return sql<boolean>`${left}::text not like ${asked}`;
    case 'ilike':
      return sql<boolean>`${left}::text ilike ${asked}`;
    case 'notIlike':
      return sql<boolean>`${left}::text not ilike ${asked}`;
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

function checkPattern(value: unknown): unknown {
  if (typeof value === 'string' && !endsWithEscape(value)) return value;
  throw new BadUserInput([{ field: 'where', message: `A pattern ${ENDS_WITH_ESCAPE}` }]);
}
