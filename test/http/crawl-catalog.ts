import pg from 'pg';

/** What a database has, asked of pg_catalog by other statements than those of the gateway. Names are the database's. */
export interface CountedCatalog {
  readonly tables: readonly string[];
  /** The table and its columns, each once: `film_actor: actor_id film_id`. */
  readonly keys: readonly string[];
  /** Both ways of each foreign key: `film > language`. */
  readonly relations: readonly string[];
}

const TABLES = `
  SELECT relname::text AS line FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT relispartition`;

const KEYS = `
  SELECT DISTINCT relname || ': ' || (
    SELECT string_agg(attname, ' ' ORDER BY attname) FROM pg_attribute
    WHERE attrelid = indrelid AND attnum = ANY (indkey)
  ) AS line
  FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
  WHERE relnamespace = 'public'::regnamespace AND indisunique AND indpred IS NULL AND indexprs IS NULL
    AND NOT relispartition`;

const RELATIONS = `
  SELECT CASE WHEN forward THEN source || ' > ' || target ELSE target || ' > ' || source END AS line
  FROM (
    SELECT child.relname AS source, parent.relname AS target FROM pg_constraint
    JOIN pg_class child ON child.oid = conrelid JOIN pg_class parent ON parent.oid = confrelid
    WHERE contype = 'f' AND child.relnamespace = 'public'::regnamespace
      AND NOT child.relispartition AND NOT parent.relispartition
  ) fkey CROSS JOIN (VALUES (true), (false)) AS way (forward)`;

export async function countCatalog(url: string): Promise<CountedCatalog> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const linesOf = async (sql: string): Promise<readonly string[]> => {
    const { rows } = await client.query<{ line: string }>(sql);
    return rows.map(({ line }) => line);
  };
  try {
    return { tables: await linesOf(TABLES), keys: await linesOf(KEYS), relations: await linesOf(RELATIONS) };
  } finally {
    await client.end();
  }
}
