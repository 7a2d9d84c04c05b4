import { decideRows, type Leg } from './decide-rows.js';
import { gatherRows, type Gathering } from './gather-rows.js';
import type { Stretch } from './keyset-order.js';
import { addLeg, limitOf, type SeenRows } from './seen-rows.js';
import type { Sifting } from './sieve.js';

/** All that fit, or as many as wanted; null: there are too many to be gathered. */
export async function gatherAll<Row extends object>(
  sifting: Sifting<Row>,
  stretch: Stretch<Row>,
  wanted: number,
  gathering: Gathering,
  seenBefore: SeenRows,
): Promise<readonly Row[] | null> {
  const { sieve } = sifting;
  const found: Row[] = [];
  let left: Stretch<Row> | null = stretch;
  let seen = seenBefore;
  while (left !== null && found.length < wanted) {
    // To gather again would cost the same again: rather too many, and more so while little is known of them.
    const doubtful = { ...seen, candidates: seen.candidates + 3 };
    const limit = limitOf(sieve, wanted - found.length, doubtful, 2);
    const leg: Leg<Row> | null = await gatherRows(sifting, left, gathering, limit);
    if (leg === null) return null;
    const fitting = await decideRows(sieve, leg.candidates);
    found.push(...fitting);
    seen = addLeg(seen, leg, fitting.length);
    left = leg.left;
  }
  return found.slice(0, wanted);
}
