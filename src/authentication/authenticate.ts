import type {
  AuthorizationState,
  KeyFacts,
  PrincipalState,
  SecretFacts,
} from '../control-plane/authorization-state.js';
import { errorCatalogue, type ErrorCode } from '../foundation/error-catalogue.js';
import { formatAddress, parseAddress } from '../foundation/ip-address.js';
import { formatInstant } from '../foundation/instant.js';
import { Secret } from '../foundation/secret.js';
import { isAddressAllowed } from './allowed-addresses.js';
import type { Caller, KeyCaller } from './caller.js';
import type { ClientAddress } from './client-address.js';
import { findByDigest, type Peppers } from './digest.js';
import { keyState } from './key-state.js';
import type { ParsedCredential } from './secret-format.js';

/**
 * Authentication: from a key's text and the facts of the request to a caller or a refusal. This folder has the
 * form and digest of secrets, the client's address, the state of a key and what it may do; it reads no database,
 * no clock and no socket: they are handed in.
 */
export function authenticate(facts: AuthenticationFacts): Authentication<KeyCaller> {
  const identification = identify(facts);
  if (identification.kind === 'refused') return identification;
  const address = facts.address.kind === 'known' ? formatAddress(facts.address.address) : null;
  return judge(identification, address, facts.nowMs);
}

/**
 * Judges a caller that was let in once more, by another state of its key (null: it is gone): the secret that it
 * presented must still be one of the key's, and its address still allowed.
 */
export function reauthenticate(
  caller: KeyCaller,
  state: PrincipalState | null,
  nowMs: number,
): Authentication<KeyCaller> {
  if (!state?.key) return invalidKey('unknown', null);
  if (state.key.id !== caller.state.key.id) throw new Error('The state handed in is that of another key.');
  const secret = state.key.secrets.find(({ digest }) => digest.equals(caller.secretDigest));
  if (secret === undefined) return invalidKey('wrong-secret', state.key.id);
  if (!isAddressAllowed(state.key, readAddress(caller.address))) {
    return invalidKey('wrong-address', state.key.id);
  }
  return judge({ kind: 'identified', state, secret }, caller.address, nowMs);
}

/**
 * What whoever holds a key's present secret would be answered: null where nothing refuses. For explanations; it asks for
 * no secret, so it lets nobody in.
 */
export function judgeHolder(
  state: AuthorizationState | null,
  address: ClientAddress,
  nowMs: number,
): AuthenticationRefusal | null {
  if (state === null) return invalidKey('unknown', null);
  if (!isAddressAllowed(state.key, address)) return invalidKey('wrong-address', state.key.id);
  return refuseByState({ state }, nowMs);
}

/**
 * The same for somebody who may look as the key does by a right of its own, wherever it is used from: by the state alone,
 * with the same rules in the same order. The holder of the key is not let in by it.
 */
export function judgeInForce(state: AuthorizationState, nowMs: number): AuthenticationRefusal | null {
  return refuseByState({ state }, nowMs);
}

export interface AuthenticationFacts {
  readonly credential: ParsedCredential;
  readonly address: ClientAddress;
  readonly nowMs: number;
  /** Of the key that the credential names. Null: there is none, or the credential is malformed and names none. */
  readonly state: AuthorizationState | null;
  readonly peppers: Peppers;
}

export type Authentication<Accepted extends Caller = Caller> =
  { readonly kind: 'accepted'; readonly caller: Accepted } | AuthenticationRefusal;

export interface AuthenticationRefusal {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  /** For the caller. */
  readonly message: string;
  /** For administrators only, as is `cause`: null when no key has the id that was presented. */
  readonly keyId: string | null;
  /** Which of the four an INVALID_API_KEY is. Never for the caller; null for the other codes. */
  readonly cause: 'malformed' | 'unknown' | 'wrong-secret' | 'wrong-address' | null;
  /** For administrators only: whose session was refused. */
  readonly userId?: string | null;
}

interface Identified {
  readonly kind: 'identified';
  readonly state: AuthorizationState;
  /** The one of the key's secrets that was presented. */
  readonly secret: SecretFacts;
}

function judge(identified: Identified, address: string | null, nowMs: number): Authentication<KeyCaller> {
  for (const check of checks) {
    const refusal = check(identified, nowMs);
    if (refusal !== null) return refusal;
  }
  const { state, secret } = identified;
  return { kind: 'accepted', caller: { kind: 'key', state, secretDigest: secret.digest, address } };
}

/** In the order of their answers. All of them speak to the holder of a right secret at an allowed address only. */
const checks: readonly ((key: Identified, nowMs: number) => AuthenticationRefusal | null)[] = [
  refuseByState,
  refuseRetiredSecret,
];

/**
 * The four refusals that a caller cannot tell apart. Secret and address are both weighed, on stand-ins where there
 * is no key, before anything is answered.
 */
function identify({
  credential,
  address,
  state,
  peppers,
}: AuthenticationFacts): Identified | AuthenticationRefusal {
  const presented = credential.kind === 'parsed' ? credential.secret : STAND_IN_SECRET;
  const secret = findByDigest(peppers, presented, state?.key.secrets ?? []);
  const isAllowed = isAddressAllowed(state?.key ?? STAND_IN_KEY, address);
  if (credential.kind === 'malformed') return invalidKey('malformed', null);
  if (state === null) return invalidKey('unknown', null);
  if (state.key.id !== credential.keyId) throw new Error('The state handed in is that of another key.');
  if (secret === null) return invalidKey('wrong-secret', state.key.id);
  if (!isAllowed) return invalidKey('wrong-address', state.key.id);
  return { kind: 'identified', state, secret };
}

export function readAddress(text: string | null): ClientAddress {
  const address = text === null ? null : parseAddress(text);
  return address?.kind === 'parsed' ? { kind: 'known', address: address.value } : { kind: 'unknown' };
}

function refuseByState({ state }: Pick<Identified, 'state'>, nowMs: number): AuthenticationRefusal | null {
  const { refusal, reason } = keyState(state, nowMs, false);
  if (refusal === null) return null;
  return { kind: 'refused', code: refusal, message: reason, keyId: state.key.id, cause: null };
}

/** A rotation lets the secret that it replaces live on for a while: until then, exclusive, as for the key itself. */
function refuseRetiredSecret({ state, secret }: Identified, nowMs: number): AuthenticationRefusal | null {
  if (secret.validUntilMs === null || nowMs < secret.validUntilMs) return null;
  const message = `This secret of the API key was replaced and ended at ${formatInstant(secret.validUntilMs)}. Use the new one.`;
  return { kind: 'refused', code: 'KEY_EXPIRED', message, keyId: state.key.id, cause: null };
}

function invalidKey(cause: AuthenticationRefusal['cause'], keyId: string | null): AuthenticationRefusal {
  const { sentence } = errorCatalogue.INVALID_API_KEY;
  return { kind: 'refused', code: 'INVALID_API_KEY', message: sentence, keyId, cause };
}

const STAND_IN_SECRET = new Secret('0'.repeat(43));

const STAND_IN_KEY: KeyFacts = {
  id: '',
  name: '',
  tags: [],
  secrets: [],
  validFromMs: null,
  validUntilMs: null,
  allowedAddresses: ['192.0.2.0/24', '2001:db8::/32'],
  capabilities: [],
  rowNarrowing: null,
  disabled: true,
  stop: null,
  revoked: true,
};
