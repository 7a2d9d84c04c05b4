import { sql } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Secret } from '../foundation/secret.js';
import type { Change } from './changes.js';
import type { ControlPlaneNeeds } from './control-plane.js';

/** How many secrets of one key may work at the same time. */
const MAX_WORKING = 5;
/** How long, and of how many at most, it is remembered that a secret was replaced. */
const REMEMBERED_MS = 30 * 86_400_000;
const MAX_REMEMBERED = 20;

/** Makes the current secret of a key that has none. */
export async function storeSecret(
  { trx, nowMs }: Pick<Change, 'trx' | 'nowMs'>,
  mintSecret: ControlPlaneNeeds['mintSecret'],
  keyId: string,
): Promise<Secret> {
  const { secret, digest, hint } = mintSecret(keyId);
  await trx
    .insertInto('api_key_secrets')
    .values({ api_key_id: keyId, digest, hint, created_at: formatInstant(nowMs) })
    .execute();
  return secret;
}

/** Every secret of the key works until then at the longest. One that ends earlier ends then: no end is ever put off. */
export async function endSecrets({ trx }: Pick<Change, 'trx'>, keyId: string, endMs: number): Promise<void> {
  await sql`
    UPDATE gateway.api_key_secrets SET valid_until = least(valid_until, ${formatInstant(endMs)}::timestamptz)
    WHERE api_key_id = ${keyId}`.execute(trx);
}

/** Every secret that is stored is compared at each request, so that their number has a bound. */
export async function refuseManySecrets({ trx, nowMs }: Change, keyId: string): Promise<void> {
  const { rows } = await sql<{ readonly count: number }>`
    SELECT count(*)::int AS count FROM gateway.api_key_secrets
    WHERE api_key_id = ${keyId} AND valid_until > ${formatInstant(nowMs)}::timestamptz`.execute(trx);
  if ((rows[0]?.count ?? 0) < MAX_WORKING) return;
  throw new PosternError(
    'LIMIT_EXCEEDED',
    `At most ${MAX_WORKING} secrets of a key may work at the same time. Wait until one of them has ended, or rotate with a shorter overlap: overlapSeconds 0 ends all of them at once.`,
  );
}

/** Forgets secrets that ended long ago: whoever still presents one is then not told any more that it was replaced. */
export async function forgetOldSecrets({ trx, nowMs }: Change, keyId: string): Promise<void> {
  const now = sql`${formatInstant(nowMs)}::timestamptz`;
  await sql`
    DELETE FROM gateway.api_key_secrets WHERE api_key_id = ${keyId} AND valid_until <= ${now}
      AND (valid_until < ${formatInstant(nowMs - REMEMBERED_MS)}::timestamptz OR digest NOT IN (
        SELECT s.digest FROM gateway.api_key_secrets s
        WHERE s.api_key_id = ${keyId} AND s.valid_until <= ${now}
        ORDER BY s.valid_until DESC, s.created_at DESC, s.digest LIMIT ${MAX_REMEMBERED}))`.execute(trx);
}
