import { sql } from 'kysely';
import { printCapability } from '../capability/capability-text.js';
import { isId, newId } from '../foundation/ids.js';
import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import { refuseWithoutAdministrator } from './administrators.js';
import { readCapabilities } from './capability-input.js';
import type { Change } from './changes.js';
import type { GroupService } from './control-plane.js';
import { constraintOf } from './database-errors.js';
import { refuseEscalation, refuseUnownedRights } from './escalation.js';
import { readName } from './input-fields.js';
import { Problems, refuseInput } from './problems.js';
import { findDatabase, hasId, readGroups, readUsers } from './record-queries.js';
import type { GroupRecord } from './records.js';
import { greatestRights } from './rights.js';
import { readGroupFacts, readGroupsOfUser } from './user-rights.js';

export async function createGroup(
  { actor, trx, nowMs, record, offerOf }: Change,
  input: Parameters<GroupService['create']>[1],
): Promise<GroupRecord> {
  const problems = new Problems();
  const name = readName(problems, 'name', input.name);
  const database =
    (await findDatabase(trx, input.databaseSlug)) ??
    problems.fail('database', 'there is no database with this slug.');
  const names = input.capabilities ?? [];
  const grants =
    names.length === 0 ? [] : readCapabilities(problems, 'capabilities', offerOf(database.id).space, names);
  problems.refuse();
  refuseUnownedRights(actor, () => rightsOfGrants(database.id, grants, offerOf));

  const id = newId();
  const apiAccess = input.apiAccess ?? true;
  const createdAt = formatInstant(nowMs);
  try {
    await trx
      .insertInto('groups')
      .values({ id, database_id: database.id, name, api_access: apiAccess, created_at: createdAt })
      .execute();
  } catch (error) {
    if (constraintOf(error) !== 'groups_database_id_name_key') throw error;
    refuseInput('name', 'belongs to another group of this database already.');
  }
  await insertGrants(trx, id, grants, createdAt);
  const after = { name, database: input.databaseSlug, apiAccess, capabilities: names };
  await record({ action: 'groups.create', target: id, before: null, after });
  return existingGroup(trx, id);
}

export async function grantCapabilities(
  { actor, trx, nowMs, record, offerOf }: Change,
  groupId: string,
  names: readonly string[],
): Promise<GroupRecord> {
  const group = await existingGroup(trx, groupId);
  const problems = new Problems();
  if (names.length === 0) problems.add('capabilities', 'name at least one capability.');
  problems.refuse();
  const wanted = readCapabilities(problems, 'capabilities', offerOf(group.databaseId).space, names);
  problems.refuse();

  const [facts] = await readGroupFacts(trx, sql`g.id = ${groupId}`);
  const missing = wanted.filter((capability) => facts?.grants.includes(capability) !== true);
  if (missing.length === 0) return group;
  const refuse = (await hasMembers(trx, groupId)) ? refuseEscalation : refuseUnownedRights;
  refuse(actor, () => rightsOfGrants(group.databaseId, missing, offerOf));
  await insertGrants(trx, groupId, missing, formatInstant(nowMs));
  await bumpVersion(trx, groupId);
  await record({ action: 'groups.grant', target: groupId, before: null, after: { capabilities: names } });
  return existingGroup(trx, groupId);
}

/** Taking rights away needs none: whatever is named and not granted is gone already. */
export async function revokeCapabilities(
  { trx, record, offerOf }: Change,
  groupId: string,
  names: readonly string[],
): Promise<GroupRecord> {
  const group = await existingGroup(trx, groupId);
  const [facts] = await readGroupFacts(trx, sql`g.id = ${groupId}`);
  const grants = facts?.grants ?? [];
  const problems = new Problems();
  if (names.length === 0) problems.add('capabilities', 'name at least one capability.');
  problems.refuse();
  const { space } = offerOf(group.databaseId);
  // What speaks of a table that is gone has no name any more, and is taken as it is stored.
  const isOrphan = (text: string) => grants.includes(text) && printCapability(space, text) === null;
  const unwanted = [
    ...readCapabilities(
      problems,
      'capabilities',
      space,
      names.filter((name) => !isOrphan(name)),
    ),
    ...names.filter(isOrphan),
  ];
  problems.refuse();

  const revoked = grants.filter((capability) => unwanted.includes(capability));
  if (revoked.length === 0) return group;
  if (group.builtIn) {
    throw new PosternError(
      'POLICY',
      'The group Administrators of the database gateway keeps all of its capabilities: take members out of it instead.',
    );
  }
  await trx
    .deleteFrom('group_grants')
    .where('group_id', '=', groupId)
    .where('capability', 'in', revoked)
    .execute();
  await bumpVersion(trx, groupId);
  const before = {
    capabilities: revoked.map((capability) => printCapability(space, capability) ?? capability),
  };
  await record({ action: 'groups.revoke', target: groupId, before, after: null });
  return existingGroup(trx, groupId);
}

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

function rightsOfGrants(databaseId: string, grants: readonly string[], offerOf: Change['offerOf']) {
  if (grants.length === 0) return [];
  return [{ databaseId, rights: greatestRights(offerOf(databaseId).space, [{ grants }]) }];
}

async function insertGrants(
  trx: Change['trx'],
  groupId: string,
  grants: readonly string[],
  createdAt: string,
): Promise<void> {
  if (grants.length === 0) return;
  await trx
    .insertInto('group_grants')
    .values(grants.map((capability) => ({ group_id: groupId, capability, created_at: createdAt })))
    .execute();
}

export async function hasMembers(trx: Change['trx'], groupId: string): Promise<boolean> {
  const members = await trx
    .selectFrom('group_members')
    .select('user_id')
    .where('group_id', '=', groupId)
    .limit(1)
    .execute();
  return members.length > 0;
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

export async function bumpVersion(trx: Change['trx'], groupId: string): Promise<void> {
  await trx
    .updateTable('groups')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', groupId)
    .execute();
}

export async function existingGroup(trx: Change['trx'], id: string): Promise<GroupRecord> {
  const [group] = await readGroups(trx, hasId('g.id', [id]));
  if (group === undefined) throw new PosternError('NOT_FOUND', 'There is no group with this id.');
  return group;
}

async function refuseUnknownUser(trx: Change['trx'], userId: string): Promise<void> {
  const [user] = await readUsers(trx, hasId('u.id', [userId]));
  if (user === undefined) refuseInput('userId', 'there is no user with this id.');
  if (user.deletedAtMs !== null) refuseInput('userId', 'this user was deleted.');
}
