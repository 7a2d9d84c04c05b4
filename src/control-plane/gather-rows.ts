import { sql, type RawBuilder } from 'kysely';
import { byIndex } from './by-index.js';
import { candidateColumns, readCandidate, type CandidateRow, type Leg } from './decide-rows.js';
import { all, boundsOf, orderedBy, placeOf, type Stretch } from './keyset-order.js';
import {
  filtersOf,
  orderBySortColumns,
  sortColumns,
  tableOf,
  type PreparedSearch,
  type Sieve,
  type SiftedList,
  type Sifting,
} from './sieve.js';

export interface Gathering {
  /** By an index for the search, or by the filters. */
  readonly by: PreparedSearch | 'filters';
  /** More rows than these are too many: nothing is done with them. */
  readonly atMost: number;
}

/** Finds every row that fits, in no order, and sorts them. Null: there were more than `atMost` to look at. */
export async function gatherRows<Row extends object>(
  { db, list, sieve }: Sifting<Row>,
  stretch: Stretch<Row>,
  { by, atMost }: Gathering,
  limit: number,
): Promise<Leg<Row> | null> {
  const { order } = stretch;
  const id = sql.ref(`${sieve.alias}.id`);
  const { gathered, fitting } = sourceOf(list, sieve, stretch, by);
  const statement = sql<CandidateRow<Row> & Gathered>`
    WITH gathered AS MATERIALIZED (${gathered} LIMIT ${atMost + 1}),
      fitting AS ${fitting} AND (SELECT count(*) FROM gathered) <= ${atMost}),
      first AS (SELECT f.* FROM fitting f ORDER BY ${orderBySortColumns(order, 'f')} LIMIT ${limit})
    SELECT c.count AS "gatheredCount", first.id AS "fittingId", ${candidateColumns(list.columns, sieve)}
    FROM (SELECT count(*)::float8 AS count FROM gathered) c
      LEFT JOIN first ON true LEFT JOIN ${tableOf(sieve)} ON ${id} = first.id ${sieve.joins}
    ORDER BY ${orderBySortColumns(order, 'first')}`;
  const { rows } = await byIndex(db, (trx) => statement.execute(trx));
  const read = rows.map(readGathered<Row>);
  if ((read[0]?.gatheredCount ?? 0) > atMost) return null;
  // Where nothing fits one row comes, for the count.
  const candidates = read.filter(({ fittingId }) => fittingId !== null).map(({ candidate }) => candidate);
  const last = candidates.length === limit ? candidates.at(-1) : undefined;
  return {
    candidates,
    walkedCount: 0,
    left: last === undefined ? null : { ...stretch, after: placeOf(order, last.row) },
  };
}

interface Gathered {
  readonly gatheredCount: number;
  readonly fittingId: string | null;
}

interface Source {
  readonly gathered: RawBuilder<unknown>;
  /** From the bracket that it begins with to a condition, with the id and the sort keys. */
  readonly fitting: RawBuilder<unknown>;
}

function sourceOf<Row>(
  list: SiftedList<Row>,
  sieve: Sieve<Row>,
  stretch: Stretch<Row>,
  by: Gathering['by'],
): Source {
  if (by === 'filters') return filtered(list, sieve, stretch);
  const { keysOfHits } = sieve;
  return keysOfHits === undefined
    ? hitsInNoOrder(list, sieve, stretch, by)
    : hitsInOrder(list, sieve, orderedBy(stretch, keysOfHits), by);
}

function filtered<Row>(list: SiftedList<Row>, sieve: Sieve<Row>, stretch: Stretch<Row>): Source {
  const { alias, joins, search } = sieve;
  return {
    gathered: sql`
      SELECT ${sql.ref(`${alias}.id`)}, ${sortColumns(stretch.order)}, ${search?.condition ?? sql`true`} AS "isHit"
      FROM ${tableOf(sieve)} ${joins} WHERE ${all([...filtersOf(list, sieve), ...boundsOf(stretch)])}`,
    fitting: sql`MATERIALIZED (SELECT g.* FROM gathered g WHERE g."isHit"`,
  };
}

/** Each hit has to be looked up before it is known where it stands. */
function hitsInNoOrder<Row>(
  list: SiftedList<Row>,
  sieve: Sieve<Row>,
  stretch: Stretch<Row>,
  { hits }: PreparedSearch,
): Source {
  const { alias, joins } = sieve;
  const id = sql.ref(`${alias}.id`);
  return {
    gathered: sql`SELECT h.id FROM (${hits}) h`,
    // Else the list's own order might be walked along, in the hope of a hit.
    fitting: sql`MATERIALIZED (
      SELECT ${id}, ${sortColumns(stretch.order)}
      FROM (SELECT DISTINCT g.id FROM gathered g) g JOIN ${tableOf(sieve)} ON ${id} = g.id ${joins}
      WHERE ${all([...filtersOf(list, sieve), ...boundsOf(stretch)])}`,
  };
}

/** The hits are sorted first, and looked up until enough of them fit. */
function hitsInOrder<Row>(
  list: SiftedList<Row>,
  sieve: Sieve<Row>,
  stretch: Stretch<Row>,
  { hits }: PreparedSearch,
): Source {
  const { alias, joins } = sieve;
  const { order } = stretch;
  return {
    gathered: sql`SELECT h.id, ${sortColumns(order)} FROM (${hits}) h WHERE ${all(boundsOf(stretch))}`,
    fitting: sql`NOT MATERIALIZED (
      SELECT h.* FROM (SELECT DISTINCT g.* FROM gathered g ORDER BY ${orderBySortColumns(order, 'g')}) h
        JOIN ${tableOf(sieve)} ON ${sql.ref(`${alias}.id`)} = h.id ${joins}
      WHERE ${all(filtersOf(list, sieve))}`,
  };
}

function readGathered<Row extends object>({
  gatheredCount,
  fittingId,
  ...row
}: CandidateRow<Row> & Gathered) {
  return { gatheredCount, fittingId, candidate: readCandidate(row as unknown as CandidateRow<Row>) };
}
