import { emptySet, union, type CapabilitySet } from '../capability/capability-set.js';
import type { CapabilitySpace } from '../capability/capability-space.js';
import { ANY, readCapability } from '../capability/capability-syntax.js';
import { withInheritedRules } from '../capability/inherited-rules.js';
import { soundRights } from '../capability/sound-rights.js';
import type { PrincipalActor } from './actor.js';
import type { GroupFacts } from './authorization-state.js';

/** What an actor may do itself in a database, as far as it can be given to others. */
export interface OwnRights {
  /** Without what a row rule narrows: which of two rules shows more rows cannot be told. */
  readonly rights: CapabilitySet;
  /** Whether the stored capability means no more than the actor may do, whatever tables and guards come later. */
  readonly covers: (capability: string) => boolean;
}

export function ownRightsIn(actor: PrincipalActor, databaseId: string, space: CapabilitySpace): OwnRights {
  if (databaseId === actor.databaseId) {
    const isSameCatalog = actor.effective.space.fingerprint === space.fingerprint;
    // In a catalog that moved on since it was let in, it has nothing. What `gateway` offers is part of the program.
    return isSameCatalog ? { rights: actor.effective, covers: () => true } : nothingIn(space);
  }
  // A key has rights in the database that it opens only.
  if (actor.kind === 'key') return nothingIn(space);
  return rightsOfGroups(actor.elsewhere?.filter((group) => group.databaseId === databaseId) ?? [], space);
}

function nothingIn(space: CapabilitySpace): OwnRights {
  return { rights: emptySet(space), covers: () => false };
}

/** Each rule is taken for one that closes; one whose table is gone, for one that may have been of any table. */
function rightsOfGroups(
  groups: readonly Pick<GroupFacts, 'grants' | 'rowRules'>[],
  space: CapabilitySpace,
): OwnRights {
  const everyTable = new Set(space.tables.map(({ key }) => key));
  const open = groups.map(({ grants, rowRules }) =>
    soundRights(space, grants, withInheritedRules(rowRules), everyTable),
  );
  return {
    rights: open.reduce(union, emptySet(space)),
    covers: (capability) =>
      groups.some(({ grants }) => grants.some((grant) => coversAlways(grant, capability))),
  };
}

/** By their words: what stands for a table reaches columns that are added, and none that comes to be guarded. */
function coversAlways(grant: string, capability: string): boolean {
  if (grant === capability) return true;
  const [outer, inner] = [readCapability(grant), readCapability(capability)];
  if (outer?.kind !== 'table' || inner?.kind !== 'table') return false;
  return [inner.table, ANY].includes(outer.table) && [inner.verb, ANY].includes(outer.verb);
}
