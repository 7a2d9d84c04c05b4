import { sql } from 'kysely';
import type { Change } from './changes.js';
import type { ResultingRights } from './escalation.js';
import { readGroupFacts, type GroupOfDatabase } from './read-group-facts.js';
import { hasId } from './record-queries.js';
import { greatestRights } from './rights.js';

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

/** All that a user's keys could do in any database; the catalogs are asked only when the result is. */
export async function rightsOfUserEverywhere(
  { trx, offerOf }: Change,
  userId: string,
): Promise<() => readonly ResultingRights[]> {
  const groups = await readGroupsOfUser(trx, userId, null);
  const databaseIds = [...new Set(groups.map(({ databaseId }) => databaseId))];
  return () =>
    databaseIds.map((databaseId) => {
      const ofDatabase = groups.filter((group) => group.databaseId === databaseId);
      const rights = greatestRights(offerOf(databaseId).space, ofDatabase);
      return { databaseId, rights, grants: ofDatabase.flatMap(({ grants }) => grants) };
    });
}
