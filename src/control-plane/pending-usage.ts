import type { UsageRecorder } from './control-plane.js';
import { ACCEPTED } from './key-days.js';
import { PendingDays } from './pending-days.js';
import { PendingDenials, type TakenDenials } from './pending-denials.js';

type Use = Parameters<UsageRecorder['noteUse']>[0];
type SessionUse = Parameters<UsageRecorder['noteSession']>[0];
type Denial = Parameters<UsageRecorder['noteDenial']>[0];

/** A key's last use is written at most this often. */
const USE_INTERVAL_MS = 60_000;
/** What is kept between two writes; beyond it uses are forgotten. */
const MAX_USES = 100_000;

/** Uses and denials that are not written yet: bounded, whatever is thrown at it and however long nothing can be written. */
export class PendingUsage {
  readonly #writtenAt = new Map<string, number>();
  #uses = new Map<string, Use>();
  #sessions = new Map<string, SessionUse>();
  readonly #days = new PendingDays();
  readonly #denials = new PendingDenials();

  addUse(use: Use): void {
    this.#days.add(use.keyId, use.atMs, ACCEPTED);
    // By secret: during a rotation both are in use, and each has a last use of its own.
    const name = `${use.keyId} ${use.secretDigest.toString('base64')}`;
    const writtenAt = this.#writtenAt.get(name);
    if (writtenAt !== undefined && use.atMs - writtenAt < USE_INTERVAL_MS) return;
    if (this.#uses.size >= MAX_USES || this.#uses.has(name)) return;
    if (this.#writtenAt.size >= MAX_USES) this.#writtenAt.clear();
    this.#writtenAt.set(name, use.atMs);
    this.#uses.set(name, use);
  }

  /** The latest of each. Who notes it knows when it was written last. */
  addSession(use: SessionUse): void {
    if (this.#sessions.size >= MAX_USES && !this.#sessions.has(use.sessionId)) return;
    this.#sessions.set(use.sessionId, use);
  }

  /** The decision id. */
  addDenial(denial: Denial): string {
    if (denial.keyId !== null) this.#days.add(denial.keyId, denial.atMs, denial.code);
    return this.#denials.add(denial);
  }

  /** What is to be written now. `isLast`: nothing comes after it. */
  take(isLast = false): TakenUsage {
    const uses = [...this.#uses.values()];
    const sessions = [...this.#sessions.values()];
    this.#uses = new Map();
    this.#sessions = new Map();
    return { uses, sessions, days: this.#days.take(), denials: this.#denials.take(isLast) };
  }

  /** What was taken could not be written. */
  giveUp({ denials }: TakenUsage): void {
    this.#denials.giveUp(denials);
  }
}

/** One write's worth. */
export interface TakenUsage {
  readonly uses: readonly Use[];
  readonly sessions: readonly SessionUse[];
  readonly days: ReturnType<PendingDays['take']>;
  readonly denials: TakenDenials;
}
