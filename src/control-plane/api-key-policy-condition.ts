import { sql, type Kysely, type RawBuilder } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import { policyNames } from './database-settings.js';
import type { PolicyName } from './key-policies.js';
import { readDatabases } from './record-queries.js';
import type { DatabaseSettings } from './records.js';
import type { Tables } from './tables.js';

/**
 * "The key breaks a policy of its database now", as `brokenPolicies` says it, and could still be used: a revoked key is
 * beyond repair, and nobody needs to be told of it. Of `k`; never null.
 */
export async function breaksPolicyCondition(db: Kysely<Tables>, nowMs: number): Promise<RawBuilder<unknown>> {
  // Few databases have policies; keys of all others are then told by a comparison, and not by a look at their settings.
  const databases = await readDatabases(
    db,
    sql`d.removed_at IS NULL AND d.settings ?| ${[...policyNames]}::text[]`,
  );
  const breaking = databases.flatMap(({ id, settings }) => {
    const conditions = policyNames.flatMap((name) => conditionOf[name](settings, nowMs));
    return conditions.length === 0 ? [] : [sql`(k.database_id = ${id} AND ${either(conditions)})`];
  });
  return breaking.length === 0 ? sql`false` : sql`(k.revoked_at IS NULL AND ${either(breaking)})`;
}

/** Nothing where the policy is not set. */
const conditionOf: Readonly<
  Record<PolicyName, (settings: DatabaseSettings, nowMs: number) => readonly RawBuilder<unknown>[]>
> = {
  requireValidUntil: ({ requireValidUntil }) =>
    requireValidUntil === true ? [sql`k.valid_until IS NULL`] : [],
  maxLifetimeDays: ({ maxLifetimeDays }, nowMs) =>
    maxLifetimeDays === undefined
      ? []
      : [
          sql`k.valid_until IS NULL`,
          // In hours: how long a day is depends on the session's time zone.
          sql`k.valid_until > greatest(${formatInstant(nowMs)}::timestamptz, k.valid_from)
            + interval '24 hours' * ${maxLifetimeDays}::integer`,
        ],
  requireAllowedAddresses: ({ requireAllowedAddresses }) =>
    requireAllowedAddresses === true
      ? [sql`k.allowed_addresses IS NULL`, sql`k.allowed_addresses && ARRAY['0.0.0.0/0', '::/0']`]
      : [],
};

function either(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`(${sql.join(conditions, sql` OR `)})`;
}
