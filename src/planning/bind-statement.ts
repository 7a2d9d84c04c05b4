import { problemOfText } from '../filters/json-text.js';
import { readValue, type RunValues } from '../filters/value-source.js';
import { BadUserInput } from '../foundation/postern-error.js';
import type { CompiledStatement } from './compiled-statement.js';

/** A statement with the values of one run, as `pg` takes it. */
export interface BoundStatement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** Throws PosternError where a value is refused only now that it is known: a limit too large, a negative offset. */
export function bindStatement(statement: CompiledStatement, run: RunValues): BoundStatement {
  const values = statement.parameters.map(({ source, convert }) => sendable(convert(readValue(source, run))));
  return { name: statement.name, text: statement.text, values };
}

/** Half of a character would be sent as another one, and find what nobody asked for. */
function sendable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sendable);
  const problem = typeof value === 'string' ? problemOfText(value) : null;
  if (problem !== null) throw new BadUserInput([{ field: 'A text', message: problem }]);
  return value;
}
