import type { CapabilitySet } from '../capability/capability-set.js';
import type { ErrorCode } from '../foundation/error-catalogue.js';
import type { AuthorizationState } from './authorization-state.js';

/** Who changes something through the control plane: decides what is refused, and stands in the audit. */
export type Actor = OperatorActor | KeyActor;

/** The person at the command line of the server: has the control plane's password and so every right. */
export interface OperatorActor {
  readonly kind: 'operator';
}

/** A key of the database `gateway`, acting as its user. */
export interface KeyActor {
  readonly kind: 'key';
  readonly keyId: string;
  readonly user: { readonly id: string; readonly email: string };
  /** The database that the key opens: the only one in which the key has rights of its own. */
  readonly databaseId: string;
  /** The key's effective capabilities in that database. */
  readonly effective: CapabilitySet;
  /** The key's own subset in its stored form. Null: everything of its user, also what is granted later. */
  readonly subset: readonly string[] | null;
  /** What a key that it makes or changes can never exceed. */
  readonly ceilings: {
    readonly validUntilMs: number | null;
    readonly allowedAddresses: readonly string[] | null;
    readonly rowNarrowing: unknown;
  };
  /** Canonical text of the client's address, as resolved for authentication. */
  readonly address: string | null;
  readonly requestId: string;
  /** `gateway.revision` at which all of this held. */
  readonly revision: string;
  /**
   * The actor as another state of its key makes it, with what the request proved (secret, address) checked anew
   * against that state; null: there is no such key any more. `nowMs` is the instant of the change.
   */
  readonly rejudge: (state: AuthorizationState | null, nowMs: number) => KeyActor | ActorRefusal;
}

/** Why an actor may no longer act; the code and the sentence are for the caller. */
export interface ActorRefusal {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly message: string;
}
