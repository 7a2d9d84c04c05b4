import type { Parsed } from '../../src/foundation/parsed.js';

/** The value of something that a test knows to be right. */
export function valueOf<Value>(result: Parsed<Value>): Value {
  if (result.kind === 'refused') throw new Error(result.problem);
  return result.value;
}
