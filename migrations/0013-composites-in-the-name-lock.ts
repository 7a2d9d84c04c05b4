import { sql, type Kysely } from 'kysely';

/** Composite types and their attributes have names too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `ALTER TABLE gateway.name_lock DROP CONSTRAINT name_lock_path_length`,
  `ALTER TABLE gateway.name_lock ADD CONSTRAINT name_lock_path_length CHECK (CASE
     WHEN kind IN ('table', 'enum', 'composite') THEN cardinality(path) = 2
     WHEN kind IN ('column', 'enumValue', 'attribute') THEN cardinality(path) = 3
     WHEN kind = 'relation' THEN cardinality(path) = 4
     ELSE false
   END)`,
  `DROP INDEX gateway.name_lock_types`,
  `CREATE UNIQUE INDEX name_lock_types ON gateway.name_lock (database_id, kind, name)
     WHERE kind IN ('table', 'enum', 'composite')`,
  `DROP INDEX gateway.name_lock_members`,
  `CREATE UNIQUE INDEX name_lock_members ON gateway.name_lock (database_id, kind, (path[1:2]), name)
     WHERE kind IN ('column', 'enumValue', 'relation', 'attribute')`,
];
