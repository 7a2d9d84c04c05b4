import { sql, type Kysely, type RawBuilder } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import { rowRuleJson } from './authorization-query.js';
import type { GroupFacts } from './authorization-state.js';
import type { ControlPlaneNeeds, DatabaseOffer } from './control-plane.js';
import { apiKeyTables } from './record-queries.js';
import { effectiveRights } from './rights.js';
import type { Tables } from './tables.js';

const ACTIVE = 'ACTIVE';
const POWERLESS = 'NO_EFFECTIVE_CAPABILITIES';

/**
 * "The key is in one of these states", by the rules and in the order of authentication. Whether a key has any
 * effective capability is no question for SQL: it is answered here, once for each user, database and subset.
 */
export async function keyStateCondition(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  states: readonly string[],
): Promise<RawBuilder<unknown>> {
  const state = storedState(needs.clock());
  const others = states.filter((name) => name !== ACTIVE && name !== POWERLESS);
  const stated = sql`${state} = ANY (${others}::text[])`;
  const isActive = states.includes(ACTIVE);
  const isPowerless = states.includes(POWERLESS);
  if (!isActive && !isPowerless) return stated;
  const either = sql`${state} IN (${ACTIVE}, ${POWERLESS})`;
  if (isActive && isPowerless) return sql`(${stated} OR ${either})`;
  const powerless = isOneOf(await powerlessSubsets(db, needs, state));
  return isActive
    ? sql`(${stated} OR (${state} = ${ACTIVE} AND NOT ${powerless}))`
    : sql`(${stated} OR ${state} = ${POWERLESS} OR (${state} = ${ACTIVE} AND ${powerless}))`;
}

/** All of it but the capabilities. Of `k`, its user `u` and its database `d`. */
function storedState(nowMs: number): RawBuilder<unknown> {
  const now = sql`${formatInstant(nowMs)}::timestamptz`;
  return sql`CASE
    WHEN k.revoked_at IS NOT NULL THEN 'REVOKED'
    WHEN k.disabled THEN 'DISABLED'
    WHEN u.deleted_at IS NOT NULL THEN 'USER_DELETED'
    WHEN NOT u.enabled THEN 'USER_DISABLED'
    WHEN NOT d.enabled THEN 'DATABASE_DISABLED'
    WHEN k.valid_until <= ${now} THEN 'EXPIRED'
    WHEN k.valid_from > ${now} THEN 'NOT_YET_VALID'
    WHEN NOT EXISTS (
      SELECT FROM gateway.group_members m JOIN gateway.groups g ON g.id = m.group_id
      WHERE m.user_id = k.user_id AND g.database_id = k.database_id AND g.api_access
    ) THEN ${sql.lit(POWERLESS)}
    ELSE ${sql.lit(ACTIVE)}
  END`;
}

interface Subset {
  readonly userId: string;
  readonly databaseId: string;
  readonly capabilities: readonly string[] | null;
  readonly rowNarrowing: unknown;
}

async function powerlessSubsets(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  state: RawBuilder<unknown>,
): Promise<readonly Subset[]> {
  const { rows } = await sql<Subset & { readonly groups: readonly GroupFacts[] }>`
    SELECT DISTINCT ON (k.user_id, k.database_id, k.capabilities, k.row_narrowing)
      k.user_id AS "userId", k.database_id AS "databaseId", k.capabilities, k.row_narrowing AS "rowNarrowing",
      (SELECT json_agg(json_build_object(
         'grants', ARRAY(SELECT x.capability FROM gateway.group_grants x WHERE x.group_id = g.id),
         'rowRules', (SELECT coalesce(json_agg(${sql.raw(rowRuleJson)}), '[]')
                      FROM gateway.row_rules x WHERE x.group_id = g.id)))
       FROM gateway.group_members m JOIN gateway.groups g ON g.id = m.group_id
       WHERE m.user_id = k.user_id AND g.database_id = k.database_id) AS groups
    FROM ${apiKeyTables} JOIN gateway.users u ON u.id = k.user_id JOIN gateway.databases d ON d.id = k.database_id
    WHERE ${state} = ${ACTIVE}`.execute(db);
  const offers = new Map<string, DatabaseOffer>();
  for (const databaseId of new Set(rows.map((row) => row.databaseId))) {
    offers.set(databaseId, await needs.offerOf(databaseId));
  }
  return rows.filter((row) => {
    const offer = offers.get(row.databaseId);
    return offer === undefined || effectiveRights(offer, row.groups, row).isEmpty();
  });
}

function isOneOf(subsets: readonly Subset[]): RawBuilder<unknown> {
  return sql`EXISTS (
    SELECT FROM jsonb_to_recordset(${JSON.stringify(subsets)}::jsonb)
      AS p ("userId" text, "databaseId" text, capabilities text[], "rowNarrowing" jsonb)
    WHERE p."userId" = k.user_id AND p."databaseId" = k.database_id
      AND p.capabilities IS NOT DISTINCT FROM k.capabilities
      AND p."rowNarrowing" IS NOT DISTINCT FROM k.row_narrowing)`;
}
