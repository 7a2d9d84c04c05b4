import { sql } from 'kysely';
import { byIndex } from './by-index.js';
import { candidateColumns, readCandidate, type CandidateRow, type Leg } from './decide-rows.js';
import { all, boundsOf, orderBy, placeOf, type Stretch } from './keyset-order.js';
import { everyCondition, orderBySortColumns, sortColumns, type Sifting } from './sieve.js';

/** Goes along the order for at most `rowCount` rows, however few of them fit, or until there are `limit` candidates. */
export async function walkRows<Row extends object>(
  { db, list, sieve }: Sifting<Row>,
  stretch: Stretch<Row>,
  { rowCount, limit }: { readonly rowCount: number; readonly limit: number },
): Promise<Leg<Row>> {
  const { order } = stretch;
  const alias = sql.ref(sieve.alias);
  const isLast = sql`${alias}."walkedCount" = ${rowCount}`;
  const fits = all(everyCondition({ ...list, conditions: [] }, sieve));
  // The last row walked to comes along, whether it fits or not: there the next leg begins.
  const statement = sql<CandidateRow<Row> & Walked>`
    SELECT ${candidateColumns(list.columns, sieve)}, ${isLast} AS "isLast",
      ${alias}."walkedCount"::float8 AS "walkedCount",
      CASE WHEN ${isLast} THEN ${fits} ELSE true END AS "isFitting"
    FROM (
      SELECT w.*, row_number() OVER (ORDER BY ${orderBySortColumns(order, 'w')}) AS "walkedCount"
      FROM (
        SELECT ${alias}.*, ${sortColumns(order)} FROM ${sieve.walk}
        WHERE ${all([...list.conditions, ...boundsOf(stretch)])}
        ORDER BY ${orderBy(order)} LIMIT ${rowCount}
      ) w
    ) ${alias} ${sieve.joins}
    WHERE ${fits} OR ${isLast}
    ORDER BY ${orderBySortColumns(order, sieve.alias)}
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
