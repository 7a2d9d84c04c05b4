import { elementOf, scalarOf } from '../catalog/scalar.js';
import type { Parsed } from '../foundation/parsed.js';
import type { NamedColumn, NamedRelation, NamedTable } from '../naming/named-catalog.js';
import { countOperators, quantifiers, type Filter, type Quantifier } from './filter.js';
import type { InputTree } from './input-tree.js';
import { occurrenceOf, type AnyOccurrence, type Occurrence } from './occurrence.js';
import { isOperatorName, operators, operatorsOf, type OperandKind, type OperatorName } from './operators.js';
import type { ValueSource } from './value-source.js';

/** `field` is the place in the caller's own words, such as `film.where.length.gte`; `problem` goes on from there. */
export type ParsedFilter =
  | { readonly kind: 'parsed'; readonly value: Filter }
  | { readonly kind: 'refused'; readonly field: string; readonly problem: string };

/** Who reads a filter, and for what. */
export interface FilterReading {
  /** Called for each reference, whatever comes of it: a column, or (null) the rows of a relation's target. */
  onReference(table: NamedTable, column: NamedColumn | null): void;
  /** Makes sure that an operand is of its type. An operation's have been coerced by graphql-js. */
  readOperand(operand: ValueSource, type: OperandType): Parsed<ValueSource>;
  /** Whether an object without members is refused below the first: a program that left a value out would open everything. */
  readonly refusesEmpty: boolean;
}

/** What an operand must be; without a column it is a number of rows. */
export interface OperandType {
  readonly kind: OperandKind;
  readonly column: NamedColumn | null;
}

/**
 * The filter language: `{ and: […], or: […], not: {…}, <column>: { <operator>: … }, <relation>: … }`. Members of one
 * object are joined by "and". A null operand is refused, since `= NULL` never means what its writer thinks. A `path`
 * is the place in the caller's own words, such as `where.amount.gte`. Columns that it names are added to `occurrence`.
 */
export function parseFilter(
  tree: InputTree,
  occurrence: AnyOccurrence,
  path: string,
  reading: FilterReading,
): ParsedFilter {
  if (tree.kind !== 'object') return refusedAt(path, 'must be an object such as { <column>: { eq: … } }.');
  const filters: Filter[] = [];
  for (const [name, value] of tree.fields) {
    const place = `${path}.${name}`;
    if (reading.refusesEmpty && hasEmpty(value)) return refusedAt(place, EMPTY);
    const part = parseMember(name, value, occurrence, place, reading);
    if (part.kind === 'refused') return part;
    filters.push(part.value);
  }
  return accepted(joinAll(filters));
}

function parseMember(
  name: string,
  value: InputTree,
  occurrence: AnyOccurrence,
  path: string,
  reading: FilterReading,
): ParsedFilter {
  const { table } = occurrence;
  // Columns come first: one that is called "and" must not become unreachable. Such a clash is renamed by naming.
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column) {
    refer(occurrence, column, reading);
    return parseColumn(column, value, path, reading);
  }
  const relation = table.relations.find((candidate) => candidate.name === name);
  if (relation) return parseRelation(relation, value, occurrence, path, reading);
  if (name === 'and' || name === 'or') return parseJunction(name, value, occurrence, path, reading);
  if (name === 'not') {
    const inner = parseFilter(value, occurrence, path, reading);
    return inner.kind === 'refused' ? inner : accepted({ kind: 'not', filter: inner.value });
  }
  return refusedAt(
    path,
    `is neither a column nor a relation of ${table.name}, nor one of "and", "or", "not".`,
  );
}

const EMPTY =
  'has no condition, where one was meant: give it one or leave it out. What always holds is {"and": []}.';

/** Itself, or something in it. */
function hasEmpty(tree: InputTree): boolean {
  if (tree.kind === 'object') return tree.fields.size === 0 || [...tree.fields.values()].some(hasEmpty);
  return tree.kind === 'list' && tree.items.some(hasEmpty);
}

function refer(occurrence: AnyOccurrence, column: NamedColumn, reading: FilterReading): void {
  occurrence.columns.add(column);
  reading.onReference(occurrence.table, column);
}

function parseJunction(
  kind: 'and' | 'or',
  value: InputTree,
  occurrence: AnyOccurrence,
  path: string,
  reading: FilterReading,
): ParsedFilter {
  if (value.kind !== 'list') return refusedAt(path, 'must be a list of filters.');
  const filters: Filter[] = [];
  for (const [index, item] of value.items.entries()) {
    const part = parseFilter(item, occurrence, `${path}[${index}]`, reading);
    if (part.kind === 'refused') return part;
    filters.push(part.value);
  }
  return accepted({ kind, filters });
}

function parseRelation(
  relation: NamedRelation,
  value: InputTree,
  occurrence: AnyOccurrence,
  path: string,
  reading: FilterReading,
): ParsedFilter {
  if (!relation.isToMany) return parseRelated(relation, 'one', value, occurrence, path, reading);
  if (value.kind !== 'object') return refusedAt(path, 'must be an object such as { some: { … } }.');
  const filters: Filter[] = [];
  for (const [name, inner] of value.fields) {
    const quantifier = quantifiers.find((known) => known === name);
    const part =
      name === 'count'
        ? parseCount(relation, inner, occurrence, `${path}.count`, reading)
        : quantifier
          ? parseRelated(relation, quantifier, inner, occurrence, `${path}.${name}`, reading)
          : refusedAt(`${path}.${name}`, 'is none of "some", "none", "every", "count".');
    if (part.kind === 'refused') return part;
    filters.push(part.value);
  }
  return accepted(joinAll(filters));
}

/** Both sides of the foreign key are referred to, and so are the rows that it leads to. */
function enterRelation(
  relation: NamedRelation,
  occurrence: AnyOccurrence,
  reading: FilterReading,
): Occurrence {
  for (const column of relation.columns) refer(occurrence, column, reading);
  const target = occurrenceOf(relation.target);
  reading.onReference(relation.target, null);
  for (const column of relation.targetColumns) refer(target, column, reading);
  return target;
}

function parseRelated(
  relation: NamedRelation,
  quantifier: Quantifier | 'one',
  value: InputTree,
  occurrence: AnyOccurrence,
  path: string,
  reading: FilterReading,
): ParsedFilter {
  const target = enterRelation(relation, occurrence, reading);
  const inner = parseFilter(value, target, path, reading);
  if (inner.kind === 'refused') return inner;
  return accepted({ kind: 'relation', relation, quantifier, filter: inner.value, columns: target.columns });
}

function parseCount(
  relation: NamedRelation,
  value: InputTree,
  occurrence: AnyOccurrence,
  path: string,
  reading: FilterReading,
): ParsedFilter {
  const { columns } = enterRelation(relation, occurrence, reading);
  if (value.kind !== 'object') return refusedAt(path, 'must be an object such as { gt: 3 }.');
  const filters: Filter[] = [];
  for (const [name, tree] of value.fields) {
    const operator = countOperators.find((known) => known === name);
    if (!operator) {
      return refusedAt(`${path}.${name}`, `is no operator of a count. It has: ${countOperators.join(', ')}.`);
    }
    const operand = parseOperand(
      tree,
      { kind: operators[operator].operand, column: null },
      `${path}.${name}`,
      reading,
    );
    if (operand.kind === 'refused') return operand;
    filters.push({ kind: 'count', relation, columns, operator, operand: operand.value });
  }
  return accepted(joinAll(filters));
}

function parseColumn(
  column: NamedColumn,
  value: InputTree,
  path: string,
  reading: FilterReading,
): ParsedFilter {
  if (value.kind !== 'object') return refusedAt(path, 'must be an object such as { eq: … }.');
  const offered = operatorsOf(columnHolds(column));
  const filters: Filter[] = [];
  for (const [name, tree] of value.fields) {
    if (!isOperatorName(name) || !offered.includes(name)) {
      return refusedAt(`${path}.${name}`, `is no operator of this column. It has: ${offered.join(', ')}.`);
    }
    const type = { kind: operators[name].operand, column };
    const operand = parseOperand(tree, type, `${path}.${name}`, reading);
    if (operand.kind === 'refused') return operand;
    filters.push(comparisonOf(column, name, operand.value));
  }
  return accepted(joinAll(filters));
}

function comparisonOf(column: NamedColumn, operator: OperatorName, operand: ValueSource): Filter {
  return operator === 'isNull'
    ? { kind: 'isNull', column, operand }
    : { kind: 'compare', column, operator, operand };
}

type ParsedOperand =
  { readonly kind: 'parsed'; readonly value: ValueSource } | Extract<ParsedFilter, { kind: 'refused' }>;

function parseOperand(
  tree: InputTree,
  type: OperandType,
  path: string,
  reading: FilterReading,
): ParsedOperand {
  if (tree.kind === 'null') {
    return refusedAt(path, 'must not be null. To find missing values, use { isNull: true }.');
  }
  if (tree.kind === 'list' && tree.items.length > 0) return refusedAt(path, 'must not contain null.');
  if (tree.kind === 'object') return refusedAt(path, 'must be a value.');
  const source: ValueSource = tree.kind === 'list' ? { kind: 'list', items: [] } : tree.source;
  const operand = reading.readOperand(source, type);
  return operand.kind === 'parsed' ? operand : refusedAt(path, operand.problem);
}

function accepted(value: Filter): ParsedFilter {
  return { kind: 'parsed', value };
}

function refusedAt(field: string, problem: string): Extract<ParsedFilter, { kind: 'refused' }> {
  return { kind: 'refused', field, problem };
}

function joinAll(filters: readonly Filter[]): Filter {
  const [only] = filters;
  return only && filters.length === 1 ? only : { kind: 'and', filters };
}

/** What a column holds, as far as its operators are concerned. */
export function columnHolds(column: NamedColumn): Parameters<typeof operatorsOf>[0] {
  const { type } = column.source;
  if (type.kind === 'array') return 'array';
  return type.kind === 'enum' ? 'enum' : scalarOf(elementOf(type));
}
