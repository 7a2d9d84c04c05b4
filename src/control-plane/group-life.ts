import { sql } from 'kysely';
import { PosternError } from '../foundation/postern-error.js';
import { refuseBuiltInGroup } from './administrators.js';
import { changedMembers } from './changed-members.js';
import type { Change } from './changes.js';
import type { UpdateGroup } from './control-plane.js';
import { refuseEscalation } from './escalation.js';
import { existingGroup, refusingTakenName, rightsOfGrants } from './group-changes.js';
import { readName } from './input-fields.js';
import { Problems } from './problems.js';
import type { GroupRecord } from './records.js';
import { readGroupFacts } from './read-group-facts.js';

export async function updateGroup(change: Change, input: UpdateGroup): Promise<GroupRecord> {
  const { trx, record } = change;
  const before = await existingGroup(trx, input.id);
  if (input.version !== before.version) {
    throw new PosternError('CONFLICT', undefined, { currentVersion: before.version });
  }
  const after = readChangedGroup(before, input);
  const changed = changedMembers(describeGroup(before), describeGroup(after));
  if (changed === null) return before;
  if (before.builtIn) refuseBuiltInGroup();
  if (after.apiAccess && !before.apiAccess) await refuseOpening(change, before);
  await refusingTakenName(() =>
    trx
      .updateTable('groups')
      .set((eb) => ({ name: after.name, api_access: after.apiAccess, version: eb('version', '+', 1) }))
      .where('id', '=', before.id)
      .execute(),
  );
  await record({ action: 'groups.update', target: before.id, ...changed });
  return existingGroup(trx, before.id);
}

/** Its members lose what it granted. Nobody gains by that: what several groups grant is a union, of columns and of rows. */
export async function deleteGroup({ trx, record }: Change, id: string): Promise<GroupRecord> {
  const group = await existingGroup(trx, id);
  if (group.builtIn) refuseBuiltInGroup();
  const [facts] = await readGroupFacts(trx, sql`g.id = ${id}`);
  const memberIds = await readMemberIds(trx, id);
  await trx.deleteFrom('groups').where('id', '=', id).execute();
  await record({
    action: 'groups.delete',
    target: id,
    before: {
      ...describeGroup(group),
      databaseId: group.databaseId,
      // As they are stored: the database need not be reachable for its group to be deleted.
      capabilities: facts?.grants ?? [],
      rowRules: facts?.rowRules ?? [],
      members: memberIds.length,
      memberIds: memberIds.slice(0, MAX_RECORDED_MEMBERS),
    },
    after: null,
  });
  return group;
}

/** An audit row is no list of a hundred thousand ids: who joined has rows of their own. */
const MAX_RECORDED_MEMBERS = 1_000;

type GroupFields = Pick<GroupRecord, 'name' | 'apiAccess'>;

function readChangedGroup(before: GroupFields, input: UpdateGroup): GroupFields {
  const problems = new Problems();
  for (const field of ['name', 'apiAccess'] as const) {
    if (input[field] === null) problems.add(field, 'must not be null: leave it out to keep it.');
  }
  const name = typeof input.name === 'string' ? readName(problems, 'name', input.name) : before.name;
  problems.refuse();
  return { name, apiAccess: input.apiAccess ?? before.apiAccess };
}

function describeGroup({ name, apiAccess }: GroupFields): Readonly<Record<string, unknown>> {
  return { name, apiAccess };
}

/**
 * Access to the API opens, to members who have it by no other group of the database, what all of their groups there
 * grant: then it is giving rights.
 */
async function refuseOpening({ actor, trx, offerOf }: Change, group: GroupRecord): Promise<void> {
  const opened = await readGroupFacts(
    trx,
    sql`g.database_id = ${group.databaseId} AND EXISTS (
      SELECT FROM gateway.group_members m
      JOIN gateway.group_members joined ON joined.user_id = m.user_id AND joined.group_id = ${group.id}
      WHERE m.group_id = g.id AND NOT EXISTS (
        SELECT FROM gateway.group_members o JOIN gateway.groups other ON other.id = o.group_id
        WHERE o.user_id = m.user_id AND other.database_id = ${group.databaseId} AND other.api_access))`,
  );
  const grants = opened.flatMap((facts) => facts.grants);
  if (grants.length > 0) refuseEscalation(actor, () => rightsOfGrants(group.databaseId, grants, offerOf));
}

async function readMemberIds(trx: Change['trx'], groupId: string): Promise<readonly string[]> {
  const members = await trx
    .selectFrom('group_members')
    .select('user_id')
    .where('group_id', '=', groupId)
    .orderBy('user_id')
    .execute();
  return members.map((member) => member.user_id);
}
