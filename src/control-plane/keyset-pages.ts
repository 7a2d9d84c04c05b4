import { sql, type Kysely, type RawBuilder } from 'kysely';
import { PosternError } from '../foundation/postern-error.js';
import type { Page, PageRequest } from './control-plane.js';
import type { CursorNeeds } from './keyset-cursors.js';
import { all, boundsOf, orderBy } from './keyset-order.js';
import { pageOf, readRequest, stretchOf, type KeysetList, type ReadRequest } from './keyset-page.js';
import { listsInOrderOf } from './record-queries.js';
import type { Tables } from './tables.js';

/** A list that each of many parents has, such as the keys of a user. */
export interface KeysetListOfParent<Row extends object> extends KeysetList<Row> {
  /** In `tables`: the id of the row's parent. */
  readonly parent: RawBuilder<unknown>;
}

/**
 * The same page of each parent's list, in one statement for all of them, and one more for all of their counts if any
 * is asked for. One for each id, in their order: what a dataloader wants. A cursor opens the list of its own parent
 * only; for all others the result is the refusal.
 */
export async function keysetPages<Row extends object>(
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

function listOf<Row extends object>(list: KeysetListOfParent<Row>, parentId: string): KeysetList<Row> {
  return { ...list, orderName: `${list.orderName} ${parentId}` };
}

function readRequestOf<Row extends object>(
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
async function readRows<Row extends object>(
  db: Kysely<Tables>,
  list: KeysetListOfParent<Row>,
  ids: readonly string[],
  read: ReadRequest,
): Promise<readonly (Row & { readonly parentId: string })[]> {
  const stretch = stretchOf(list, read);
  const sorted = orderBy(stretch.order);
  const { rows } = await sql<Row & { readonly parentId: string }>`
    SELECT p.id AS "parentId", page.* FROM unnest(${ids}::text[]) AS p (id)
    CROSS JOIN LATERAL (
      SELECT ${list.columns}, row_number() OVER (ORDER BY ${sorted}) AS place FROM ${list.tables}
      WHERE ${all([sql`${list.parent} = p.id`, ...list.conditions, ...boundsOf(stretch)])}
      ORDER BY ${sorted}
      LIMIT ${read.size + 1}
    ) page
    ORDER BY page.place`.execute(db);
  return rows;
}

/** Of all lists at once, when the first count is asked for. */
function countOnce<Row extends object>(
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
