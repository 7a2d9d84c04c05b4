import { sql } from 'kysely';
import { printCapability } from '../capability/capability-text.js';
import { newId } from '../foundation/ids.js';
import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import { refuseBuiltInGroup } from './administrators.js';
import { readCapabilities } from './capability-input.js';
import type { Change } from './changes.js';
import type { GroupService } from './control-plane.js';
import { constraintOf } from './database-errors.js';
import { refuseEscalation, refuseUnownedRights } from './escalation.js';
import { readName } from './input-fields.js';
import { Problems, refuseInput } from './problems.js';
import { findDatabase, hasId, readGroups } from './record-queries.js';
import type { GroupRecord } from './records.js';
import { greatestRights } from './rights.js';
import { readGroupFacts } from './read-group-facts.js';

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
  // Fail closed: null is no way to say that members may come in.
  if (input.apiAccess === null) problems.add('apiAccess', 'must not be null: leave it out for true.');
  const grants =
    names.length === 0 ? [] : readCapabilities(problems, 'capabilities', offerOf(database.id).space, names);
  problems.refuse();
  refuseUnownedRights(actor, () => rightsOfGrants(database.id, grants, offerOf));

  const id = newId();
  const apiAccess = input.apiAccess ?? true;
  const createdAt = formatInstant(nowMs);
  await refusingTakenName(() =>
    trx
      .insertInto('groups')
      .values({ id, database_id: database.id, name, api_access: apiAccess, created_at: createdAt })
      .execute(),
  );
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
  if (group.builtIn) refuseBuiltInGroup();
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

export function rightsOfGrants(databaseId: string, grants: readonly string[], offerOf: Change['offerOf']) {
  if (grants.length === 0) return [];
  return [{ databaseId, rights: greatestRights(offerOf(databaseId).space, [{ grants }]), grants }];
}

export async function refusingTakenName(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (constraintOf(error) !== 'groups_database_id_name_key') throw error;
    refuseInput('name', 'belongs to another group of this database already.');
  }
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
