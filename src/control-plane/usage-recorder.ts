import { sql, type Kysely } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import { newId } from '../foundation/ids.js';
import { describeLoss, type ControlPlaneLog } from './connections.js';
import type { UsageRecorder } from './control-plane.js';
import type { Tables } from './tables.js';

type Use = Parameters<UsageRecorder['noteUse']>[0];
type Denial = Parameters<UsageRecorder['noteDenial']>[0];

/** A key's last use is written at most this often. */
const USE_INTERVAL_MS = 60_000;
/** What is kept between two writes; beyond it only counts grow, and then nothing. */
const MAX_USES = 100_000;
const MAX_BUCKETS = 5_000;
const MAX_DECISIONS = 20_000;
/** Decisions of one bucket that keep their own details; of the others the bucket is what is known. */
const MAX_DETAILED = 100;

interface Bucket {
  readonly id: string;
  readonly code: string;
  readonly keyId: string | null;
  readonly address: string | null;
  readonly firstMs: number;
  lastMs: number;
  count: number;
}

interface Decision {
  readonly id: string;
  readonly bucketId: string;
  readonly atMs: number;
  readonly detail: Denial['detail'] | null;
}

/**
 * Last uses and denials, collected in bounded memory and written in batches on a timer: nothing of this waits on
 * the request's path, and a flood costs memory and rows up to a limit only. What cannot be written is dropped and
 * logged: it decides nothing.
 */
export function createUsageRecorder(
  db: Kysely<Tables>,
  intervalMs: number,
  log: ControlPlaneLog,
): { readonly recorder: UsageRecorder; close(): Promise<void> } {
  const pending = new PendingUsage();
  let writing: Promise<void> = Promise.resolve();
  const flush = (): Promise<void> => {
    // One after the other, so that an older use never overwrites a newer one.
    writing = writing.then(async () => {
      const { uses, buckets, decisions } = pending.take();
      try {
        await writeUses(db, uses);
        await writeDenials(db, buckets, decisions);
      } catch (error) {
        log(describeLoss('usage', error));
      }
    });
    return writing;
  };
  const timer = setInterval(() => void flush(), intervalMs);
  timer.unref();
  return {
    recorder: {
      noteUse: (use) => pending.addUse(use),
      noteDenial: (denial) => pending.addDenial(denial),
      flush,
    },
    close: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

class PendingUsage {
  readonly #writtenAt = new Map<string, number>();
  #uses = new Map<string, Use>();
  #buckets = new Map<string, Bucket>();
  #decisions: Decision[] = [];

  addUse(use: Use): void {
    // By secret: during a rotation both are in use, and each has a last use of its own.
    const name = `${use.keyId} ${use.secretDigest.toString('base64')}`;
    const writtenAt = this.#writtenAt.get(name);
    if (writtenAt !== undefined && use.atMs - writtenAt < USE_INTERVAL_MS) return;
    if (this.#uses.size >= MAX_USES || this.#uses.has(name)) return;
    if (this.#writtenAt.size >= MAX_USES) this.#writtenAt.clear();
    this.#writtenAt.set(name, use.atMs);
    this.#uses.set(name, use);
  }

  addDenial(denial: Denial): void {
    const bucket = this.#bucketOf(denial);
    bucket.count += 1;
    bucket.lastMs = Math.max(bucket.lastMs, denial.atMs);
    if (this.#decisions.length >= MAX_DECISIONS) return;
    this.#decisions.push({
      id: denial.decisionId,
      bucketId: bucket.id,
      atMs: denial.atMs,
      detail: bucket.count <= MAX_DETAILED ? denial.detail : null,
    });
  }

  take() {
    const taken = {
      uses: [...this.#uses.values()],
      buckets: [...this.#buckets.values()],
      decisions: this.#decisions,
    };
    this.#uses = new Map();
    this.#buckets = new Map();
    this.#decisions = [];
    return taken;
  }

  #bucketOf({ code, keyId, address, atMs }: Denial): Bucket {
    const name = JSON.stringify([code, keyId, address]);
    const known = this.#buckets.get(name);
    if (known !== undefined) return known;
    // From very many keys and addresses at once: what they have in common is the code.
    const isFull = this.#buckets.size >= MAX_BUCKETS;
    const shared = isFull ? this.#buckets.get(JSON.stringify([code, null, null])) : undefined;
    if (shared !== undefined) return shared;
    const claimed = isFull ? { keyId: null, address: null } : { keyId, address };
    const bucket = { id: newId(), code, ...claimed, firstMs: atMs, lastMs: atMs, count: 0 };
    this.#buckets.set(JSON.stringify([code, claimed.keyId, claimed.address]), bucket);
    return bucket;
  }
}

async function writeUses(db: Kysely<Tables>, uses: readonly Use[]): Promise<void> {
  for (const batch of inBatches(uses)) {
    const rows = JSON.stringify(
      batch.map(({ keyId, secretDigest, address, userAgent, atMs }) => ({
        k: keyId,
        d: secretDigest.toString('hex'),
        a: address,
        u: userAgent === null ? null : storableText(userAgent),
        t: formatInstant(atMs),
      })),
    );
    const noted = sql`jsonb_to_recordset(${rows}::jsonb) AS n (k text, d text, a text, u text, t timestamptz)`;
    // Another instance may have written a later use: the latest stays.
    await sql`
      UPDATE gateway.api_key_use SET last_used_at = l.t, address = l.a, user_agent = l.u
      FROM (SELECT DISTINCT ON (n.k) n.* FROM ${noted} ORDER BY n.k, n.t DESC) l
      WHERE api_key_id = l.k AND (last_used_at IS NULL OR last_used_at < l.t)`.execute(db);
    await sql`
      INSERT INTO gateway.api_key_secret_use AS s (api_key_id, digest, last_used_at)
      SELECT x.api_key_id, x.digest, n.t FROM ${noted}
      JOIN gateway.api_key_secrets x ON x.api_key_id = n.k AND x.digest = decode(n.d, 'hex')
      ON CONFLICT (api_key_id, digest) DO UPDATE
        SET last_used_at = greatest(s.last_used_at, excluded.last_used_at)`.execute(db);
  }
}

async function writeDenials(
  db: Kysely<Tables>,
  buckets: readonly Bucket[],
  decisions: readonly Decision[],
): Promise<void> {
  for (const batch of inBatches(buckets)) {
    await db
      .insertInto('denials')
      .values(
        batch.map(({ id, code, keyId, address, firstMs, lastMs, count }) => ({
          id,
          code,
          key_id: keyId === null ? null : storableText(keyId),
          address,
          first_at: formatInstant(firstMs),
          last_at: formatInstant(lastMs),
          count,
        })),
      )
      .execute();
  }
  for (const batch of inBatches(decisions)) {
    await db
      .insertInto('decisions')
      .values(
        batch.map(({ id, bucketId, atMs, detail }) => ({
          id,
          denial_id: bucketId,
          at: formatInstant(atMs),
          detail: detail === null ? null : storableJson(detail),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Text that a stranger sent: cut, and without what PostgreSQL refuses. */
function storableText(text: string): string {
  return text.slice(0, 300).replace(/[\p{Cc}\p{Cs}]/gu, ' ');
}

function storableJson(detail: Denial['detail']): string {
  return JSON.stringify(detail, (_name, member: unknown) =>
    typeof member === 'string' ? storableText(member) : member,
  );
}

function inBatches<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const size = 500;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
