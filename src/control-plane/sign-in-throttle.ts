import { sql, type Kysely, type Transaction } from 'kysely';
import type { Clock } from '../foundation/clock.js';
import { parseAddress } from '../foundation/ip-address.js';
import { formatInstant } from '../foundation/instant.js';
import { foldAscii } from './fold-ascii.js';
import { LONGEST_EMAIL } from './input-fields.js';
import { attemptLimits, countAttempt, waitOf, type AttemptCount, type BucketKind } from './sign-in-policy.js';
import type { Tables } from './tables.js';

/** Who tries: the e-mail address as it was typed, whether anybody has it or not. */
export interface AttemptSource {
  readonly email: string;
  /** Of the client, in canonical text; null when it is not known. */
  readonly address: string | null;
}

export type AdmittedAttempt =
  { readonly kind: 'admitted' } | { readonly kind: 'throttled'; readonly waitMs: number };

/** The counters are in the control plane, so that all instances share them. None of this looks whether the user exists. */
export interface SignInThrottle {
  /** Counts the attempt as failed before it is judged, so that many at once cannot all slip through. */
  admit(source: AttemptSource): Promise<AdmittedAttempt>;
  /** It was right: forgets the failures of the e-mail address, and trusts it from there. */
  forgive(source: AttemptSource): Promise<void>;
  /** It was never judged. */
  takeBack(source: AttemptSource): Promise<void>;
}

/** Whoever signed in from somewhere is not kept out there by what others try elsewhere. */
const TRUST_MS = 30 * 24 * 3_600_000;

export function createSignInThrottle(
  db: Kysely<Tables>,
  needs: { readonly clock: Clock; readonly attemptMac: (text: string) => Buffer },
): SignInThrottle {
  const change = (
    source: AttemptSource,
    work: (buckets: readonly Bucket[], nowMs: number) => readonly Bucket[],
  ) =>
    db.transaction().execute(async (trx) => {
      const nowMs = needs.clock();
      const buckets = await lockBuckets(trx, identify(source, needs.attemptMac), nowMs);
      await writeBuckets(trx, work(buckets, nowMs));
    });
  return {
    admit: async (source) => {
      let admitted: AdmittedAttempt = { kind: 'admitted' };
      await change(source, (buckets, nowMs) => {
        const counted = buckets.filter(({ kind }) => kind !== 'email' || !isTrusted(buckets, nowMs));
        const waitMs = Math.max(
          ...counted.map((bucket) => waitOf(bucket, attemptLimits[bucket.kind], nowMs)),
        );
        if (waitMs === 0) {
          return counted.map((bucket) => ({
            ...bucket,
            ...countAttempt(bucket, attemptLimits[bucket.kind], nowMs),
          }));
        }
        admitted = { kind: 'throttled', waitMs };
        return [];
      });
      return admitted;
    },
    forgive: (source) => change(source, (buckets, nowMs) => buckets.map((bucket) => forgiven(bucket, nowMs))),
    takeBack: (source) =>
      change(source, (buckets, nowMs) => buckets.map((bucket) => takenBack(bucket, nowMs))),
  };
}

interface Bucket extends AttemptCount {
  readonly kind: BucketKind;
  /** Hex. */
  readonly id: string;
  readonly trustedUntilMs: number | null;
}

function isTrusted(buckets: readonly Bucket[], nowMs: number): boolean {
  return buckets.some(({ kind, trustedUntilMs }) => kind === 'pair' && (trustedUntilMs ?? 0) > nowMs);
}

/** The client address keeps the failures of others. */
function forgiven(bucket: Bucket, nowMs: number): Bucket {
  if (bucket.kind === 'address') return takenBack(bucket, nowMs);
  const trustedUntilMs = bucket.kind === 'pair' ? nowMs + TRUST_MS : null;
  return { ...bucket, failures: 0, lastAtMs: nowMs, blockedUntilMs: nowMs, trustedUntilMs };
}

/** A wait that others brought about stays. */
function takenBack(bucket: Bucket, nowMs: number): Bucket {
  const failures = Math.max(0, bucket.failures - 1);
  const isFree = failures < attemptLimits[bucket.kind].free;
  return { ...bucket, failures, ...(isFree && { blockedUntilMs: nowMs }) };
}

/** In the order of their ids, in which everybody locks them. */
function identify(
  { email, address }: AttemptSource,
  mac: (text: string) => Buffer,
): readonly Pick<Bucket, 'kind' | 'id'>[] {
  // First by what the store compares, so that what is the same user there is one bucket here. No more of it than anybody's
  // address has: from a megabyte Unicode makes twenty.
  const person = foldAscii(email.trim().slice(0, LONGEST_EMAIL + 1))
    .normalize('NFKC')
    .trim()
    .toLowerCase();
  const place = placeOf(address);
  const names: Readonly<Record<BucketKind, readonly string[]>> = {
    pair: [person, place],
    email: [person],
    address: [place],
  };
  return (Object.entries(names) as [BucketKind, readonly string[]][])
    .map(([kind, name]) => ({ kind, id: mac(JSON.stringify([kind, ...name])).toString('hex') }))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** Of an IPv6 address the network: its holder has the other 64 bits to choose from. */
function placeOf(address: string | null): string {
  const read = address === null ? null : parseAddress(address);
  if (read?.kind !== 'parsed') return 'unknown';
  const { family, value } = read.value;
  return family === 4 ? `4 ${value}` : `6 ${value >> 64n}`;
}

/**
 * Locked by what they are called, not by their rows: who is turned away must not leave a row for each name that it makes
 * up.
 */
async function lockBuckets(
  trx: Transaction<Tables>,
  wanted: readonly Pick<Bucket, 'kind' | 'id'>[],
  nowMs: number,
): Promise<readonly Bucket[]> {
  const ids = wanted.map(({ id }) => id);
  const locks = ids.map((id) => Buffer.from(id, 'hex').readBigInt64BE().toString());
  await sql`SELECT pg_advisory_xact_lock(k) FROM unnest(${locks}::bigint[]) AS k`.execute(trx);
  const { rows } = await sql<Omit<Bucket, 'kind'>>`
    SELECT encode(bucket, 'hex') AS id, failures, (extract(epoch FROM last_at) * 1000)::float8 AS "lastAtMs",
      (extract(epoch FROM blocked_until) * 1000)::float8 AS "blockedUntilMs",
      (extract(epoch FROM trusted_until) * 1000)::float8 AS "trustedUntilMs"
    FROM gateway.sign_in_attempts
    WHERE bucket IN (SELECT decode(id, 'hex') FROM unnest(${ids}::text[]) AS id)`.execute(trx);
  const fresh = { failures: 0, lastAtMs: nowMs, blockedUntilMs: nowMs, trustedUntilMs: null };
  return wanted.map(({ kind, id }) => ({ ...(rows.find((row) => row.id === id) ?? fresh), kind, id }));
}

/** What says nothing is not kept. */
async function writeBuckets(trx: Transaction<Tables>, buckets: readonly Bucket[]): Promise<void> {
  for (const { id, failures, lastAtMs, blockedUntilMs, trustedUntilMs } of buckets) {
    const bucket = Buffer.from(id, 'hex');
    if (failures === 0 && trustedUntilMs === null) {
      await trx.deleteFrom('sign_in_attempts').where('bucket', '=', bucket).execute();
      continue;
    }
    const columns = {
      failures,
      last_at: formatInstant(lastAtMs),
      blocked_until: formatInstant(blockedUntilMs),
      trusted_until: trustedUntilMs === null ? null : formatInstant(trustedUntilMs),
    };
    await trx
      .insertInto('sign_in_attempts')
      .values({ bucket, ...columns })
      .onConflict((conflict) => conflict.column('bucket').doUpdateSet(columns))
      .execute();
  }
}
