import { elementOf, scalarOf } from '../catalog/scalar.js';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import type { Filter } from './filter.js';
import type { InputTree } from './input-tree.js';
import { isOperatorName, operatorsOf, type OperatorName } from './operators.js';

/** `field` is the place in the caller's own words, such as `film.where.length.gte`; `problem` goes on from there. */
export type ParsedFilter =
  | { readonly kind: 'parsed'; readonly value: Filter }
  | { readonly kind: 'refused'; readonly field: string; readonly problem: string };

/**
 * The filter language: `{ and: […], or: […], not: {…}, <column>: { <operator>: … } }`. Members of one object are
 * joined by "and". A null operand is refused, since `= NULL` never means what its writer thinks. A `path` is the
 * place in the caller's own words, such as `where.amount.gte`.
 */
export function parseFilter(
  tree: InputTree,
  table: NamedTable,
  path: string,
  /** Called for each column that is named, whatever comes of it. */
  onColumn: (column: NamedColumn) => void,
): ParsedFilter {
  if (tree.kind !== 'object') return refusedAt(path, 'must be an object such as { <column>: { eq: … } }.');
  const filters: Filter[] = [];
  for (const [name, value] of tree.fields) {
    const part = parseMember(name, value, table, `${path}.${name}`, onColumn);
    if (part.kind === 'refused') return part;
    filters.push(part.value);
  }
  return accepted(joinAll(filters));
}

function parseMember(
  name: string,
  value: InputTree,
  table: NamedTable,
  path: string,
  onColumn: (column: NamedColumn) => void,
): ParsedFilter {
  // Columns come first: one that is called "and" must not become unreachable. Such a clash is renamed by naming.
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column) {
    onColumn(column);
    return parseColumn(column, value, path);
  }
  if (name === 'and' || name === 'or') return parseJunction(name, value, table, path, onColumn);
  if (name === 'not') {
    const inner = parseFilter(value, table, path, onColumn);
    return inner.kind === 'refused' ? inner : accepted({ kind: 'not', filter: inner.value });
  }
  return refusedAt(path, `is neither a column of ${table.name} nor one of "and", "or", "not".`);
}

function parseJunction(
  kind: 'and' | 'or',
  value: InputTree,
  table: NamedTable,
  path: string,
  onColumn: (column: NamedColumn) => void,
): ParsedFilter {
  if (value.kind !== 'list') return refusedAt(path, 'must be a list of filters.');
  const filters: Filter[] = [];
  for (const [index, item] of value.items.entries()) {
    const part = parseFilter(item, table, `${path}[${index}]`, onColumn);
    if (part.kind === 'refused') return part;
    filters.push(part.value);
  }
  return accepted({ kind, filters });
}

function parseColumn(column: NamedColumn, value: InputTree, path: string): ParsedFilter {
  if (value.kind !== 'object') return refusedAt(path, 'must be an object such as { eq: … }.');
  const offered = operatorsOf(columnHolds(column));
  const filters: Filter[] = [];
  for (const [name, operand] of value.fields) {
    if (!isOperatorName(name) || !offered.includes(name)) {
      return refusedAt(`${path}.${name}`, `is no operator of this column. It has: ${offered.join(', ')}.`);
    }
    const part = parseOperand(column, name, operand, `${path}.${name}`);
    if (part.kind === 'refused') return part;
    filters.push(part.value);
  }
  return accepted(joinAll(filters));
}

function parseOperand(
  column: NamedColumn,
  name: OperatorName,
  operand: InputTree,
  path: string,
): ParsedFilter {
  if (operand.kind === 'null') {
    return refusedAt(path, 'must not be null. To find missing values, use { isNull: true }.');
  }
  if (operand.kind === 'list') return refusedAt(path, 'must not contain null.');
  if (operand.kind !== 'leaf') return refusedAt(path, 'must be a value.');
  if (name === 'isNull') return accepted({ kind: 'isNull', column, operand: operand.source });
  return accepted({ kind: 'compare', column, operator: name, operand: operand.source });
}

function accepted(value: Filter): ParsedFilter {
  return { kind: 'parsed', value };
}

function refusedAt(field: string, problem: string): ParsedFilter {
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
