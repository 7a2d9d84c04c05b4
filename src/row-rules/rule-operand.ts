import { elementOf, scalarOf, type ScalarName } from '../catalog/scalar.js';
import { columnHolds } from '../filters/parse-filter.js';
import type { OperandKind } from '../filters/operators.js';
import type { OperandType } from '../filters/filter-reading.js';
import type { ValueSource } from '../filters/value-source.js';
import { parsed, refused, type Parsed } from '../foundation/parsed.js';
import type { NamedColumn } from '../naming/named-catalog.js';
import {
  isVariable,
  parseVariable,
  unescapeText,
  valueOfVariable,
  type CallerFacts,
  type RuleVariable,
} from './rule-variable.js';
import { readOperandValue } from './rule-value.js';

/** A value that a rule takes from its caller, or a narrowing from its key. */
export interface RuleSlot {
  readonly name: string;
  /** As it is written in the rule, such as `$user.id`. Null: a constant of a narrowing. */
  readonly variable: string | null;
  /** Refused where the caller lacks it or has something else: that closes the whole rule. */
  readonly read: (facts: CallerFacts) => Parsed<unknown>;
}

/** Reads the operands of one rule: checks constants against their columns, and gives variables slots. */
export class RuleOperands {
  readonly slots = new Map<string, RuleSlot>();
  readonly #liftsConstants: string | null;

  /** `liftsConstants`: the first word of slots that constants get, null: they stay where they are. */
  constructor(liftsConstants: string | null) {
    this.#liftsConstants = liftsConstants;
  }

  read(operand: ValueSource, type: OperandType): Parsed<ValueSource> {
    if (operand.kind === 'list') return this.#readItems(operand.items, type);
    if (operand.kind !== 'constant') throw new Error('A rule holds constants only.');
    const { value } = operand;
    if (typeof value === 'string' && isVariable(value)) return this.#readVariable(value, type);
    if (itemKinds.has(type.kind)) return refused('must be a list.');
    const result = readOperandValue(type, typeof value === 'string' ? unescapeText(value) : value);
    return result.kind === 'parsed' ? parsed(this.#constant(result.value)) : result;
  }

  #readItems(items: readonly ValueSource[], type: OperandType): Parsed<ValueSource> {
    const kind = itemKinds.get(type.kind);
    if (kind === undefined) return refused('must be one value, not a list.');
    const read: ValueSource[] = [];
    for (const item of items) {
      const result = this.read(item, { kind, column: type.column });
      if (result.kind === 'refused') return result;
      read.push(result.value);
    }
    return parsed({ kind: 'list', items: read });
  }

  #readVariable(text: string, type: OperandType): Parsed<ValueSource> {
    const variable = parseVariable(text);
    if (variable.kind === 'refused') return variable;
    const mismatch = mismatchOf(variable.value, text, type);
    if (mismatch !== null) return refused(mismatch);
    if (variable.value.kind === 'now') return parsed({ kind: 'now' });
    const name = `${text} as ${type.kind} of ${type.column?.id ?? 'a count'}`;
    this.slots.set(name, {
      name,
      variable: text,
      read: (facts) => readVariable(variable.value, type, facts),
    });
    return parsed({ kind: 'caller', slot: name });
  }

  #constant(value: unknown): ValueSource {
    if (this.#liftsConstants === null) return { kind: 'constant', value };
    const name = `${this.#liftsConstants} ${this.slots.size + 1}`;
    this.slots.set(name, { name, variable: null, read: () => parsed(value) });
    return { kind: 'caller', slot: name };
  }
}

/** What the items of a list are. */
const itemKinds: ReadonlyMap<OperandKind, OperandKind> = new Map([
  ['values', 'value'],
  ['items', 'value'],
  ['texts', 'text'],
  ['jsons', 'json'],
]);

function readVariable(variable: RuleVariable, type: OperandType, facts: CallerFacts): Parsed<unknown> {
  const value = valueOfVariable(variable, facts);
  if (value === undefined || value === null) return refused('is missing.');
  return readOperandValue(type, value);
}

/** A variable that is written into a column as a whole. */
export function readVariableFor(column: NamedColumn, text: string): Parsed<RuleVariable> {
  const variable = parseVariable(text);
  if (variable.kind === 'refused' || variable.value.kind === 'attribute') return variable;
  const isList = column.source.type.kind === 'array';
  const isTags = variable.value.kind === 'fact' && variable.value.name === '$key.tags';
  if (isList || isTags) {
    const fits = isList && isTags && scalarOf(elementOf(column.source.type)) === 'String';
    return fits ? variable : refused(`${text} does not fit what the column holds.`);
  }
  const mismatch = mismatchOf(variable.value, text, { kind: 'value', column });
  return mismatch === null ? variable : refused(mismatch);
}

/** What is wrong for every caller can be said when the rule is written. Attributes may hold anything. */
function mismatchOf(variable: RuleVariable, text: string, { kind, column }: OperandType): string | null {
  if (variable.kind === 'attribute') return null;
  const holds = column && columnHolds(column);
  if (variable.kind === 'now') {
    const compared = kind === 'bound' ? boundOf(column) : kind === 'value' ? holds : null;
    const fits = compared === 'DateTime' || compared === 'LocalDateTime' || compared === 'Date';
    return fits ? null : '$now is an instant: compare it with a date or time.';
  }
  const isList = variable.name === '$key.tags';
  if (isList !== itemKinds.has(kind)) {
    return isList ? '$key.tags is a list: use it with in or notIn.' : `${text} is one value, not a list.`;
  }
  const isText = holds === 'String' || holds === 'UUID';
  const fits = kind === 'items' ? isListOfText(column) : isText || ofAnyText.has(kind);
  return fits ? null : `${text} is text, and this compares with something else.`;
}

/** Operands that are text, whatever the column holds. */
const ofAnyText: ReadonlySet<OperandKind> = new Set([
  ...(['text', 'texts', 'pattern', 'regex', 'similar', 'query', 'json', 'jsons'] as const),
]);

function isListOfText(column: NamedColumn | null): boolean {
  return column !== null && !column.enumType && scalarOf(elementOf(column.source.type)) === 'String';
}

function boundOf(column: NamedColumn | null): ScalarName | null {
  const type = column?.source.type;
  if (type?.kind === 'range') return scalarOf(type.bound);
  return type?.kind === 'multirange' ? scalarOf(type.range.bound) : null;
}
