/**
 * How often somebody may try: a number of failures at no price, then waits that double up to the interval in which one
 * failure is forgotten. So whoever tries for ever gets one try in each interval, and nobody ever waits for longer.
 */
export interface AttemptLimit {
  readonly free: number;
  readonly intervalMs: number;
}

export type BucketKind = 'pair' | 'email' | 'address';

/**
 * A pair is an e-mail address from one client address: where passwords are guessed, and who is kept out is the guesser. All
 * attempts on one e-mail address together have more room and shorter waits, since those hit its owner too.
 */
export const attemptLimits: Readonly<Record<BucketKind, AttemptLimit>> = {
  pair: { free: 5, intervalMs: 15 * 60_000 },
  email: { free: 30, intervalMs: 60_000 },
  address: { free: 50, intervalMs: 60_000 },
};

/** What a bucket holds. */
export interface AttemptCount {
  readonly failures: number;
  readonly lastAtMs: number;
  readonly blockedUntilMs: number;
}

/** How long from now until the next attempt; 0: now. */
export function waitOf(
  { blockedUntilMs }: AttemptCount,
  { intervalMs }: AttemptLimit,
  nowMs: number,
): number {
  const waitMs = blockedUntilMs - nowMs;
  // Nobody is made to wait for longer than the interval: the clock was set back.
  return waitMs > intervalMs ? 0 : Math.max(0, waitMs);
}

/** With one more attempt, counted as a failure until it turns out to be none. */
export function countAttempt(count: AttemptCount, limit: AttemptLimit, nowMs: number): AttemptCount {
  const forgotten = Math.floor(Math.max(0, nowMs - count.lastAtMs) / limit.intervalMs);
  const failures = Math.min(Math.max(0, count.failures - forgotten) + 1, limit.free + MAX_DOUBLINGS);
  return { failures, lastAtMs: nowMs, blockedUntilMs: nowMs + waitAfter(failures, limit) };
}

const FIRST_WAIT_MS = 1_000;
const MAX_DOUBLINGS = 10;

function waitAfter(failures: number, { free, intervalMs }: AttemptLimit): number {
  return failures < free ? 0 : Math.min(intervalMs, FIRST_WAIT_MS * 2 ** (failures - free));
}
