import { sql, type Kysely } from 'kysely';
import type { Clock } from '../foundation/clock.js';
import { formatInstant } from '../foundation/instant.js';
import { describeLoss, type ControlPlaneLog } from './connections.js';
import type { UsageRecorder } from './control-plane.js';
import { PendingUsage } from './pending-usage.js';
import type { Tables } from './tables.js';
import { writeUsage } from './write-usage.js';

/**
 * Last uses and denials, collected in bounded memory and written in batches on a timer: nothing of this waits on
 * the request's path, and a flood costs memory and rows up to a limit only. What cannot be written is dropped and
 * logged: it decides nothing.
 */
export function createUsageRecorder(
  db: Kysely<Tables>,
  options: { readonly intervalMs: number; readonly clock: Clock; readonly log: ControlPlaneLog },
): {
  readonly recorder: UsageRecorder;
  /** Removes denials that are older than 30 days; by itself once an hour. */
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
  const flush = (): Promise<void> => enqueue(() => writeUsage(db, pending.take()));
  const removeOld = (): Promise<void> =>
    enqueue(() => removeDenialsBefore(db, options.clock() - RETENTION_MS));
  const timers = [
    setInterval(() => void flush(), options.intervalMs),
    setInterval(() => void removeOld(), REMOVAL_INTERVAL_MS),
  ];
  for (const timer of timers) timer.unref();
  return {
    recorder: {
      noteUse: (use) => pending.addUse(use),
      noteDenial: (denial) => pending.addDenial(denial),
      flush,
    },
    removeOld,
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await flush();
    },
  };
}

/** How long denials are kept, how often what is older is removed, and how much of it at a time. */
const RETENTION_MS = 30 * 24 * 60 * 60 * 1000;
const REMOVAL_INTERVAL_MS = 60 * 60 * 1000;
const REMOVAL_BATCH = 5_000;
/** An hour makes at most 60 * MAX_BUCKETS: removal keeps up with any flood. */
const MAX_REMOVAL_BATCHES = 20;

/** In bounded steps, so that no statement holds its locks for long; what another instance is removing is left to it. */
async function removeDenialsBefore(db: Kysely<Tables>, beforeMs: number): Promise<void> {
  for (let batch = 0; batch < MAX_REMOVAL_BATCHES; batch += 1) {
    const { numAffectedRows } = await sql`
      DELETE FROM gateway.denials WHERE id IN (
        SELECT id FROM gateway.denials WHERE last_at < ${formatInstant(beforeMs)}::timestamptz
        ORDER BY last_at LIMIT ${REMOVAL_BATCH} FOR UPDATE SKIP LOCKED
      )`.execute(db);
    if (Number(numAffectedRows ?? 0) < REMOVAL_BATCH) return;
  }
}
