import { sql, type Kysely, type RawBuilder } from 'kysely';
import { parseInstant } from '../foundation/instant.js';
import type { ControlPlaneNeeds, Page, PageRequest } from './control-plane.js';
import { isPlainText } from './input-fields.js';
import { refuseInput } from './problems.js';
import type { Tables } from './tables.js';

/** One thing that a list is sorted by; never null. The last one of an order must be unique. */
export interface SortKey<Row> {
  readonly expression: RawBuilder<unknown>;
  readonly type: 'text' | 'instant' | 'bigint';
  readonly direction: 'ASC' | 'DESC';
  /** The value of `expression` in this row, as PostgreSQL reads it back. */
  readonly valueOf: (row: Row) => string;
}

export interface KeysetList<Row> {
  /** The list and its order: cursors are sealed for it, so that one of another order is refused. */
  readonly orderName: string;
  readonly columns: RawBuilder<Row>;
  readonly tables: RawBuilder<unknown>;
  readonly conditions: readonly RawBuilder<unknown>[];
  readonly order: readonly SortKey<Row>[];
}

/**
 * One page of a list, from a place in its order and not from a count of rows: as cheap at the end as at the
 * beginning, and neither skipping nor repeating when rows come and go meanwhile.
 */
export async function keysetPage<Row>(
  db: Kysely<Tables>,
  cursors: CursorNeeds,
  list: KeysetList<Row>,
  request: PageRequest,
): Promise<Page<Row>> {
  const { size, isBackward, after, before } = readRequest(list, cursors, request);
  const bounds = [
    ...(after === null ? [] : [beyond(list.order, after)]),
    ...(before === null ? [] : [beyond(reverse(list.order), before)]),
  ];
  const order = isBackward ? reverse(list.order) : list.order;
  const { rows } = await sql<Row>`
    SELECT ${list.columns} FROM ${list.tables}
    WHERE ${all([...list.conditions, ...bounds])}
    ORDER BY ${sql.join(order.map(({ expression, direction }) => sql`${expression} ${sql.raw(direction)}`))}
    LIMIT ${size + 1}`.execute(db);
  const isMore = rows.length > size;
  const kept = rows.slice(0, size);
  if (isBackward) kept.reverse();
  return {
    edges: kept.map((node) => ({ cursor: writeCursor(list, cursors, node), node })),
    hasNextPage: isBackward ? before !== null : isMore,
    hasPreviousPage: isBackward ? isMore : after !== null,
    totalCount: () => countRows(db, list),
  };
}

export type CursorNeeds = Pick<ControlPlaneNeeds, 'sealCursor' | 'unsealCursor'>;

const DEFAULT_SIZE = 50;
const MAX_SIZE = 500;

async function countRows<Row>(db: Kysely<Tables>, list: KeysetList<Row>): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    SELECT count(*) AS count FROM ${list.tables} WHERE ${all(list.conditions)}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

export function readRequest<Row>(list: KeysetList<Row>, cursors: CursorNeeds, request: PageRequest) {
  const first = request.first ?? null;
  const last = request.last ?? null;
  if (first !== null && last !== null) refuseInput('last', 'cannot be given together with first.');
  return {
    size: readSize(first === null ? 'last' : 'first', first ?? last ?? DEFAULT_SIZE),
    isBackward: last !== null,
    after: readCursor(list, cursors, 'after', request.after ?? null),
    before: readCursor(list, cursors, 'before', request.before ?? null),
  };
}

function readSize(field: string, size: number): number {
  if (Number.isInteger(size) && size >= 0 && size <= MAX_SIZE) return size;
  return refuseInput(field, `must lie between 0 and ${MAX_SIZE}.`);
}

/** Rows that come after the place with these values. */
export function beyond<Row>(order: readonly SortKey<Row>[], values: readonly string[]): RawBuilder<unknown> {
  const parameters = order.map(({ type }, index) => sql`${values[index]}::${sql.raw(sqlTypes[type])}`);
  const [firstKey] = order;
  if (firstKey !== undefined && order.every(({ direction }) => direction === firstKey.direction)) {
    // One comparison of rows is what an index can answer.
    const keys = sql.join(order.map(({ expression }) => expression));
    return sql`(${keys}) ${comparisonOf(firstKey)} (${sql.join(parameters)})`;
  }
  const steps = order.map((key, index) =>
    all([
      ...order.slice(0, index).map(({ expression }, earlier) => sql`${expression} = ${parameters[earlier]}`),
      sql`${key.expression} ${comparisonOf(key)} ${parameters[index]}`,
    ]),
  );
  return sql`(${sql.join(steps, sql` OR `)})`;
}

const sqlTypes = { text: 'text', instant: 'timestamptz', bigint: 'bigint' } as const;

function comparisonOf({ direction }: Pick<SortKey<never>, 'direction'>): RawBuilder<unknown> {
  return direction === 'ASC' ? sql`>` : sql`<`;
}

export function reverse<Row>(order: readonly SortKey<Row>[]): readonly SortKey<Row>[] {
  return order.map((key) => ({ ...key, direction: key.direction === 'ASC' ? 'DESC' : 'ASC' }));
}

export function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  if (conditions.length === 0) return sql`true`;
  return sql`(${sql.join(conditions, sql` AND `)})`;
}

/** Sealed: what a list is sorted by may be what a caller may not read, nor find out by placing itself in the order. */
export function writeCursor<Row>(list: KeysetList<Row>, cursors: CursorNeeds, row: Row): string {
  const values = JSON.stringify(list.order.map(({ valueOf }) => valueOf(row)));
  // Blanks, which JSON ignores: the length of a cursor must not tell how long the values are.
  const blanks = ' '.repeat(CURSOR_STEP - 1 - ((Buffer.byteLength(values) + CURSOR_STEP - 1) % CURSOR_STEP));
  return cursors.sealCursor(list.orderName, values + blanks);
}

const CURSOR_STEP = 128;

function readCursor<Row>(
  list: KeysetList<Row>,
  cursors: CursorNeeds,
  field: string,
  cursor: string | null,
): readonly string[] | null {
  if (cursor === null) return null;
  const content = parseJson(cursors.unsealCursor(list.orderName, cursor) ?? '');
  if (Array.isArray(content) && content.length === list.order.length) {
    const values: readonly unknown[] = content;
    if (values.every((value, index): value is string => isValueOf(list.order[index], value))) return values;
  }
  return refuseInput(
    field,
    'is not a cursor of this list in this order: take one from an edge of the same query.',
  );
}

function isValueOf<Row>(key: SortKey<Row> | undefined, value: unknown): boolean {
  if (key === undefined || typeof value !== 'string') return false;
  if (key.type === 'text') return isPlainText(value);
  if (key.type === 'bigint') return /^[0-9]{1,18}$/.test(value);
  return value === 'infinity' || value === '-infinity' || parseInstant(value).kind === 'parsed';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
