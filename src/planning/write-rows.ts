import type { RunValues } from '../filters/value-source.js';
import { PosternError } from '../foundation/postern-error.js';
import { MAX_LEVEL_ROWS, META, type Layout } from './compile-levels.js';
import type { Level, RowsLevel } from './levels.js';
import type { JsonEncoder } from './json-encoder.js';

/** One row as PostgreSQL sent it: text or null, in the order of the statement's columns. */
export type TextRow = readonly (string | null)[];

/** What is written beside the text of one root. */
export interface WritingNotes {
  /** Paths of the lists that were cut at the default limit. */
  readonly truncated: (string | number)[][];
  /** What has been counted so far. */
  spent(): number;
  /** Called with the length of what is written. Throws where the answer becomes too large. */
  spend(characters: number): void;
  readonly values: RunValues;
}

/** Writes the value of a root as JSON text. Throws PosternError LIMIT_EXCEEDED. */
export type RootWriter = (rows: readonly TextRow[], key: string, notes: WritingNotes) => string;

/** What one writing works with. */
export interface Run {
  /** Rows by level and number of their parent (0 for the root), in order. */
  readonly byParent: readonly (readonly (readonly TextRow[] | undefined)[])[];
  /** Where the answer is being written. */
  readonly path: (string | number)[];
  readonly notes: WritingNotes;
}

export type WritePart = (row: TextRow, run: Run) => string;

/** An object of one row: each part writes its key, too. */
export function writeObject(
  parts: readonly { readonly key: string; readonly write: WritePart }[],
): WritePart {
  const [first, ...others] = parts;
  if (!first) return () => '{}';
  const begin = `{${JSON.stringify(first.key)}:`;
  const { write } = first;
  const rest = others.map((part) => ({ prefix: `,${JSON.stringify(part.key)}:`, write: part.write }));
  return (row, run) => {
    let text = begin + write(row, run);
    for (const part of rest) text += part.prefix + part.write(row, run);
    return text + '}';
  };
}

export function writeConstant(value: string | null): WritePart {
  const text = JSON.stringify(value);
  return () => text;
}

export function writeValue(position: number, encode: JsonEncoder): WritePart {
  return (row) => {
    const value = row[position];
    return value === null || value === undefined ? 'null' : encode(value);
  };
}

/** What is inside of it has been counted when it was written: the answer is stopped before it becomes too large. */
export function writeCounted(row: TextRow, run: Run, write: WritePart): string {
  const before = run.notes.spent();
  const text = write(row, run);
  run.notes.spend(text.length - (run.notes.spent() - before));
  return text;
}

/** Rows of a level, one after the other, each with its place in the path. */
export function writeRows(rows: readonly TextRow[], run: Run, write: WritePart): string {
  let text = '[';
  for (const [index, row] of rows.entries()) {
    run.path.push(index);
    text += (index > 0 ? ',' : '') + writeCounted(row, run, write);
    run.path.pop();
  }
  return text + ']';
}

/** The rows of a list that are shown: one more was asked for, to know whether there are more. */
export function shownRows(level: RowsLevel, parent: number, run: Run): readonly TextRow[] {
  const rows = run.byParent[level.index]?.[parent] ?? [];
  const { limit } = level.rows;
  if (limit.kind !== 'default' || rows.length <= limit.rows) return rows;
  run.notes.truncated.push([...run.path]);
  return rows.slice(0, limit.rows);
}

export function positionOf(layout: Layout, level: Level, cell: number): number {
  const position = layout.positions[level.index]?.[cell];
  if (position === undefined || position < 0) throw new Error('A cell that is written is not sent.');
  return position;
}

/** SQL does not promise the order of a UNION ALL: where it does not hold, it is made. */
export function groupRows(rows: readonly TextRow[], levelCount: number): TextRow[][][] {
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
