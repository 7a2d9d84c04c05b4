import { judgeSignedIn } from '../authentication/authenticate-session.js';
import { judgeHolder, readAddress, type AuthenticationRefusal } from '../authentication/authenticate.js';
import type { KeyCaller } from '../authentication/caller.js';
import { formatInstant } from '../foundation/instant.js';
import type { AccessCheck, AccessExplanation } from '../management-schema/access-explanation.js';
import type { AccessTrace } from './access-trace.js';

export type KeyState = KeyCaller['state'];
export type UnjudgedUser = Parameters<typeof judgeSignedIn>[0] &
  Pick<KeyState, 'revision'> & { readonly key: null };
export type UserState = Omit<UnjudgedUser, 'database'> & Pick<KeyState, 'database'>;

/** Key ▸ address ▸ state ▸ API access, with the secret taken as right. Null: the key would be let in. */
export function explainKey(
  trace: AccessTrace,
  keyId: string,
  state: KeyState | null,
  address: string | null,
  atMs: number,
): AccessExplanation | null {
  const refusal = judgeHolder(state, readAddress(address), atMs);
  if (state === null) return trace.refuse('key', 'INVALID_API_KEY', `There is no API key ${keyId}.`);
  const details: readonly (readonly [AccessCheck, string])[] = [
    ['key', `The key "${state.key.name}" acts for ${state.user.email}. Its secret is taken as right.`],
    ['address', describeAddress(state.key.allowedAddresses, address)],
    ['state', `At ${formatInstant(atMs)} the key, its user and its database are in force.`],
    ['apiAccess', describeApiAccess(state.groups)],
  ];
  const refusedAt = refusal && checkOf(refusal);
  for (const [check, detail] of details) {
    if (refusal && check === refusedAt) {
      return trace.refuse(check, refusal.code, check === 'address' ? detail : refusal.message);
    }
    trace.pass(check, detail);
  }
  // Fail closed: whatever refuses must have its step.
  if (refusal) throw new Error(`No step says ${refusal.code}.`);
  return null;
}

/** The same for a user without a key, as who is signed in: it asks a database, which must be there. */
export function explainUser(trace: AccessTrace, state: UnjudgedUser): AccessExplanation | null {
  const { user, database, groups } = state;
  const refusal = judgeSignedIn(state);
  const details: readonly (readonly [AccessCheck, string])[] = [
    ['key', `The user ${user.email}, signed in: no key narrows anything.`],
    ['address', 'Whoever is signed in may come from anywhere.'],
    ['state', 'The user and the database are in force.'],
    ['apiAccess', database?.slug === 'gateway' ? 'Signing in needs none.' : describeApiAccess(groups)],
  ];
  const refusedAt = refusal && checkOf(refusal);
  for (const [check, detail] of details) {
    if (refusal && check === refusedAt) return trace.refuse(check, refusal.code, refusal.message);
    // Nothing can be said of what is not there.
    if (database !== null || check === 'key') trace.pass(check, detail);
  }
  return refusal && trace.refuse('database', refusal.code, refusal.message);
}

function checkOf({ code, cause }: AuthenticationRefusal): AccessCheck {
  if (cause !== null) return cause === 'wrong-address' ? 'address' : 'key';
  if (code === 'WRONG_DATABASE') return 'database';
  return code === 'NO_API_ACCESS' ? 'apiAccess' : 'state';
}

function describeAddress(allowed: readonly string[] | null, address: string | null): string {
  if (allowed === null) return 'The key may be used from anywhere.';
  const from = address ?? 'an address that is not known';
  return `The key may be used from ${allowed.join(', ')}; the request comes from ${from}.`;
}

function describeApiAccess(groups: UserState['groups']): string {
  const names = (some: UserState['groups']) =>
    some
      .map(({ name }) => name)
      .sort()
      .join(', ');
  const open = groups.filter(({ apiAccess }) => apiAccess);
  if (open.length > 0) return `Groups that may use the API: ${names(open)}.`;
  if (groups.length === 0) return 'The user is in no group of this database.';
  return `None of the user's groups may use the API: ${names(groups)}.`;
}
