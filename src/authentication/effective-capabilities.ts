import type { CapabilitySet } from '../capability/capability-set.js';
import type { PrincipalState } from '../control-plane/authorization-state.js';
import type { DatabaseOffer } from '../control-plane/control-plane.js';
import { effectiveRights } from '../control-plane/rights.js';

/** What a key or a session may do now, worked out once for each state and each offer of its database. */
export function effectiveCapabilities(state: PrincipalState, offer: DatabaseOffer): CapabilitySet {
  const byOffer = computed.get(state) ?? new WeakMap<DatabaseOffer, CapabilitySet>();
  computed.set(state, byOffer);
  const effective = byOffer.get(offer) ?? effectiveRights(offer, state.groups, state.key ?? UNNARROWED);
  byOffer.set(offer, effective);
  return effective;
}

/** Both keys are immutable snapshots: a change of grants or of the catalog comes as a new object. */
const computed = new WeakMap<PrincipalState, WeakMap<DatabaseOffer, CapabilitySet>>();

/** A session is its user. */
const UNNARROWED = { capabilities: null, rowNarrowing: null };
