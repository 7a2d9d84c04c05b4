import { sql, type Kysely } from 'kysely';

/** Who disabled or revoked a key and when, and the stops that disable many keys at once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE gateway.key_stops (
     id text PRIMARY KEY CHECK (id ~ '^[0-9A-Za-z]{16}$'),
     at timestamptz(3) NOT NULL CHECK (isfinite(at)),
     -- As in the audit, and no foreign key for the same reason.
     actor text NOT NULL CHECK (actor <> ''),
     scope text NOT NULL CHECK (scope IN ('USER', 'DATABASE', 'TAG')),
     -- The id of the user, the slug of the database, or the tag.
     target text NOT NULL CHECK (target <> ''),
     reason text CHECK (length(reason) BETWEEN 1 AND 2000),
     key_count integer NOT NULL CHECK (key_count >= 0),
     undone_at timestamptz(3),
     undone_by text CHECK (undone_by <> ''),
     CHECK ((undone_at IS NULL) = (undone_by IS NULL))
   )`,
  `CREATE INDEX key_stops_by_at ON gateway.key_stops (at, id)`,
  `CREATE TRIGGER bump_revision BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON gateway.key_stops
     FOR EACH STATEMENT EXECUTE FUNCTION gateway.bump_revision()`,

  `ALTER TABLE gateway.api_keys
     ADD COLUMN disabled_at timestamptz(3),
     ADD COLUMN disabled_by text CHECK (disabled_by <> ''),
     ADD COLUMN revoked_by text CHECK (revoked_by <> ''),
     -- The stops that are not undone and hold this key, the oldest first; empty where it was disabled by itself.
     ADD COLUMN stop_ids text[] NOT NULL DEFAULT '{}' CHECK (array_position(stop_ids, NULL) IS NULL),
     ADD CHECK (disabled OR (disabled_at IS NULL AND disabled_by IS NULL AND stop_ids = '{}')),
     ADD CHECK (revoked_at IS NOT NULL OR revoked_by IS NULL)`,

  // A key that comes back has another secret: those that were revoked have ended, whatever becomes of the key.
  `UPDATE gateway.api_key_secrets s SET valid_until = least(s.valid_until, k.revoked_at)
     FROM gateway.api_keys k WHERE k.id = s.api_key_id AND k.revoked_at IS NOT NULL`,
];
