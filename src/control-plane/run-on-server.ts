import pg from 'pg';
import type { Secret } from '../foundation/secret.js';

/** One statement, or several without values. */
export type ServerQuery = (
  text: string,
  values?: unknown[],
) => Promise<{ readonly rows: readonly Record<string, unknown>[] }>;

/** Work on a single connection that is closed afterwards: for set-up, where databases and roles are made. */
export async function runOnServer<Result>(
  url: Secret,
  work: (query: ServerQuery) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: url.reveal(),
    application_name: 'postern set-up',
    connectionTimeoutMillis: 10_000,
  });
  // A connection lost between two statements: the next statement fails and says so.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work((text, values) => client.query<Record<string, unknown>>(text, values));
  } finally {
    await client.end();
  }
}
