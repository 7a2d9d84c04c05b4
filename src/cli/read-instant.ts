import { InvalidArgumentError } from 'commander';
import { parseInstant } from '../foundation/instant.js';

/** For an option that takes an instant: milliseconds since 1970. */
export function readInstant(text: string): number {
  const instant = parseInstant(text);
  if (instant.kind === 'parsed') return instant.value;
  throw new InvalidArgumentError(instant.problem);
}
