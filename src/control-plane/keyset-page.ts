import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Page, PageRequest } from './control-plane.js';
import { readCursor, writeCursor, type CursorNeeds } from './keyset-cursors.js';
import { all, boundsOf, orderBy, reverse, type Order, type Place, type Stretch } from './keyset-order.js';
import { refuseInput } from './problems.js';
import { countFitting } from './count-fitting.js';
import { siftRows } from './sift-rows.js';
import type { Sieve } from './sieve.js';
import type { Tables } from './tables.js';

export interface KeysetList<Row> {
  /** The list and its order: cursors are sealed for it, so that one of another order is refused. */
  readonly orderName: string;
  readonly columns: RawBuilder<Row>;
  readonly tables: RawBuilder<unknown>;
  /** What an index answers together with the order, or what every row of a short list can be asked. */
  readonly conditions: readonly RawBuilder<unknown>[];
  readonly order: Order<Row>;
  /** Conditions that few of very many rows may fit. */
  readonly sieve?: Sieve<Row> | undefined;
}

/**
 * One page of a list, from a place in its order and not from a count of rows: as cheap at the end as at the
 * beginning, and neither skipping nor repeating when rows come and go meanwhile.
 */
export async function keysetPage<Row extends object>(
  db: Kysely<Tables>,
  cursors: CursorNeeds,
  list: KeysetList<Row>,
  request: PageRequest,
): Promise<Page<Row>> {
  const read = readRequest(list, cursors, request);
  const rows = await readRows(db, list, stretchOf(list, read), read.size + 1);
  return pageOf(list, cursors, read, rows, () => countRows(db, list));
}

/** Of rows in the direction in which they were read, one more than the page has if there is one. */
export function pageOf<Row>(
  list: KeysetList<Row>,
  cursors: CursorNeeds,
  { size, isBackward, after, before }: ReadRequest,
  rows: readonly Row[],
  totalCount: () => Promise<number>,
): Page<Row> {
  const isMore = rows.length > size;
  const kept = rows.slice(0, size);
  if (isBackward) kept.reverse();
  return {
    edges: kept.map((node) => ({ cursor: writeCursor(cursors, list, node), node })),
    hasNextPage: isBackward ? before !== null : isMore,
    hasPreviousPage: isBackward ? isMore : after !== null,
    totalCount,
  };
}

export function stretchOf<Row>(
  { order }: Pick<KeysetList<Row>, 'order'>,
  { isBackward, after, before }: ReadRequest,
): Stretch<Row> {
  return isBackward ? { order: reverse(order), after: before, before: after } : { order, after, before };
}

const DEFAULT_SIZE = 50;
const MAX_SIZE = 500;

async function readRows<Row extends object>(
  db: Kysely<Tables>,
  list: KeysetList<Row>,
  stretch: Stretch<Row>,
  limit: number,
): Promise<readonly Row[]> {
  if (list.sieve !== undefined) return siftRows(db, list, list.sieve, stretch, limit);
  const { rows } = await sql<Row>`
    SELECT ${list.columns} FROM ${list.tables}
    WHERE ${all([...list.conditions, ...boundsOf(stretch)])}
    ORDER BY ${orderBy(stretch.order)}
    LIMIT ${limit}`.execute(db);
  return rows;
}

async function countRows<Row extends object>(db: Kysely<Tables>, list: KeysetList<Row>): Promise<number> {
  if (list.sieve !== undefined) return countFitting(db, list, list.sieve);
  const { rows } = await sql<{ count: string }>`
    SELECT count(*) AS count FROM ${list.tables} WHERE ${all(list.conditions)}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

export interface ReadRequest {
  readonly size: number;
  readonly isBackward: boolean;
  readonly after: Place | null;
  readonly before: Place | null;
}

export function readRequest<Row extends object>(
  list: KeysetList<Row>,
  cursors: CursorNeeds,
  request: PageRequest,
): ReadRequest {
  const first = request.first ?? null;
  const last = request.last ?? null;
  if (first !== null && last !== null) refuseInput('last', 'cannot be given together with first.');
  return {
    size: readSize(first === null ? 'last' : 'first', first ?? last ?? DEFAULT_SIZE),
    isBackward: last !== null,
    after: readCursor(cursors, list, 'after', request.after ?? null),
    before: readCursor(cursors, list, 'before', request.before ?? null),
  };
}

function readSize(field: string, size: number): number {
  if (Number.isInteger(size) && size >= 0 && size <= MAX_SIZE) return size;
  return refuseInput(field, `must lie between 0 and ${MAX_SIZE}.`);
}
