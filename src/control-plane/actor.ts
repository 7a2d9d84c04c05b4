import type { CapabilitySet } from '../capability/capability-set.js';
import type { ErrorCode } from '../foundation/error-catalogue.js';
import type { GroupFacts, PrincipalState } from './authorization-state.js';

/** Who changes something through the control plane: decides what is refused, and stands in the audit. */
export type Actor = OperatorActor | PrincipalActor;

/** The person at the command line of the server: has the control plane's password and so every right. */
export interface OperatorActor {
  readonly kind: 'operator';
}

/** Somebody who came in by HTTP and acts as a user of the database `gateway`. */
export type PrincipalActor = KeyActor | SessionActor;

/** A key, acting as its user. */
export interface KeyActor extends ActingUser {
  readonly kind: 'key';
  readonly keyId: string;
}

/** A user who signed in to the console. Unlike a key it stands for its user in every database, and nothing narrows it. */
export interface SessionActor extends ActingUser {
  readonly kind: 'session';
  readonly sessionId: string;
  /**
   * Groups of its user in other databases, as far as what they grant can be passed on. Read anew for each change;
   * absent: nothing.
   */
  readonly elsewhere?: readonly (GroupFacts & { readonly databaseId: string })[];
}

interface ActingUser {
  readonly user: { readonly id: string; readonly email: string };
  /** The database that was opened: the only one in which a key has rights of its own. */
  readonly databaseId: string;
  /** The effective capabilities in that database. */
  readonly effective: CapabilitySet;
  /** The key's own subset in its stored form. Null: everything of its user, also what is granted later. */
  readonly subset: readonly string[] | null;
  /** What a key that it makes or changes can never exceed. */
  readonly ceilings: Ceilings;
  /** Canonical text of the client's address, as resolved for authentication. */
  readonly address: string | null;
  readonly requestId: string;
  /** `gateway.revision` at which all of this held. */
  readonly revision: string;
  /**
   * The actor as another state of its key or session makes it, with what the request proved (secret, address) checked
   * anew against that state; null: there is no such thing any more. `nowMs` is the instant of the change.
   */
  readonly rejudge: (state: PrincipalState | null, nowMs: number) => PrincipalActor | ActorRefusal;
}

export interface Ceilings {
  readonly validUntilMs: number | null;
  readonly allowedAddresses: readonly string[] | null;
  readonly rowNarrowing: unknown;
}

/** Why an actor may no longer act; the code and the sentence are for the caller. */
export interface ActorRefusal {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly message: string;
}
