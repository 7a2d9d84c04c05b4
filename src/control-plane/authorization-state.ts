/**
 * Everything that decides what one principal may do, as read in a single snapshot together with the revision of that
 * snapshot. Facts only: verdicts depend on the time and the address and are never kept.
 */
export type PrincipalState = AuthorizationState | SessionState;

/** Of one key. */
export interface AuthorizationState extends UserRightsState {
  readonly key: KeyFacts;
}

/** Of a user who comes without a key, and so without anything that narrows one. */
export interface UserState extends UserRightsState {
  readonly key: null;
}

/** The same where the database that is asked may not exist. */
export type UnjudgedUser = Omit<UserState, 'database'> & { readonly database: DatabaseFacts | null };

/** Of one console session, in the database that it asks. */
export interface SessionState extends UserState {
  readonly session: SessionFacts;
}

/** Of one user, in one database. */
export interface UserRightsState {
  /** `gateway.revision` of the snapshot, as decimal text. */
  readonly revision: string;
  readonly user: UserFacts;
  readonly database: DatabaseFacts;
  /** The user's groups in this database. */
  readonly groups: readonly GroupFacts[];
}

/** A session before it was judged: the database that it asks may not exist. */
export type UnjudgedSession = Omit<SessionState, 'database'> & { readonly database: DatabaseFacts | null };

export interface SessionFacts {
  readonly id: string;
  /** HMAC of its token. */
  readonly digest: Buffer;
  /** Milliseconds since 1970, as are all of these. */
  readonly createdAtMs: number;
  /** Exact to the minute. */
  readonly lastSeenAtMs: number;
  /** Null: it was not ended. */
  readonly endedAtMs: number | null;
}

export interface KeyFacts {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly secrets: readonly SecretFacts[];
  /** Milliseconds since 1970; the key is valid from here on, inclusive. Null: open. */
  readonly validFromMs: number | null;
  /** Milliseconds since 1970, exclusive. Null: open. */
  readonly validUntilMs: number | null;
  /** Canonical addresses and blocks. Null: anywhere. */
  readonly allowedAddresses: readonly string[] | null;
  /** Stored form (name-lock ids). Null: everything the user has. */
  readonly capabilities: readonly string[] | null;
  readonly rowNarrowing: unknown;
  readonly disabled: boolean;
  /** The stop that disabled it together with others, if one did. */
  readonly stop: { readonly id: string; readonly atMs: number } | null;
  readonly revoked: boolean;
}

export interface SecretFacts {
  readonly digest: Buffer;
  /** When a rotation ends this secret; null for the current one. */
  readonly validUntilMs: number | null;
}

export interface UserFacts {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  readonly deleted: boolean;
}

export interface DatabaseFacts {
  readonly id: string;
  readonly slug: string;
  readonly enabled: boolean;
  /** Changes with every change of settings or URL: what was built for another version is stale. */
  readonly version: number;
}

export interface GroupFacts {
  readonly id: string;
  readonly name: string;
  readonly apiAccess: boolean;
  /** Stored form (name-lock ids). */
  readonly grants: readonly string[];
  readonly rowRules: readonly RowRuleFacts[];
}

/** The rows that a group's grants of one verb on one table reach. */
export interface RowRuleFacts {
  /** By name-lock id. */
  readonly table: string;
  /** In lower case. */
  readonly verb: string;
  /** The filter as it was written, in the API's own filter language. */
  readonly where: unknown;
  /** What must hold for a row after it was written; null: `where`. */
  readonly check: unknown;
  /** Values that are written in place of the caller's, by column; null: none. */
  readonly presets: unknown;
}
