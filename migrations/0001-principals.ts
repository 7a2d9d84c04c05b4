import { sql, type Kysely } from 'kysely';

/** Databases, users and groups: who there is, and what their groups grant. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE gateway.databases (
     id text PRIMARY KEY CHECK (id ~ '^[0-9A-Za-z]{16}$'),
     slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{0,62}$'),
     -- Encrypted; null for the control plane's own database, which is reached by DATABASE_URL.
     sealed_url bytea,
     enabled boolean NOT NULL DEFAULT true,
     settings jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
     version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
     created_at timestamptz(3) NOT NULL DEFAULT now(),
     CHECK ((sealed_url IS NULL) = (slug = 'gateway'))
   )`,
  // What was built for a version of a database is kept for as long as the version stays: also a change by hand counts.
  `CREATE FUNCTION gateway.bump_database_version() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     NEW.version := OLD.version + 1;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER bump_version BEFORE UPDATE ON gateway.databases
     FOR EACH ROW WHEN (
       NEW.version <= OLD.version
       AND (NEW.sealed_url, NEW.settings, NEW.enabled) IS DISTINCT FROM (OLD.sealed_url, OLD.settings, OLD.enabled)
     ) EXECUTE FUNCTION gateway.bump_database_version()`,

  `CREATE TABLE gateway.users (
     id text PRIMARY KEY CHECK (id ~ '^[0-9A-Za-z]{16}$'),
     email text NOT NULL CHECK (email = btrim(email) AND length(email) BETWEEN 3 AND 320),
     name text CHECK (length(name) BETWEEN 1 AND 200),
     enabled boolean NOT NULL DEFAULT true,
     attributes jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object'),
     password_hash text,
     deleted_at timestamptz(3),
     version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
     created_at timestamptz(3) NOT NULL DEFAULT now()
   )`,
  // Folded by the rules of "C", which no server's locale and no upgrade of its libraries changes.
  `CREATE UNIQUE INDEX users_email_key ON gateway.users (lower(email COLLATE "C")) WHERE deleted_at IS NULL`,
  `CREATE INDEX users_by_email ON gateway.users (lower(email COLLATE "C"), id)`,

  `CREATE TABLE gateway.groups (
     id text PRIMARY KEY CHECK (id ~ '^[0-9A-Za-z]{16}$'),
     database_id text NOT NULL REFERENCES gateway.databases,
     name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
     api_access boolean NOT NULL DEFAULT true,
     built_in boolean NOT NULL DEFAULT false,
     version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
     created_at timestamptz(3) NOT NULL DEFAULT now(),
     UNIQUE (database_id, name)
   )`,

  `CREATE TABLE gateway.group_members (
     group_id text NOT NULL REFERENCES gateway.groups ON DELETE CASCADE,
     user_id text NOT NULL REFERENCES gateway.users,
     created_at timestamptz(3) NOT NULL DEFAULT now(),
     PRIMARY KEY (group_id, user_id)
   )`,
  `CREATE INDEX group_members_by_user ON gateway.group_members (user_id, group_id)`,

  `CREATE TABLE gateway.group_grants (
     group_id text NOT NULL REFERENCES gateway.groups ON DELETE CASCADE,
     -- By name-lock id, so that a rename never moves a grant.
     capability text NOT NULL CHECK (capability <> ''),
     created_at timestamptz(3) NOT NULL DEFAULT now(),
     PRIMARY KEY (group_id, capability)
   )`,

  `CREATE TABLE gateway.row_rules (
     group_id text NOT NULL REFERENCES gateway.groups ON DELETE CASCADE,
     table_key text NOT NULL CHECK (table_key <> ''),
     verb text NOT NULL CHECK (verb IN ('select', 'insert', 'update', 'delete', 'aggregate')),
     where_filter jsonb NOT NULL CHECK (jsonb_typeof(where_filter) = 'object'),
     -- Null: the filter itself must hold for the new row.
     check_filter jsonb CHECK (jsonb_typeof(check_filter) = 'object'),
     presets jsonb CHECK (jsonb_typeof(presets) = 'object'),
     created_at timestamptz(3) NOT NULL DEFAULT now(),
     PRIMARY KEY (group_id, table_key, verb)
   )`,
];
