import type { ValueSource } from './value-source.js';

/**
 * Stands for a value while a statement is built. Kysely passes class instances through `compile().parameters`
 * untouched, so a compiled statement carries these and is bound to real values for each run.
 */
export class Parameter {
  readonly source: ValueSource;
  /** From the coerced value to what is sent: text patterns, limits. Throws BadUserInput or PosternError. */
  readonly convert: (value: unknown) => unknown;

  constructor(source: ValueSource, convert: (value: unknown) => unknown = (value) => value) {
    this.source = source;
    this.convert = convert;
  }
}
