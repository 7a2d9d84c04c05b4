import { emptySet, union, type CapabilitySet } from '../capability/capability-set.js';
import { denote } from '../capability/denotation.js';
import { partitionRights } from '../capability/partition-rights.js';
import type { GroupFacts, KeyFacts } from './authorization-state.js';
import type { DatabaseOffer } from './control-plane.js';
import { explainRights } from './rights.js';

/** One right that groups of a user grant in a database, and what becomes of it. */
export interface ListedRight {
  /** By name, without wildcards; as fine as its fate needs: a table, or each column by itself. */
  readonly capability: string;
  /** Of all groups that grant it. */
  readonly grantedByIds: readonly string[];
  /** Of those among them in which a broken row rule closes it. */
  readonly closedInIds: readonly string[];
  readonly allowed: boolean;
  /** Everything that removes it. Empty exactly for what is allowed. */
  readonly removedBy: readonly RightRemoval[];
}

/** Why a right that is granted is not there. `BROKEN_ROW_RULE`: in each group that grants it. */
export type RightRemoval = 'BROKEN_ROW_RULE' | 'SUBSET' | 'ROW_NARROWING';

/** Everything that the groups grant, sorted, with what the key (null: there is none) leaves of it. */
export function listRights(
  offer: DatabaseOffer,
  groups: readonly Pick<GroupFacts, 'id' | 'grants' | 'rowRules'>[],
  key: Pick<KeyFacts, 'capabilities' | 'rowNarrowing'> | null,
): readonly ListedRight[] {
  const rights = explainRights(offer, groups, key);
  const granted = groups.map(({ grants }) => denote(offer.space, grants));
  const listed = granted.reduce(union, emptySet(offer.space));
  const sound = rights.groups.map((group) => group.rights);
  const placed = partitionRights(listed, [...granted, ...sound, rights.subset ?? listed, rights.effective]);
  return placed.map(({ capability, isIn }) => {
    const isAt = (sets: readonly CapabilitySet[], from: number) =>
      groups.filter((_group, index) => index < sets.length && isIn[from + index]).map(({ id }) => id);
    const grantedByIds = isAt(granted, 0);
    const soundIds = new Set(isAt(sound, groups.length));
    const [isInSubset = false, allowed = false] = isIn.slice(-2);
    const removals: readonly (readonly [boolean, RightRemoval])[] = [
      [soundIds.size === 0, 'BROKEN_ROW_RULE'],
      [!isInSubset, 'SUBSET'],
      [rights.narrowingProblems.length > 0, 'ROW_NARROWING'],
    ];
    return {
      capability,
      grantedByIds,
      closedInIds: grantedByIds.filter((id) => !soundIds.has(id)),
      allowed,
      removedBy: removals.flatMap(([removes, why]) => (removes ? [why] : [])),
    };
  });
}
