import { sql } from 'kysely';
import { isId } from '../foundation/ids.js';
import { formatInstant } from '../foundation/instant.js';
import { refuseWithoutAdministrator } from './administrators.js';
import type { Change } from './changes.js';
import { refuseEscalation } from './escalation.js';
import { bumpVersion, existingGroup, rightsOfGrants } from './group-changes.js';
import { refuseInput } from './problems.js';
import { hasId, readUsers } from './record-queries.js';
import type { GroupRecord } from './records.js';
import { readGroupFacts } from './read-group-facts.js';
import { readGroupsOfUser } from './user-rights.js';

export async function addMember(
  { actor, trx, nowMs, record, offerOf }: Change,
  groupId: string,
  userId: string,
): Promise<GroupRecord> {
  const group = await existingGroup(trx, groupId);
  await refuseUnknownUser(trx, userId);
  if (await isMember(trx, groupId, userId)) return group;
  const grants = await grantsThatOpen(trx, group, userId);
  if (grants.length > 0) refuseEscalation(actor, () => rightsOfGrants(group.databaseId, grants, offerOf));
  await trx
    .insertInto('group_members')
    .values({ group_id: groupId, user_id: userId, created_at: formatInstant(nowMs) })
    .execute();
  await bumpVersion(trx, groupId);
  await record({ action: 'groups.addMember', target: groupId, before: null, after: { userId } });
  return existingGroup(trx, groupId);
}

export async function removeMember(
  { trx, record }: Change,
  groupId: string,
  userId: string,
): Promise<GroupRecord> {
  const group = await existingGroup(trx, groupId);
  if (!(await isMember(trx, groupId, userId))) return group;
  await trx
    .deleteFrom('group_members')
    .where('group_id', '=', groupId)
    .where('user_id', '=', userId)
    .execute();
  if (group.builtIn) await refuseWithoutAdministrator(trx, userId, true);
  await bumpVersion(trx, groupId);
  await record({ action: 'groups.removeMember', target: groupId, before: { userId }, after: null });
  return existingGroup(trx, groupId);
}

/**
 * What a user gets with a membership: the group's grants, and where none of its groups in that database had access to
 * the API before, also those of all the others.
 */
async function grantsThatOpen(
  trx: Change['trx'],
  group: GroupRecord,
  userId: string,
): Promise<readonly string[]> {
  const joined = await readGroupFacts(trx, sql`g.id = ${group.id}`);
  const others = await readGroupsOfUser(trx, userId, group.databaseId);
  const opensApi = group.apiAccess && !others.some(({ apiAccess }) => apiAccess);
  return [...joined, ...(opensApi ? others : [])].flatMap(({ grants }) => grants);
}

async function isMember(trx: Change['trx'], groupId: string, userId: string): Promise<boolean> {
  if (!isId(userId)) return false;
  const members = await trx
    .selectFrom('group_members')
    .select('user_id')
    .where('group_id', '=', groupId)
    .where('user_id', '=', userId)
    .execute();
  return members.length > 0;
}

async function refuseUnknownUser(trx: Change['trx'], userId: string): Promise<void> {
  const [user] = await readUsers(trx, hasId('u.id', [userId]));
  if (user === undefined) refuseInput('userId', 'there is no user with this id.');
  if (user.deletedAtMs !== null) refuseInput('userId', 'this user was deleted.');
}
