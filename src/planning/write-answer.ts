import { PosternError } from '../foundation/postern-error.js';
import type { CompiledOperation } from './compile-plan.js';
import type { TextRow } from './row-writer.js';

/** The parts of a GraphQL response that an operation produced, as JSON text. */
export interface WrittenData {
  readonly data: string;
  /** Paths of the lists that were cut at the default limit. */
  readonly truncated: readonly (readonly string[])[];
}

/** Of one answer. More than any screen or job wants at once, less than what hurts the others. */
const MAX_CHARACTERS = 32_000_000;
const TOO_LARGE = `The answer exceeds ${MAX_CHARACTERS} characters. Ask for fewer rows or fields at once.`;

/** Writes the `data` of an answer from the rows of its statements. `introspected` has the text of `__schema` and `__type` by response key. */
export function writeData(
  operation: CompiledOperation,
  results: readonly (readonly TextRow[])[],
  introspected: ReadonlyMap<string, string>,
): WrittenData {
  const truncated: (readonly string[])[] = [];
  let room = MAX_CHARACTERS;
  const fitting = (text: string): string => {
    room -= text.length;
    if (room < 0) throw new PosternError('LIMIT_EXCEEDED', TOO_LARGE, { max: MAX_CHARACTERS });
    return text;
  };
  const members = operation.roots.map((root) => {
    const key = JSON.stringify(root.key);
    if (root.kind === 'constant') return `${key}:${JSON.stringify(root.value)}`;
    if (root.kind === 'introspection') return `${key}:${introspected.get(root.key) ?? 'null'}`;
    const rows = results[root.statement] ?? [];
    if (root.single) return `${key}:${rows[0] ? root.write(rows[0]) : 'null'}`;
    const cut = root.shown !== null && rows.length > root.shown;
    if (cut) truncated.push([root.key]);
    const shown = cut ? rows.slice(0, root.shown) : rows;
    return `${key}:[${shown.map((row) => fitting(root.write(row))).join(',')}]`;
  });
  return { data: `{${members.join(',')}}`, truncated };
}
