import { sql, type RawBuilder } from 'kysely';
import { all } from './keyset-order.js';
import { tableOf, type Sieve, type Sifting } from './sieve.js';

/** How many rows there may be, told by a few pages of the table, from here and there. */
export interface Weights {
  readonly all: number;
  /** That the search finds; all of them where nothing is sought. */
  readonly hits: number;
  /** That the filters let through. */
  readonly filtered: number;
  /** That are looked at for it: an index finds what the strictest of the filters lets through. */
  readonly strictest: number;
}

export async function weighRows<Row>({ db, list, sieve }: Sifting<Row>): Promise<Weights> {
  const conditions = [sieve.search?.condition ?? sql`true`, ...list.conditions, ...sieve.filters];
  const [isHit = sql`true`, ...passes] = conditions.map((_, index) => sql.ref(`s.is${index}`));
  const passing = passes.map((pass) => sql`count(*) FILTER (WHERE ${pass})`);
  const { rows } = await sql<Sample>`
    SELECT count(*)::float8 AS sampled, count(*) FILTER (WHERE ${isHit})::float8 AS hits,
      count(*) FILTER (WHERE ${all(passes)})::float8 AS filtered,
      least(${sql.join([sql`count(*)`, ...passing])})::float8 AS strictest,
      (SELECT c.reltuples::float8 FROM ${statisticsOf(sieve)}) AS "rowCount"
    FROM (
      SELECT ${sql.join(conditions.map((condition, index) => sql`${condition} AS ${sql.ref(`is${index}`)}`))}
      FROM ${tableOf(sieve)}
      TABLESAMPLE SYSTEM ((SELECT 100.0 * ${PAGES} / greatest(c.relpages, ${PAGES}) FROM ${statisticsOf(sieve)}))
      REPEATABLE (0) ${sieve.joins}
      OFFSET 0
    ) s`.execute(db);
  const { sampled, hits, filtered, strictest, rowCount } = rows[0] ?? nothing;
  const total = rowCount <= 0 ? ROWS_OF_THE_UNKNOWN : rowCount;
  const estimate = (count: number): number => (total * Math.max(count, 0.5)) / Math.max(sampled, 1);
  return {
    all: total,
    hits: estimate(hits),
    filtered: estimate(filtered),
    strictest: estimate(strictest),
  };
}

function statisticsOf<Row>({ tableName }: Sieve<Row>): RawBuilder<unknown> {
  return sql`pg_catalog.pg_class c WHERE c.oid = ${tableName}::regclass`;
}

interface Sample {
  readonly sampled: number;
  readonly hits: number;
  readonly filtered: number;
  readonly strictest: number;
  readonly rowCount: number;
}

const nothing: Sample = { sampled: 0, hits: 0, filtered: 0, strictest: 0, rowCount: -1 };

const PAGES = 20;
/** Of a table that was never analysed, and so is hardly a large one. */
const ROWS_OF_THE_UNKNOWN = 10_000;
