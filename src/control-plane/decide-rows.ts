import { sql, type RawBuilder } from 'kysely';
import type { Stretch } from './keyset-order.js';
import type { Sieve } from './sieve.js';

/** A row that fits as far as SQL can tell. */
export interface Candidate<Row> {
  readonly row: Row;
  readonly isUndecided: boolean;
}

/** Candidates in the order of the stretch, and where it goes on (null: nowhere). */
export interface Leg<Row> {
  readonly candidates: readonly Candidate<Row>[];
  readonly left: Stretch<Row> | null;
  /** Rows that were looked at, one after the other; 0 where they were found by themselves. */
  readonly walkedCount: number;
}

/** Those of the candidates that fit. */
export async function decideRows<Row extends object>(
  sieve: Pick<Sieve<Row>, 'judgement'>,
  candidates: readonly Candidate<Row>[],
): Promise<readonly Row[]> {
  const undecided = candidates.filter(({ isUndecided }) => isUndecided).map(({ row }) => row);
  if (undecided.length === 0 || sieve.judgement === undefined) return candidates.map(({ row }) => row);
  const verdicts = await sieve.judgement.judge(undecided);
  const refused = new Set(undecided.filter((_, index) => verdicts[index] !== true));
  return candidates.map(({ row }) => row).filter((row) => !refused.has(row));
}

/** A list's columns and whether the row is undecided. */
export function candidateColumns<Row extends object>(
  columns: RawBuilder<Row>,
  { judgement }: Pick<Sieve<Row>, 'judgement'>,
): RawBuilder<CandidateRow<Row>> {
  return sql`${columns}, ${judgement?.isUndecided ?? sql`false`} AS "isUndecided"`;
}

export type CandidateRow<Row> = Row & { readonly isUndecided: boolean };

export function readCandidate<Row extends object>({
  isUndecided,
  ...row
}: CandidateRow<Row>): Candidate<Row> {
  return { row: row as unknown as Row, isUndecided };
}
