import type { Kysely } from 'kysely';
import { decideRows, type Leg } from './decide-rows.js';
import { gatherRows, type Gathering } from './gather-rows.js';
import type { Stretch } from './keyset-order.js';
import { usualPace, type PreparedSearch, type Sieve, type SiftedList } from './sieve.js';
import type { Tables } from './tables.js';
import { walkRows } from './walk-rows.js';

/**
 * The first rows of a stretch that fit. Where many fit they are found soon by walking along the order; where few do, by
 * gathering all of them and sorting. Which it is shows on the way: when a walk finds next to nothing, gathering is
 * tried; where there is too much to gather, the walk goes on in longer legs.
 */
export async function siftRows<Row extends object>(
  db: Kysely<Tables>,
  list: SiftedList<Row>,
  given: Sieve<Row>,
  stretch: Stretch<Row>,
  wanted: number,
): Promise<readonly Row[]> {
  if (given.isFewByFilters === true) {
    const few = await gatherAll(db, list, given, stretch, wanted, byFilters(given));
    if (few !== null) return few;
  }
  const found: Row[] = [];
  let search: PreparedSearch | null = null;
  let sieve = given;
  let hasGathered = false;
  let left: Stretch<Row> | null = stretch;
  for (const [index, rowCount] of legsOf(sieve).entries()) {
    const leg: Leg<Row> = await walkRows(db, list, sieve, left, {
      rowCount,
      limit: limitOf(sieve, wanted, index),
    });
    const fitting = await decideRows(sieve, leg.candidates);
    found.push(...fitting);
    left = leg.left;
    if (found.length >= wanted || left === null) return found.slice(0, wanted);
    search ??= (await sieve.search?.prepare()) ?? null;
    sieve = withSearch(given, search);
    if (hasGathered || fitting.length * WORTHWHILE_LEGS >= wanted) continue;
    hasGathered = true;
    const gathered = await gatherIfFew(db, list, sieve, left, wanted - found.length, search);
    if (gathered !== null) return [...found, ...gathered];
  }
  return [...found, ...(await siftTheRest(db, list, sieve, left, wanted - found.length, search))];
}

/** A walk goes on while, at its rate, so many legs like the last one would do. */
const WORTHWHILE_LEGS = 8;
const LEG_GROWTH = 4;

/** To look for a text in a row takes longer than to ask whether it is disabled. */
function legsOf<Row>({ search, pace = usualPace }: Sieve<Row>): readonly number[] {
  const { firstWalk, lastWalk } = pace;
  const first = search === null ? firstWalk * LEG_GROWTH : firstWalk;
  const legs = [first];
  for (let rowCount = first * LEG_GROWTH; rowCount <= lastWalk; rowCount *= LEG_GROWTH) legs.push(rowCount);
  return legs;
}

/** How many candidates a leg may give. Of the undecided some will be refused: a second leg costs more than a few rows. */
function limitOf<Row>({ judgement, pace = usualPace }: Sieve<Row>, wanted: number, index: number): number {
  return judgement === undefined
    ? wanted
    : Math.min(wanted * 2 ** (index + 1), Math.max(pace.candidates, wanted));
}

function withSearch<Row>(sieve: Sieve<Row>, prepared: PreparedSearch | null): Sieve<Row> {
  const { search } = sieve;
  return search === null || prepared === null
    ? sieve
    : { ...sieve, search: { ...search, condition: prepared.condition } };
}

/** All that fit, or as many as wanted; null: there are too many to be gathered. */
async function gatherIfFew<Row extends object>(
  db: Kysely<Tables>,
  list: SiftedList<Row>,
  sieve: Sieve<Row>,
  stretch: Stretch<Row>,
  wanted: number,
  search: PreparedSearch | null,
): Promise<readonly Row[] | null> {
  const { gatheredBySearch } = sieve.pace ?? usualPace;
  const bySearch = search === null ? [] : [{ by: search, atMost: gatheredBySearch }];
  const rest = sieve.filters.length === 0 || sieve.isFewByFilters === true ? [] : [byFilters(sieve)];
  const ways = sieve.search?.isShort === true ? [...rest, ...bySearch] : [...bySearch, ...rest];
  for (const way of ways) {
    const found = await gatherAll(db, list, sieve, stretch, wanted, way);
    if (found !== null) return found;
  }
  return null;
}

function byFilters<Row>({ pace = usualPace }: Sieve<Row>): Gathering {
  return { by: 'filters', atMost: pace.gatheredByFilters };
}

async function gatherAll<Row extends object>(
  db: Kysely<Tables>,
  list: SiftedList<Row>,
  sieve: Sieve<Row>,
  stretch: Stretch<Row>,
  wanted: number,
  way: Gathering,
): Promise<readonly Row[] | null> {
  const found: Row[] = [];
  let left: Stretch<Row> | null = stretch;
  for (let index = 0; left !== null && found.length < wanted; index += 1) {
    const leg: Leg<Row> | null = await gatherRows(db, list, sieve, left, way, limitOf(sieve, wanted, index));
    if (leg === null) return null;
    found.push(...(await decideRows(sieve, leg.candidates)));
    left = leg.left;
  }
  return found.slice(0, wanted);
}

/** Where neither a long walk found enough nor few enough fit. */
async function siftTheRest<Row extends object>(
  db: Kysely<Tables>,
  list: SiftedList<Row>,
  sieve: Sieve<Row>,
  stretch: Stretch<Row>,
  wanted: number,
  search: PreparedSearch | null,
): Promise<readonly Row[]> {
  if (sieve.judgement === undefined) {
    const way = { by: search ?? ('filters' as const), atMost: null };
    return (await gatherAll(db, list, sieve, stretch, wanted, way)) ?? [];
  }
  const { lastWalk, candidates } = sieve.pace ?? usualPace;
  // To gather everything anew for each batch of candidates would be the longest way of all.
  const found: Row[] = [];
  let left: Stretch<Row> | null = stretch;
  while (left !== null && found.length < wanted) {
    const walk = { rowCount: lastWalk, limit: Math.max(candidates, wanted) };
    const leg: Leg<Row> = await walkRows(db, list, sieve, left, walk);
    found.push(...(await decideRows(sieve, leg.candidates)));
    left = leg.left;
  }
  return found.slice(0, wanted);
}
