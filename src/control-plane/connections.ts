import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Secret } from '../foundation/secret.js';
import { isError, sqlStateOf } from './database-errors.js';
import type { Tables } from './tables.js';

/** Where the control plane reports what no caller may read. Never a secret, a row or a URL. */
export type ControlPlaneLog = (entry: {
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly sqlState: string | null;
  readonly cause: string | null;
}) => void;

/** How long anybody waits for a connection of a pool, in ms: pg would wait for ever. */
const CONNECTION_TIMEOUT_MS = 5_000;

export function clientConfig(url: Secret, purpose: string): pg.ClientConfig {
  return {
    connectionString: url.reveal(),
    application_name: `postern ${purpose}`,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    keepAlive: true,
  };
}

export function openPool(url: Secret, purpose: string, max: number, log: ControlPlaneLog): pg.Pool {
  const pool = new pg.Pool({ ...clientConfig(url, purpose), max, idleTimeoutMillis: 30_000 });
  // An idle connection that breaks is replaced; without a listener it would end the process.
  pool.on('error', (error) => log(describeLoss(purpose, error)));
  // And so would one that breaks while it is in use: its query reports the loss, the pool drops it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Everything in the schema `gateway`, whatever the session's search path. */
export function openDatabase(pool: pg.Pool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema('gateway');
}

export function describeLoss(purpose: string, error: unknown): Parameters<ControlPlaneLog>[0] {
  return {
    level: 'warn',
    message: `The connection "${purpose}" to the control plane was lost.`,
    sqlState: sqlStateOf(error),
    cause: isError(error) ? error.message : null,
  };
}
