import { elementOf, scalarOf } from '../catalog/scalar.js';
import { endsWithEscape, ENDS_WITH_ESCAPE } from '../filters/operators.js';
import { columnHolds, type OperandType } from '../filters/parse-filter.js';
import { isInRange } from './value-range.js';
import { readScalar } from '../filters/scalar-values.js';
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
    if (type.kind === 'values') return refused('must be a list.');
    const result = readAs(type, typeof value === 'string' ? unescapeText(value) : value);
    return result.kind === 'parsed' ? parsed(this.#constant(result.value)) : result;
  }

  #readItems(items: readonly ValueSource[], type: OperandType): Parsed<ValueSource> {
    if (type.kind !== 'values') return refused('must be one value, not a list.');
    const read: ValueSource[] = [];
    for (const item of items) {
      const result = this.read(item, { kind: 'value', column: type.column });
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

function readVariable(variable: RuleVariable, type: OperandType, facts: CallerFacts): Parsed<unknown> {
  const value = valueOfVariable(variable, facts);
  if (value === undefined || value === null) return refused('is missing.');
  return readAs(type, value);
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
    const fits = kind === 'value' && (holds === 'DateTime' || holds === 'LocalDateTime' || holds === 'Date');
    return fits ? null : '$now is an instant: compare it with a date or time.';
  }
  const isList = variable.name === '$key.tags';
  if (isList !== (kind === 'values')) {
    return isList ? '$key.tags is a list: use it with in or notIn.' : `${text} is one value, not a list.`;
  }
  const fits = kind === 'text' || kind === 'pattern' || holds === 'String' || holds === 'UUID';
  return fits ? null : `${text} is text, and this compares with something else.`;
}

function readAs({ kind, column }: OperandType, value: unknown): Parsed<unknown> {
  switch (kind) {
    case 'boolean':
      return readScalar('Boolean', value);
    case 'text':
      return readScalar('String', value);
    case 'pattern':
      return typeof value === 'string' && endsWithEscape(value)
        ? refused(ENDS_WITH_ESCAPE)
        : readScalar('String', value);
    case 'value':
      return column ? readColumnValue(column, value) : readScalar('Int', value);
    case 'values':
      return Array.isArray(value) ? readAll(value, column) : refused('must be a list.');
  }
}

function readAll(values: readonly unknown[], column: NamedColumn | null): Parsed<readonly unknown[]> {
  const read: unknown[] = [];
  for (const value of values) {
    const result = readAs({ kind: 'value', column }, value);
    if (result.kind === 'refused') return result;
    read.push(result.value);
  }
  return parsed(read);
}

/** A value of the column's own type, in the API's words: enum values by name. */
export function readColumnValue(column: NamedColumn, value: unknown): Parsed<unknown> {
  const { enumType, source } = column;
  if (enumType) {
    const found = enumType.values.find(({ name }) => name === value);
    return found ? parsed(found.label) : refused(`must be a value of ${enumType.typeName}.`);
  }
  const read = readScalar(scalarOf(elementOf(source.type)), value);
  if (read.kind === 'parsed' && !isInRange(scalarOf(elementOf(source.type)), read.value)) {
    return refused('is out of range.');
  }
  const isShort = source.type.kind === 'base' && source.type.name === 'int2';
  return isShort && typeof value === 'number' && Math.abs(value) > 0x7fff
    ? refused('must be a whole number of 16 bits.')
    : read;
}
