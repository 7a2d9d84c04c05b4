import { PosternError } from '../foundation/postern-error.js';
import type { CompiledOperation } from './compile-plan.js';
import type { RunValues } from '../filters/value-source.js';
import type { TextRow } from './write-rows.js';

/** The parts of a GraphQL response that an operation produced, as JSON text. */
export interface WrittenData {
  readonly data: string;
  /** Paths of the lists that were cut at the default limit. */
  readonly truncated: readonly (readonly (string | number)[])[];
}

/** Of one answer. More than any screen or job wants at once, less than what hurts the others. */
const MAX_CHARACTERS = 32_000_000;
const TOO_LARGE = `The answer exceeds ${MAX_CHARACTERS} characters. Ask for fewer rows or fields at once.`;

/** Writes the `data` of an answer from the rows of its statements. `introspected` has the text of `__schema` and `__type` by response key. */
export function writeData(
  operation: CompiledOperation,
  results: readonly (readonly TextRow[])[],
  introspected: ReadonlyMap<string, string>,
  values: RunValues,
): WrittenData {
  const truncated: (string | number)[][] = [];
  let room = MAX_CHARACTERS;
  const spend = (characters: number): void => {
    room -= characters;
    if (room < 0) throw new PosternError('LIMIT_EXCEEDED', TOO_LARGE, { max: MAX_CHARACTERS });
  };
  const spent = (): number => MAX_CHARACTERS - room;
  const members = operation.roots.map((root) => {
    const key = JSON.stringify(root.key);
    if (root.kind === 'constant') return `${key}:${JSON.stringify(root.value)}`;
    if (root.kind === 'introspection') return `${key}:${introspected.get(root.key) ?? 'null'}`;
    return `${key}:${root.write(results[root.statement] ?? [], root.key, { truncated, spent, spend, values })}`;
  });
  return { data: `{${members.join(',')}}`, truncated };
}
