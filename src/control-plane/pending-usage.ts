import { newId } from '../foundation/ids.js';
import type { UsageRecorder } from './control-plane.js';

type Use = Parameters<UsageRecorder['noteUse']>[0];
type Denial = Parameters<UsageRecorder['noteDenial']>[0];

/** A key's last use is written at most this often. */
const USE_INTERVAL_MS = 60_000;
/** What is kept between two writes; beyond it uses are forgotten. */
const MAX_USES = 100_000;
/** Denials are counted in new buckets after this time. */
const BUCKET_INTERVAL_MS = 60_000;
/** In that time: buckets, denials of one bucket under ids of their own, and those of all buckets together. */
const MAX_BUCKETS = 1_000;
const MAX_OWN_OF_BUCKET = 20;
const MAX_OWN = 1_000;

/** Uses and denials that are not written yet: bounded, whatever is thrown at it and however long nothing can be written. */
export class PendingUsage {
  readonly #writtenAt = new Map<string, number>();
  #uses = new Map<string, Use>();
  readonly #buckets = new Map<string, Bucket>();
  #bucketsSince = performance.now();
  #own = 0;
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

  /** The decision id: of its own as long as there is room, else that of the bucket, which always leads somewhere. */
  addDenial(denial: Denial): string {
    const { bucket, detail } = this.#place(denial);
    bucket.pending += 1;
    bucket.lastMs = Math.max(bucket.lastMs, denial.atMs);
    if (bucket.own >= MAX_OWN_OF_BUCKET || this.#own >= MAX_OWN) return bucket.id;
    bucket.own += 1;
    this.#own += 1;
    const id = newId();
    this.#decisions.push({ id, bucketId: bucket.id, atMs: denial.atMs, detail });
    return id;
  }

  /** What is to be written now. */
  take(): TakenUsage {
    const taken = {
      uses: [...this.#uses.values()],
      buckets: [...this.#buckets.values()]
        .filter(({ pending }) => pending > 0)
        .map((bucket) => ({ ...bucket, count: bucket.pending })),
      decisions: this.#decisions,
    };
    this.#uses = new Map();
    this.#decisions = [];
    for (const bucket of this.#buckets.values()) bucket.pending = 0;
    this.#renewBuckets();
    return taken;
  }

  /** Only where all were taken: while nothing can be written, nothing may pile up. */
  #renewBuckets(): void {
    const now = performance.now();
    if (now - this.#bucketsSince < BUCKET_INTERVAL_MS) return;
    this.#bucketsSince = now;
    this.#buckets.clear();
    this.#own = 0;
  }

  /**
   * Which bucket counts it. Whoever holds no key gets to know the bucket's id, so a bucket of theirs says nothing of
   * the key that they named: one that exists would otherwise show by an id of its own. It stands in the detail.
   */
  #place(denial: Denial): { readonly bucket: Bucket; readonly detail: Denial['detail'] } {
    const { code, keyId, detail } = denial;
    if (code !== 'INVALID_API_KEY' || keyId === null) return { bucket: this.#bucketOf(denial), detail };
    return { bucket: this.#bucketOf({ ...denial, keyId: null }), detail: { ...detail, keyId } };
  }

  #bucketOf({ code, keyId, address, atMs }: Denial): Bucket {
    const known = this.#buckets.get(JSON.stringify([code, keyId, address]));
    if (known !== undefined) return known;
    // From very many keys and addresses at once: what they have in common is the code.
    const claimed = this.#buckets.size >= MAX_BUCKETS ? { keyId: null, address: null } : { keyId, address };
    const name = JSON.stringify([code, claimed.keyId, claimed.address]);
    const bucket = this.#buckets.get(name) ?? {
      id: newId(),
      code,
      ...claimed,
      firstMs: atMs,
      lastMs: atMs,
      own: 0,
      pending: 0,
    };
    this.#buckets.set(name, bucket);
    return bucket;
  }
}

/** One write's worth. `count`: by how much the bucket grew since it was taken last. */
export interface TakenUsage {
  readonly uses: readonly Use[];
  readonly buckets: readonly (Bucket & { readonly count: number })[];
  readonly decisions: readonly Decision[];
}

interface Bucket {
  readonly id: string;
  readonly code: string;
  readonly keyId: string | null;
  readonly address: string | null;
  readonly firstMs: number;
  lastMs: number;
  /** How many of its denials have ids of their own. */
  own: number;
  /** Denials that no write has taken yet. */
  pending: number;
}

interface Decision {
  readonly id: string;
  readonly bucketId: string;
  readonly atMs: number;
  readonly detail: Denial['detail'];
}
