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

/**
 * A user who signed in and looks at a registered database as a key sees it, by a right of its own. It reads only, and is
 * no `Caller`: what takes one, such as the management API, cannot be handed a viewer.
 */
export interface KeyViewer {
  readonly kind: 'viewer';
  /** Of the key. */
  readonly state: AuthorizationState;
  readonly viewer: SessionCaller;
  readonly address: string | null;
}

/** Whoever reads a registered database. */
export type Reader = Caller | KeyViewer;

/** What is noted of a caller without a key when it is refused, for administrators. */
export function sessionDetailOf(reader: Reader): { readonly userId?: string; readonly asKeyId?: string } {
  if (reader.kind === 'key') return {};
  if (reader.kind === 'session') return { userId: reader.state.user.id };
  return { userId: reader.viewer.state.user.id, asKeyId: reader.state.key.id };
}

/** Null for whoever came without a key, also for who looks as one: its counters are those of its use. */
export function keyIdOf(reader: Reader): string | null {
  return reader.kind === 'key' ? reader.state.key.id : null;
}
