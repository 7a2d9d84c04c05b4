import { PosternError } from '../foundation/postern-error.js';
import { MAX_LEVEL_ROWS, META, type Layout } from './compile-levels.js';
import type { JsonEncoder } from './json-encoder.js';
import type { Level, RowShape } from './levels.js';

/** One row as PostgreSQL sent it: text or null, in the order of the statement's columns. */
export type TextRow = readonly (string | null)[];

/** What is written beside the text of one root. */
export interface WritingNotes {
  /** Paths of the lists that were cut at the default limit. */
  readonly truncated: (string | number)[][];
  /** Called with the length of each row of the root. Throws where the answer becomes too large. */
  spend(characters: number): void;
}

/** Writes the rows of a root as JSON: each row's text, in order. Throws PosternError LIMIT_EXCEEDED. */
export type ListWriter = (rows: readonly TextRow[], key: string, notes: WritingNotes) => readonly string[];

/** All that can be known beforehand (keys, commas, encoders, positions) is worked out once. */
export function createListWriter(levels: readonly [Level, ...Level[]], layout: Layout): ListWriter {
  const write = rowWriter(levels[0].shape, layout.positions[0] ?? [], layout);
  const shown = shownOf(levels[0]);
  // The path of what hangs on a single row has no index.
  const isSingle = levels[0].rows.limit.kind === 'one';
  return (rows, key, notes) => {
    const run: Run = {
      byParent: layout.isLevelled ? groupRows(rows, levels.length) : [[[...rows]]],
      path: [key],
      notes,
    };
    const writeRoot = (row: TextRow): string => {
      const text = write(row, run);
      notes.spend(text.length);
      return text;
    };
    return isSingle ? (run.byParent[0]?.[0] ?? []).map(writeRoot) : writeList(run, 0, 0, shown, writeRoot);
  };
}

/** What one writing works with. */
interface Run {
  /** Rows by level and number of their parent (0 for the root), in order. */
  readonly byParent: readonly (readonly (readonly TextRow[] | undefined)[])[];
  /** Where the answer is being written. */
  readonly path: (string | number)[];
  readonly notes: WritingNotes;
}

type WriteRow = (row: TextRow, run: Run) => string;

/** Rows shown; one more was asked for, to know whether there are more. Null: all that came. */
function shownOf({ rows: { limit } }: Level): number | null {
  return limit.kind === 'default' ? limit.rows : null;
}

function writeList(
  run: Run,
  level: number,
  parent: number,
  shown: number | null,
  write: (row: TextRow) => string,
): readonly string[] {
  const rows = run.byParent[level]?.[parent] ?? [];
  const isCut = shown !== null && rows.length > shown;
  if (isCut) run.notes.truncated.push([...run.path]);
  return (isCut ? rows.slice(0, shown) : rows).map((row, index) => {
    run.path.push(index);
    const text = write(row);
    run.path.pop();
    return text;
  });
}

type WritePart = (row: TextRow, run: Run) => string;

function rowWriter(shape: RowShape, positions: readonly number[], layout: Layout): WriteRow {
  const parts = shape.map((part, index): WritePart => {
    const prefix = `${index === 0 ? '{' : ','}${JSON.stringify(part.key)}:`;
    switch (part.kind) {
      case 'constant': {
        const text = prefix + JSON.stringify(part.value);
        return () => text;
      }
      case 'value':
        return valueWriter(prefix, positionOf(positions, part.cell), part.encode);
      case 'toOne': {
        const presence = positionOf(positions, part.presence);
        const write = rowWriter(part.shape, positions, layout);
        const { key } = part;
        return (row, run) => {
          if (row[presence] !== 't') return `${prefix}null`;
          run.path.push(key);
          const text = prefix + write(row, run);
          run.path.pop();
          return text;
        };
      }
      case 'toMany':
        return listPartWriter(prefix, part.key, part.level, layout);
    }
  });
  if (parts.length === 0) return () => '{}';
  return (row, run) => {
    let text = '';
    for (const part of parts) text += part(row, run);
    return text + '}';
  };
}

function valueWriter(prefix: string, position: number, encode: JsonEncoder): WritePart {
  return (row) => {
    const value = row[position];
    return prefix + (value === null || value === undefined ? 'null' : encode(value));
  };
}

function listPartWriter(prefix: string, key: string, level: Level, layout: Layout): WritePart {
  const write = rowWriter(level.shape, layout.positions[level.index] ?? [], layout);
  const shown = shownOf(level);
  return (row, run) => {
    run.path.push(key);
    const texts = writeList(run, level.index, Number(row[META.number]), shown, (child) => write(child, run));
    run.path.pop();
    return `${prefix}[${texts.join(',')}]`;
  };
}

function positionOf(positions: readonly number[], cell: number): number {
  const position = positions[cell];
  if (position === undefined || position < 0) throw new Error('A cell that is written is not sent.');
  return position;
}

/** SQL does not promise the order of a UNION ALL: where it does not hold, it is made. */
function groupRows(rows: readonly TextRow[], levelCount: number): TextRow[][][] {
  const groups: TextRow[][][] = Array.from({ length: levelCount }, () => []);
  const counts = groups.map(() => 0);
  const disordered = new Set<TextRow[]>();
  for (const row of rows) {
    const level = Number(row[META.level]);
    const parents = groups[level];
    if (!parents) throw new Error(`A row belongs to the level ${level}, which the statement does not have.`);
    counts[level] = (counts[level] ?? 0) + 1;
    const siblings = (parents[Number(row[META.parent])] ??= []);
    const last = siblings.at(-1);
    if (last && Number(last[META.position]) > Number(row[META.position])) disordered.add(siblings);
    siblings.push(row);
  }
  // One more than the largest limit comes of a list that has to be cut.
  if (counts.some((count) => count > MAX_LEVEL_ROWS + 1)) {
    const sentence = `The operation reads more than ${MAX_LEVEL_ROWS} rows in one list of lists. Ask for fewer at once.`;
    throw new PosternError('LIMIT_EXCEEDED', sentence, { max: MAX_LEVEL_ROWS });
  }
  for (const siblings of disordered) {
    siblings.sort((left, right) => Number(left[META.position]) - Number(right[META.position]));
  }
  return groups;
}
