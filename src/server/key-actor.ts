import { reauthenticate } from '../authentication/authenticate.js';
import type { Caller } from '../authentication/caller.js';
import { effectiveCapabilities } from '../authentication/effective-capabilities.js';
import type { CapabilitySet } from '../capability/capability-set.js';
import type { ManagementContextFacts } from '../management-schema/management-context.js';
import type { RequestFacts } from './operation-request.js';

type KeyActor = ManagementContextFacts['actor'];

/**
 * A caller as the one who changes something: with its rights, and its own bounds as ceilings. Each change judges it
 * again (`rejudge`) if authorization has changed since it was let in.
 */
export function keyActorOf(
  caller: Caller,
  effective: CapabilitySet,
  offer: Parameters<typeof effectiveCapabilities>[1],
  facts: Pick<RequestFacts, 'requestId'>,
): KeyActor {
  const { state, address } = caller;
  const { key, user, database } = state;
  return {
    kind: 'key',
    keyId: key.id,
    user: { id: user.id, email: user.email },
    databaseId: database.id,
    effective,
    subset: key.capabilities,
    ceilings: {
      validUntilMs: key.validUntilMs,
      allowedAddresses: key.allowedAddresses,
      rowNarrowing: key.rowNarrowing,
    },
    address,
    requestId: facts.requestId,
    revision: state.revision,
    rejudge: (changed, nowMs) => {
      const verdict = reauthenticate(caller, changed, nowMs);
      if (verdict.kind === 'refused') return verdict;
      const current = effectiveCapabilities(verdict.caller.state, offer);
      return keyActorOf(verdict.caller, current, offer, facts);
    },
  };
}
