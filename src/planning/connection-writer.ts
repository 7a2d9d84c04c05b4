import { readValue } from '../filters/value-source.js';
import { orderOf, writeCursor, type CursorSealing } from './cursor.js';
import type {
  ConnectionShape,
  ConnectionShapePart,
  EdgeShapePart,
  Level,
  PageInfoShapePart,
  RowShape,
  RowsLevel,
} from './levels.js';
import type { PageInfoMember } from './page-info.js';
import type { PagePlan } from './query-plan.js';
import { writeRows, type Run, type TextRow, type WritePart } from './write-rows.js';

/** What a connection is written with. */
interface Writing {
  readonly sealing: CursorSealing;
  readonly row: (level: RowsLevel, shape: RowShape) => WritePart;
  readonly position: (level: Level, cell: number) => number;
}

/** Writes the connection that belongs to the row with a number (0: the root's). */
export function createConnectionWriter(
  { page, total, parts }: ConnectionShape,
  writing: Writing,
): (parent: number, run: Run) => string {
  const members = parts.map((part) => ({
    prefix: `${JSON.stringify(part.key)}:`,
    write: memberWriter(part, page, writing),
  }));
  const totalPosition = total && writing.position(total, 0);
  return (parent, run) => {
    const shown = page ? pageOf(page.level, parent, run) : NO_PAGE;
    const [counted] = (total && run.byParent[total.index]?.[parent]) ?? [];
    const count = (totalPosition === null ? null : counted?.[totalPosition]) ?? '0';
    return `{${members.map(({ prefix, write }) => prefix + write(shown, run, count)).join(',')}}`;
  };
}

/** The rows of a page, in the order asked for. */
interface Page {
  readonly rows: readonly TextRow[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

const NO_PAGE: Page = { rows: [], hasNextPage: false, hasPreviousPage: false };

function pageOf({ index, rows }: RowsLevel, parent: number, run: Run): Page {
  const { limit } = rows;
  if (limit.kind !== 'page') throw new Error('A connection has no pages.');
  const read = run.byParent[index]?.[parent] ?? [];
  const size = sizeOf(limit, run);
  const hasMore = read.length > size;
  const kept = hasMore ? read.slice(0, size) : read;
  // What a cursor was made of stood on the other side of it.
  return limit.isBackward
    ? { rows: [...kept].reverse(), hasNextPage: limit.before !== null, hasPreviousPage: hasMore }
    : { rows: kept, hasNextPage: hasMore, hasPreviousPage: limit.after !== null };
}

function sizeOf({ size, defaultSize }: PagePlan, run: Run): number {
  return size ? Number(readValue(size, run.notes.values)) : defaultSize;
}

type WriteMember = (page: Page, run: Run, total: string) => string;

function memberWriter(
  part: ConnectionShapePart,
  page: ConnectionShape['page'],
  writing: Writing,
): WriteMember {
  if (part.kind === 'constant') return () => JSON.stringify(part.value);
  if (part.kind === 'totalCount') return (_page, _run, total) => total;
  if (!page) throw new Error('A connection shows rows that it does not read.');
  const cursorOf = cursorWriter(page, writing);
  if (part.kind === 'pageInfo') return pageInfoWriter(part.parts, cursorOf);
  const write =
    part.kind === 'nodes'
      ? writing.row(page.level, part.shape)
      : edgeWriter(part.parts, page.level, cursorOf, writing);
  return ({ rows }, run) => {
    run.path.push(part.key);
    const text = writeRows(rows, run, write);
    run.path.pop();
    return text;
  };
}

function edgeWriter(
  parts: readonly EdgeShapePart[],
  level: RowsLevel,
  cursorOf: (row: TextRow) => string,
  writing: Writing,
): WritePart {
  const members = parts.map((part): WritePart => {
    const prefix = `${JSON.stringify(part.key)}:`;
    if (part.kind === 'constant') return () => prefix + JSON.stringify(part.value);
    if (part.kind === 'cursor') return (row) => prefix + cursorOf(row);
    const write = writing.row(level, part.shape);
    return (row, run) => {
      run.path.push(part.key);
      const text = prefix + write(row, run);
      run.path.pop();
      return text;
    };
  });
  return (row, run) => `{${members.map((write) => write(row, run)).join(',')}}`;
}

function cursorWriter(
  { level, cursor }: NonNullable<ConnectionShape['page']>,
  { sealing, position }: Writing,
): (row: TextRow) => string {
  const order = orderOf(level.rows);
  const positions = cursor.map((cell) => position(level, cell));
  // However often it is asked for, it is sealed once.
  const written = new WeakMap<TextRow, string>();
  return (row) => {
    const known = written.get(row);
    if (known !== undefined) return known;
    const values = positions.map((place) => row[place] ?? null);
    const text = JSON.stringify(writeCursor(sealing, order, values));
    written.set(row, text);
    return text;
  };
}

function pageInfoWriter(
  parts: readonly PageInfoShapePart[],
  cursorOf: (row: TextRow) => string,
): WriteMember {
  const members: Readonly<Record<PageInfoMember, (page: Page) => string>> = {
    hasNextPage: (page) => String(page.hasNextPage),
    hasPreviousPage: (page) => String(page.hasPreviousPage),
    startCursor: ({ rows: [first] }) => (first ? cursorOf(first) : 'null'),
    endCursor: ({ rows }) => {
      const last = rows.at(-1);
      return last ? cursorOf(last) : 'null';
    },
  };
  return (page) => {
    const written = parts.map((part) => {
      const value = part.kind === 'constant' ? JSON.stringify(part.value) : members[part.member](page);
      return `${JSON.stringify(part.key)}:${value}`;
    });
    return `{${written.join(',')}}`;
  };
}
