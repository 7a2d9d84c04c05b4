import pg from 'pg';

const TABLES = 500;

/** Each of the tables has eight columns and two foreign keys: 1,000 of them in all. */
export const size = { tables: TABLES, columns: 8, foreignKeys: 2 * TABLES } as const;

/** As it is called in the database and in the data API alike. */
export function nameOf(table: number): string {
  return `t${String(((table % TABLES) + TABLES) % TABLES).padStart(3, '0')}`;
}

export async function fillDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = Array.from({ length: TABLES }, (_, table) => table);
  // In parts: each statement of one query keeps its locks until all are done.
  for (let from = 0; from < TABLES; from += 100) {
    await client.query(
      tables
        .slice(from, from + 100)
        .map(createTable)
        .join(''),
    );
  }
  for (let from = 0; from < TABLES; from += 100) {
    await client.query(
      tables
        .slice(from, from + 100)
        .map(addForeignKeys)
        .join(''),
    );
  }
  await client.end();
}

function createTable(table: number): string {
  return `CREATE TABLE ${nameOf(table)} (
    id int PRIMARY KEY, name text NOT NULL, amount numeric, noted_at timestamptz, data jsonb, tags text[],
    next_id int, other_id int
  );
  INSERT INTO ${nameOf(table)} SELECT n, 'Row ' || n, n, NULL, NULL, NULL, n, n FROM generate_series(1, 3) n;`;
}

/** One leads to the next table and one far away, so that every table is led to by two. */
function addForeignKeys(table: number): string {
  return `ALTER TABLE ${nameOf(table)}
    ADD FOREIGN KEY (next_id) REFERENCES ${nameOf(table + 1)}, ADD FOREIGN KEY (other_id) REFERENCES ${nameOf(table * 3 + 7)};`;
}
