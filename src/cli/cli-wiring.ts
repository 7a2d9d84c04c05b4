import type { AuthorizationState } from '../control-plane/authorization-state.js';
import type { ControlPlane, DatabaseOffer } from '../control-plane/control-plane.js';
import type { DatabaseRecord } from '../control-plane/records.js';
import type { Clock } from '../foundation/clock.js';
import type { ExplainAccess } from '../management-schema/access-explanation.js';

/** What the command line needs from the parts that it may not import; `main.ts` passes it in. */
export interface CliWiring {
  /** Starts the gateway and resolves when it listens. */
  startGateway(options: { readonly demo: boolean }): Promise<StartedGateway>;
  /** Opens the control plane that DATABASE_URL or POSTERN_DATA names. Throws PosternError or UsageError. */
  openServices(): Promise<CliServices>;
  /** Brings the control plane's tables up to this version. */
  migrate(): Promise<void>;
  readonly output: CliOutput;
  /** All of standard input as text. */
  readStandardInput(): Promise<string>;
  /** One line that is not to be seen: asked for without echo on a terminal, twice, else all of standard input. Throws UsageError. */
  readSecret(what: string): Promise<string>;
  /** The value of POSTERN_NEW_DATABASE_URL: the URL of a database to add, kept off the command line. */
  readonly newDatabaseUrl: string | null;
  readonly clock: Clock;
}

export interface CliOutput {
  /** Results. */
  writeOut(text: string): void;
  /** Progress and errors. */
  writeError(text: string): void;
  /** Resolves when the reader has taken what was written, as far as it must be before more is. */
  drained(): Promise<void>;
}

export interface StartedGateway {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Addresses, sign-in and a command that works when pasted, for people. */
  readonly summary: string;
  /** Resolves when the gateway has stopped, for whatever reason. */
  readonly stopped: Promise<void>;
}

/** The services that a running gateway works on, too: a rule holds on every path. */
export interface CliServices {
  readonly controlPlane: Pick<
    ControlPlane,
    'users' | 'groups' | 'apiKeys' | 'databases' | 'audit' | 'decisions' | 'sessions'
  >;
  /** Stored capabilities by name. Throws PosternError DATABASE_UNAVAILABLE. */
  printCapabilities(databaseId: string, stored: readonly string[]): Promise<readonly string[]>;
  /** What a key may do now, by name. Throws PosternError DATABASE_UNAVAILABLE. */
  effectiveCapabilitiesOf(state: AuthorizationState): Promise<readonly string[]>;
  /** What a database offers now, and how rules fare on it. Throws PosternError DATABASE_UNAVAILABLE. */
  offerOf(databaseId: string): Promise<DatabaseOffer>;
  /** The schema of a database as SDL, whole or (by id) as a key sees it. Throws PosternError NOT_FOUND or DATABASE_UNAVAILABLE. */
  printSchema(slug: string, keyId: string | null): Promise<string>;
  /** What the gateway would answer to a request, by the code that would answer it. Throws PosternError NOT_FOUND. */
  readonly explainAccess: ExplainAccess;
  /** Makes every running gateway read the database's catalog and settings again. */
  reloadDatabase(slug: string): Promise<DatabaseRecord>;
  check(): Promise<readonly CheckResult[]>;
  close(): Promise<void>;
}

/** One thing that was looked at: the control plane, the audit chain, a database, … */
export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  /** It works, and something about it should be changed. */
  readonly isWarning?: boolean;
  /** One sentence: what is so, or what is wrong and what to do. */
  readonly detail: string;
}
