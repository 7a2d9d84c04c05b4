import { sql, type RawBuilder } from 'kysely';
import { orderBy, type Order } from './keyset-order.js';

/**
 * What rows of a very long list are held against, where an index cannot answer it together with the list's order, and
 * where nobody knows beforehand whether many rows fit or none.
 */
export interface Sieve<Row> {
  /** The table that the list is of, with a column `id`: `gateway.users u`. */
  readonly table: RawBuilder<unknown>;
  readonly alias: string;
  /** What is walked along in the list's order: the table, joined to what it is sorted by. */
  readonly walk: RawBuilder<unknown>;
  /** Outer joins with at most one row each, after any of the two: what columns, filters and search speak of. */
  readonly joins: RawBuilder<unknown>;
  readonly filters: readonly RawBuilder<unknown>[];
  readonly search: Search | null;
  /** Few rows fit the filters, so that gathering them comes first. */
  readonly isFewByFilters?: boolean;
  /** Where a filter lets rows through of which SQL cannot tell whether they fit. */
  readonly judgement?: Judgement<Row> | undefined;
  readonly pace?: Pace | undefined;
}

/** How far to go one way before another is tried, in rows. */
export interface Pace {
  /** For a search; without one, which makes each step cheaper, several times as far. */
  readonly firstWalk: number;
  readonly lastWalk: number;
  /** What can be gathered in about the time of a walk that would find as many. */
  readonly gatheredBySearch: number;
  readonly gatheredByFilters: number;
  /** The most candidates in memory at once, beyond a page. */
  readonly candidates: number;
}

export const usualPace: Pace = {
  firstWalk: 1_000,
  lastWalk: 64_000,
  gatheredBySearch: 6_000,
  gatheredByFilters: 15_000,
  candidates: 2_000,
};

export interface Search {
  /** Of a row at hand. */
  readonly condition: RawBuilder<unknown>;
  /** Asked where rows are not found at once. */
  readonly prepare: () => Promise<PreparedSearch>;
  /** The index is slow to answer for the shortest texts, which most rows contain. */
  readonly isShort: boolean;
}

export interface PreparedSearch {
  /** Of a row at hand; cheaper than before. */
  readonly condition: RawBuilder<unknown>;
  /** A statement for the ids (`id`, also twice) of all rows that fit, by an index. */
  readonly hits: RawBuilder<unknown>;
}

export interface Judgement<Row> {
  /** Of a row at hand: whether `judge` has to be asked. */
  readonly isUndecided: RawBuilder<boolean>;
  readonly judge: (rows: readonly Row[]) => Promise<readonly boolean[]>;
}

/** A list with a sieve, as far as its rows are concerned. */
export interface SiftedList<Row> {
  readonly columns: RawBuilder<Row>;
  /** Of the table alone. */
  readonly conditions: readonly RawBuilder<unknown>[];
  readonly order: Order<Row>;
}

export function everyCondition<Row>(
  list: SiftedList<Row>,
  sieve: Pick<Sieve<Row>, 'filters' | 'search'>,
): readonly RawBuilder<unknown>[] {
  return [...list.conditions, ...sieve.filters, ...(sieve.search === null ? [] : [sieve.search.condition])];
}

/** The sort keys as columns `sort0` …, so that they can be sorted by where their own tables are out of reach. */
export function sortColumns<Row>(order: Order<Row>): RawBuilder<unknown> {
  return sql.join(order.map(({ expression }, index) => sql`${expression} AS ${sql.ref(`sort${index}`)}`));
}

export function orderBySortColumns<Row>(order: Order<Row>, alias: string): RawBuilder<unknown> {
  return orderBy(order, (index) => sql.ref(`${alias}.sort${index}`));
}
