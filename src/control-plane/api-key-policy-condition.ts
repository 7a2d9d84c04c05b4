import { sql, type RawBuilder } from 'kysely';
import { formatInstant } from '../foundation/instant.js';

/**
 * "The key breaks a policy of its database now", as `brokenPolicies` says it, and could still be used: a revoked key is
 * beyond repair, and nobody needs to be told of it. Of `k`.
 */
export function breaksPolicyCondition(nowMs: number): RawBuilder<unknown> {
  const now = sql`${formatInstant(nowMs)}::timestamptz`;
  return sql`(k.revoked_at IS NULL AND EXISTS (
    SELECT FROM gateway.databases p WHERE p.id = k.database_id AND p.removed_at IS NULL AND (
      (p.settings -> 'requireValidUntil' = 'true' AND k.valid_until IS NULL)
      OR (p.settings ? 'maxLifetimeDays' AND (
        k.valid_until IS NULL
        -- In hours: how long a day is depends on the session's time zone.
        OR k.valid_until > greatest(${now}, k.valid_from)
          + interval '24 hours' * (p.settings ->> 'maxLifetimeDays')::integer
      ))
      OR (p.settings -> 'requireAllowedAddresses' = 'true' AND (
        k.allowed_addresses IS NULL OR k.allowed_addresses && ARRAY['0.0.0.0/0', '::/0']
      ))
    )))`;
}
