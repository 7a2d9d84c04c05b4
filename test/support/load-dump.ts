import { readFile } from 'node:fs/promises';
import pg from 'pg';

/**
 * Runs a plain dump of `pg_dump`, as `psql -f` would: its statements, and the rows that follow each COPY. Then fills
 * materialized views, which may come without their rows, and lets the planner know how many rows there are.
 */
export async function loadDump(databaseUrl: string, file: URL): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const part of partsOf(await readFile(file, 'utf8'))) {
      await (part.rows === null ? client.query(part.sql) : copyIn(client, part.sql, part.rows));
    }
    await client.query(FILL_VIEWS);
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

const FILL_VIEWS = `
  DO $$
  DECLARE view regclass;
  BEGIN
    FOR view IN SELECT oid FROM pg_class WHERE relkind = 'm' AND NOT relispopulated LOOP
      EXECUTE 'REFRESH MATERIALIZED VIEW ' || view;
    END LOOP;
  END $$`;

interface DumpPart {
  readonly sql: string;
  /** In the format of COPY; null for other statements. */
  readonly rows: string | null;
}

/** Rows end with a line of their own. */
function partsOf(dump: string): readonly DumpPart[] {
  return dump.split('\n\\.\n').flatMap((piece): readonly DumpPart[] => {
    const copy = /^COPY [^\n]* FROM stdin;\n?/m.exec(piece);
    if (!copy) return [{ sql: piece, rows: null }];
    const [sql] = copy;
    const rows = piece.slice(copy.index + sql.length);
    return [
      { sql: piece.slice(0, copy.index), rows: null },
      { sql, rows: rows === '' ? '' : `${rows}\n` },
    ];
  });
}

interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** The driver knows the messages of COPY, but offers no call for them. */
function copyIn(client: pg.Client, sql: string, rows: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const query = new pg.Query(sql, [], (error) => (error ? reject(error) : resolve()));
    client.query(
      Object.assign(query, {
        handleCopyInResponse: (connection: CopyConnection) => {
          connection.sendCopyFromChunk(Buffer.from(rows));
          connection.endCopyFrom();
        },
      }),
    );
  });
}
