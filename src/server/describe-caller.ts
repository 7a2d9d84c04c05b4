import type { Caller } from '../authentication/caller.js';
import { effectiveCapabilities } from '../authentication/effective-capabilities.js';
import { keyState } from '../authentication/key-state.js';
import { isEmpty } from '../capability/capability-set.js';
import { printSet } from '../capability/capability-text.js';
import { formatInstant } from '../foundation/instant.js';
import type { Answer } from './operation-request.js';
import { refuse } from './refuse.js';

type DatabaseOffer = Parameters<typeof effectiveCapabilities>[1];

/** The body of `GET /whoami`: the integrator's self-check. Instants are RFC 3339; null is "no bound". */
interface Whoami {
  readonly keyId: string;
  readonly name: string;
  readonly state: string;
  readonly stateReason: string;
  readonly database: string;
  readonly user: { readonly id: string; readonly email: string; readonly name: string | null };
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly allowedAddresses: readonly string[] | null;
  /** As the gateway sees the client. */
  readonly address: string | null;
  readonly effectiveCapabilities: readonly string[];
}

export function createDescribeCaller(
  offerOf: (databaseId: string) => Promise<DatabaseOffer>,
): (caller: Caller, nowMs: number) => Promise<Answer> {
  return async ({ state, address }, nowMs) => {
    // Fail closed: what it tells is of keys; nobody else is let in here.
    if (state.key === null) return refuse('NO_CREDENTIALS');
    const { key, user, database } = state;
    const effective = effectiveCapabilities(state, await offerOf(database.id));
    const verdict = keyState(state, nowMs, isEmpty(effective));
    const whoami: Whoami = {
      keyId: key.id,
      name: key.name,
      state: verdict.state,
      stateReason: verdict.reason,
      database: database.slug,
      user: { id: user.id, email: user.email, name: user.name },
      validFrom: instantOrNull(key.validFromMs),
      validUntil: instantOrNull(key.validUntilMs),
      allowedAddresses: key.allowedAddresses,
      address,
      effectiveCapabilities: printSet(effective),
    };
    return { status: 200, statusRule: 'always', headers: {}, body: JSON.stringify(whoami) };
  };
}

function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : formatInstant(ms);
}
