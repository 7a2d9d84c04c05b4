import { sql, type RawBuilder } from 'kysely';
import { byIndex } from './by-index.js';
import { candidateColumns, readCandidate, type CandidateRow, type Leg } from './decide-rows.js';
import { all, boundsOf, orderBy, orderedBy, placeOf, type Stretch } from './keyset-order.js';
import {
  everyCondition,
  filtersOf,
  narrowLookOf,
  orderBySortColumns,
  sortColumns,
  tableOf,
  type Sieve,
  type Sifting,
} from './sieve.js';

/** Goes along the order for at most `rowCount` rows, however few of them fit, or until there are `limit` candidates. */
export async function walkRows<Row extends object>(
  sifting: Sifting<Row>,
  stretch: Stretch<Row>,
  { rowCount, limit }: { readonly rowCount: number; readonly limit: number },
): Promise<Leg<Row>> {
  const { db, list, sieve } = sifting;
  const { order } = stretch;
  const { steps, alias, joins, conditions } = pathOf(sifting, stretch);
  const count = sql.ref(`${alias}.walkedCount`);
  const isLast = sql`${count} = ${rowCount}`;
  // The last row walked to comes along, whether it fits or not: there the next leg begins.
  const statement = sql<CandidateRow<Row> & Walked>`
    SELECT ${candidateColumns(list.columns, sieve)}, ${isLast} AS "isLast", ${count}::float8 AS "walkedCount",
      CASE WHEN ${isLast} THEN ${all(conditions)} ELSE true END AS "isFitting"
    FROM (
      SELECT w.*, row_number() OVER (ORDER BY ${orderBySortColumns(order, 'w')}) AS "walkedCount"
      FROM (${steps} LIMIT ${rowCount}) w
    ) ${sql.ref(alias)} ${joins}
    WHERE ${all(conditions.map((condition) => sql`(${condition} OR ${isLast})`))}
    ORDER BY ${orderBySortColumns(order, alias)}
    LIMIT ${limit}`;
  const { rows } = await (rowCount > SHORT
    ? byIndex(db, (trx) => statement.execute(trx))
    : statement.execute(db));
  const walked = rows.map(readWalked<Row>);
  const end = walked.at(-1);
  const isMore = end !== undefined && (end.isLast || rows.length === limit);
  return {
    walkedCount: end?.walkedCount ?? 0,
    candidates: walked.filter(({ isFitting }) => isFitting).map(({ candidate }) => candidate),
    left: isMore ? { ...stretch, after: placeOf(order, end.candidate.row) } : null,
  };
}

interface Path {
  /** The rows that are walked along, as far as to LIMIT. */
  readonly steps: RawBuilder<unknown>;
  /** Of each of them. */
  readonly alias: string;
  /** From there to all that columns and conditions speak of. */
  readonly joins: RawBuilder<unknown>;
  readonly conditions: readonly RawBuilder<unknown>[];
}

function pathOf<Row>({ list, sieve }: Sifting<Row>, stretch: Stretch<Row>): Path {
  const { alias, walk, joins, keysOfHits = [] } = sieve;
  const narrow = narrowLookOf({ list, sieve });
  if (narrow === null) {
    return {
      steps: stepsAlong(alias, walk, stretch, list.conditions),
      alias,
      joins,
      conditions: [all(everyCondition({ ...list, conditions: [] }, sieve))],
    };
  }
  return {
    steps: stepsAlong('h', narrow.rows, orderedBy(stretch, keysOfHits)),
    alias: 'h',
    joins: sql`CROSS JOIN LATERAL (${rowOfHit(sieve)}) ${sql.ref(alias)} ${joins}`,
    // Apart from each other: the first is asked before any row of the list is looked at.
    conditions: [narrow.condition, all(filtersOf(list, sieve))],
  };
}

/** By itself, so that PostgreSQL does not read the whole table for what it takes to be many hits. */
function rowOfHit<Row>(sieve: Sieve<Row>): RawBuilder<unknown> {
  const { alias } = sieve;
  return sql`
    SELECT ${sql.ref(alias)}.* FROM ${tableOf(sieve)} WHERE ${sql.ref(`${alias}.id`)} = h.id OFFSET 0`;
}

function stepsAlong<Row>(
  alias: string,
  tables: RawBuilder<unknown>,
  stretch: Stretch<Row>,
  conditions: readonly RawBuilder<unknown>[] = [],
): RawBuilder<unknown> {
  return sql`
    SELECT ${sql.ref(alias)}.*, ${sortColumns(stretch.order)} FROM ${tables}
    WHERE ${all([...conditions, ...boundsOf(stretch)])} ORDER BY ${orderBy(stretch.order)}`;
}

/** So few are walked along an index as it is. */
const SHORT = 4_000;

interface Walked {
  readonly walkedCount: number;
  readonly isLast: boolean;
  readonly isFitting: boolean;
}

function readWalked<Row extends object>({
  isLast,
  isFitting,
  walkedCount,
  ...row
}: CandidateRow<Row> & Walked) {
  return { isLast, isFitting, walkedCount, candidate: readCandidate(row as unknown as CandidateRow<Row>) };
}
