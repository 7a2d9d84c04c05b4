import type { ColumnType, Generated } from 'kysely';

/** The tables of the schema `gateway` as Kysely sees them (migrations/). */
export interface Tables {
  databases: DatabaseTable;
  users: UserTable;
  groups: GroupTable;
  group_members: GroupMemberTable;
  group_grants: GroupGrantTable;
  row_rules: RowRuleTable;
  api_keys: ApiKeyTable;
  api_key_secrets: ApiKeySecretTable;
  key_stops: KeyStopTable;
  revision: RevisionTable;
  audit_events: AuditEventTable;
  name_lock: NameLockTable;
  api_key_use: ApiKeyUseTable;
  api_key_secret_use: ApiKeySecretUseTable;
  denials: DenialTable;
  sessions: SessionTable;
  sign_in_attempts: SignInAttemptTable;
  decisions: DecisionTable;
  api_key_days: ApiKeyDayTable;
  decision_seals: DecisionSealTable;
  decision_seal_head: DecisionSealHeadTable;
}

/** Written as RFC 3339 text, read as milliseconds through `msOf` only: what pg makes of it depends on the session. */
type Instant = ColumnType<unknown, string, string>;
type NullableInstant = ColumnType<unknown, string | null | undefined, string | null>;
/** Written as JSON text, since pg takes a JavaScript array for a PostgreSQL one. */
type Json<Value> = ColumnType<Value, string, string>;
type NullableJson = ColumnType<unknown, string | null | undefined, string | null>;
/** int8, read as decimal text. */
type BigIntText = ColumnType<string, string | number | bigint, string | number | bigint>;

interface DatabaseTable {
  id: string;
  slug: string;
  sealed_url: Buffer | null;
  enabled: Generated<boolean>;
  settings: Json<Readonly<Record<string, unknown>>>;
  version: Generated<number>;
  created_at: Instant;
  removed_at: NullableInstant;
}

interface UserTable {
  id: string;
  email: string;
  name: string | null;
  enabled: Generated<boolean>;
  attributes: Json<Readonly<Record<string, unknown>>>;
  password_hash: ColumnType<string | null, string | null | undefined>;
  password_set_at: NullableInstant;
  deleted_at: NullableInstant;
  deleted_by_user_id: ColumnType<string | null, string | null | undefined>;
  version: Generated<number>;
  created_at: Instant;
}

interface GroupTable {
  id: string;
  database_id: string;
  name: string;
  api_access: boolean;
  built_in: Generated<boolean>;
  version: Generated<number>;
  created_at: Instant;
}

interface GroupMemberTable {
  group_id: string;
  user_id: string;
  created_at: Instant;
}

interface GroupGrantTable {
  group_id: string;
  capability: string;
  created_at: Instant;
}

interface RowRuleTable {
  group_id: string;
  table_key: string;
  verb: string;
  where_filter: Json<unknown>;
  check_filter: NullableJson;
  presets: NullableJson;
  created_at: Instant;
}

interface ApiKeyTable {
  id: string;
  name: string;
  description: string | null;
  tags: string[];
  user_id: string;
  database_id: string;
  valid_from: NullableInstant;
  valid_until: NullableInstant;
  allowed_addresses: string[] | null;
  capabilities: string[] | null;
  row_narrowing: NullableJson;
  disabled: Generated<boolean>;
  disabled_at: NullableInstant;
  disabled_by: ColumnType<string | null, string | null | undefined>;
  stop_ids: Generated<string[]>;
  revoked_at: NullableInstant;
  revoked_by: ColumnType<string | null, string | null | undefined>;
  created_at: Instant;
  created_by_user_id: string | null;
  version: Generated<number>;
}

interface ApiKeySecretTable {
  api_key_id: string;
  digest: Buffer;
  hint: string;
  valid_until: NullableInstant;
  created_at: Instant;
}

interface KeyStopTable {
  id: string;
  at: Instant;
  actor: string;
  scope: 'USER' | 'DATABASE' | 'TAG';
  target: string;
  reason: string | null;
  key_count: number;
  undone_at: NullableInstant;
  undone_by: ColumnType<string | null, string | null | undefined>;
}

interface RevisionTable {
  one_row: Generated<boolean>;
  revision: BigIntText;
  audit_sequence: BigIntText;
  audit_head: Buffer;
}

interface AuditEventTable {
  sequence: BigIntText;
  id: string;
  at: Instant;
  action: string;
  actor: string;
  as_user_id: string | null;
  target: string | null;
  address: string | null;
  request_id: string | null;
  before: NullableJson;
  after: NullableJson;
  mac: Buffer;
}

interface NameLockTable {
  database_id: string;
  id: string;
  kind: 'table' | 'column' | 'enum' | 'enumValue' | 'relation' | 'composite' | 'attribute';
  path: string[];
  name: string;
  appeared_later: boolean;
}

interface ApiKeyUseTable {
  api_key_id: string;
  last_used_at: NullableInstant;
  address: string | null;
  user_agent: string | null;
}

interface ApiKeySecretUseTable {
  api_key_id: string;
  digest: Buffer;
  last_used_at: Instant;
}

interface DenialTable {
  id: string;
  code: string;
  key_id: string | null;
  address: string | null;
  first_at: Instant;
  last_at: Instant;
  count: BigIntText;
  seal_sequence: ColumnType<string | null, string | null | undefined, string>;
}

interface DecisionTable {
  id: string;
  denial_id: string;
  code: string;
  key_id: string | null;
  address: string | null;
  at: Instant;
  detail: Json<unknown>;
  seal_sequence: BigIntText;
}

interface ApiKeyDayTable {
  api_key_id: string;
  day: ColumnType<unknown, string, string>;
  outcome: string;
  count: BigIntText;
}

interface DecisionSealTable {
  sequence: BigIntText;
  at: Instant;
  decisions: number;
  denials: number;
  previous_at: NullableInstant;
  previous_mac: Buffer;
  mac: Buffer;
}

interface DecisionSealHeadTable {
  one_row: Generated<boolean>;
  sequence: BigIntText;
  at: NullableInstant;
  mac: Buffer;
}

interface SessionTable {
  id: string;
  user_id: string;
  digest: Buffer;
  created_at: Instant;
  last_seen_at: Instant;
  address: string | null;
  user_agent: string | null;
  ended_at: NullableInstant;
}

interface SignInAttemptTable {
  bucket: Buffer;
  failures: number;
  last_at: Instant;
  blocked_until: Instant;
  trusted_until: NullableInstant;
}
