import type { AuthorizationState, SessionState } from '../control-plane/authorization-state.js';

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
  readonly address: string | null;
}

/** Null for whoever came without a key. */
export function keyIdOf({ state }: Caller): string | null {
  return state.key?.id ?? null;
}
