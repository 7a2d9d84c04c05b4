import { newId } from '../foundation/ids.js';
import type { UsageRecorder } from './control-plane.js';

type Denial = Parameters<UsageRecorder['noteDenial']>[0];

/** Denials are counted in new buckets after this time. */
const BUCKET_INTERVAL_MS = 60_000;
/** In that time: buckets, denials of one bucket under ids of their own, and those of all buckets together. */
const MAX_BUCKETS = 1_000;
const MAX_OWN_OF_BUCKET = 20;
const MAX_OWN = 1_000;

/** Denials that are not written yet, in bounded memory. */
export class PendingDenials {
  readonly #buckets = new Map<string, Bucket>();
  #bucketsSince = performance.now();
  #own = 0;
  #decisions: Decision[] = [];

  /** The decision id: of its own as long as there is room, else that of the bucket, which always leads somewhere. */
  add(denial: Denial): string {
    const bucket = this.#bucketOf(denial);
    bucket.pending += 1;
    bucket.total += 1;
    bucket.lastMs = Math.max(bucket.lastMs, denial.atMs);
    if (bucket.own >= MAX_OWN_OF_BUCKET || this.#own >= MAX_OWN) return bucket.id;
    bucket.own += 1;
    this.#own += 1;
    const id = newId();
    this.#decisions.push({ ...denial, id, bucketId: bucket.id });
    return id;
  }

  /** What is to be written now. `isLast`: nothing comes after it, so all that was counted is final. */
  take(isLast: boolean): TakenDenials {
    const buckets = [...this.#buckets.values()];
    const isOver = isLast || performance.now() - this.#bucketsSince >= BUCKET_INTERVAL_MS;
    const taken = {
      grown: buckets
        .filter(({ pending }) => pending > 0)
        .map((bucket) => ({ ...bucket, count: bucket.pending })),
      final: isOver
        ? buckets.filter(({ isWhole }) => isWhole).map((bucket) => ({ ...bucket, count: bucket.total }))
        : [],
      decisions: this.#decisions,
    };
    this.#decisions = [];
    for (const bucket of buckets) bucket.pending = 0;
    // Only where all were taken: while nothing can be written, nothing may pile up.
    if (isOver) this.#renewBuckets();
    return taken;
  }

  /** What was taken could not be written: what these buckets come to in the end is no longer known, and not sealed. */
  giveUp({ grown }: TakenDenials): void {
    const lost = new Set(grown.map(({ id }) => id));
    for (const bucket of this.#buckets.values()) if (lost.has(bucket.id)) bucket.isWhole = false;
  }

  #renewBuckets(): void {
    this.#bucketsSince = performance.now();
    this.#buckets.clear();
    this.#own = 0;
  }

  #bucketOf({ code, keyId: deniedKeyId, address, atMs }: Denial): Bucket {
    // Whoever holds no key gets to know the bucket's id, so a bucket of theirs says nothing of the key that they named:
    // one that exists would otherwise show by an id of its own.
    const keyId = code === 'INVALID_API_KEY' ? null : deniedKeyId;
    const known = this.#buckets.get(JSON.stringify([code, keyId, address]));
    if (known !== undefined) return known;
    // From very many keys and addresses at once: what they have in common is the code.
    const claimed = this.#buckets.size >= MAX_BUCKETS ? { keyId: null, address: null } : { keyId, address };
    const name = JSON.stringify([code, claimed.keyId, claimed.address]);
    const bucket = this.#buckets.get(name) ?? newBucket(code, claimed, atMs);
    this.#buckets.set(name, bucket);
    return bucket;
  }
}

/** One write's worth. */
export interface TakenDenials {
  /** `count`: by how much the bucket grew since it was taken last. */
  readonly grown: readonly CountedBucket[];
  /** Buckets that grow no more. `count`: all that were counted in it. */
  readonly final: readonly CountedBucket[];
  readonly decisions: readonly Decision[];
}

export interface CountedBucket {
  readonly id: string;
  readonly code: string;
  readonly keyId: string | null;
  readonly address: string | null;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
}

interface Decision extends Denial {
  readonly id: string;
  readonly bucketId: string;
}

interface Bucket extends Omit<CountedBucket, 'lastMs' | 'count'> {
  lastMs: number;
  /** How many of its denials have ids of their own. */
  own: number;
  /** Denials that no write has taken yet. */
  pending: number;
  total: number;
  /** Nothing of it was lost on the way to the database. */
  isWhole: boolean;
}

function newBucket(code: string, claimed: Pick<Bucket, 'keyId' | 'address'>, atMs: number): Bucket {
  return {
    id: newId(),
    code,
    ...claimed,
    firstMs: atMs,
    lastMs: atMs,
    own: 0,
    pending: 0,
    total: 0,
    isWhole: true,
  };
}
