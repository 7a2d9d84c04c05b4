import pg from 'pg';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { openGuardedSocket } from '../foundation/guarded-socket.js';
import type { DatabaseTarget } from './database-url.js';
import { refuseInput } from './problems.js';
import type { Tables } from './tables.js';

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Connects once to a database that is to be registered. Every failure is one sentence: who may register databases
 * learns nothing about what else listens in the gateway's network. Throws BadUserInput for `url`.
 */
export async function probeDatabase(db: Kysely<Tables>, target: DatabaseTarget): Promise<void> {
  const theirs = await identifyTarget(target);
  if (theirs === null) {
    refuseInput(
      'url',
      'no connection could be made with this URL: check host, port, database, user, password and sslmode.',
    );
  }
  const { rows } = await sql<Identity>`${sql.raw(IDENTIFY)}`.execute(db);
  const own = rows[0];
  if (own === undefined || (own.system === theirs.system && own.database === theirs.database)) {
    refuseInput(
      'url',
      'leads to the control plane itself, which is never served as data. Register another database.',
    );
  }
}

interface Identity {
  readonly system: string;
  readonly database: string;
}

/** By what the servers say of themselves: one server has many names. Replicas of it say the same. */
const IDENTIFY = `
  SELECT (SELECT system_identifier FROM pg_control_system())::text AS system,
    (SELECT oid FROM pg_database WHERE datname = current_database())::text AS database`;

async function identifyTarget({ url }: DatabaseTarget): Promise<Identity | null> {
  const client = new pg.Client({
    connectionString: url.reveal(),
    application_name: 'postern probe',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
    stream: () => openGuardedSocket(),
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Identity>(IDENTIFY);
    return rows[0] ?? null;
  } catch {
    // Also where identification is not permitted: what cannot be told from the control plane is not served.
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}
