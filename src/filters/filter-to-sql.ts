import { sql, type RawBuilder } from 'kysely';
import type { CatalogType } from '../catalog/catalog.js';
import type { NamedColumn, NamedRelation } from '../naming/named-catalog.js';
import { comparisonSql } from './comparison-sql.js';
import type { ComparisonName, CountFilter, Filter, RelationFilter, RowCondition } from './filter.js';
import { isNullAtPath, jsonPathSql } from './json-path-sql.js';
import { fullSight, type Sight } from './occurrence.js';
import { isAboutText } from './operators.js';
import { Parameter } from './parameter.js';
import { compared, distinguished, operatorOf } from './shown-sql.js';

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
      return nullCondition(filter, alias);
    case 'compare':
      return comparison(filter, columnRef(filter.column, alias));
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

function nullCondition(
  { column, part, operand }: Extract<Filter, { kind: 'isNull' }>,
  alias: string,
): Condition {
  const ref = columnRef(column, alias);
  if (part) return isNullAtPath(ref, part.at, operand);
  return sql<boolean>`(${isMissing(column, ref)}) = ${new Parameter(operand)}::boolean`;
}

function comparison(
  { column, part, operator, operand }: Extract<Filter, { kind: 'compare' }>,
  ref: RawBuilder<unknown>,
): Condition {
  const { type } = column.source;
  switch (part?.kind) {
    case undefined:
      return comparisonSql(operator, strictly(column, operator, ref), type, operand);
    case 'path':
      return jsonPathSql(operator, ref, part.at, operand);
    case 'length':
      return comparisonSql(operator, lengthSql(type, ref), COUNT, operand);
  }
}

/** With a collation that takes different texts for equal a pattern is an error, and only where there is a row. */
export function strictly(
  column: NamedColumn,
  operator: ComparisonName,
  ref: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const isLoose = column.source.collatesLoosely === true && isAboutText(operator);
  return isLoose ? sql`(${ref} collate pg_catalog."default")` : ref;
}

/** Of the outermost dimension, which PostgreSQL says an empty array does not have. */
function lengthSql(type: CatalogType, ref: RawBuilder<unknown>): RawBuilder<unknown> {
  const isFlat = type.kind === 'array' && type.dimensions === 1;
  return isFlat
    ? sql`pg_catalog.cardinality(${ref})`
    : sql`(case when pg_catalog.cardinality(${ref}) = 0 then 0 else pg_catalog.array_length(${ref}, 1) end)`;
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
  return comparisonSql(operator, relatedCount(relation, condition, alias, scope), COUNT, operand);
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
    return sql<boolean>`${columnRef(column, target)} ${operatorOf(column.source.type, '=')} ${ownRef(own, index)}`;
  });
  return sql<boolean>`${sql.join(pairs, sql` and `)}`;
}

/** Never through a string reference: those split at dots, and a column may be called "a.b". */
export function columnRef(column: NamedColumn, alias: string): RawBuilder<unknown> {
  return sql.id(alias, column.source.name);
}

/** For ordering, by alias. */
export function comparableRef(column: NamedColumn, alias: string): RawBuilder<unknown> {
  return comparable(column, columnRef(column, alias));
}

/** For telling equal values apart, which PostgreSQL cannot do with all of them. */
export function distinctRef(column: NamedColumn, alias: string): RawBuilder<unknown> {
  return distinguished(column.source.type, columnRef(column, alias));
}

/** For comparing and ordering: a type that PostgreSQL has no order for is compared as the text that it is shown as. */
export function comparable(column: NamedColumn, ref: RawBuilder<unknown>): RawBuilder<unknown> {
  return compared(column.source.type, ref);
}

/** A composite whose members are all null is there, though PostgreSQL's own `is null` says otherwise. */
export function isMissing(column: NamedColumn, ref: RawBuilder<unknown>): Condition {
  return column.source.type.kind === 'composite'
    ? sql<boolean>`${ref} is not distinct from null`
    : sql<boolean>`${ref} is null`;
}
