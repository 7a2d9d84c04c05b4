import type { ScalarName } from '../catalog/scalar.js';

/** The comparison operators of the filter language: what each takes, and its SQL. Names are public. */
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
  startsWith: { operand: 'text' },
  endsWith: { operand: 'text' },
  contains: { operand: 'text' },
} as const satisfies Record<string, { readonly operand: OperandKind }>;

/** `value`: of the column's type; `values`: a list of them; `boolean`; `text`: any text, also on enums and the like; `pattern`: an SQL pattern. */
export type OperandKind = 'value' | 'values' | 'boolean' | 'text' | 'pattern';

export type OperatorName = keyof typeof operators;

const equality: readonly OperatorName[] = ['eq', 'neq', 'in', 'notIn', 'isNull'];
const order: readonly OperatorName[] = ['lt', 'lte', 'gt', 'gte'];
const text: readonly OperatorName[] = [
  'like',
  'notLike',
  'ilike',
  'notIlike',
  'startsWith',
  'endsWith',
  'contains',
];

/** The operators that a column offers, by what it holds. Arrays and JSON offer `isNull` only, for now. */
export function operatorsOf(holds: ScalarName | 'enum' | 'array'): readonly OperatorName[] {
  switch (holds) {
    case 'array':
    case 'JSON':
      return ['isNull'];
    case 'Boolean':
    case 'Bytes':
      return equality;
    case 'String':
      return [...equality, ...order, ...text];
    default:
      return [...equality, ...order];
  }
}

/** Whether rows can be put in order by it: PostgreSQL has no order for `json`, and none that means something for `jsonb`. */
export function isOrdered(holds: Parameters<typeof operatorsOf>[0]): boolean {
  return holds !== 'JSON';
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
