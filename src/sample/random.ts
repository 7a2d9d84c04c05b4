/** A stream of numbers that is the same on every machine and every run for the same seed. */
export interface Random {
  /** From `min` to `max`, both possible. */
  integer(min: number, max: number): number;
  /** True with the probability given, 0 to 1. */
  chance(probability: number): boolean;
  pick<Value>(values: readonly Value[]): Value;
  /** Like `pick`, but the first values come much more often than the last: few large customers, many small ones. */
  pickSkewed<Value>(values: readonly Value[]): Value;
  /** `count` different values in the order of the list; all of them where there are fewer. */
  pickSome<Value>(values: readonly Value[], count: number): Value[];
}

export function createRandom(seed: number): Random {
  const next = mulberry32(seed);
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    integer,
    chance: (probability) => next() < probability,
    pick: (values) => at(values, integer(0, values.length - 1)),
    pickSkewed: (values) => at(values, Math.floor(next() ** 2 * values.length)),
    pickSome: (values, count) => {
      const chosen = new Set<number>();
      const wanted = Math.min(count, values.length);
      while (chosen.size < wanted) chosen.add(integer(0, values.length - 1));
      return values.filter((_, index) => chosen.has(index));
    },
  };
}

/** Tommy Ettinger's mulberry32 (public domain): 32 bits of state, more than enough for believable data. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new Error(`Nothing to pick at ${index} of ${values.length} values.`);
  return value;
}
