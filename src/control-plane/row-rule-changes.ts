import { sql } from 'kysely';
import { intersect } from '../capability/capability-set.js';
import { withInheritedRules } from '../capability/inherited-rules.js';
import type { CapabilitySpace } from '../capability/capability-space.js';
import { readCapability, writeCapability } from '../capability/capability-syntax.js';
import { denote } from '../capability/denotation.js';
import { formatInstant } from '../foundation/instant.js';
import type { RowRuleFacts } from './authorization-state.js';
import { refuseBuiltInGroup } from './administrators.js';
import { canonicalJson } from './canonical-json.js';
import type { Change } from './changes.js';
import type { DatabaseOffer, RuledGrantName, SetRowRule } from './control-plane.js';
import {
  refuseEscalation,
  refuseUnownedRights,
  refuseUnreadable,
  type ResultingRights,
} from './escalation.js';
import { bumpVersion, existingGroup, hasMembers } from './group-changes.js';
import { readObject } from './input-fields.js';
import { Problems } from './problems.js';
import type { GroupRecord } from './records.js';
import { greatestRights } from './rights.js';
import { readGroupFacts } from './read-group-facts.js';

/** Where there was no rule it only narrows. In place of another one it may show other rows: then it is giving rights. */
export async function setRowRule(change: Change, input: SetRowRule): Promise<GroupRecord> {
  const { trx, nowMs, record, offerOf } = change;
  const group = await existingGroup(trx, input.groupId);
  if (group.builtIn) refuseBuiltInGroup();
  const offer = offerOf(group.databaseId);
  const rule = readRule(offer, input);
  const before = await findRule(trx, group.id, rule);
  if (before !== null && canonicalJson(before) === canonicalJson(rule)) return group;
  const { where, check } = rule;
  refuseUnreadable(change.actor, group.databaseId, offer, input.table, { where, check });
  const inherited = rule.verb === 'aggregate' && (await findRule(trx, group.id, { ...rule, verb: 'select' }));
  // Presets write what the caller could not write itself.
  if (before !== null || inherited || rule.presets !== null)
    await refuseOtherRows(change, group, offer.space, rule);

  const stored = {
    where_filter: JSON.stringify(rule.where),
    check_filter: rule.check === null ? null : JSON.stringify(rule.check),
    presets: rule.presets === null ? null : JSON.stringify(rule.presets),
  };
  const createdAt = formatInstant(nowMs);
  await trx
    .insertInto('row_rules')
    .values({
      group_id: group.id,
      table_key: rule.table,
      verb: rule.verb,
      created_at: createdAt,
      ...stored,
    })
    .onConflict((conflict) => conflict.columns(['group_id', 'table_key', 'verb']).doUpdateSet(stored))
    .execute();
  await bumpVersion(trx, group.id);
  await record({
    action: 'groups.setRowRule',
    target: group.id,
    before: before && describeRule(offer.space, before),
    after: describeRule(offer.space, rule),
  });
  return existingGroup(trx, group.id);
}

export async function removeRowRule(change: Change, input: RuledGrantName): Promise<GroupRecord> {
  const { trx, record, offerOf } = change;
  const group = await existingGroup(trx, input.groupId);
  const { space } = offerOf(group.databaseId);
  const named = space.tables.find(({ name }) => name === input.table);
  // By its key only where nothing has that name: the key of one table may be the name of another.
  const ruled = { table: named?.key ?? input.table, verb: input.verb };
  const before = await findRule(trx, group.id, ruled);
  if (before === null) {
    if (named === undefined) new Problems().fail('table', noTable(input.table));
    return group;
  }
  await refuseOtherRows(change, group, space, ruled);
  await trx
    .deleteFrom('row_rules')
    .where('group_id', '=', group.id)
    .where('table_key', '=', ruled.table)
    .where('verb', '=', ruled.verb)
    .execute();
  await bumpVersion(trx, group.id);
  await record({
    action: 'groups.removeRowRule',
    target: group.id,
    before: describeRule(space, before),
    after: null,
  });
  return existingGroup(trx, group.id);
}

type RuledGrant = Pick<RowRuleFacts, 'table' | 'verb'>;

const VERBS: readonly string[] = ['select', 'insert', 'update', 'delete', 'aggregate'];

function readRule(offer: DatabaseOffer, input: SetRowRule): RowRuleFacts {
  const problems = new Problems();
  const table = offer.space.tables.find(({ name }) => name === input.table);
  if (table === undefined) problems.add('table', noTable(input.table));
  if (!VERBS.includes(input.verb)) {
    problems.add('verb', `must be ${VERBS.join(', ')}: no other verb can have a row rule.`);
  } else if (table !== undefined && !table.verbs.some((verb) => verb === input.verb)) {
    problems.add('verb', `the table ${table.name} has the verbs ${table.verbs.join(', ')} only.`);
  }
  const rule: RowRuleFacts = {
    table: table?.key ?? input.table,
    verb: input.verb,
    where: readObject(problems, 'where', input.where, FILTER),
    check: readOptional(problems, 'check', input.check),
    presets: readOptional(problems, 'presets', input.presets),
  };
  problems.refuse();
  for (const { field, message } of offer.checkRowRule(rule)) problems.add(field, message);
  problems.refuse();
  return rule;
}

const FILTER = '{ "ownerEmail": { "eq": "$user.email" } }';

function readOptional(problems: Problems, field: 'check' | 'presets', value: unknown): unknown {
  if (value === null || value === undefined) return null;
  return readObject(problems, field, value, field === 'check' ? FILTER : '{ "ownerEmail": "$user.email" }');
}

function noTable(name: string): string {
  return `this database has no table ${JSON.stringify(name.slice(0, 200))}: write its GraphQL name.`;
}

/** As the facts are read everywhere else. */
async function findRule(
  trx: Change['trx'],
  groupId: string,
  { table, verb }: RuledGrant,
): Promise<RowRuleFacts | null> {
  const [facts] = await readGroupFacts(trx, sql`g.id = ${groupId}`);
  return facts?.rowRules.find((rule) => rule.table === table && rule.verb === verb) ?? null;
}

/** Refuses unless the actor may see and write for itself whatever rows the group's grant reaches without the rule. */
async function refuseOtherRows(
  { actor, trx }: Change,
  group: GroupRecord,
  space: CapabilitySpace,
  ruled: RuledGrant,
): Promise<void> {
  const [facts] = await readGroupFacts(trx, sql`g.id = ${group.id}`);
  const refuse = (await hasMembers(trx, group.id)) ? refuseEscalation : refuseUnownedRights;
  for (const grant of ruledWith(ruled, facts?.rowRules ?? [])) {
    const grants = (facts?.grants ?? []).filter((text) => mayReach(text, grant));
    refuse(actor, () => rightsUnder(group.databaseId, space, grants, grant));
  }
}

/** The grant itself, and the one that goes by its rule for want of its own. */
function ruledWith(ruled: RuledGrant, rules: readonly RuledGrant[]): readonly RuledGrant[] {
  const others = rules.filter(({ table, verb }) => table === ruled.table && verb !== ruled.verb);
  return withInheritedRules([ruled, ...others]).filter((rule) => !others.includes(rule));
}

function rightsUnder(
  databaseId: string,
  space: CapabilitySpace,
  grants: readonly string[],
  { table: key, verb }: RuledGrant,
): readonly ResultingRights[] {
  if (grants.length === 0) return [];
  const table = space.tables.find((candidate) => candidate.key === key);
  const triples = [
    `${key}:${verb}`,
    ...(table?.columns ?? []).map((column) => `${key}.${column.key}:${verb}`),
  ];
  const rights = intersect(greatestRights(space, [{ grants }]), denote(space, triples));
  const reaching = grants.map((grant) => withinRule(grant, { table: key, verb }));
  // The rule of a table that is gone closes tables that came later, and that table's own grants once it is back:
  // what becomes open cannot be counted today. Fail closed.
  if (rights.isEmpty()) return [{ rights: 'EVERYTHING' }];
  return [{ databaseId, rights, grants: reaching }];
}

/** What a grant that reaches the rule's table and verb says of them alone. */
function withinRule(grant: string, { table, verb }: RuledGrant): string {
  const capability = readCapability(grant);
  return writeCapability(table, capability?.kind === 'column' ? capability.column : null, verb);
}

/** By text, since a table that is gone denotes nothing. */
function mayReach(grant: string, { table, verb }: RuledGrant): boolean {
  const capability = readCapability(grant);
  if (capability === null) return false;
  return [table, '*'].includes(capability.table) && [verb, '*'].includes(capability.verb);
}

/** For the audit: the table by its name, where it has one. */
function describeRule(space: CapabilitySpace, { table: key, ...rule }: RowRuleFacts) {
  const table = space.tables.find((candidate) => candidate.key === key);
  return { table: table?.name ?? key, ...rule };
}
