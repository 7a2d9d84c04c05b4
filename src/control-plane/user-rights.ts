import { sql, type Kysely } from 'kysely';
import { rowRuleJson } from './authorization-query.js';
import type { GroupFacts } from './authorization-state.js';
import type { Change } from './changes.js';
import type { ResultingRights } from './escalation.js';
import { hasId } from './record-queries.js';
import { greatestRights } from './rights.js';
import type { Tables } from './tables.js';

interface GroupOfDatabase extends GroupFacts {
  readonly databaseId: string;
}

/** The user's groups with their grants and rules, in one database or (null) in all of them. */
export async function readGroupsOfUser(
  trx: Change['trx'],
  userId: string,
  databaseId: string | null,
): Promise<readonly GroupOfDatabase[]> {
  return readGroupFacts(
    trx,
    sql`EXISTS (SELECT FROM gateway.group_members m WHERE m.group_id = g.id AND ${hasId('m.user_id', [userId])})
      AND (${databaseId}::text IS NULL OR g.database_id = ${databaseId})`,
  );
}

export async function readGroupFacts(
  db: Kysely<Tables>,
  where: ReturnType<typeof sql>,
): Promise<readonly GroupOfDatabase[]> {
  const { rows } = await sql<GroupOfDatabase>`
    SELECT g.id, g.name, g.database_id AS "databaseId", g.api_access AS "apiAccess",
      ARRAY(SELECT x.capability FROM gateway.group_grants x WHERE x.group_id = g.id) AS grants,
      (SELECT coalesce(json_agg(${sql.raw(rowRuleJson)}), '[]')
       FROM gateway.row_rules x WHERE x.group_id = g.id) AS "rowRules"
    FROM gateway.groups g WHERE ${where} ORDER BY g.id`.execute(db);
  return rows;
}

/** All that a user's keys could do in any database; the catalogs are asked only when the result is. */
export async function rightsOfUserEverywhere(
  { trx, offerOf }: Change,
  userId: string,
): Promise<() => readonly ResultingRights[]> {
  const groups = await readGroupsOfUser(trx, userId, null);
  const databaseIds = [...new Set(groups.map(({ databaseId }) => databaseId))];
  return () =>
    databaseIds.map((databaseId) => ({
      databaseId,
      rights: greatestRights(
        offerOf(databaseId).space,
        groups.filter((group) => group.databaseId === databaseId),
      ),
    }));
}
