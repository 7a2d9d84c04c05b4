import { sql, type Kysely } from 'kysely';
import { rowRuleJson } from './authorization-query.js';
import type { RowRuleFacts } from './authorization-state.js';
import type { MakeChange } from './changes.js';
import type { ControlPlaneNeeds, GroupService } from './control-plane.js';
import { createGroup, grantCapabilities, revokeCapabilities } from './group-changes.js';
import { deleteGroup, updateGroup } from './group-life.js';
import { addMember, removeMember } from './group-members.js';
import { pageOfGroups } from './group-page.js';
import { isPlainText } from './input-fields.js';
import {
  groupColumns,
  hasId,
  inOrderOf,
  isOfDatabase,
  listsInOrderOf,
  readGroups,
} from './record-queries.js';
import type { GroupRecord } from './records.js';
import { removeRowRule, setRowRule } from './row-rule-changes.js';
import type { Tables } from './tables.js';

export function createGroupService(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  needs: ControlPlaneNeeds,
): GroupService {
  return {
    create: (actor, input) => makeChange(actor, (change) => createGroup(change, input)),
    update: (actor, input) => makeChange(actor, (change) => updateGroup(change, input)),
    delete: (actor, id) => makeChange(actor, (change) => deleteGroup(change, id)),
    grant: (actor, groupId, capabilities) =>
      makeChange(actor, (change) => grantCapabilities(change, groupId, capabilities)),
    revoke: (actor, groupId, capabilities) =>
      makeChange(actor, (change) => revokeCapabilities(change, groupId, capabilities)),
    setRowRule: (actor, input) => makeChange(actor, (change) => setRowRule(change, input)),
    removeRowRule: (actor, input) => makeChange(actor, (change) => removeRowRule(change, input)),
    addMember: (actor, groupId, userId) => makeChange(actor, (change) => addMember(change, groupId, userId)),
    removeMember: (actor, groupId, userId) =>
      makeChange(actor, (change) => removeMember(change, groupId, userId)),
    byName: async (databaseSlug, name) => {
      if (!isPlainText(name)) return null;
      const [group] = await readGroups(db, sql`g.name = ${name} AND ${isOfDatabase(databaseSlug)}`);
      return group ?? null;
    },
    page: (query) => pageOfGroups(db, needs, query),
    byIds: async (ids) => inOrderOf(ids, await readGroups(db, hasId('g.id', ids)), (group) => group.id),
    ofUsers: (userIds) => readGroupsOfUsers(db, userIds),
    grantsOf: (groupIds) => readGrants(db, groupIds),
    rowRulesOf: (groupIds) => readRowRules(db, groupIds),
  };
}

async function readGroupsOfUsers(db: Kysely<Tables>, userIds: readonly string[]): Promise<GroupRecord[][]> {
  const { rows } = await sql<GroupRecord & { readonly userId: string }>`
    SELECT m.user_id AS "userId", ${groupColumns}
    FROM gateway.group_members m JOIN gateway.groups g ON g.id = m.group_id
    WHERE ${hasId('m.user_id', userIds)}
    ORDER BY g.name, g.id`.execute(db);
  return listsInOrderOf(userIds, rows, ({ userId }) => userId).map((groups) =>
    groups.map(({ id, version, name, databaseId, apiAccess, builtIn }) => ({
      id,
      version,
      name,
      databaseId,
      apiAccess,
      builtIn,
    })),
  );
}

async function readGrants(db: Kysely<Tables>, groupIds: readonly string[]): Promise<string[][]> {
  const { rows } = await sql<{ readonly groupId: string; readonly capability: string }>`
    SELECT x.group_id AS "groupId", x.capability FROM gateway.group_grants x
    WHERE ${hasId('x.group_id', groupIds)}
    ORDER BY x.capability`.execute(db);
  return listsInOrderOf(groupIds, rows, ({ groupId }) => groupId).map((grants) =>
    grants.map(({ capability }) => capability),
  );
}

async function readRowRules(db: Kysely<Tables>, groupIds: readonly string[]): Promise<RowRuleFacts[][]> {
  const { rows } = await sql<{ readonly groupId: string; readonly rule: RowRuleFacts }>`
    SELECT x.group_id AS "groupId", ${sql.raw(rowRuleJson)} AS rule FROM gateway.row_rules x
    WHERE ${hasId('x.group_id', groupIds)}
    ORDER BY x.table_key COLLATE "C", x.verb COLLATE "C"`.execute(db);
  return listsInOrderOf(groupIds, rows, ({ groupId }) => groupId).map((rules) =>
    rules.map(({ rule }) => rule),
  );
}
