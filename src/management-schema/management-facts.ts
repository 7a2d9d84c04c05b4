import type { PrincipalActor, SessionActor } from '../control-plane/actor.js';
import type { ControlPlane, DatabaseOffer } from '../control-plane/control-plane.js';
import type { DatabaseRecord } from '../control-plane/records.js';
import type { Clock } from '../foundation/clock.js';
import type { ExplainAccess, ExplainDecision } from './access-explanation.js';

/** What a request brings with it, before anything is loaded. */
export interface ManagementContextFacts {
  /** The accepted caller: who changes something, with what rights, from where. */
  readonly actor: PrincipalActor;
  readonly controlPlane: ControlPlane;
  readonly clock: Clock;
  /** What a database offers now. Throws PosternError DATABASE_UNAVAILABLE. */
  readonly offerOf: (database: DatabaseRecord) => Promise<DatabaseOffer>;
  readonly explainAccess: ExplainAccess;
  readonly explainDecision: ExplainDecision;
  readonly session: SessionControl;
}

/** What an operation does to the session that a browser has. */
export interface SessionControl {
  /** Begins the session of somebody who has just been verified. Null: this is no operation that signs in. */
  readonly begin: ((actor: SessionActor) => Promise<void>) | null;
  /** The caller's own session is over, so that its browser may forget it. */
  readonly forget: () => void;
}
