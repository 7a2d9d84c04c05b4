import { createHash } from 'node:crypto';
import type { RawBuilder } from 'kysely';
import type { Parameter } from '../filters/parameter.js';
import { compileSql } from './compile-sql.js';

/** One statement of an operation: prepared by name once a connection, bound to values for each run. */
export interface CompiledStatement {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

export function nameStatement(query: RawBuilder<unknown>): CompiledStatement {
  const { text, parameters } = compileSql(query);
  // PostgreSQL cuts names at 63 bytes; the digest keeps two statements from sharing one.
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return { name: `postern_${digest}`, text, parameters };
}
