/** What the measurements of this folder are compared by: medians, and whether a difference is more than noise. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export interface Comparison {
  readonly medians: readonly [number, number];
  /** Of the second from the first. */
  readonly difference: number;
  /** What the medians of two halves of one and the same sample differ by, 19 times in 20. */
  readonly noise: number;
  /** By ranks (Mann and Whitney), in standard deviations: beyond 2 once in 20 times by chance, beyond 3.3 in 1,000. */
  readonly z: number;
}

const SPLITS = 1_000;

export function compare(first: readonly number[], second: readonly number[]): Comparison {
  const medians = [median(first), median(second)] as const;
  return {
    medians,
    difference: medians[1] - medians[0],
    noise: Math.max(halvesDiffer(first), halvesDiffer(second)),
    z: rankDifference(first, second),
  };
}

/** Halves are drawn anew each time: one split is itself a matter of luck. */
function halvesDiffer(values: readonly number[]): number {
  const differences = Array.from({ length: SPLITS }, () => {
    const mixed = shuffle(values);
    const half = mixed.length / 2;
    return Math.abs(median(mixed.slice(0, half)) - median(mixed.slice(half)));
  });
  return quantile(differences, 0.95);
}

function rankDifference(first: readonly number[], second: readonly number[]): number {
  const marked = [
    ...first.map((value) => ({ value, isSecond: false })),
    ...second.map((value) => ({ value, isSecond: true })),
  ].sort((left, right) => left.value - right.value);
  const ranks = marked.reduce((sum, { isSecond }, index) => sum + (isSecond ? index + 1 : 0), 0);
  const expected = (second.length * (marked.length + 1)) / 2;
  const deviation = Math.sqrt((first.length * second.length * (marked.length + 1)) / 12);
  return (ranks - expected) / deviation;
}

export function shuffle<Item>(items: readonly Item[]): Item[] {
  const keyed = items.map((item) => ({ item, key: Math.random() }));
  return keyed.sort((left, right) => left.key - right.key).map(({ item }) => item);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const place = (sorted.length - 1) * share;
  const [low = NaN, high = NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}
