import { sql, type Kysely, type Transaction } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import type { SealedDecision, SealedDenial } from './decision-seal.js';
import type { CountedBucket, TakenDenials } from './pending-denials.js';
import { lockSealHead, sealBatch, type SealNeeds } from './seal-batch.js';
import { inBatches, storableJson, storableText } from './storable.js';
import type { Tables } from './tables.js';

/**
 * Writes denials and decisions in one transaction with the seal of the batch. What is sealed is what came in, not what
 * stands in the tables: a row that somebody else put there is never taken for one of ours.
 */
export async function writeDenials(
  db: Kysely<Tables>,
  needs: SealNeeds,
  { grown, final, decisions }: TakenDenials,
): Promise<void> {
  if (grown.length === 0 && final.length === 0) return;
  await db.transaction().execute(async (trx) => {
    // Whoever holds the head for longer hangs: better to lose this batch than all that would wait behind it.
    await sql`SET LOCAL lock_timeout = '10s'`.execute(trx);
    const isSealed = decisions.length + final.length > 0;
    // First, so that instances that write at once queue up here and hold no row while they wait.
    const head = isSealed ? await lockSealHead(trx) : null;
    await writeBuckets(trx, grown);
    if (head === null) return;
    const rows = { decisions: decisions.map(storedDecision), denials: final.map(storedDenial) };
    const sequence = await sealBatch(trx, needs, head, rows);
    await writeDecisions(trx, sequence, rows.decisions);
    await closeBuckets(trx, sequence, rows.denials);
  });
}

async function writeBuckets(trx: Transaction<Tables>, buckets: readonly CountedBucket[]): Promise<void> {
  for (const batch of inBatches(buckets.map(storedDenial))) {
    await trx
      .insertInto('denials')
      .values(
        batch.map(({ id, code, keyId, address, firstMs, lastMs, count }) => ({
          id,
          code,
          key_id: keyId,
          address,
          first_at: formatInstant(firstMs),
          last_at: formatInstant(lastMs),
          count,
        })),
      )
      // Written before, and counted further since.
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          last_at: sql`greatest(denials.last_at, excluded.last_at)`,
          count: eb('denials.count', '+', eb.ref('excluded.count')),
        })),
      )
      .execute();
  }
}

async function writeDecisions(
  trx: Transaction<Tables>,
  sequence: string,
  decisions: readonly SealedDecision[],
): Promise<void> {
  for (const batch of inBatches(decisions)) {
    await trx
      .insertInto('decisions')
      .values(
        batch.map(({ id, denialId, code, keyId, address, atMs, detail }) => ({
          id,
          denial_id: denialId,
          code,
          key_id: keyId,
          address,
          at: formatInstant(atMs),
          detail: JSON.stringify(detail),
          seal_sequence: sequence,
        })),
      )
      .execute();
  }
}

async function closeBuckets(
  trx: Transaction<Tables>,
  sequence: string,
  buckets: readonly SealedDenial[],
): Promise<void> {
  for (const batch of inBatches(buckets)) {
    const ids = batch.map(({ id }) => id);
    await sql`
      UPDATE gateway.denials SET seal_sequence = ${sequence}::bigint WHERE id = ANY (${ids}::text[])`.execute(
      trx,
    );
  }
}

function storedDenial({ id, code, keyId, address, firstMs, lastMs, count }: CountedBucket): SealedDenial {
  return { id, code, keyId: storableId(keyId), address, firstMs, lastMs, count: String(count) };
}

function storedDecision({
  id,
  bucketId,
  code,
  keyId,
  address,
  atMs,
  detail,
}: TakenDenials['decisions'][number]): SealedDecision {
  return {
    ...{ id, denialId: bucketId, code, keyId: storableId(keyId), address, atMs },
    detail: storableJson(detail),
  };
}

function storableId(keyId: string | null): string | null {
  return keyId === null ? null : storableText(keyId);
}
