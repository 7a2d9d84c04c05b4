import type { Caller } from '../authentication/caller.js';
import type { CapabilitySet } from '../capability/capability-set.js';
import type { ManagementContextFacts } from '../management-schema/management-context.js';
import type { RequestFacts } from './operation-request.js';

/** A caller as the one who changes something: with its rights, and its own bounds as ceilings. */
export function keyActorOf(
  { state, address }: Caller,
  effective: CapabilitySet,
  facts: RequestFacts,
): ManagementContextFacts['actor'] {
  const { key, user, database } = state;
  return {
    kind: 'key',
    keyId: key.id,
    user: { id: user.id, email: user.email },
    databaseId: database.id,
    effective,
    ceilings: {
      validUntilMs: key.validUntilMs,
      allowedAddresses: key.allowedAddresses,
      rowNarrowing: key.rowNarrowing,
    },
    address,
    requestId: facts.requestId,
  };
}
