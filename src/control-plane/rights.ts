import type { CapabilitySpace } from '../capability/capability-space.js';
import { emptySet, subtract, union, type CapabilitySet } from '../capability/capability-set.js';
import { denote } from '../capability/denotation.js';
import type { GroupFacts } from './authorization-state.js';

/** What a user has now: a grant that a row rule limits grants nothing, as long as rules are not enforced. */
export function rightsOfGroups(space: CapabilitySpace, groups: readonly GroupFacts[]): CapabilitySet {
  return groups
    .map((group) => subtract(denote(space, group.grants), ruledRights(space, group)))
    .reduce(union, emptySet(space));
}

/**
 * The most that keys with these groups can do, now or once row rules are enforced: for questions of escalation.
 */
export function greatestRights(
  space: CapabilitySpace,
  groups: readonly Pick<GroupFacts, 'grants'>[],
): CapabilitySet {
  return denote(
    space,
    groups.flatMap((group) => group.grants),
  );
}

function ruledRights(space: CapabilitySpace, group: GroupFacts): CapabilitySet {
  const ruled = group.rowRules.flatMap(({ table, verb }) => {
    const columns = space.tables.find(({ key }) => key === table)?.columns ?? [];
    // Guarded columns one by one, since the table's own capability does not reach them.
    return [`${table}:${verb}`, ...columns.map(({ key }) => `${table}.${key}:${verb}`)];
  });
  return denote(space, ruled);
}
