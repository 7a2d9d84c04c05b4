import { sql, type Transaction } from 'kysely';
import type { Clock } from '../foundation/clock.js';
import { formatInstant } from '../foundation/instant.js';
import { describeSeal, type SealedDecision, type SealedDenial } from './decision-seal.js';
import { msOf } from './record-queries.js';
import type { Tables } from './tables.js';

export interface SealNeeds {
  readonly clock: Clock;
  readonly auditMac: (content: Buffer) => Buffer;
}

/** The last seal, as the head of the chain names it. */
export interface SealHead {
  readonly sequence: string;
  /** Null before the first. */
  readonly atMs: number | null;
  readonly mac: Buffer;
}

/** Seals have one order, whichever gateway makes them: who makes one holds this lock until it commits. */
export async function lockSealHead(trx: Transaction<Tables>): Promise<SealHead> {
  return readSealHead(trx, 'FOR UPDATE');
}

export async function readSealHead(
  trx: Transaction<Tables>,
  lock: 'FOR UPDATE' | '' = '',
): Promise<SealHead> {
  const { rows } = await sql<SealHead>`
    SELECT h.sequence::text AS sequence, ${msOf('h.at')} AS "atMs", h.mac FROM gateway.decision_seal_head h
    ${sql.raw(lock)}`.execute(trx);
  const [head] = rows;
  // Fail closed: without a head no seal would hold.
  if (head === undefined) throw new Error('gateway.decision_seal_head has lost its row.');
  return head;
}

/** Appends a seal over the rows of a batch and gives back its number, which the rows have to bear. */
export async function sealBatch(
  trx: Transaction<Tables>,
  { clock, auditMac }: SealNeeds,
  head: SealHead,
  rows: { readonly decisions: readonly SealedDecision[]; readonly denials: readonly SealedDenial[] },
): Promise<string> {
  const seal = {
    sequence: String(BigInt(head.sequence) + 1n),
    // Never before the last one, whatever the clocks of several gateways say: old seals are removed from the first on.
    atMs: Math.max(clock(), head.atMs ?? 0),
    decisions: rows.decisions.length,
    denials: rows.denials.length,
    previousAtMs: head.atMs,
    previousMac: head.mac,
  };
  const mac = auditMac(describeSeal(seal, rows));
  const at = formatInstant(seal.atMs);
  await trx
    .insertInto('decision_seals')
    .values({
      sequence: seal.sequence,
      at,
      decisions: seal.decisions,
      denials: seal.denials,
      previous_at: head.atMs === null ? null : formatInstant(head.atMs),
      previous_mac: head.mac,
      mac,
    })
    .execute();
  await trx.updateTable('decision_seal_head').set({ sequence: seal.sequence, at, mac }).execute();
  return seal.sequence;
}
