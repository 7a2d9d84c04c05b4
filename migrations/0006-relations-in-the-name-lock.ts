import { sql, type Kysely } from 'kysely';

/** Relations have names too, and a table can have appeared later than others. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // The two constraints that speak of the kind got their names from PostgreSQL.
  `DO $$
   DECLARE found record;
   BEGIN
     FOR found IN
       SELECT conname FROM pg_catalog.pg_constraint
       WHERE conrelid = 'gateway.name_lock'::regclass AND contype = 'c'
         AND pg_catalog.pg_get_constraintdef(oid) ~ '\\mkind\\M'
     LOOP
       EXECUTE format('ALTER TABLE gateway.name_lock DROP CONSTRAINT %I', found.conname);
     END LOOP;
   END $$`,
  `ALTER TABLE gateway.name_lock
     ADD CONSTRAINT name_lock_path_length CHECK (CASE kind
       WHEN 'table' THEN cardinality(path) = 2
       WHEN 'enum' THEN cardinality(path) = 2
       WHEN 'column' THEN cardinality(path) = 3
       WHEN 'enumValue' THEN cardinality(path) = 3
       WHEN 'relation' THEN cardinality(path) = 4
       ELSE false
     END),
     ADD CONSTRAINT name_lock_appeared_later CHECK (kind IN ('column', 'table') OR NOT appeared_later)`,
  `DROP INDEX gateway.name_lock_members`,
  // A relation's path begins with the table that has the field, as a column's does.
  `CREATE UNIQUE INDEX name_lock_members ON gateway.name_lock (database_id, kind, (path[1:2]), name)
     WHERE kind IN ('column', 'enumValue', 'relation')`,
];
