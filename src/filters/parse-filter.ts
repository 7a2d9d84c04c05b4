import { valueKindOf, type ValueKind } from '../catalog/value-kind.js';
import type { NamedColumn, NamedRelation } from '../naming/named-catalog.js';
import { countOperators, quantifiers, type CountOperator, type Filter, type Quantifier } from './filter.js';
import type { FilterReading, ParsedFilter } from './filter-reading.js';
import type { InputTree } from './input-tree.js';
import { occurrenceOf, type AnyOccurrence, type Occurrence } from './occurrence.js';
import {
  isOperatorName,
  operandAtPath,
  operandOf,
  operators,
  operatorsOf,
  pathOperators,
  type OperandKind,
  type OperatorName,
} from './operators.js';
import { parseOperand } from './parse-operand.js';
import type { ValueSource } from './value-source.js';

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
    if (reading.refusesEmpty && isEmpty(value)) return refusedAt(place, EMPTY);
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
    const inner = parseInner(value, occurrence, path, reading);
    return inner.kind === 'refused' ? inner : accepted({ kind: 'not', filter: inner.value });
  }
  return refusedAt(
    path,
    `is neither a column nor a relation of ${table.name}, nor one of "and", "or", "not".`,
  );
}

const EMPTY =
  'has no condition, where one was meant: give it one or leave it out. What always holds is {"and": []}.';

function isEmpty(tree: InputTree): boolean {
  return tree.kind === 'object' && tree.fields.size === 0;
}

/** A filter inside of another. */
function parseInner(
  tree: InputTree,
  occurrence: AnyOccurrence,
  path: string,
  reading: FilterReading,
): ParsedFilter {
  if (reading.refusesEmpty && isEmpty(tree)) return refusedAt(path, EMPTY);
  return parseFilter(tree, occurrence, path, reading);
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
    const part = parseInner(item, occurrence, `${path}[${index}]`, reading);
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
  const inner = parseInner(value, target, path, reading);
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
  return parseNumber(value, path, reading, (operator, operand) => ({
    kind: 'count',
    relation,
    columns,
    operator,
    operand,
  }));
}

/** Conditions on a number of rows or of items. */
function parseNumber(
  value: InputTree,
  path: string,
  reading: FilterReading,
  filterOf: (operator: CountOperator, operand: ValueSource) => Filter,
): ParsedFilter {
  if (reading.refusesEmpty && isEmpty(value)) return refusedAt(path, EMPTY);
  if (value.kind !== 'object') return refusedAt(path, 'must be an object such as { gt: 3 }.');
  const filters: Filter[] = [];
  for (const [name, tree] of value.fields) {
    const operator = countOperators.find((known) => known === name);
    if (!operator) {
      return refusedAt(`${path}.${name}`, `is no operator of a count. It has: ${countOperators.join(', ')}.`);
    }
    const type = { kind: operators[operator].operand, column: null };
    const operand = parseOperand(tree, type, `${path}.${name}`, reading);
    if (operand.kind === 'refused') return operand;
    filters.push(filterOf(operator, operand.value));
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
  const holds = columnHolds(column);
  const offered = operatorsOf(holds);
  const filters: Filter[] = [];
  for (const [name, tree] of value.fields) {
    const place = `${path}.${name}`;
    if (!isOperatorName(name) || !offered.includes(name)) {
      return refusedAt(place, `is no operator of this column. It has: ${offered.join(', ')}.`);
    }
    const part =
      name === 'path'
        ? parsePath(column, tree, place, reading)
        : name === 'length'
          ? parseLength(column, tree, place, reading)
          : parseComparison(column, name, operandOf(name, holds), tree, place, reading);
    if (part.kind === 'refused') return part;
    filters.push(part.value);
  }
  return accepted(joinAll(filters));
}

function parseComparison(
  column: NamedColumn,
  name: Exclude<OperatorName, 'length' | 'path'>,
  kind: OperandKind,
  tree: InputTree,
  path: string,
  reading: FilterReading,
  at?: ValueSource,
): ParsedFilter {
  const operand = parseOperand(tree, { kind, column }, path, reading);
  if (operand.kind === 'refused') return operand;
  const part = at && ({ kind: 'path', at } as const);
  const common = { column, ...(part && { part }), operand: operand.value };
  return accepted(
    name === 'isNull' ? { kind: 'isNull', ...common } : { kind: 'compare', operator: name, ...common },
  );
}

function parseLength(
  column: NamedColumn,
  value: InputTree,
  path: string,
  reading: FilterReading,
): ParsedFilter {
  return parseNumber(value, path, reading, (operator, operand) => ({
    kind: 'compare',
    column,
    part: { kind: 'length' },
    operator,
    operand,
  }));
}

/** `{ at: ["a", "0"], eq: … }`: conditions on what stands there. */
function parsePath(
  column: NamedColumn,
  value: InputTree,
  path: string,
  reading: FilterReading,
): ParsedFilter {
  const steps = value.kind === 'object' ? value.fields.get('at') : undefined;
  if (value.kind !== 'object' || steps === undefined) {
    return refusedAt(path, 'must be an object such as { at: ["a", "b"], eq: … }.');
  }
  const at = parseOperand(steps, { kind: 'texts', column }, `${path}.at`, reading);
  if (at.kind === 'refused') return at;
  const filters: Filter[] = [];
  for (const [name, tree] of value.fields) {
    if (name === 'at') continue;
    const place = `${path}.${name}`;
    const operator = pathOperators.find((known) => known === name);
    if (!operator) {
      return refusedAt(place, `is no operator at a path. It has: ${pathOperators.join(', ')}.`);
    }
    const kind = operandAtPath(operator);
    const part = parseComparison(column, operator, kind, tree, place, reading, at.value);
    if (part.kind === 'refused') return part;
    filters.push(part.value);
  }
  if (reading.refusesEmpty && filters.length === 0) return refusedAt(path, EMPTY);
  return accepted(joinAll(filters));
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
export function columnHolds(column: NamedColumn): ValueKind {
  return valueKindOf(column.source.type);
}
