import type { AuthorizationState } from '../control-plane/authorization-state.js';

/** The authenticated principal of one request. Made by `authenticate` alone. */
export interface Caller {
  readonly kind: 'key';
  readonly state: AuthorizationState;
  /** Which of the key's secrets was presented; for its last use. */
  readonly secretDigest: Buffer;
  /** The client's address in canonical text; null when it is not known (a unix socket, an unreadable header). */
  readonly address: string | null;
}
