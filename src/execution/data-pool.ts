import pg from 'pg';
import { openGuardedSocket } from '../foundation/guarded-socket.js';
import type { Secret } from '../foundation/secret.js';

/**
 * Execution runs compiled operations on registered databases: pools, transactions, time-outs and what database
 * errors mean to a caller. Every value arrives as PostgreSQL's text; `planning` writes it out.
 */
export interface DataPool {
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface DataPoolOptions {
  readonly url: Secret;
  readonly statementTimeoutMs: number;
  readonly maxConnections: number;
  /** For a connection that breaks while idle: pg then throws from nowhere unless somebody listens. */
  readonly onIdleError: (error: Error) => void;
}

// Text formats that planning/json-encoder.ts reads.
const SESSION = [
  'set datestyle to iso, ymd',
  "set timezone to 'UTC'",
  'set intervalstyle to iso_8601',
  'set bytea_output to hex',
  'set extra_float_digits to 1',
].join('; ');

export function openDataPool(options: DataPoolOptions): DataPool {
  const pool = new pg.Pool({
    connectionString: options.url.reveal(),
    application_name: 'postern',
    pipeline: true,
    max: options.maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeoutMs,
    idle_in_transaction_session_timeout: options.statementTimeoutMs * 2,
    stream: () => openGuardedSocket(),
  });
  pool.on('error', options.onIdleError);
  // Queued first on the new connection, so it runs before whatever the connection was opened for.
  pool.on('connect', (client) => {
    // The pool listens while a connection is idle; one that breaks at work would end the process.
    client.on('error', options.onIdleError);
    client.query(SESSION).catch((error: unknown) => {
      options.onIdleError(error instanceof Error ? error : new Error(String(error)));
      // Its texts would be read wrongly.
      client.connection.stream.destroy();
    });
  });
  return {
    pool,
    close: async () => {
      await pool.end();
    },
  };
}

/** Reads that must fit together, such as the parts of a catalog: one connection, one snapshot, nothing written. */
export async function readOnSnapshot<Result>(
  { pool }: DataPool,
  work: (
    query: (text: string, values: unknown[]) => Promise<readonly Record<string, unknown>[]>,
  ) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let isSound = false;
  try {
    await client.query('begin isolation level repeatable read read only');
    const result = await work(
      async (text, values) => (await client.query<Record<string, unknown>>(text, values)).rows,
    );
    await client.query('commit');
    isSound = true;
    return result;
  } finally {
    client.release(!isSound);
  }
}
