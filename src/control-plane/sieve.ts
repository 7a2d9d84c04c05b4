import { sql, type Kysely, type RawBuilder } from 'kysely';
import { orderBy, type Order } from './keyset-order.js';
import type { Tables } from './tables.js';

/**
 * What rows of a very long list are held against, where an index cannot answer it together with the list's order, and
 * where nobody knows beforehand whether many rows fit or none.
 */
export interface Sieve<Row> {
  /** The table that the list is of, with a column `id`: `gateway.users`, `u`. */
  readonly tableName: string;
  readonly alias: string;
  /** What is walked along in the list's order: the table, joined to what it is sorted by. */
  readonly walk: RawBuilder<unknown>;
  /** Outer joins with at most one row each, after any of the two: what columns, filters and search speak of. */
  readonly joins: RawBuilder<unknown>;
  readonly filters: readonly RawBuilder<unknown>[];
  /** That look into another table for each row, and so are held against what all else has let through. */
  readonly dearFilters?: readonly RawBuilder<unknown>[];
  readonly search: Search | null;
  /** Few rows fit the filters, so that gathering them comes first. */
  readonly isFewByFilters?: boolean;
  /** The list is in the order in which its rows were made, so that those that follow each other lie together. */
  readonly isInOrder?: boolean;
  /** The list's sort keys as hits `h` of a search have them; absent where they have not all of them. */
  readonly keysOfHits?: readonly RawBuilder<unknown>[] | undefined;
  /** Where a filter lets rows through of which SQL cannot tell whether they fit. */
  readonly judgement?: Judgement<Row> | undefined;
  readonly pace?: Pace | undefined;
}

/** How far to go one way before another is thought of, in rows. */
export interface Pace {
  /** Where a step costs least. */
  readonly firstWalk: number;
  readonly lastWalk: number;
  /** So many are gathered though fewer were expected. */
  readonly gathered: number;
  /** As a multiple of what is thought to be its price. */
  readonly gatherPrice: number;
  /** The most candidates in memory at once, beyond a page. */
  readonly candidates: number;
}

export const usualPace: Pace = {
  firstWalk: 4_000,
  lastWalk: 64_000,
  gathered: 3_000,
  gatherPrice: 1,
  candidates: 2_000,
};

export interface Search extends Look {
  /** Asked where rows are not found at once. */
  readonly prepare: () => Promise<PreparedSearch>;
  /** The index is slow to answer for the shortest texts, which most rows contain. */
  readonly isShort: boolean;
}

/** Whether a text is in a row at hand. */
export interface Look {
  readonly condition: RawBuilder<unknown>;
  /** As a multiple of what it takes to come by the next row of a table. */
  readonly price: number;
  /** Absent where more must be known than a narrow table has. */
  readonly narrow?: NarrowLook | undefined;
}

/** The same look at a table of little else than the text, with one row for each of the list. */
export interface NarrowLook {
  /** That table, as `h`, with the `id` and what `keysOfHits` speaks of. */
  readonly rows: RawBuilder<unknown>;
  /** Of `h`. */
  readonly condition: RawBuilder<unknown>;
  /** Of coming by the next row, and of the look at it. */
  readonly price: number;
}

/** Its look is the cheaper one. */
export interface PreparedSearch extends Look {
  /** A statement for all rows that fit, also twice, by an index: their `id`, and what `keysOfHits` speaks of. */
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

/** What is sifted, where, and through what. */
export interface Sifting<Row> {
  readonly db: Kysely<Tables>;
  readonly list: SiftedList<Row>;
  readonly sieve: Sieve<Row>;
}

/**
 * What is walked along instead of the list's own table: a narrow one that has the list's order. What a list is bound to
 * besides its order only an index of its own table can answer.
 */
export function narrowLookOf<Row>({ list, sieve }: Pick<Sifting<Row>, 'list' | 'sieve'>): NarrowLook | null {
  const isInOrder = sieve.keysOfHits !== undefined && list.conditions.length === 0;
  return isInOrder ? (sieve.search?.narrow ?? null) : null;
}

export function tableOf({
  tableName,
  alias,
}: Pick<Sieve<never>, 'tableName' | 'alias'>): RawBuilder<unknown> {
  return sql`${sql.table(tableName)} ${sql.ref(alias)}`;
}

export function everyCondition<Row>(
  list: SiftedList<Row>,
  { filters, search, dearFilters = [] }: Pick<Sieve<Row>, 'filters' | 'search' | 'dearFilters'>,
): readonly RawBuilder<unknown>[] {
  return [...list.conditions, ...filters, ...(search === null ? [] : [search.condition]), ...dearFilters];
}

/** All but the search. */
export function filtersOf<Row>(list: SiftedList<Row>, sieve: Sieve<Row>): readonly RawBuilder<unknown>[] {
  return everyCondition(list, { ...sieve, search: null });
}

/** The sort keys as columns `sort0` …, so that they can be sorted by where their own tables are out of reach. */
export function sortColumns<Row>(order: Order<Row>): RawBuilder<unknown> {
  return sql.join(order.map(({ expression }, index) => sql`${expression} AS ${sql.ref(`sort${index}`)}`));
}

export function orderBySortColumns<Row>(order: Order<Row>, alias: string): RawBuilder<unknown> {
  return orderBy(order, (index) => sql.ref(`${alias}.sort${index}`));
}
