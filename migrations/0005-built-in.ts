import { sql, type Kysely } from 'kysely';

/** The control plane as a database of its own, with the group that administers it. The ids are the same everywhere. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `INSERT INTO gateway.databases (id, slug) VALUES ('000000000gateway', 'gateway')`,
  `INSERT INTO gateway.groups (id, database_id, name, built_in)
     VALUES ('00Administrators', '000000000gateway', 'Administrators', true)`,
  `INSERT INTO gateway.group_grants (group_id, capability)
     SELECT '00Administrators', capability
     FROM unnest(ARRAY['*:*', 'users:impersonate', 'users:setAttributes', 'databases:connect']) AS capability`,

  `CREATE FUNCTION gateway.keep_built_in_group() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'UPDATE' AND NEW.built_in AND NEW.id = OLD.id
        AND NEW.database_id = OLD.database_id AND NEW.name = OLD.name THEN
       RETURN NEW;
     END IF;
     RAISE EXCEPTION 'a built-in group cannot be deleted or renamed' USING ERRCODE = 'restrict_violation';
   END $$`,
  `CREATE TRIGGER keep_built_in BEFORE UPDATE OR DELETE ON gateway.groups
     FOR EACH ROW WHEN (OLD.built_in) EXECUTE FUNCTION gateway.keep_built_in_group()`,
  `CREATE TRIGGER never_truncated BEFORE TRUNCATE ON gateway.groups
     FOR EACH STATEMENT EXECUTE FUNCTION gateway.keep_built_in_group()`,

  `CREATE FUNCTION gateway.keep_built_in_database() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.slug = OLD.slug THEN
       RETURN NEW;
     END IF;
     RAISE EXCEPTION 'the database "gateway" cannot be deleted or renamed' USING ERRCODE = 'restrict_violation';
   END $$`,
  `CREATE TRIGGER keep_built_in BEFORE UPDATE OR DELETE ON gateway.databases
     FOR EACH ROW WHEN (OLD.slug = 'gateway') EXECUTE FUNCTION gateway.keep_built_in_database()`,
  `CREATE TRIGGER never_truncated BEFORE TRUNCATE ON gateway.databases
     FOR EACH STATEMENT EXECUTE FUNCTION gateway.keep_built_in_database()`,
];
