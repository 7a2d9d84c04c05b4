import { dayOf } from './key-days.js';

/** More than this between two writes is not counted, whatever comes. */
const MAX_COUNTERS = 100_000;

/** How often keys were accepted and denied, by day, since the last write. In bounded memory. */
export class PendingDays {
  #counters = new Map<string, DayCount>();

  add(keyId: string, atMs: number, outcome: string): void {
    const name = `${keyId} ${Math.floor(atMs / DAY_MS)} ${outcome}`;
    const counter = this.#counters.get(name);
    if (counter !== undefined) counter.count += 1;
    else if (this.#counters.size < MAX_COUNTERS) {
      this.#counters.set(name, { keyId, day: dayOf(atMs), outcome, count: 1 });
    }
  }

  take(): readonly Readonly<DayCount>[] {
    const taken = [...this.#counters.values()];
    this.#counters = new Map();
    return taken;
  }
}

const DAY_MS = 86_400_000;

/** How often one thing happened to a key on one day. */
export interface DayCount {
  readonly keyId: string;
  /** `YYYY-MM-DD`, of UTC. */
  readonly day: string;
  /** `ACCEPTED`, or the code of a denial. */
  readonly outcome: string;
  count: number;
}
