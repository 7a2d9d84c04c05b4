import type { ValueKind } from '../catalog/value-kind.js';

/** The comparison operators of the filter language, and what each takes unless `operandOf` knows better. Names are public. */
export const operators = {
  eq: { operand: 'value' },
  neq: { operand: 'value' },
  in: { operand: 'values' },
  notIn: { operand: 'values' },
  lt: { operand: 'value' },
  lte: { operand: 'value' },
  gt: { operand: 'value' },
  gte: { operand: 'value' },
  isNull: { operand: 'boolean' },
  like: { operand: 'pattern' },
  notLike: { operand: 'pattern' },
  ilike: { operand: 'pattern' },
  notIlike: { operand: 'pattern' },
  similar: { operand: 'similar' },
  regex: { operand: 'regex' },
  iregex: { operand: 'regex' },
  startsWith: { operand: 'text' },
  endsWith: { operand: 'text' },
  contains: { operand: 'text' },
  search: { operand: 'query' },
  containedBy: { operand: 'items' },
  overlaps: { operand: 'items' },
  length: { operand: 'count' },
  hasKey: { operand: 'text' },
  hasAnyKey: { operand: 'texts' },
  hasAllKeys: { operand: 'texts' },
  path: { operand: 'path' },
  exists: { operand: 'boolean' },
  containsRange: { operand: 'range' },
  strictlyLeft: { operand: 'range' },
  strictlyRight: { operand: 'range' },
  adjacentTo: { operand: 'range' },
  isEmpty: { operand: 'boolean' },
} as const satisfies Record<string, { readonly operand: OperandKind }>;

export type OperandKind =
  /** Of the column's own scalar or enum, or a list of them. */
  | 'value'
  | 'values'
  | 'boolean'
  /** Any text, also on enums and the like, or a list of them. */
  | 'text'
  | 'texts'
  /** An SQL pattern of LIKE, one of SIMILAR TO, a regular expression, words to search for. */
  | 'pattern'
  | 'similar'
  | 'regex'
  | 'query'
  | 'json'
  | 'jsons'
  /** The items of an array, in lists for each further dimension; null is an item too. */
  | 'items'
  /** A range, a list of ranges (a multirange, or the items of an array), or a value that may lie in one. */
  | 'range'
  | 'ranges'
  | 'bound'
  /** An object of further operators: on a number, or on what stands at a path of a JSON value. */
  | 'count'
  | 'path';

export type OperatorName = keyof typeof operators;

const equality: readonly OperatorName[] = ['eq', 'neq', 'in', 'notIn', 'isNull'];
const order: readonly OperatorName[] = ['lt', 'lte', 'gt', 'gte'];
const text: readonly OperatorName[] = [
  'like',
  'notLike',
  'ilike',
  'notIlike',
  'similar',
  'regex',
  'iregex',
  'startsWith',
  'endsWith',
  'contains',
];
const sets: readonly OperatorName[] = ['eq', 'neq', 'contains', 'containedBy'];
const ranges: readonly OperatorName[] = [
  ...sets,
  'containsRange',
  'overlaps',
  'strictlyLeft',
  'strictlyRight',
  'adjacentTo',
  'isEmpty',
  'isNull',
];

/** The operators that a column offers, by what it holds. */
export function operatorsOf(holds: ValueKind): readonly OperatorName[] {
  switch (holds) {
    case 'json':
    case 'composite':
      return ['isNull'];
    case 'list':
      return ['length', 'isNull'];
    case 'array':
    case 'matrix':
      return [...sets, 'overlaps', 'length', 'isNull'];
    case 'JSON':
      return [...sets, 'hasKey', 'hasAnyKey', 'hasAllKeys', 'path', 'isNull'];
    case 'range':
    case 'multirange':
      return ranges;
    case 'tsvector':
      return [...equality, 'search'];
    case 'Boolean':
    case 'Bytes':
      return equality;
    case 'String':
      return [...equality, ...order, ...text];
    default:
      return [...equality, ...order];
  }
}

/** Whether it is about the text of a value, letter by letter. */
export function isAboutText(operator: OperatorName): boolean {
  return text.includes(operator);
}

/** What an operator takes on a column that holds this. */
export function operandOf(operator: OperatorName, holds: ValueKind | null): OperandKind {
  const { operand } = operators[operator];
  const isOfSet = sets.includes(operator) || operator === 'overlaps';
  if (!isOfSet) return operand;
  switch (holds) {
    case 'JSON':
      return 'json';
    case 'array':
    case 'matrix':
      return 'items';
    case 'range':
      return operator === 'contains' ? 'bound' : 'range';
    case 'multirange':
      if (operator === 'contains') return 'bound';
      return operator === 'eq' || operator === 'neq' ? 'ranges' : 'range';
    default:
      return operand;
  }
}

/** Of what stands at a path of a `jsonb` value. */
export const pathOperators = [
  'eq',
  'neq',
  'in',
  'notIn',
  'lt',
  'lte',
  'gt',
  'gte',
  'contains',
  'like',
  'ilike',
  'regex',
  'iregex',
  'isNull',
  'exists',
] as const satisfies readonly OperatorName[];

export function operandAtPath(operator: (typeof pathOperators)[number]): OperandKind {
  if (operator === 'contains') return 'json';
  const { operand } = operators[operator];
  return operand === 'value' ? 'json' : operand === 'values' ? 'jsons' : operand;
}

/** Whether rows can be put in order by it: PostgreSQL has no order for `json`, and none that means something for `jsonb`. */
export function isOrdered(holds: ValueKind): boolean {
  return !['JSON', 'json', 'composite', 'list'].includes(holds);
}

/**
 * PostgreSQL refuses a pattern that ends with its escape character, but only where a row matches so far: an error that
 * would tell of rows nobody may see. So it is refused before anything runs.
 */
export function endsWithEscape(pattern: string): boolean {
  return (/\\*$/.exec(pattern)?.[0].length ?? 0) % 2 === 1;
}

export const ENDS_WITH_ESCAPE = 'must not end with its escape character "\\": write it twice.';

export function isOperatorName(name: string): name is OperatorName {
  return Object.hasOwn(operators, name);
}
