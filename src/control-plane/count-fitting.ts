import { sql, type Kysely, type RawBuilder } from 'kysely';
import { decideRows, candidateColumns, readCandidate, type CandidateRow } from './decide-rows.js';
import { all } from './keyset-order.js';
import { everyCondition, filtersOf, tableOf, type Sieve, type SiftedList } from './sieve.js';
import type { Tables } from './tables.js';

/** How many rows fit. Every one that SQL cannot decide is read for it. */
export async function countFitting<Row extends object>(
  db: Kysely<Tables>,
  list: SiftedList<Row>,
  sieve: Sieve<Row>,
): Promise<number> {
  const { judgement } = sieve;
  const isDecided = judgement === undefined ? sql`true` : sql`NOT ${judgement.isUndecided}`;
  const { rows } = await sql<{ count: string }>`
    SELECT count(*) AS count FROM ${await counted(list, sieve, isDecided)} c`.execute(db);
  const decided = Number(rows[0]?.count ?? 0);
  return judgement === undefined ? decided : decided + (await countUndecided(db, list, sieve, judgement));
}

/** What most rows contain is soonest counted by looking at each of them. */
async function counted<Row>(
  list: SiftedList<Row>,
  sieve: Sieve<Row>,
  isDecided: RawBuilder<unknown>,
): Promise<RawBuilder<unknown>> {
  const { alias, joins, search } = sieve;
  const table = tableOf(sieve);
  if (search === null || search.isShort) {
    return sql`(SELECT FROM ${table} ${joins} WHERE ${all([...everyCondition(list, sieve), isDecided])})`;
  }
  const { hits } = await search.prepare();
  const conditions = filtersOf(list, sieve);
  const found = sql`(SELECT DISTINCT h.id FROM (${hits}) h)`;
  if (conditions.length === 0) return found;
  return sql`(SELECT FROM ${found} h JOIN ${table} ON ${sql.ref(`${alias}.id`)} = h.id ${joins}
    WHERE ${all([...conditions, isDecided])})`;
}

const BATCH = 2_000;

async function countUndecided<Row extends object>(
  db: Kysely<Tables>,
  list: SiftedList<Row>,
  sieve: Sieve<Row>,
  { isUndecided }: NonNullable<Sieve<Row>['judgement']>,
): Promise<number> {
  const id = sql.ref(`${sieve.alias}.id`);
  let count = 0;
  for (let last: string | null = ''; last !== null;) {
    const { rows }: { rows: (CandidateRow<Row> & { readonly countedId: string })[] } = await sql<
      CandidateRow<Row> & { readonly countedId: string }
    >`
      SELECT ${candidateColumns(list.columns, sieve)}, ${id} AS "countedId" FROM ${tableOf(sieve)} ${sieve.joins}
      WHERE ${all([...everyCondition(list, sieve), isUndecided])} AND ${id} > ${last}
      ORDER BY ${id} LIMIT ${BATCH}`.execute(db);
    count += (await decideRows(sieve, rows.map(readCandidate<Row>))).length;
    last = rows.length < BATCH ? null : (rows.at(-1)?.countedId ?? null);
  }
  return count;
}
