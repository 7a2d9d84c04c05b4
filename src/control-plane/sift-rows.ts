import type { Kysely } from 'kysely';
import { cheapestWay, noteTooMany, priceOfWalk, weighWays, type Prospects } from './choose-way.js';
import { decideRows, type Leg } from './decide-rows.js';
import { gatherAll } from './gather-all.js';
import type { Stretch } from './keyset-order.js';
import { addLeg, limitOf, nothingSeen } from './seen-rows.js';
import { usualPace, type PreparedSearch, type Sieve, type SiftedList, type Sifting } from './sieve.js';
import type { Tables } from './tables.js';
import { walkRows } from './walk-rows.js';

/**
 * The first rows of a stretch that fit. Where many fit they are found soon by walking along the order; where few do, by
 * gathering all of them and sorting. Which it is shows on the way: after each leg of a walk what the rest of it may
 * cost is held against what it may cost to gather.
 */
export async function siftRows<Row extends object>(
  db: Kysely<Tables>,
  list: SiftedList<Row>,
  given: Sieve<Row>,
  stretch: Stretch<Row>,
  wanted: number,
): Promise<readonly Row[]> {
  let sifting: Sifting<Row> = { db, list, sieve: given };
  if (given.isFewByFilters === true) {
    const { gathered: atMost } = given.pace ?? usualPace;
    const few = await gatherAll(sifting, stretch, wanted, { by: 'filters', atMost }, nothingSeen);
    if (few !== null) return few;
  }
  const found: Row[] = [];
  let search: PreparedSearch | null = null;
  let prospects: Prospects | null = null;
  let left: Stretch<Row> | null = stretch;
  let seen = nothingSeen;
  for (let index = 0; ; index += 1) {
    const { sieve } = sifting;
    const walk = { rowCount: legOf(sifting, index), limit: limitOf(sieve, wanted - found.length, seen, 1.5) };
    const leg: Leg<Row> = await walkRows(sifting, left, walk);
    const fitting = await decideRows(sieve, leg.candidates);
    found.push(...fitting);
    left = leg.left;
    if (found.length >= wanted || left === null) return found.slice(0, wanted);
    seen = addLeg(seen, leg, fitting.length);
    search ??= (await given.search?.prepare()) ?? null;
    sifting = { ...sifting, sieve: withSearch(given, search) };
    const missing = wanted - found.length;
    if (missing * seen.rows <= seen.fitting * legOf(sifting, index + 1)) continue;
    prospects ??= await weighWays(sifting, search);
    const choice = cheapestWay(sifting, prospects, seen, missing);
    if (choice === null) continue;
    const gathered = await gatherAll(sifting, left, missing, choice, seen);
    if (gathered !== null) return [...found, ...gathered];
    prospects = noteTooMany(prospects, choice);
  }
}

/** With a cheaper look for the text. */
function withSearch<Row>(sieve: Sieve<Row>, prepared: PreparedSearch | null): Sieve<Row> {
  const { search } = sieve;
  return search === null || prepared === null ? sieve : { ...sieve, search: { ...search, ...prepared } };
}

const LEG_GROWTH = 4;

/** How many rows the legs of a walk have. */
function legOf<Row>(sifting: Sifting<Row>, index: number): number {
  const { firstWalk, lastWalk } = sifting.sieve.pace ?? usualPace;
  return Math.min(Math.ceil(firstWalk / priceOfWalk(sifting)) * LEG_GROWTH ** index, lastWalk);
}
