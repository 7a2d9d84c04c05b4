import { canonicalJson, canonicalInstant } from './canonical-json.js';

/** A batch of decisions under seal: its MAC covers this, the rows of the batch and the MAC of the seal before it. */
export interface DecisionSeal {
  /** From 1; int8 as text. */
  readonly sequence: string;
  readonly atMs: number;
  /** How many rows of each kind belong to it. */
  readonly decisions: number;
  readonly denials: number;
  /** Of the seal before it, which may have been removed with its age. Null: this is the first. */
  readonly previousAtMs: number | null;
  readonly previousMac: Buffer;
}

/** A decision as it is stored. */
export interface SealedDecision {
  readonly id: string;
  /** The bucket that counts it. */
  readonly denialId: string;
  readonly code: string;
  readonly keyId: string | null;
  readonly address: string | null;
  readonly atMs: number;
  readonly detail: unknown;
}

/** A bucket that grows no more, as it is stored. */
export interface SealedDenial {
  readonly id: string;
  readonly code: string;
  readonly keyId: string | null;
  readonly address: string | null;
  readonly firstMs: number;
  readonly lastMs: number;
  /** int8 as text. */
  readonly count: string;
}

/** What the MAC of a seal covers. In an order of our own: databases sort by the rules of their locale. */
export function describeSeal(
  { sequence, atMs, previousAtMs, previousMac, ...counts }: DecisionSeal,
  rows: { readonly decisions: readonly SealedDecision[]; readonly denials: readonly SealedDenial[] },
): Buffer {
  const text = canonicalJson({
    sequence,
    at: canonicalInstant(atMs),
    previousAt: previousAtMs === null ? null : canonicalInstant(previousAtMs),
    counts: [counts.decisions, counts.denials],
    decisions: byId(rows.decisions).map(describeDecision),
    denials: byId(rows.denials).map(describeDenial),
  });
  // Said first, so that no MAC of one log can be passed off as one of the other.
  return Buffer.concat([Buffer.from('decisions\n'), previousMac, Buffer.from(text, 'utf8')]);
}

function describeDecision({ id, denialId, code, keyId, address, atMs, detail }: SealedDecision) {
  return { id, denialId, code, keyId, address, at: canonicalInstant(atMs), detail };
}

function describeDenial({ id, code, keyId, address, firstMs, lastMs, count }: SealedDenial) {
  return {
    id,
    code,
    keyId,
    address,
    first: canonicalInstant(firstMs),
    last: canonicalInstant(lastMs),
    count,
  };
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((left, right) => (left.id < right.id ? -1 : 1));
}
