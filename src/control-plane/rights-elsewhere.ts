import { sql, type Transaction } from 'kysely';
import type { PrincipalActor } from './actor.js';
import { readGroupFacts, type GroupOfDatabase } from './read-group-facts.js';
import type { Tables } from './tables.js';

/**
 * The actor with what it may do in other databases, as it is under the lock: a console session stands for its user
 * everywhere. Left out is where its user may not use the API, and where the database's own walls go by the user or the
 * key: what somebody else would see there is not what the actor sees.
 */
export async function withRightsElsewhere(
  trx: Transaction<Tables>,
  actor: PrincipalActor,
): Promise<PrincipalActor> {
  if (actor.kind === 'key') return actor;
  return { ...actor, elsewhere: await readGroupsElsewhere(trx, actor.user.id, actor.databaseId) };
}

function readGroupsElsewhere(
  trx: Transaction<Tables>,
  userId: string,
  databaseId: string,
): Promise<readonly GroupOfDatabase[]> {
  return readGroupFacts(
    trx,
    sql`g.database_id <> ${databaseId}
      AND EXISTS (SELECT FROM gateway.group_members m WHERE m.group_id = g.id AND m.user_id = ${userId})
      AND EXISTS (
        SELECT FROM gateway.group_members m JOIN gateway.groups other ON other.id = m.group_id
        WHERE m.user_id = ${userId} AND other.database_id = g.database_id AND other.api_access)
      AND NOT EXISTS (
        SELECT FROM gateway.databases d, jsonb_each_text(coalesce(d.settings->'sessionSettings', '{}')) AS setting
        WHERE d.id = g.database_id AND setting.value LIKE '$%')`,
  );
}
