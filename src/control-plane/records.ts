/** Rows of the control plane as the services return them: instants in ms, capabilities in printed form (by name). */
export interface UserRecord {
  readonly id: string;
  readonly version: number;
  readonly email: string;
  readonly name: string | null;
  readonly enabled: boolean;
  readonly deletedAtMs: number | null;
  /** Null also where the operator deleted it. */
  readonly deletedByUserId: string | null;
  /** Null: there is no password, so that the user cannot sign in. */
  readonly passwordSetAtMs: number | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly createdAtMs: number;
}

export interface GroupRecord {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly databaseId: string;
  readonly apiAccess: boolean;
  readonly builtIn: boolean;
}

export interface DatabaseRecord {
  readonly id: string;
  readonly version: number;
  readonly slug: string;
  readonly enabled: boolean;
  readonly settings: DatabaseSettings;
  /** Null: it was not. One that was is shown by its keys and by nothing else. */
  readonly removedAtMs: number | null;
}

/** Only what is set; defaults are applied where a setting is read. */
export interface DatabaseSettings {
  /** `<table>.<column>` by GraphQL name. */
  readonly guardedColumns?: readonly string[];
  /** `<table>`, `<table>.<column>` and `<table>.<relation>` by GraphQL name: in no schema, for nobody. */
  readonly hide?: readonly string[];
  /** What becomes of a column that appears later; GUARDED when absent. */
  readonly newColumns?: 'GUARDED' | 'OPEN';
  readonly denials?: 'FORBID' | 'HIDE';
  /** PostgreSQL schemas to serve; `public` when absent. */
  readonly schemas?: readonly string[];
  /** Rows of a list without `limit`; 100 when absent. */
  readonly defaultLimit?: number;
  /** Largest `limit` accepted; 1000 when absent. */
  readonly maxLimit?: number;
  /** Deepest nesting of fields accepted; 12 when absent. */
  readonly maxDepth?: number;
  /** 10000 when absent. */
  readonly statementTimeoutMs?: number;
  /** The PostgreSQL role that operations run as; the one of the URL when absent. */
  readonly sessionRole?: string;
  /** Custom parameters set for each operation: a text, or a variable such as `$user.id`; `$$` for a dollar sign. */
  readonly sessionSettings?: Readonly<Record<string, string>>;
  /** Policy: a key must have an end. */
  readonly requireValidUntil?: boolean;
  /** Policy: a key must have an end, at most this many days after the later of now and its start. */
  readonly maxLifetimeDays?: number;
  /** Policy: a key must list its source addresses, and no entry may be all addresses of a family. */
  readonly requireAllowedAddresses?: boolean;
}

export interface ApiKeyRecord {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly accessAsUserId: string;
  readonly databaseId: string;
  readonly validFromMs: number | null;
  readonly validUntilMs: number | null;
  readonly allowedAddresses: readonly string[] | null;
  /** Stored form (name-lock ids); print through the database's capability space. */
  readonly capabilities: readonly string[] | null;
  readonly rowNarrowing: unknown;
  readonly disabled: boolean;
  /** Null where it is not disabled, and where that was not recorded. */
  readonly disabledAtMs: number | null;
  /** As in the audit: the id of a key or a user, or "operator". */
  readonly disabledBy: string | null;
  readonly revokedAtMs: number | null;
  readonly revokedBy: string | null;
  readonly createdAtMs: number;
  readonly createdByUserId: string | null;
  readonly lastUsedAtMs: number | null;
  readonly lastUsedAddress: string | null;
}

export interface ApiKeySecretRecord {
  readonly apiKeyId: string;
  /** The last four characters, to tell secrets apart. */
  readonly hint: string;
  readonly validUntilMs: number | null;
  readonly lastUsedAtMs: number | null;
  readonly createdAtMs: number;
}

/** One turn of the stop switch: all keys of a user, a database or a tag disabled at once. */
export interface KeyStopRecord {
  readonly id: string;
  readonly atMs: number;
  /** As in the audit: the id of a key or a user, or "operator". */
  readonly by: string;
  readonly scope: 'USER' | 'DATABASE' | 'TAG';
  /** The id of the user, the slug of the database, or the tag. */
  readonly target: string;
  readonly reason: string | null;
  /** How many keys it stopped, those that another stop held already included. */
  readonly count: number;
  readonly undoneAtMs: number | null;
  readonly undoneBy: string | null;
}

export interface SessionRecord {
  readonly id: string;
  readonly userId: string;
  readonly createdAtMs: number;
  /** Exact to the minute. */
  readonly lastSeenAtMs: number;
  /** Where it was last seen. */
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly endedAtMs: number | null;
}
