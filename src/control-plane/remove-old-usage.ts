import { sql, type Kysely, type Transaction } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import { dayOf, KEPT_DAYS } from './key-days.js';
import { msOf } from './record-queries.js';
import { lockSealHead, sealBatch, type SealNeeds } from './seal-batch.js';
import type { Tables } from './tables.js';

const DAY_MS = 86_400_000;
/** How long denials and decisions are kept. */
export const DENIAL_RETENTION_MS = 30 * DAY_MS;
/** How much is removed at a time. */
const BATCH_SIZE = 5_000;
const SEALS_AT_A_TIME = 1_000;
/** What an hour can make at most is far less: removal keeps up with any flood. */
const MAX_BATCHES = 50;

/** Removes what is older than it is kept, in bounded steps, so that no statement holds its locks for long. */
export async function removeOldUsage(db: Kysely<Tables>, needs: SealNeeds): Promise<void> {
  const beforeMs = needs.clock() - DENIAL_RETENTION_MS;
  await repeat(() => removeSeals(db, needs, beforeMs));
  await repeat(() => removeUnsealedDenials(db, beforeMs));
  await repeat(() => removeDays(db, needs.clock() - KEPT_DAYS * DAY_MS));
}

async function repeat(removeSome: () => Promise<boolean>): Promise<void> {
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) if (!(await removeSome())) return;
}

/**
 * Whole batches with their seals, from the first on, so that what is left still verifies: the seal that is the first
 * then names the one before it. Gives back whether there may be more.
 */
async function removeSeals(db: Kysely<Tables>, needs: SealNeeds, beforeMs: number): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await sql`SET LOCAL lock_timeout = '10s'`.execute(trx);
    const head = await lockSealHead(trx);
    const { rows } = await sql<{ sequence: string; atMs: number }>`
      SELECT s.sequence::text AS sequence, ${msOf('s.at')} AS "atMs" FROM gateway.decision_seals s
      ORDER BY s.sequence LIMIT ${SEALS_AT_A_TIME}`.execute(trx);
    const young = rows.findIndex(({ atMs }) => atMs >= beforeMs);
    const last = rows.at(young === -1 ? -1 : young - 1);
    if (young === 0 || last === undefined) return false;
    // There is always one left that says when the one before it was made, and so whether it was old enough to go.
    if (last.sequence === head.sequence) await sealBatch(trx, needs, head, { decisions: [], denials: [] });
    await removeUpTo(trx, last.sequence);
    return young === -1 && rows.length === SEALS_AT_A_TIME;
  });
}

async function removeUpTo(trx: Transaction<Tables>, sequence: string): Promise<void> {
  await sql`DELETE FROM gateway.decisions WHERE seal_sequence <= ${sequence}::bigint`.execute(trx);
  await sql`DELETE FROM gateway.denials WHERE seal_sequence <= ${sequence}::bigint`.execute(trx);
  await sql`DELETE FROM gateway.decision_seals WHERE sequence <= ${sequence}::bigint`.execute(trx);
}

/** Buckets that no gateway lived to seal. Those that a decision still names stay until it goes. */
async function removeUnsealedDenials(db: Kysely<Tables>, beforeMs: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    DELETE FROM gateway.denials WHERE id IN (
      SELECT d.id FROM gateway.denials d
      WHERE d.last_at < ${formatInstant(beforeMs)}::timestamptz AND d.seal_sequence IS NULL
        AND NOT EXISTS (SELECT FROM gateway.decisions x WHERE x.denial_id = d.id)
      ORDER BY d.last_at LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED
    )`.execute(db);
  return Number(numAffectedRows ?? 0) === BATCH_SIZE;
}

async function removeDays(db: Kysely<Tables>, beforeMs: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    DELETE FROM gateway.api_key_days WHERE (api_key_id, day, outcome) IN (
      SELECT u.api_key_id, u.day, u.outcome FROM gateway.api_key_days u
      WHERE u.day < ${dayOf(beforeMs)}::date ORDER BY u.day LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED
    )`.execute(db);
  return Number(numAffectedRows ?? 0) === BATCH_SIZE;
}
