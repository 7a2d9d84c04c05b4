import type { ValueSource } from './value-source.js';

/**
 * Stands for a value while a statement is built. Kysely passes class instances through `compile().parameters`
 * untouched, so a compiled statement carries these and is bound to real values for each run.
 */
export class Parameter {
  readonly source: ValueSource;
  /** From the coerced value to what is sent: text patterns, limits. Throws BadUserInput or PosternError. */
  readonly convert: (value: unknown) => unknown;
  /** What PostgreSQL would refuse only once it has a row to look at: it is tried on none first. */
  readonly check: 'regex' | 'similar' | 'query' | null;

  constructor(
    source: ValueSource,
    convert: (value: unknown) => unknown = (value) => value,
    check: Parameter['check'] = null,
  ) {
    this.source = source;
    this.convert = convert;
    this.check = check;
  }
}
