import { sql, type Kysely } from 'kysely';
import type { Clock } from '../foundation/clock.js';
import { formatInstant } from '../foundation/instant.js';
import { describeLoss, type ControlPlaneLog } from './connections.js';
import type { SessionLimits } from './session-limits.js';
import type { Tables } from './tables.js';

const INTERVAL_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
/** Far above what people bring about. A minute adds what the gateway can hash in a minute, a few thousand. */
const MAX_ATTEMPT_ROWS = 100_000;

/** Removes what sessions and sign-ins leave behind: once a minute, so that a flood takes a bounded number of rows. */
export function startSessionHousekeeping(
  db: Kysely<Tables>,
  options: {
    readonly clock: Clock;
    readonly limits: SessionLimits;
    readonly log: ControlPlaneLog;
    readonly maxAttemptRows?: number;
  },
): { run(): Promise<void>; close(): Promise<void> } {
  let working: Promise<void> = Promise.resolve();
  const run = (): Promise<void> => {
    working = working
      .then(async () => {
        const nowMs = options.clock();
        await removeOldSessions(db, nowMs, options.limits);
        await removeOldAttempts(db, nowMs, options.maxAttemptRows ?? MAX_ATTEMPT_ROWS);
      })
      .catch((error: unknown) => options.log(describeLoss('sessions', error)));
    return working;
  };
  const timer = setInterval(() => void run(), INTERVAL_MS);
  timer.unref();
  return {
    run,
    close: () => {
      clearInterval(timer);
      return working;
    },
  };
}

/** Ended ones stay until none of that age can be live, so that their holders are told why. */
async function removeOldSessions(db: Kysely<Tables>, nowMs: number, limits: SessionLimits): Promise<void> {
  const oldest = formatInstant(nowMs - limits.absoluteMs - DAY_MS);
  await sql`DELETE FROM gateway.sessions WHERE created_at < ${oldest}::timestamptz`.execute(db);
}

async function removeOldAttempts(db: Kysely<Tables>, nowMs: number, maxRows: number): Promise<void> {
  // A day forgets every failure that can be counted.
  await sql`
    DELETE FROM gateway.sign_in_attempts
    WHERE last_at < ${formatInstant(nowMs - DAY_MS)}::timestamptz
      AND coalesce(trusted_until, last_at) < ${formatInstant(nowMs)}::timestamptz`.execute(db);
  const { rows } = await sql<{ readonly count: number }>`
    SELECT count(*)::int AS count FROM gateway.sign_in_attempts`.execute(db);
  if ((rows[0]?.count ?? 0) <= maxRows) return;
  // Those with few failures first: whoever floods the table with new ones throws out its own.
  await sql`
    DELETE FROM gateway.sign_in_attempts WHERE bucket IN (
      SELECT bucket FROM gateway.sign_in_attempts
      ORDER BY trusted_until DESC NULLS LAST, failures DESC, last_at DESC OFFSET ${maxRows}
    )`.execute(db);
}
