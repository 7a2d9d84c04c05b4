import type { ChainProblem } from './chain-problem.js';

/** What was found when both chains were recomputed. Intact: there are no problems. */
export interface AuditReport {
  readonly events: number;
  readonly decisions: number;
  /** Counts of denials that no gateway lived to seal: no problem, but nothing vouches for them. */
  readonly unsealed: number;
  readonly problems: readonly AuditProblem[];
  /** False: so much is wrong that the rest was not looked at. */
  readonly isWhole: boolean;
}

export type AuditProblem =
  | (ChainProblem & { readonly log: 'audit' | 'decisions' })
  /** The seal itself was not made by this gateway, or was changed: nothing can be said against it. */
  | { readonly log: 'seal'; readonly kind: 'edited'; readonly detail: string };
