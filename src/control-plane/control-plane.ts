import type { CapabilitySet } from '../capability/capability-set.js';
import type { CapabilitySpace } from '../capability/capability-space.js';
import type { Clock } from '../foundation/clock.js';
import type { Secret } from '../foundation/secret.js';
import type { Actor, ActorRefusal } from './actor.js';
import type { AuditEventRecord, AuditMacs } from './audit-event.js';
import type { AuditReport } from './audit-report.js';
import type { AuditSeal } from './audit-seal.js';
import type { ChainFindings } from './chain-problem.js';
import type { DecisionRecord } from './decision-record.js';
import type { InputProblem } from '../foundation/postern-error.js';
import type {
  AuthorizationState,
  RowRuleFacts,
  UnjudgedSession,
  UserRightsState,
  UnjudgedUser,
} from './authorization-state.js';
import type { KeyDay } from './key-days.js';
import type {
  ApiKeyRecord,
  ApiKeySecretRecord,
  DatabaseRecord,
  GroupRecord,
  KeyStopRecord,
  UserRecord,
} from './records.js';
import type { SessionService } from './sessions.js';

/**
 * The control plane: who may do what, and every change to it. One set of services for the management API, the
 * CLI and the set-up, so that a rule holds on every path. Services throw PosternError (BAD_USER_INPUT, CONFLICT,
 * NOT_FOUND, ESCALATION, POLICY); each change and its audit row are one transaction.
 */
export interface ControlPlane {
  readonly users: UserService;
  readonly groups: GroupService;
  readonly apiKeys: ApiKeyService;
  readonly databases: DatabaseService;
  readonly audit: AuditService;
  readonly decisions: DecisionService;
  readonly sessions: SessionService;
  readonly authorization: AuthorizationReads;
  readonly usage: UsageRecorder;
  close(): Promise<void>;
}

/** What the control plane needs from the folders above it; `gateway.ts` passes it in. */
export interface ControlPlaneNeeds {
  readonly clock: Clock;
  /** Makes the text of a key and what is kept of it. */
  readonly mintSecret: (keyId: string) => MintedSecret;
  /** Encrypts and decrypts database URLs, with a key derived from the pepper. */
  readonly seal: (plain: Secret) => Buffer;
  readonly unseal: (sealed: Buffer) => Secret;
  /**
   * Encrypts a cursor, with a key of its own derived from the pepper: the values in it may be ones that its holder may
   * not read or choose. It opens only for the `list` (and order) that it was sealed for; null: it does not.
   */
  readonly sealCursor: (list: string, plain: string) => string;
  readonly unsealCursor: (list: string, sealed: string) => string | null;
  /** HMAC over what is put under seal (audit, decisions), with a key derived from the pepper. */
  readonly auditMac: (content: Buffer) => Buffer;
  /** The same under each pepper that counts, the current one first: what was sealed under either holds. */
  readonly auditMacs: AuditMacs;
  readonly passwords: PasswordHasher;
  /** Makes the token of a console session and what is kept of it. */
  readonly mintSession: (sessionId: string) => MintedSession;
  /** HMAC over who tries to sign in, with a key derived from the pepper. 32 bytes. */
  readonly attemptMac: (text: string) => Buffer;
  /** What a database offers now. Throws PosternError DATABASE_UNAVAILABLE. */
  readonly offerOf: (databaseId: string) => Promise<DatabaseOffer>;
}

/** Slow on purpose: never asked while a lock is held. Both throw PosternError OVERLOADED where too many ask at once. */
export interface PasswordHasher {
  /** What is kept of a password. */
  hash(password: Secret): Promise<string>;
  /**
   * Whether the password is the one that was kept; `outdated`: it is, and should be hashed anew. Null, for nothing kept,
   * takes as long and is never right.
   */
  check(stored: string | null, password: Secret): Promise<'right' | 'outdated' | 'wrong'>;
}

/** What can be granted in a database as it stands now, and how rules fare on it. Replaced, never changed. */
export interface DatabaseOffer {
  readonly space: CapabilitySpace;
  /** Keys of the tables that appeared after the database was first read. */
  readonly laterTables: ReadonlySet<string>;
  /** What is wrong with a row rule on today's catalog; empty: it is sound. `field` begins with `where`, `check`, `presets` or `table`. */
  readonly checkRowRule: (rule: RowRuleFacts) => readonly InputProblem[];
  /** The same for a key's narrowing, which must look at nothing beyond its user's `rights`; `field` begins with `rowNarrowing`. */
  readonly checkRowNarrowing: (narrowing: unknown, rights: CapabilitySet) => readonly InputProblem[];
}

export interface MintedSecret {
  readonly secret: Secret;
  readonly digest: Buffer;
  readonly hint: string;
}

export interface MintedSession {
  readonly token: Secret;
  readonly digest: Buffer;
}

export interface AuthorizationReads {
  /**
   * Null for an unknown id. The query begins when this is called: what it returns is fresh for whoever arrived
   * before. Throws PosternError CONTROL_PLANE_UNAVAILABLE when unreachable, too slow, or not a primary.
   */
  load(keyId: string): Promise<{ readonly revision: string; readonly state: AuthorizationState | null }>;
  /** The same of a session in the database of that slug (null: none); `database` is null where there is none. Null for an unknown id. */
  loadSession(sessionId: string, databaseSlug: string | null): Promise<UnjudgedSession | null>;
  /** The same of a user in the database `gateway`. Null for an unknown id. */
  loadUser(userId: string): Promise<UserRightsState | null>;
  /**
   * The revision, by a read that begins after this call; concurrent callers share the next read and never join
   * a running one. Throws like `load`.
   */
  confirmRevision(): Promise<string>;
}

export interface UsageRecorder {
  /** Remembers the use of a key; written in the background, at most once a minute a key. Never throws. */
  noteUse(use: {
    readonly keyId: string;
    readonly secretDigest: Buffer;
    readonly address: string | null;
    readonly userAgent: string | null;
    readonly atMs: number;
  }): void;
  /** Remembers that a session was seen, as `noteUse`. Never throws. */
  noteSession(use: {
    readonly sessionId: string;
    readonly address: string | null;
    readonly userAgent: string | null;
    readonly atMs: number;
  }): void;
  /**
   * Remembers a refusal and gives the decision id that leads to it: one of its own for the first of their kind within
   * a minute, that of their common bucket for all others. Written in the background. Never throws.
   */
  noteDenial(denial: {
    readonly code: string;
    readonly keyId: string | null;
    readonly address: string | null;
    readonly atMs: number;
    /** Public facts of the refusal, such as `missing`. */
    readonly detail: Readonly<Record<string, unknown>>;
  }): string;
  /** Writes what is pending now. */
  flush(): Promise<void>;
}

/** One page of a keyset-paged list, Relay's arguments. Cursors are opaque to callers and bound to the order. */
export interface PageRequest {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

export interface Page<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Counted only when asked for. */
  totalCount(): Promise<number>;
}

export interface UserService {
  create(actor: Actor, input: CreateUser): Promise<UserRecord>;
  /** Absent = unchanged, null is refused; a stale version is CONFLICT. */
  update(actor: Actor, input: UpdateUser): Promise<UserRecord>;
  /** Another password whatever the present one, for an administrator. */
  setPassword(actor: Actor, id: string, password: Secret): Promise<UserRecord>;
  disable(actor: Actor, id: string): Promise<UserRecord>;
  enable(actor: Actor, id: string): Promise<UserRecord>;
  delete(actor: Actor, id: string): Promise<UserRecord>;
  /** Within 30 days of its deletion; POLICY later. Idempotent. */
  restore(actor: Actor, id: string): Promise<UserRecord>;
  /** By id, in the order asked, null where there is none; for dataloader. Deleted users are found too. */
  byIds(ids: readonly string[]): Promise<readonly (UserRecord | null)[]>;
  byEmail(email: string): Promise<UserRecord | null>;
  /** What decides what a user may do in a database (null where there is none of that slug). Null: there is no such user. */
  stateIn(userId: string, databaseSlug: string): Promise<UnjudgedUser | null>;
  page(
    query: PageRequest & { readonly search?: string | null; readonly where?: UserWhere | null },
  ): Promise<Page<UserRecord>>;
  /** The same page of each group's members, by e-mail; for dataloader. An error where the cursor is of another list. */
  pagesOfGroups(
    groupIds: readonly string[],
    request: PageRequest,
  ): Promise<readonly (Page<UserRecord> | Error)[]>;
}

export interface CreateUser {
  readonly email: string;
  readonly name?: string | null;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Null or absent: the user cannot sign in. */
  readonly password?: Secret | null;
}

/** What a user need not have. */
export type UserDetail = 'NAME';

/** A member that is present and null is refused: taking a name away is said by `unset`. */
export interface UpdateUser {
  readonly id: string;
  readonly version: number;
  readonly email?: string | null;
  readonly name?: string | null;
  /** In place of all that are there. */
  readonly attributes?: unknown;
  readonly unset?: readonly UserDetail[] | null;
}

export interface UserWhere {
  readonly enabled?: boolean | null;
  readonly group?: string | null;
  readonly deleted?: boolean | null;
}

export interface GroupService {
  create(
    actor: Actor,
    input: {
      readonly name: string;
      readonly databaseSlug: string;
      /** By name. */
      readonly capabilities?: readonly string[] | null;
      /** True when absent; null is refused. */
      readonly apiAccess?: boolean | null;
    },
  ): Promise<GroupRecord>;
  /** Absent = unchanged, null is refused; a stale version is CONFLICT. POLICY for the group Administrators. */
  update(actor: Actor, input: UpdateGroup): Promise<GroupRecord>;
  /** Gives the group back as it was. POLICY for the group Administrators. */
  delete(actor: Actor, id: string): Promise<GroupRecord>;
  /** `capabilities` by name; idempotent. */
  grant(actor: Actor, groupId: string, capabilities: readonly string[]): Promise<GroupRecord>;
  /** `capabilities` by name; idempotent, also for what was never granted. POLICY for the group Administrators. */
  revoke(actor: Actor, groupId: string, capabilities: readonly string[]): Promise<GroupRecord>;
  /** Idempotent. */
  addMember(actor: Actor, groupId: string, userId: string): Promise<GroupRecord>;
  removeMember(actor: Actor, groupId: string, userId: string): Promise<GroupRecord>;
  /** Checked against the catalog as it is; in place of the rule for this table and verb, if there is one. Idempotent. */
  setRowRule(actor: Actor, input: SetRowRule): Promise<GroupRecord>;
  /** `table` by name, or as it is stored where the table is gone. Idempotent. */
  removeRowRule(actor: Actor, input: RuledGrantName): Promise<GroupRecord>;
  byName(databaseSlug: string, name: string): Promise<GroupRecord | null>;
  page(query: PageRequest & { readonly databaseSlug?: string | null }): Promise<Page<GroupRecord>>;
  byIds(ids: readonly string[]): Promise<readonly (GroupRecord | null)[]>;
  /** One list for each user id; for dataloader. */
  ofUsers(userIds: readonly string[]): Promise<readonly (readonly GroupRecord[])[]>;
  /** Stored grants, one list for each group id; for dataloader. */
  grantsOf(groupIds: readonly string[]): Promise<readonly (readonly string[])[]>;
  /** One list for each group id; for dataloader. */
  rowRulesOf(groupIds: readonly string[]): Promise<readonly (readonly RowRuleFacts[])[]>;
}

export interface UpdateGroup {
  readonly id: string;
  readonly version: number;
  readonly name?: string | null;
  readonly apiAccess?: boolean | null;
}

/** What a row rule narrows: a group's grant of a verb on a table. */
export interface RuledGrantName {
  readonly groupId: string;
  /** By GraphQL name. */
  readonly table: string;
  /** In lower case. */
  readonly verb: string;
}

/** `where`, `check` and `presets` as a caller wrote them: objects, or (not `where`) null or absent for none. */
export interface SetRowRule extends RuledGrantName {
  readonly where: unknown;
  readonly check?: unknown;
  readonly presets?: unknown;
}

export interface ApiKeyService {
  create(actor: Actor, input: CreateApiKey): Promise<KeyWithSecret>;
  /** Absent = unchanged, null is refused, `unset` takes a restriction away; a stale version is CONFLICT. */
  update(actor: Actor, input: UpdateApiKey): Promise<ApiKeyRecord>;
  /** A new secret beside those that work, which end after the overlap at the latest. */
  rotate(actor: Actor, input: RotateApiKey): Promise<KeyWithSecret>;
  /** Idempotent. */
  disable(actor: Actor, id: string): Promise<ApiKeyRecord>;
  /** Idempotent. Refused for a revoked key. */
  enable(actor: Actor, id: string): Promise<ApiKeyRecord>;
  /** Within 30 days of its revocation, with a new secret; then POLICY. */
  restore(actor: Actor, id: string): Promise<KeyWithSecret>;
  /** Final for its secrets. Idempotent. */
  revoke(actor: Actor, id: string): Promise<ApiKeyRecord>;
  /** Disables every enabled key of a user, a database or a tag, in one statement. */
  stop(actor: Actor, input: StopApiKeys): Promise<KeyStopRecord>;
  /** Enables those keys again, as far as nobody touched them since and no other stop holds them. Idempotent. */
  undoStop(actor: Actor, id: string): Promise<KeyStopRecord>;
  /** Whether somebody may look as a key does, by what holds under the lock; if so, it is in the audit before this returns. */
  recordView(actor: Actor, view: ViewAsKey): Promise<ViewVerdict>;
  /** The newest first. */
  stops(request: PageRequest): Promise<Page<KeyStopRecord>>;
  byIds(ids: readonly string[]): Promise<readonly (ApiKeyRecord | null)[]>;
  page(query: PageRequest & ApiKeyQuery): Promise<Page<ApiKeyRecord>>;
  /** The same page of each user's keys, the newest first; for dataloader. An error where the cursor is of another list. */
  pagesOfUsers(
    userIds: readonly string[],
    request: PageRequest,
  ): Promise<readonly (Page<ApiKeyRecord> | Error)[]>;
  /** Those that still work, one list for each key id; for dataloader. */
  secretsOf(ids: readonly string[]): Promise<readonly (readonly ApiKeySecretRecord[])[]>;
  /** What authentication would read, one for each key id; for `state` and `effectiveCapabilities` by dataloader. */
  statesOf(ids: readonly string[]): Promise<readonly (AuthorizationState | null)[]>;
  /** The last `days` days of UTC up to today, the oldest first, one list for each key id; for dataloader. */
  daysOf(ids: readonly string[], days: number): Promise<readonly (readonly KeyDay[])[]>;
}

export interface RotateApiKey {
  readonly id: string;
  /** From 0, at once, to 2,592,000, which is 30 days. */
  readonly overlapSeconds: number;
}

/** Somebody looks at a database as a key sees it. */
export interface ViewAsKey {
  readonly keyId: string;
  /** Null: the operation has none. */
  readonly operationName: string | null;
  /** What becomes of it by the key's state under the lock; null: there is no such key any more. */
  readonly judge: (state: AuthorizationState | null, nowMs: number) => ViewVerdict;
}

export type ViewVerdict = { readonly kind: 'accepted'; readonly state: AuthorizationState } | ActorRefusal;

/** Exactly one of user, database and tag; null is refused there. */
export interface StopApiKeys {
  readonly accessAsUserId?: string | null;
  readonly databaseSlug?: string | null;
  readonly tag?: string | null;
  /** For administrators; the holders of the keys are not told. */
  readonly reason?: string | null;
}

/** The one time that the secret is at hand. */
export interface KeyWithSecret {
  readonly apiKey: ApiKeyRecord;
  readonly secret: Secret;
}

export interface CreateApiKey {
  readonly name: string;
  readonly description?: string | null;
  readonly tags?: readonly string[] | null;
  readonly accessAsUserId: string;
  readonly databaseSlug: string;
  readonly validFromMs?: number | null;
  readonly validUntilMs?: number | null;
  /** As typed; parsed strictly here. Null or absent: anywhere. */
  readonly allowedAddresses?: readonly string[] | null;
  /** By name. Null or absent: everything the user has. */
  readonly capabilities?: readonly string[] | null;
  readonly rowNarrowing?: unknown;
}

export type ApiKeyRestriction =
  'DESCRIPTION' | 'VALID_FROM' | 'VALID_UNTIL' | 'ALLOWED_ADDRESSES' | 'CAPABILITIES' | 'ROW_NARROWING';

/** A member that is present and null is refused: taking a restriction away is said by `unset`. */
export interface UpdateApiKey {
  readonly id: string;
  readonly version: number;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly tags?: readonly string[] | null;
  readonly accessAsUserId?: string | null;
  readonly validFromMs?: number | null;
  readonly validUntilMs?: number | null;
  readonly allowedAddresses?: readonly string[] | null;
  readonly capabilities?: readonly string[] | null;
  readonly rowNarrowing?: unknown;
  readonly unset?: readonly ApiKeyRestriction[] | null;
}

export interface ApiKeyQuery {
  readonly search?: string | null;
  readonly where?: {
    /** Resolved in SQL by the same rules as authentication, at the service's clock. */
    readonly state?: readonly string[] | null;
    readonly accessAsUserId?: string | null;
    readonly databaseSlug?: string | null;
    readonly tag?: string | null;
    readonly expiresBeforeMs?: number | null;
    readonly neverUsed?: boolean | null;
    /** Whether the key breaks a policy of its database now; revoked keys do not count. */
    readonly breaksPolicy?: boolean | null;
  } | null;
  readonly orderBy?: readonly ApiKeyOrder[] | null;
}

export type ApiKeyOrder =
  | 'NAME_ASC'
  | 'NAME_DESC'
  | 'CREATED_AT_ASC'
  | 'CREATED_AT_DESC'
  | 'VALID_UNTIL_ASC'
  | 'VALID_UNTIL_DESC'
  | 'LAST_USED_AT_ASC'
  | 'LAST_USED_AT_DESC';

export interface DatabaseService {
  /** Checks the URL (design §5), connects once, encrypts it. */
  add(
    actor: Actor,
    input: { readonly slug: string; readonly url: Secret; readonly settings?: unknown },
  ): Promise<DatabaseRecord>;
  /** Makes every running gateway read the database's catalog again: its version grows. Throws POLICY for `gateway`. */
  reload(actor: Actor, id: string): Promise<DatabaseRecord>;
  /** Absent = unchanged, null is refused; a stale version is CONFLICT. Throws POLICY for `gateway`, but for policies. */
  update(actor: Actor, input: UpdateDatabase): Promise<DatabaseRecord>;
  /** Another URL whatever the version, checked like a new one. */
  relocate(actor: Actor, input: { readonly id: string; readonly url: Secret }): Promise<DatabaseRecord>;
  /**
   * Final: its URL is destroyed, its groups are deleted, its keys are refused, and its slug is free for another. Throws
   * POLICY for `gateway`, NOT_FOUND for one that was removed before.
   */
  remove(actor: Actor, id: string): Promise<DatabaseRecord>;
  /** Without those that were removed. */
  list(): Promise<readonly DatabaseRecord[]>;
  /** Null also for one that was removed. */
  bySlug(slug: string): Promise<DatabaseRecord | null>;
  /** Removed ones are found too: their keys still name them. */
  byIds(ids: readonly string[]): Promise<readonly (DatabaseRecord | null)[]>;
  /** The connection URL; null for `gateway` itself and for one that was removed. */
  urlOf(id: string): Promise<Secret | null>;
  /**
   * Reads the name lock, lets `extend` add entries to it, and stores those, under a lock that holds against every
   * other instance. `extend` is pure and may run more than once.
   */
  extendNameLock<Result extends { readonly lock: StoredNameLock }>(
    id: string,
    extend: (lock: StoredNameLock) => Result,
  ): Promise<Result>;
}

export interface UpdateDatabase {
  readonly id: string;
  readonly version: number;
  readonly enabled?: boolean | null;
  /** Merged into what is set, member by member. A member that is null is refused: `unsetSettings` takes it away. */
  readonly settings?: unknown;
  /** Settings that go back to their defaults, by name. */
  readonly unsetSettings?: readonly string[] | null;
  /** Checked like that of a new database. */
  readonly url?: Secret | null;
}

/** The shape of a name lock; `naming/name-lock.ts` gives it its meaning. */
export interface StoredNameLock {
  readonly entries: readonly {
    readonly id: string;
    readonly kind: 'table' | 'column' | 'enum' | 'enumValue' | 'relation' | 'composite' | 'attribute';
    readonly path: readonly string[];
    readonly name: string;
    readonly appearedLater: boolean;
  }[];
}

export interface AuditService {
  /** The newest first. */
  page(query: PageRequest & { readonly where?: AuditWhere | null }): Promise<Page<AuditEventRecord>>;
  /** Hands all events that fit to `take`, in the order of the chain, as they are at one moment, some at a time. */
  export(where: AuditWhere, take: (events: readonly AuditEventRecord[]) => Promise<void>): Promise<void>;
  /** Where both chains end now, to be kept elsewhere. */
  seal(): Promise<AuditSeal>;
  /**
   * Recomputes the audit and the seals of decisions, and holds them against a seal from before; `since`: only what came
   * after it, where what came before was made under a pepper that is gone.
   */
  verify(seal: AuditSeal | null, extent?: 'all' | 'since'): Promise<AuditReport>;
  /** The last events of the audit alone, up to its head: cheap, however long it is. */
  verifyEnd(): Promise<ChainFindings>;
}

export interface DecisionService {
  /** By decision id, or by that of a bucket, in the order asked; also what was refused a moment ago. */
  byIds(ids: readonly string[]): Promise<readonly (DecisionRecord | null)[]>;
  byId(id: string): Promise<DecisionRecord | null>;
  /** Those with an id of their own, the newest first. */
  page(query: PageRequest & { readonly where?: DecisionWhere | null }): Promise<Page<DecisionRecord>>;
}

/** Everything that is given must fit, to the letter. */
export interface DecisionWhere {
  readonly apiKeyId?: string | null;
  readonly code?: string | null;
  /** Inclusive. */
  readonly fromMs?: number | null;
  /** Exclusive. */
  readonly untilMs?: number | null;
}

/** Everything that is given must fit, to the letter. */
export interface AuditWhere {
  /** A key's id, the id of a user who was signed in, or `operator`. */
  readonly actor?: string | null;
  readonly action?: string | null;
  /** The id of what was changed. */
  readonly target?: string | null;
  /** Inclusive. */
  readonly fromMs?: number | null;
  /** Exclusive. */
  readonly untilMs?: number | null;
}
