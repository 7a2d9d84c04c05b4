import type { CapabilitySet } from '../capability/capability-set.js';
import type { PrincipalState, UserState } from '../control-plane/authorization-state.js';
import type { DatabaseOffer } from '../control-plane/control-plane.js';
import { effectiveRights, explainRights, type RightsInDetail } from '../control-plane/rights.js';

/** What a key or a session may do now, worked out once for each state and each offer of its database. */
export function effectiveCapabilities(
  state: PrincipalState | UserState,
  offer: DatabaseOffer,
): CapabilitySet {
  const byOffer = computed.get(state) ?? new WeakMap<DatabaseOffer, CapabilitySet>();
  computed.set(state, byOffer);
  const effective = byOffer.get(offer) ?? effectiveRights(offer, state.groups, state.key);
  byOffer.set(offer, effective);
  return effective;
}

/** The same with all that becomes of rights on the way. */
export function explainCapabilities(state: PrincipalState | UserState, offer: DatabaseOffer): RightsInDetail {
  return explainRights(offer, state.groups, state.key);
}

/** Both keys are immutable snapshots: a change of grants or of the catalog comes as a new object. */
const computed = new WeakMap<PrincipalState | UserState, WeakMap<DatabaseOffer, CapabilitySet>>();
