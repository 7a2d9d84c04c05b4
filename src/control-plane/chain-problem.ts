/** One thing that is wrong with a chain of MACs, as far as can be told from what is left of it. */
export interface ChainProblem {
  readonly kind: 'edited' | 'removed' | 'inserted' | 'reordered' | 'cut-off' | 'replaced';
  /** Where it begins and ends, by the numbers that stand there; for what is missing, by those that it had. */
  readonly first: string;
  readonly last: string;
  /** A sentence. */
  readonly detail: string;
}

/** What was found on the way along a chain. */
export interface ChainFindings {
  /** How many rows were looked at. */
  readonly rows: number;
  readonly problems: readonly ChainProblem[];
  /** False: so much is wrong that the rest was not looked at. */
  readonly isWhole: boolean;
}

export function chainProblem(
  kind: ChainProblem['kind'],
  [first, last]: readonly [bigint, bigint],
  detail: string,
): ChainProblem {
  return { kind, first: String(first), last: String(last), detail };
}

/** `event 5` or `events 5 to 7`. */
export function nameRange(noun: string, [first, last]: readonly [bigint, bigint]): string {
  return first === last ? `${noun} ${first}` : `${noun}s ${first} to ${last}`;
}
