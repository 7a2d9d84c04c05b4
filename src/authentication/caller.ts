import type { AuthorizationState, SessionState } from '../control-plane/authorization-state.js';
import type { SessionLimits } from '../control-plane/session-limits.js';

/** The authenticated principal of one request. Made by this folder's checks alone. */
export type Caller = KeyCaller | SessionCaller;

export interface KeyCaller {
  readonly kind: 'key';
  readonly state: AuthorizationState;
  /** Which of the key's secrets was presented; for its last use. */
  readonly secretDigest: Buffer;
  /** The client's address in canonical text; null when it is not known (a unix socket, an unreadable header). */
  readonly address: string | null;
}

/** A user who signed in to the console. */
export interface SessionCaller {
  readonly kind: 'session';
  readonly state: SessionState;
  /** By which it was judged, and will be again. */
  readonly limits: SessionLimits;
  readonly address: string | null;
}

/** What is noted of a caller without a key when it is refused, for administrators. */
export function sessionDetailOf(caller: Caller): { readonly userId?: string } {
  return caller.kind === 'session' ? { userId: caller.state.user.id } : {};
}

/** Null for whoever came without a key. */
export function keyIdOf({ state }: Caller): string | null {
  return state.key?.id ?? null;
}
