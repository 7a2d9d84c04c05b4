import type { Gathering } from './gather-rows.js';
import type { SeenRows } from './seen-rows.js';
import { narrowLookOf, usualPace, type PreparedSearch, type Sieve, type Sifting } from './sieve.js';
import { weighRows } from './weigh-rows.js';

/** A way to find all rows that fit, without a walk. */
export interface Way {
  readonly by: Gathering['by'];
  /** How many rows it is thought to give; more, if so many turned out to be too few. */
  readonly rows: number;
  /** What it costs to come by those of them that fit, when so many are wanted. */
  readonly priceOf: (wanted: number) => number;
}

// In about microseconds for each row: only the ratios count. Rows that are next to each other in the order of their
// creation lie together; in any other order each is somewhere else, and so is each row that is gathered. What is looked
// up by its id is found through one more index.
const PRICE_OF_NEXT_ROW = 1;
const PRICE_OF_ANY_ROW = 6;
const PRICE_OF_HIT = 7;
const PRICE_OF_LOOK_UP = 10;
// For each row of a narrow walk, of which few are hits: those have to be looked up before it is known whether they fit.
const PRICE_OF_FILTERED_HITS = 0.6;

export function priceOfWalk<Row>(sifting: Sifting<Row>): number {
  const { isInOrder, search, filters } = sifting.sieve;
  const narrow = narrowLookOf(sifting);
  if (narrow !== null) return narrow.price + (filters.length === 0 ? 0 : PRICE_OF_FILTERED_HITS);
  return (isInOrder === true ? PRICE_OF_NEXT_ROW : PRICE_OF_ANY_ROW) + (search?.price ?? 0);
}

/** What a walk is held against. */
export interface Prospects {
  readonly ways: readonly Way[];
  /** Of all rows, those that may fit, as far as text and filters have nothing to do with each other. */
  readonly share: number;
}

/** What to gather by, if that is cheaper than to walk on until `wanted` more are found. */
export function cheapestWay<Row>(
  sifting: Sifting<Row>,
  { ways, share }: Prospects,
  seen: SeenRows,
  wanted: number,
): Gathering | null {
  const { sieve } = sifting;
  const { gathered, gatherPrice } = sieve.pace ?? usualPace;
  const fitting = seen.fitting === 0 ? Math.min(seen.rows * share, 0.5) : seen.fitting;
  const walk = ((wanted * seen.rows) / fitting) * priceOfWalk(sifting);
  const priced = ways.map((way) => ({
    ...way,
    price: way.priceOf(wanted) * batchesOf(sieve, way.rows, seen) * gatherPrice,
  }));
  const [cheapest] = [...priced].sort((left, right) => left.price - right.price);
  if (cheapest === undefined || cheapest.price >= walk) return null;
  return { by: cheapest.by, atMost: Math.max(gathered, Math.ceil(cheapest.rows) * 2) };
}

/** For each batch of what SQL cannot decide everything is gathered anew. */
function batchesOf<Row>(
  { judgement, pace = usualPace }: Sieve<Row>,
  rows: number,
  { candidates, rows: walked }: SeenRows,
): number {
  if (judgement === undefined) return 1;
  return Math.max(1, (rows * candidates) / Math.max(walked, 1) / Math.max(pace.candidates, 1));
}

export function noteTooMany({ ways, share }: Prospects, { by, atMost }: Gathering): Prospects {
  const noted = ways.map((way): Way => {
    if (way.by !== by) return way;
    const rows = atMost * 4;
    return { by, rows, priceOf: (wanted) => way.priceOf(wanted) * Math.max(1, rows / way.rows) };
  });
  return { ways: noted, share };
}

/** Text and filters may each let much or little through. */
export async function weighWays<Row>(
  sifting: Sifting<Row>,
  search: PreparedSearch | null,
): Promise<Prospects> {
  const { filters, keysOfHits } = sifting.sieve;
  const { all, hits, filtered, strictest } = await weighRows(sifting);
  const lookUps = (wanted: number): number =>
    keysOfHits === undefined ? hits : Math.min(hits, (wanted * all) / filtered);
  const bySearch = (wanted: number): number => hits * PRICE_OF_HIT + lookUps(wanted) * PRICE_OF_LOOK_UP;
  const byFilters = (): number => strictest * PRICE_OF_ANY_ROW;
  const ways = [
    ...(search === null ? [] : [{ by: search, rows: hits, priceOf: bySearch }]),
    ...(filters.length === 0 ? [] : [{ by: 'filters' as const, rows: filtered, priceOf: byFilters }]),
  ];
  return { ways, share: (hits / all) * (filtered / all) };
}
