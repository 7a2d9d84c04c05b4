import { readValue, type RunValues } from '../filters/value-source.js';
import type { CompiledStatement } from './compile-plan.js';

/** A statement with the values of one run, as `pg` takes it. */
export interface BoundStatement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** Throws PosternError where a value is refused only now that it is known: a limit too large, a negative offset. */
export function bindStatement(statement: CompiledStatement, run: RunValues): BoundStatement {
  const values = statement.parameters.map(({ source, convert }) => convert(readValue(source, run)));
  return { name: statement.name, text: statement.text, values };
}
