import { sql, type Kysely } from 'kysely';

/** The name lock, and what happens on the request's path: last use and denials. None of these bumps the revision. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE gateway.name_lock (
     database_id text NOT NULL REFERENCES gateway.databases ON DELETE CASCADE,
     id text NOT NULL CHECK (id <> ''),
     kind text NOT NULL,
     path text[] NOT NULL CHECK (array_position(path, NULL) IS NULL),
     name text NOT NULL CHECK (name ~ '^[_A-Za-z][_0-9A-Za-z]*$'),
     -- A column that came when its table had been locked already: whoever granted the table did not know of it.
     appeared_later boolean NOT NULL DEFAULT false CHECK (kind = 'column' OR NOT appeared_later),
     PRIMARY KEY (database_id, id),
     UNIQUE (database_id, kind, path),
     CHECK (CASE kind
              WHEN 'table' THEN cardinality(path) = 2
              WHEN 'enum' THEN cardinality(path) = 2
              WHEN 'column' THEN cardinality(path) = 3
              WHEN 'enumValue' THEN cardinality(path) = 3
              ELSE false
            END)
   )`,
  `CREATE UNIQUE INDEX name_lock_types ON gateway.name_lock (database_id, kind, name)
     WHERE kind IN ('table', 'enum')`,
  `CREATE UNIQUE INDEX name_lock_members ON gateway.name_lock (database_id, kind, (path[1:2]), name)
     WHERE kind IN ('column', 'enumValue')`,

  // One row for each key from the start, so that a list in the order of last use is a walk along an index.
  `CREATE TABLE gateway.api_key_use (
     api_key_id text PRIMARY KEY REFERENCES gateway.api_keys ON DELETE CASCADE,
     last_used_at timestamptz(3),
     address text,
     user_agent text CHECK (length(user_agent) <= 300)
   ) WITH (fillfactor = 80)`,
  // Keys that were never used come last in both orders.
  `CREATE INDEX api_key_use_by_first
     ON gateway.api_key_use ((coalesce(last_used_at, 'infinity'::timestamptz)), api_key_id)`,
  `CREATE INDEX api_key_use_by_last
     ON gateway.api_key_use ((coalesce(last_used_at, '-infinity'::timestamptz)), api_key_id)`,
  `CREATE FUNCTION gateway.begin_api_key_use() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO gateway.api_key_use (api_key_id) SELECT id FROM inserted;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER begin_use AFTER INSERT ON gateway.api_keys REFERENCING NEW TABLE AS inserted
     FOR EACH STATEMENT EXECUTE FUNCTION gateway.begin_api_key_use()`,

  `CREATE TABLE gateway.api_key_secret_use (
     api_key_id text NOT NULL,
     digest bytea NOT NULL,
     last_used_at timestamptz(3) NOT NULL,
     PRIMARY KEY (api_key_id, digest),
     FOREIGN KEY (api_key_id, digest) REFERENCES gateway.api_key_secrets ON DELETE CASCADE
   ) WITH (fillfactor = 80)`,

  // A bucket counts the denials of one (code, key, address) over about a minute; key_id and address as claimed by
  // the request, hence no foreign key; key_id is null for INVALID_API_KEY. Rows older than 30 days are removed.
  `CREATE TABLE gateway.denials (
     id text PRIMARY KEY CHECK (id ~ '^[0-9A-Za-z]{16}$'),
     code text NOT NULL,
     key_id text,
     address text,
     first_at timestamptz(3) NOT NULL,
     last_at timestamptz(3) NOT NULL,
     count bigint NOT NULL CHECK (count >= 1),
     CHECK (first_at <= last_at)
   )`,
  `CREATE INDEX denials_by_last_at ON gateway.denials (last_at)`,
  `CREATE INDEX denials_by_key ON gateway.denials (key_id, last_at) WHERE key_id IS NOT NULL`,

  // The first denials of a bucket, each under its own decision id; the decision id of all others is the bucket's id.
  `CREATE TABLE gateway.decisions (
     id text PRIMARY KEY,
     denial_id text NOT NULL REFERENCES gateway.denials ON DELETE CASCADE,
     at timestamptz(3) NOT NULL,
     detail jsonb NOT NULL
   )`,
  `CREATE INDEX decisions_by_denial ON gateway.decisions (denial_id)`,
  `CREATE INDEX decisions_by_at ON gateway.decisions (at)`,
];
