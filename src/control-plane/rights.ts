import type { CapabilitySpace } from '../capability/capability-space.js';
import { emptySet, intersect, union, type CapabilitySet } from '../capability/capability-set.js';
import { denote } from '../capability/denotation.js';
import { soundRights } from '../capability/sound-rights.js';
import type { GroupFacts, KeyFacts } from './authorization-state.js';
import type { DatabaseOffer } from './control-plane.js';

/**
 * What a key may do now: the union of what its user's groups in this database grant, within the key's own subset
 * (null: all of it, also what is granted later; empty: nothing).
 */
export function effectiveRights(
  offer: DatabaseOffer,
  groups: readonly Pick<GroupFacts, 'grants' | 'rowRules'>[],
  key: Pick<KeyFacts, 'capabilities' | 'rowNarrowing'>,
): CapabilitySet {
  const { space } = offer;
  const granted = grantedRights(offer, groups);
  // Fail closed: a narrowing that cannot be understood any more lets nothing through.
  if (isNarrowed(key) && offer.checkRowNarrowing(key.rowNarrowing, granted).length > 0)
    return emptySet(space);
  return key.capabilities === null ? granted : intersect(granted, denote(space, key.capabilities));
}

/** What a user's groups grant now, together. */
export function grantedRights(
  offer: DatabaseOffer,
  groups: readonly Pick<GroupFacts, 'grants' | 'rowRules'>[],
): CapabilitySet {
  return groups.map((group) => rightsOfGroup(offer, group)).reduce(union, emptySet(offer.space));
}

/** The most that keys with these groups can do, whatever becomes of row rules: for questions of escalation. */
export function greatestRights(
  space: CapabilitySpace,
  groups: readonly Pick<GroupFacts, 'grants'>[],
): CapabilitySet {
  return denote(
    space,
    groups.flatMap((group) => group.grants),
  );
}

/** What a group grants, but for what its broken rules close. */
function rightsOfGroup(
  { space, laterTables, checkRowRule }: DatabaseOffer,
  { grants, rowRules }: Pick<GroupFacts, 'grants' | 'rowRules'>,
): CapabilitySet {
  const broken = rowRules.filter((rule) => checkRowRule(rule).length > 0);
  return soundRights(space, grants, broken, laterTables);
}

function isNarrowed({ rowNarrowing }: Pick<KeyFacts, 'rowNarrowing'>): boolean {
  return rowNarrowing !== null && rowNarrowing !== undefined;
}
