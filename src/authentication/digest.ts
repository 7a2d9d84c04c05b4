import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Secret } from '../foundation/secret.js';

/** The secrets that lie outside of the control plane's database. While one is replaced, both count. */
export interface Peppers {
  readonly current: Secret;
  readonly previous: Secret | null;
}

/** HMAC-SHA-256 of a key's random part: all that is kept of it. 32 bytes. */
export function digestSecret(pepper: Secret, secret: Secret): Buffer {
  return createHmac('sha256', pepper.reveal()).update(secret.reveal()).digest();
}

/**
 * The one of `candidates` that belongs to this secret, under either pepper; null when none does. The time tells
 * nothing about how close a candidate came, and with no candidates the same work is done on a dummy.
 */
export function findByDigest<Candidate extends { readonly digest: Buffer }>(
  peppers: Peppers,
  secret: Secret,
  candidates: readonly Candidate[],
): Candidate | null {
  const expected = [peppers.current, ...(peppers.previous === null ? [] : [peppers.previous])].map((pepper) =>
    digestSecret(pepper, secret),
  );
  let found: Candidate | null = null;
  if (candidates.length === 0) isAnyOf(expected, DUMMY_DIGEST);
  for (const candidate of candidates) {
    // No early end: who was compared first must not show.
    if (isAnyOf(expected, candidate.digest)) found = candidate;
  }
  return found;
}

const DUMMY_DIGEST = Buffer.alloc(32);

function isAnyOf(expected: readonly Buffer[], digest: Buffer): boolean {
  const verdicts = expected.map(
    (wanted) => wanted.length === digest.length && timingSafeEqual(wanted, digest),
  );
  return verdicts.includes(true);
}
