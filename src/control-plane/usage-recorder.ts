import type { Kysely } from 'kysely';
import { describeLoss, type ControlPlaneLog } from './connections.js';
import type { UsageRecorder } from './control-plane.js';
import { PendingUsage } from './pending-usage.js';
import { removeOldUsage } from './remove-old-usage.js';
import type { SealNeeds } from './seal-batch.js';
import type { Tables } from './tables.js';
import { writeUsage } from './write-usage.js';

/**
 * Last uses, counts by day and denials, collected in bounded memory and written in batches on a timer: nothing of this
 * waits on the request's path, and a flood costs memory and rows up to a limit only. What cannot be written is dropped
 * and logged: it decides nothing.
 */
export function createUsageRecorder(
  db: Kysely<Tables>,
  options: SealNeeds & { readonly intervalMs: number; readonly log: ControlPlaneLog },
): {
  readonly recorder: UsageRecorder;
  /** Removes denials older than 30 days and counts older than 400; by itself once an hour. */
  removeOld(): Promise<void>;
  close(): Promise<void>;
} {
  const pending = new PendingUsage();
  let working: Promise<void> = Promise.resolve();
  // One after the other, so that an older use never overwrites a newer one.
  const enqueue = (work: () => Promise<void>): Promise<void> => {
    working = working.then(work).catch((error: unknown) => options.log(describeLoss('usage', error)));
    return working;
  };
  const write = async (isLast: boolean): Promise<void> => {
    const taken = pending.take(isLast);
    try {
      await writeUsage(db, options, taken);
    } catch (error) {
      pending.giveUp(taken);
      throw error;
    }
  };
  const flush = (): Promise<void> => enqueue(() => write(false));
  const removeOld = (): Promise<void> => enqueue(() => removeOldUsage(db, options));
  const timers = [
    setInterval(() => void flush(), options.intervalMs),
    setInterval(() => void removeOld(), REMOVAL_INTERVAL_MS),
  ];
  for (const timer of timers) timer.unref();
  return {
    recorder: {
      noteUse: (use) => pending.addUse(use),
      noteSession: (use) => pending.addSession(use),
      noteDenial: (denial) => pending.addDenial(denial),
      flush,
    },
    removeOld,
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await enqueue(() => write(true));
    },
  };
}

const REMOVAL_INTERVAL_MS = 60 * 60 * 1000;
