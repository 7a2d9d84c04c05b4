import { sql, type Kysely, type RawBuilder } from 'kysely';
import { candidateColumns, readCandidate, type CandidateRow, type Leg } from './decide-rows.js';
import { all, boundsOf, placeOf, type Stretch } from './keyset-order.js';
import {
  orderBySortColumns,
  sortColumns,
  type PreparedSearch,
  type Sieve,
  type SiftedList,
} from './sieve.js';
import type { Tables } from './tables.js';

export interface Gathering {
  /** By an index for the search, or by the filters. */
  readonly by: PreparedSearch | 'filters';
  /** More rows than these are too many: nothing is done with them. Null: as many as there are. */
  readonly atMost: number | null;
}

/** Finds every row that fits, in no order, and sorts them. Null: there were more than `atMost` to look at. */
export async function gatherRows<Row extends object>(
  db: Kysely<Tables>,
  list: SiftedList<Row>,
  sieve: Sieve<Row>,
  stretch: Stretch<Row>,
  { by, atMost }: Gathering,
  limit: number,
): Promise<Leg<Row> | null> {
  const { order } = stretch;
  const id = sql.ref(`${sieve.alias}.id`);
  const isFew = atMost === null ? sql`true` : sql`(SELECT count(*) FROM gathered) <= ${atMost}`;
  const limited = atMost === null ? sql`` : sql`LIMIT ${atMost + 1}`;
  const { gathered, fitting } =
    by === 'filters' ? gatherByFilters(list, sieve, stretch) : gatherBySearch(list, sieve, by, stretch);
  const { rows } = await sql<CandidateRow<Row> & Gathered>`
    WITH gathered AS MATERIALIZED (${gathered} ${limited}),
      fitting AS MATERIALIZED (${fitting} AND ${isFew}),
      first AS (SELECT f.* FROM fitting f ORDER BY ${orderBySortColumns(order, 'f')} LIMIT ${limit})
    SELECT c.count AS "gatheredCount", first.id AS "fittingId", ${candidateColumns(list.columns, sieve)}
    FROM (SELECT count(*)::float8 AS count FROM gathered) c
      LEFT JOIN first ON true LEFT JOIN ${sieve.table} ON ${id} = first.id ${sieve.joins}
    ORDER BY ${orderBySortColumns(order, 'first')}`.execute(db);
  const read = rows.map(readGathered<Row>);
  if (atMost !== null && (read[0]?.gatheredCount ?? 0) > atMost) return null;
  // Where nothing fits one row comes, for the count.
  const candidates = read.filter(({ fittingId }) => fittingId !== null).map(({ candidate }) => candidate);
  const last = candidates.length === limit ? candidates.at(-1) : undefined;
  return {
    candidates,
    left: last === undefined ? null : { ...stretch, after: placeOf(order, last.row) },
  };
}

interface Gathered {
  readonly gatheredCount: number;
  readonly fittingId: string | null;
}

/** `fitting` ends in a condition, and has the id and the sort keys. */
interface Source {
  readonly gathered: RawBuilder<unknown>;
  readonly fitting: RawBuilder<unknown>;
}

function gatherBySearch<Row>(
  list: SiftedList<Row>,
  { table, alias, joins, filters }: Sieve<Row>,
  { hits }: PreparedSearch,
  stretch: Stretch<Row>,
): Source {
  const id = sql.ref(`${alias}.id`);
  return {
    gathered: sql`SELECT h.id FROM (${hits}) h`,
    fitting: sql`
      SELECT ${id}, ${sortColumns(stretch.order)}
      FROM (SELECT DISTINCT g.id FROM gathered g) g JOIN ${table} ON ${id} = g.id ${joins}
      WHERE ${all([...list.conditions, ...filters, ...boundsOf(stretch)])}`,
  };
}

function gatherByFilters<Row>(
  list: SiftedList<Row>,
  { table, alias, joins, filters, search }: Sieve<Row>,
  stretch: Stretch<Row>,
): Source {
  return {
    gathered: sql`
      SELECT ${sql.ref(`${alias}.id`)}, ${sortColumns(stretch.order)}, ${search?.condition ?? sql`true`} AS "isHit"
      FROM ${table} ${joins} WHERE ${all([...list.conditions, ...filters, ...boundsOf(stretch)])}`,
    fitting: sql`SELECT g.* FROM gathered g WHERE g."isHit"`,
  };
}

function readGathered<Row extends object>({
  gatheredCount,
  fittingId,
  ...row
}: CandidateRow<Row> & Gathered) {
  return { gatheredCount, fittingId, candidate: readCandidate(row as unknown as CandidateRow<Row>) };
}
