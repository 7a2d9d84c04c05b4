import { usualPace, type Sieve } from './sieve.js';

/** What a search for rows came by so far. */
export interface SeenRows {
  /** Walked along. */
  readonly rows: number;
  readonly candidates: number;
  readonly fitting: number;
}

export const nothingSeen: SeenRows = { rows: 0, candidates: 0, fitting: 0 };

export function addLeg(
  seen: SeenRows,
  { walkedCount, candidates }: { readonly walkedCount: number; readonly candidates: readonly unknown[] },
  fittingCount: number,
): SeenRows {
  return {
    rows: seen.rows + walkedCount,
    candidates: seen.candidates + candidates.length,
    fitting: seen.fitting + fittingCount,
  };
}

/** How many candidates to ask for. Of the undecided some will be refused: another leg costs more than a few rows. */
export function limitOf<Row>(
  { judgement, pace = usualPace }: Sieve<Row>,
  wanted: number,
  { candidates, fitting }: SeenRows,
  /** How many times as many as seem to be needed. */
  surplus: number,
): number {
  if (judgement === undefined) return wanted;
  const refused = (candidates + 1) / (fitting + 1);
  return Math.max(wanted, Math.min(Math.ceil(wanted * refused * surplus), pace.candidates));
}
