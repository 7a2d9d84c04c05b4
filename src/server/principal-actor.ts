import { reauthenticate, type Authentication } from '../authentication/authenticate.js';
import { reauthenticateSession } from '../authentication/authenticate-session.js';
import type { Caller } from '../authentication/caller.js';
import { effectiveCapabilities } from '../authentication/effective-capabilities.js';
import type { CapabilitySet } from '../capability/capability-set.js';
import type { ManagementContextFacts } from '../management-schema/management-context.js';
import type { RequestFacts } from './operation-request.js';

type PrincipalActor = ManagementContextFacts['actor'];

/**
 * A caller as the one who changes something: with its rights, and its own bounds as ceilings. Each change judges it
 * again (`rejudge`) if authorization has changed since it was let in.
 */
export function principalActorOf(
  caller: Caller,
  effective: CapabilitySet,
  offer: Parameters<typeof effectiveCapabilities>[1],
  facts: Pick<RequestFacts, 'requestId'>,
): PrincipalActor {
  const { state, address } = caller;
  const { key, user, database } = state;
  const acting = {
    user: { id: user.id, email: user.email },
    databaseId: database.id,
    effective,
    subset: key?.capabilities ?? null,
    ceilings: {
      validUntilMs: key?.validUntilMs ?? null,
      allowedAddresses: key?.allowedAddresses ?? null,
      rowNarrowing: key?.rowNarrowing ?? null,
    },
    address,
    requestId: facts.requestId,
    revision: state.revision,
    rejudge: (changed, nowMs) => {
      const verdict = judgeAgain(caller, changed, nowMs);
      if (verdict.kind === 'refused') return verdict;
      const current = effectiveCapabilities(verdict.caller.state, offer);
      return principalActorOf(verdict.caller, current, offer, facts);
    },
  } satisfies Partial<PrincipalActor>;
  return caller.kind === 'key'
    ? { kind: 'key', keyId: caller.state.key.id, ...acting }
    : { kind: 'session', sessionId: caller.state.session.id, ...acting };
}

function judgeAgain(
  caller: Caller,
  changed: Parameters<PrincipalActor['rejudge']>[0],
  nowMs: number,
): Authentication {
  if (caller.kind === 'key') return reauthenticate(caller, changed, nowMs);
  return reauthenticateSession(caller, changed?.key === null ? changed : null, nowMs);
}
