import type { SessionState, UnjudgedSession } from '../control-plane/authorization-state.js';
import { isSessionLive, type SessionLimits } from '../control-plane/session-limits.js';
import { errorCatalogue, type ErrorCode } from '../foundation/error-catalogue.js';
import { formatAddress } from '../foundation/ip-address.js';
import { Secret } from '../foundation/secret.js';
import type { Authentication, AuthenticationRefusal } from './authenticate.js';
import type { SessionCaller } from './caller.js';
import type { ClientAddress } from './client-address.js';
import { findByDigest, type Peppers } from './digest.js';
import type { ParsedSessionToken } from './session-token.js';

export interface SessionAuthenticationFacts {
  readonly token: ParsedSessionToken;
  readonly address: ClientAddress;
  readonly nowMs: number;
  /** Of the session that the token names. Null: there is none, or the token is malformed and names none. */
  readonly session: UnjudgedSession | null;
  readonly peppers: Peppers;
  readonly limits: SessionLimits;
}

/**
 * From a session's token to its user in the database that is asked, or to a refusal. Malformed, unknown, wrong secret and
 * ended are one refusal; only who holds the token is told of its user and of the database.
 */
export function authenticateSession(facts: SessionAuthenticationFacts): Authentication<SessionCaller> {
  const { token, session, peppers } = facts;
  const presented = token.kind === 'parsed' ? token.secret : STAND_IN_SECRET;
  const found = findByDigest(peppers, presented, session === null ? [] : [session.session]);
  if (token.kind === 'malformed' || session === null || found === null) return ended(null);
  const address = facts.address.kind === 'known' ? formatAddress(facts.address.address) : null;
  return judge(session, facts.limits, address, facts.nowMs);
}

/** Judges a caller that was let in once more, by another state of its session (null: it is gone). */
export function reauthenticateSession(
  { state, limits, address }: SessionCaller,
  changed: SessionState | null,
  nowMs: number,
): Authentication<SessionCaller> {
  if (!changed?.session.digest.equals(state.session.digest)) return ended(null);
  return judge(changed, limits, address, nowMs);
}

/**
 * What a user would be answered whose session is live: null where nothing refuses. For explanations; it asks for no
 * session, so it lets nobody in.
 */
export function judgeSignedIn(user: SignedIn): AuthenticationRefusal | null {
  return refuseByUser(user) ?? refuseByDatabase(user);
}

type SignedIn = Pick<UnjudgedSession, 'user' | 'database' | 'groups'>;

function judge(
  session: UnjudgedSession,
  limits: SessionLimits,
  address: string | null,
  nowMs: number,
): Authentication<SessionCaller> {
  const refusal = refuseByUser(session) ?? refuseEnded(session, limits, nowMs) ?? refuseByDatabase(session);
  if (refusal !== null) return refusal;
  const { database } = session;
  // Fail closed: there is no caller without a database.
  if (database === null) return wrongDatabase(session);
  return { kind: 'accepted', caller: { kind: 'session', state: { ...session, database }, limits, address } };
}

/** Before the session's own end, which disabling a user brings about: the reason is the user. */
function refuseByUser(session: SignedIn): AuthenticationRefusal | null {
  if (session.user.deleted)
    return refused('USER_DELETED', session, 'Your user was deleted. Ask an administrator.');
  if (!session.user.enabled) {
    return refused('USER_DISABLED', session, 'Your user is disabled. Ask an administrator to enable it.');
  }
  return null;
}

function refuseEnded(
  session: UnjudgedSession,
  limits: SessionLimits,
  nowMs: number,
): AuthenticationRefusal | null {
  return isSessionLive(session.session, limits, nowMs) ? null : ended(session);
}

/** The console is not the API: signing in to `gateway` needs no access to that. */
function refuseByDatabase(session: SignedIn): AuthenticationRefusal | null {
  const { database, groups } = session;
  if (database === null) return wrongDatabase(session);
  if (database.slug === 'gateway') return null;
  if (!database.enabled) {
    return refused(
      'DATABASE_DISABLED',
      session,
      'This database is disabled. An administrator can enable it.',
    );
  }
  if (groups.some(({ apiAccess }) => apiAccess)) return null;
  return refused('NO_API_ACCESS', session, 'None of your groups may use the API of this database.');
}

function wrongDatabase(session: SignedIn): AuthenticationRefusal {
  const message =
    'There is no database of this name. A session names one in the path, such as /graphql/gateway.';
  return refused('WRONG_DATABASE', session, message);
}

function ended(session: UnjudgedSession | null): AuthenticationRefusal {
  return refused('SESSION_ENDED', session, errorCatalogue.SESSION_ENDED.sentence);
}

function refused(code: ErrorCode, session: SignedIn | null, message: string): AuthenticationRefusal {
  return { kind: 'refused', code, message, keyId: null, cause: null, userId: session?.user.id ?? null };
}

const STAND_IN_SECRET = new Secret('0'.repeat(43));
