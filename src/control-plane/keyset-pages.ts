import { sql, type Kysely, type RawBuilder } from 'kysely';
import { PosternError } from '../foundation/postern-error.js';
import type { Page, PageRequest } from './control-plane.js';
import {
  all,
  beyond,
  readRequest,
  reverse,
  writeCursor,
  type CursorNeeds,
  type KeysetList,
} from './keyset-page.js';
import { listsInOrderOf } from './record-queries.js';
import type { Tables } from './tables.js';

/** A list that each of many parents has, such as the keys of a user. */
export interface KeysetListOfParent<Row> extends KeysetList<Row> {
  /** In `tables`: the id of the row's parent. */
  readonly parent: RawBuilder<unknown>;
}

/**
 * The same page of each parent's list, in one statement for all of them, and one more for all of their counts if any
 * is asked for. One for each id, in their order: what a dataloader wants. A cursor opens the list of its own parent
 * only; for all others the result is the refusal.
 */
export async function keysetPages<Row>(
  db: Kysely<Tables>,
  cursors: CursorNeeds,
  list: KeysetListOfParent<Row>,
  parentIds: readonly string[],
  request: PageRequest,
): Promise<(Page<Row> | PosternError)[]> {
  const asked = parentIds.map((id) => readRequestOf(listOf(list, id), cursors, request));
  const ids = parentIds.filter((_id, index) => !(asked[index] instanceof PosternError));
  const accepted = asked.find((read): read is ReadRequest => !(read instanceof PosternError));
  const rows = accepted === undefined ? [] : await readRows(db, list, ids, accepted);
  const lists = listsInOrderOf(parentIds, rows, ({ parentId }) => parentId);
  const count = countOnce(db, list, ids);
  return parentIds.map((id, index) => {
    const read = asked[index];
    if (read === undefined || read instanceof PosternError) return read ?? unread();
    return pageOf(
      listOf(list, id),
      cursors,
      read,
      lists[index] ?? [],
      async () => (await count()).get(id) ?? 0,
    );
  });
}

type ReadRequest = ReturnType<typeof readRequest>;

function listOf<Row>(list: KeysetListOfParent<Row>, parentId: string): KeysetList<Row> {
  return { ...list, orderName: `${list.orderName} ${parentId}` };
}

function readRequestOf<Row>(
  list: KeysetList<Row>,
  cursors: CursorNeeds,
  request: PageRequest,
): ReadRequest | PosternError {
  try {
    return readRequest(list, cursors, request);
  } catch (error) {
    if (error instanceof PosternError) return error;
    throw error;
  }
}

/** By one request: where there is a cursor, it opened for one of the parents alone. */
async function readRows<Row>(
  db: Kysely<Tables>,
  list: KeysetListOfParent<Row>,
  ids: readonly string[],
  { size, isBackward, after, before }: ReadRequest,
): Promise<readonly (Row & { readonly parentId: string })[]> {
  const bounds = [
    ...(after === null ? [] : [beyond(list.order, after)]),
    ...(before === null ? [] : [beyond(reverse(list.order), before)]),
  ];
  const order = isBackward ? reverse(list.order) : list.order;
  const sorted = sql.join(order.map(({ expression, direction }) => sql`${expression} ${sql.raw(direction)}`));
  const { rows } = await sql<Row & { readonly parentId: string }>`
    SELECT p.id AS "parentId", page.* FROM unnest(${ids}::text[]) AS p (id)
    CROSS JOIN LATERAL (
      SELECT ${list.columns}, row_number() OVER (ORDER BY ${sorted}) AS place FROM ${list.tables}
      WHERE ${all([sql`${list.parent} = p.id`, ...list.conditions, ...bounds])}
      ORDER BY ${sorted}
      LIMIT ${size + 1}
    ) page
    ORDER BY page.place`.execute(db);
  return rows;
}

function pageOf<Row>(
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
    edges: kept.map((node) => ({ cursor: writeCursor(list, cursors, node), node })),
    hasNextPage: isBackward ? before !== null : isMore,
    hasPreviousPage: isBackward ? isMore : after !== null,
    totalCount,
  };
}

/** Of all lists at once, when the first count is asked for. */
function countOnce<Row>(
  db: Kysely<Tables>,
  { tables, conditions, parent }: KeysetListOfParent<Row>,
  ids: readonly string[],
): () => Promise<ReadonlyMap<string, number>> {
  let counts: Promise<ReadonlyMap<string, number>> | null = null;
  const read = async () => {
    const { rows } = await sql<{ readonly id: string; readonly count: string }>`
      SELECT ${parent} AS id, count(*) AS count FROM ${tables}
      WHERE ${all([sql`${parent} = ANY (${ids}::text[])`, ...conditions])}
      GROUP BY ${parent}`.execute(db);
    return new Map(rows.map(({ id, count }) => [id, Number(count)]));
  };
  return () => (counts ??= read());
}

function unread(): never {
  throw new Error('A parent was asked for and its request was not read.');
}
