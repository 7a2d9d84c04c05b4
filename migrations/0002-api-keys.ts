import { sql, type Kysely } from 'kysely';

/** API keys, what narrows them, and the digests of their secrets. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // An empty list of addresses or capabilities would be read as "anything" by somebody some day: it cannot be stored.
  `CREATE TABLE gateway.api_keys (
     id text PRIMARY KEY CHECK (id ~ '^[0-9A-Za-z]{16}$'),
     name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
     description text CHECK (length(description) BETWEEN 1 AND 2000),
     tags text[] NOT NULL DEFAULT '{}' CHECK (array_position(tags, NULL) IS NULL),
     user_id text NOT NULL REFERENCES gateway.users,
     database_id text NOT NULL REFERENCES gateway.databases,
     valid_from timestamptz(3) CHECK (isfinite(valid_from)),
     valid_until timestamptz(3) CHECK (isfinite(valid_until)),
     allowed_addresses text[]
       CHECK (cardinality(allowed_addresses) > 0 AND array_position(allowed_addresses, NULL) IS NULL),
     capabilities text[]
       CHECK (cardinality(capabilities) > 0 AND array_position(capabilities, NULL) IS NULL),
     row_narrowing jsonb CHECK (jsonb_typeof(row_narrowing) = 'object'),
     disabled boolean NOT NULL DEFAULT false,
     revoked_at timestamptz(3),
     created_at timestamptz(3) NOT NULL DEFAULT now(),
     created_by_user_id text REFERENCES gateway.users,
     version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
     CHECK (valid_from < valid_until)
   )`,
  `CREATE INDEX api_keys_by_user ON gateway.api_keys (user_id, created_at, id)`,
  `CREATE INDEX api_keys_by_database ON gateway.api_keys (database_id, created_at, id)`,
  `CREATE INDEX api_keys_by_name ON gateway.api_keys (name, id)`,
  `CREATE INDEX api_keys_by_created_at ON gateway.api_keys (created_at, id)`,
  // Keys without an end come last in both orders, so each has an index of its own.
  `CREATE INDEX api_keys_by_first_end ON gateway.api_keys ((coalesce(valid_until, 'infinity'::timestamptz)), id)`,
  `CREATE INDEX api_keys_by_last_end ON gateway.api_keys ((coalesce(valid_until, '-infinity'::timestamptz)), id)`,
  `CREATE INDEX api_keys_by_tag ON gateway.api_keys USING gin (tags)`,
  `CREATE INDEX api_keys_by_creator ON gateway.api_keys (created_by_user_id) WHERE created_by_user_id IS NOT NULL`,

  `CREATE TABLE gateway.api_key_secrets (
     api_key_id text NOT NULL REFERENCES gateway.api_keys ON DELETE CASCADE,
     -- HMAC of the secret; the secret itself is kept nowhere.
     digest bytea NOT NULL CHECK (octet_length(digest) >= 16),
     hint text NOT NULL CHECK (length(hint) BETWEEN 1 AND 8),
     -- Set when a rotation ends this secret.
     valid_until timestamptz(3) CHECK (isfinite(valid_until)),
     created_at timestamptz(3) NOT NULL DEFAULT now(),
     PRIMARY KEY (api_key_id, digest)
   )`,
  `CREATE UNIQUE INDEX api_key_secrets_current ON gateway.api_key_secrets (api_key_id) WHERE valid_until IS NULL`,
];
