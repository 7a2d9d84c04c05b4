import type { Parsed } from '../foundation/parsed.js';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import type { Filter } from './filter.js';
import type { OperandKind } from './operators.js';
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

/** What an operand must be; without a column it is a number of rows or of items. */
export interface OperandType {
  readonly kind: OperandKind;
  readonly column: NamedColumn | null;
}
