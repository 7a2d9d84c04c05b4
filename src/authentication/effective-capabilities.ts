import { emptySet, intersect, subtract, union, type CapabilitySet } from '../capability/capability-set.js';
import type { CapabilitySpace } from '../capability/capability-space.js';
import { denote } from '../capability/denotation.js';
import type { AuthorizationState, GroupFacts } from '../control-plane/authorization-state.js';

/**
 * What a key may do now: the union of what its user's groups in this database grant, within the key's own subset
 * (null: all of it, also what is granted later; empty: nothing).
 */
export function effectiveCapabilities(state: AuthorizationState, space: CapabilitySpace): CapabilitySet {
  const bySpace = computed.get(state) ?? new WeakMap<CapabilitySpace, CapabilitySet>();
  computed.set(state, bySpace);
  const known = bySpace.get(space);
  if (known !== undefined) return known;
  const effective = computeEffective(state, space);
  bySpace.set(space, effective);
  return effective;
}

/** Both keys are immutable snapshots: a change of grants or of the catalog comes as a new object. */
const computed = new WeakMap<AuthorizationState, WeakMap<CapabilitySpace, CapabilitySet>>();

function computeEffective({ key, groups }: AuthorizationState, space: CapabilitySpace): CapabilitySet {
  // Fail closed: narrowing to rows is not enforced yet, so a key that has one opens nothing.
  if (key.rowNarrowing !== null) return emptySet(space);
  const granted = groups.map((group) => grantedBy(group, space)).reduce(union, emptySet(space));
  return key.capabilities === null ? granted : intersect(granted, denote(space, key.capabilities));
}

/** Row rules are not enforced yet, so a grant that one narrows grants nothing: fail closed. */
function grantedBy(group: GroupFacts, space: CapabilitySpace): CapabilitySet {
  const ruled = group.rowRules.flatMap((rule) => triplesUnderRule(rule, space));
  return subtract(denote(space, group.grants), denote(space, ruled));
}

/** Every triple of the rule's table and verb, guarded columns too; of all verbs when the verb is not one we know. */
function triplesUnderRule(rule: GroupFacts['rowRules'][number], space: CapabilitySpace): readonly string[] {
  // By key, as grants are stored; by name as well, since a rule that is overlooked would open rows.
  const tables = space.tables.filter((table) => table.key === rule.table || table.name === rule.table);
  return tables.flatMap((table) => {
    const verb = table.verbs.find((known) => known === rule.verb.toLowerCase());
    return (verb === undefined ? table.verbs : [verb]).flatMap((ruled) => [
      `${table.key}:${ruled}`,
      ...table.columns.map((column) => `${table.key}.${column.key}:${ruled}`),
    ]);
  });
}
