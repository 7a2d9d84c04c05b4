import { sql, type Kysely } from 'kysely';

/** People who sign in: when their password was set, their sessions, and who tried in vain. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `ALTER TABLE gateway.users
     ADD COLUMN password_set_at timestamptz(3),
     -- Null also where the operator did it.
     ADD COLUMN deleted_by_user_id text REFERENCES gateway.users,
     ADD CONSTRAINT users_password_set_at CHECK ((password_hash IS NULL) = (password_set_at IS NULL)),
     ADD CONSTRAINT users_deleted_by CHECK (deleted_by_user_id IS NULL OR deleted_at IS NOT NULL)`,

  // Read anew with every request, in the statement that reads the revision too: so it needs no trigger to bump that.
  `CREATE TABLE gateway.sessions (
     id text PRIMARY KEY CHECK (id ~ '^[0-9A-Za-z]{16}$'),
     user_id text NOT NULL REFERENCES gateway.users,
     -- HMAC of the token; the token itself is kept nowhere.
     digest bytea NOT NULL CHECK (octet_length(digest) = 32),
     created_at timestamptz(3) NOT NULL,
     last_seen_at timestamptz(3) NOT NULL,
     -- Where it was last seen.
     address text,
     user_agent text CHECK (length(user_agent) <= 300),
     -- Ended ones stay for a while, so that their holder is told why.
     ended_at timestamptz(3),
     CHECK (created_at <= last_seen_at)
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX sessions_by_user ON gateway.sessions (user_id, created_at)`,
  `CREATE INDEX sessions_by_created_at ON gateway.sessions (created_at)`,

  // A bucket counts the attempts of one e-mail address, one client address, or one pair of them, which is not to be
  // read from it: there are addresses of strangers and mistyped passwords among them.
  `CREATE TABLE gateway.sign_in_attempts (
     bucket bytea PRIMARY KEY CHECK (octet_length(bucket) = 32),
     failures integer NOT NULL CHECK (failures >= 0),
     last_at timestamptz(3) NOT NULL,
     blocked_until timestamptz(3) NOT NULL,
     -- Somebody has signed in by this pair.
     trusted_until timestamptz(3)
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX sign_in_attempts_by_last_at ON gateway.sign_in_attempts (last_at)`,
];
