import { sql, type Kysely } from 'kysely';

/** A database that is removed keeps its row, for the audit and for its keys, and gives its slug back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `ALTER TABLE gateway.databases ADD COLUMN removed_at timestamptz(3) CHECK (isfinite(removed_at))`,
  `ALTER TABLE gateway.databases DROP CONSTRAINT databases_slug_key`,
  `CREATE UNIQUE INDEX databases_slug_key ON gateway.databases (slug) WHERE removed_at IS NULL`,
  // The constraint that speaks of URL and slug got its name from PostgreSQL.
  `DO $$
   DECLARE found record;
   BEGIN
     FOR found IN
       SELECT conname FROM pg_catalog.pg_constraint
       WHERE conrelid = 'gateway.databases'::regclass AND contype = 'c'
         AND pg_catalog.pg_get_constraintdef(oid) ~ '\\msealed_url\\M'
     LOOP
       EXECUTE format('ALTER TABLE gateway.databases DROP CONSTRAINT %I', found.conname);
     END LOOP;
   END $$`,
  // Only what is served has a URL; what was removed is never enabled again.
  `ALTER TABLE gateway.databases
     ADD CONSTRAINT databases_url CHECK ((sealed_url IS NULL) = (slug = 'gateway' OR removed_at IS NOT NULL)),
     ADD CONSTRAINT databases_removed CHECK (removed_at IS NULL OR (NOT enabled AND slug <> 'gateway'))`,
  `CREATE FUNCTION gateway.keep_removed() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'a database that was removed does not come back' USING ERRCODE = 'restrict_violation';
   END $$`,
  `CREATE TRIGGER keep_removed BEFORE UPDATE ON gateway.databases
     FOR EACH ROW WHEN (OLD.removed_at IS NOT NULL AND NEW.removed_at IS NULL)
     EXECUTE FUNCTION gateway.keep_removed()`,

  // The group that administers the gateway keeps its access to the API too.
  `CREATE OR REPLACE FUNCTION gateway.keep_built_in_group() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'UPDATE' AND NEW.built_in AND NEW.id = OLD.id
        AND NEW.database_id = OLD.database_id AND NEW.name = OLD.name AND NEW.api_access THEN
       RETURN NEW;
     END IF;
     RAISE EXCEPTION 'a built-in group cannot be deleted or renamed, and keeps its access'
       USING ERRCODE = 'restrict_violation';
   END $$`,
];
