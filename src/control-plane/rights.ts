import type { CapabilitySpace } from '../capability/capability-space.js';
import { emptySet, intersect, union, type CapabilitySet } from '../capability/capability-set.js';
import { denote } from '../capability/denotation.js';
import { withInheritedRules } from '../capability/inherited-rules.js';
import { soundRights } from '../capability/sound-rights.js';
import type { InputProblem } from '../foundation/postern-error.js';
import type { GroupFacts, KeyFacts, RowRuleFacts } from './authorization-state.js';
import type { DatabaseOffer } from './control-plane.js';

/** What becomes of the rights of a key or a user on the way: for whoever explains them. */
export interface RightsInDetail {
  /** One for each group, in the order given: what it grants, but for what its broken rules close. */
  readonly groups: readonly RightsOfGroup[];
  /** Null: there is none. */
  readonly subset: CapabilitySet | null;
  /** Not empty: the row narrowing cannot be understood any more, which lets nothing through. */
  readonly narrowingProblems: readonly InputProblem[];
  readonly effective: CapabilitySet;
}

export interface RightsOfGroup {
  readonly rights: CapabilitySet;
  readonly brokenRules: readonly {
    readonly rule: RowRuleFacts;
    readonly problems: readonly InputProblem[];
  }[];
}

type Granting = Pick<GroupFacts, 'grants' | 'rowRules'>;
type Narrowing = Pick<KeyFacts, 'capabilities' | 'rowNarrowing'>;

/** What a key may do now; null: what its user may. */
export function effectiveRights(
  offer: DatabaseOffer,
  groups: readonly Granting[],
  key: Narrowing | null,
): CapabilitySet {
  return explainRights(offer, groups, key).effective;
}

/**
 * The union of what the user's groups in this database grant, within the key's own subset (null: all of it, also what
 * is granted later; empty: nothing).
 */
export function explainRights(
  offer: DatabaseOffer,
  groups: readonly Granting[],
  key: Narrowing | null,
): RightsInDetail {
  const ofGroups = groups.map((group) => rightsOfGroup(offer, group));
  const granted = ofGroups.map(({ rights }) => rights).reduce(union, emptySet(offer.space));
  return { groups: ofGroups, ...narrowInDetail(offer, granted, key) };
}

/** What is left of its user's rights for a key. */
export function narrowRights(offer: DatabaseOffer, granted: CapabilitySet, key: Narrowing): CapabilitySet {
  return narrowInDetail(offer, granted, key).effective;
}

function narrowInDetail(
  offer: DatabaseOffer,
  granted: CapabilitySet,
  key: Narrowing | null,
): Omit<RightsInDetail, 'groups'> {
  const subset = key && key.capabilities !== null ? denote(offer.space, key.capabilities) : null;
  const narrowingProblems = key && isNarrowed(key) ? offer.checkRowNarrowing(key.rowNarrowing, granted) : [];
  const narrowed = subset ? intersect(granted, subset) : granted;
  return {
    subset,
    narrowingProblems,
    // Fail closed: a narrowing that cannot be understood any more lets nothing through.
    effective: narrowingProblems.length > 0 ? emptySet(offer.space) : narrowed,
  };
}

/** What a user's groups grant now, together. */
export function grantedRights(offer: DatabaseOffer, groups: readonly Granting[]): CapabilitySet {
  return groups.map((group) => rightsOfGroup(offer, group).rights).reduce(union, emptySet(offer.space));
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
export function rightsOfGroup(
  { space, laterTables, checkRowRule }: DatabaseOffer,
  { grants, rowRules }: Granting,
): RightsOfGroup {
  const checked = withInheritedRules(rowRules).map((rule) => ({ rule, problems: checkRowRule(rule) }));
  const brokenRules = checked.filter(({ problems }) => problems.length > 0);
  const broken = brokenRules.map(({ rule }) => rule);
  return { rights: soundRights(space, grants, broken, laterTables), brokenRules };
}

function isNarrowed({ rowNarrowing }: Pick<KeyFacts, 'rowNarrowing'>): boolean {
  return rowNarrowing !== null && rowNarrowing !== undefined;
}
