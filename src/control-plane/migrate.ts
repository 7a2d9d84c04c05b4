import { Kysely, Migrator, PostgresAdapter, PostgresDialect, type Migration } from 'kysely';
import pg from 'pg';
import { up as principals } from '../../migrations/0001-principals.js';
import { up as apiKeys } from '../../migrations/0002-api-keys.js';
import { up as revisionAndAudit } from '../../migrations/0003-revision-and-audit.js';
import { up as namesAndUsage } from '../../migrations/0004-names-and-usage.js';
import { up as builtIn } from '../../migrations/0005-built-in.js';
import { up as relationsInTheNameLock } from '../../migrations/0006-relations-in-the-name-lock.js';
import { up as keyLife } from '../../migrations/0007-key-life.js';
import { up as sessions } from '../../migrations/0008-sessions.js';
import { up as removedDatabases } from '../../migrations/0009-removed-databases.js';
import { up as countersAndSeals } from '../../migrations/0010-counters-and-seals.js';
import { up as search } from '../../migrations/0011-search.js';
import { up as hitsInOrder } from '../../migrations/0012-hits-in-order.js';
import { up as compositesInTheNameLock } from '../../migrations/0013-composites-in-the-name-lock.js';
import { up as walkAlongContent } from '../../migrations/0014-walk-along-content.js';
import { PosternError } from '../foundation/postern-error.js';
import { isError, isUnavailable, sqlStateOf } from './database-errors.js';

/** In order; what has landed is never edited. A list, not a folder scan: it is the same in the build and under test. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-principals': { up: principals },
  '0002-api-keys': { up: apiKeys },
  '0003-revision-and-audit': { up: revisionAndAudit },
  '0004-names-and-usage': { up: namesAndUsage },
  '0005-built-in': { up: builtIn },
  '0006-relations-in-the-name-lock': { up: relationsInTheNameLock },
  '0007-key-life': { up: keyLife },
  '0008-sessions': { up: sessions },
  '0009-removed-databases': { up: removedDatabases },
  '0010-counters-and-seals': { up: countersAndSeals },
  '0011-search': { up: search },
  '0012-hits-in-order': { up: hitsInOrder },
  '0013-composites-in-the-name-lock': { up: compositesInTheNameLock },
  '0014-walk-along-content': { up: walkAlongContent },
};

/**
 * Brings the schema `gateway` of this PostgreSQL database (14 to 18) up to this version: all migrations or none,
 * one instance at a time. Throws PosternError CONTROL_PLANE_UNAVAILABLE with a sentence for the operator.
 */
export async function migrateControlPlane(url: string): Promise<void> {
  try {
    await underMigrationLock(url, () => runMigrations(url));
  } catch (error) {
    throw explain(error);
  }
}

const LOCK_KEY = 5_066_549_580_791;
const LOCK_TIMEOUT_MS = 60_000;

/**
 * The lock lives in an open transaction on a connection of our own: unlike a session's lock it also holds behind a
 * pooler that shares connections between transactions, and dies with us.
 */
async function underMigrationLock(url: string, run: () => Promise<void>): Promise<void> {
  const client = new pg.Client(connectionOf(url));
  // Without a listener a lost connection would end the process; the COMMIT below reports it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY]);
    await run();
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

async function runMigrations(url: string): Promise<void> {
  const pool = new pg.Pool({ ...connectionOf(url), max: 1 });
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new LockedElsewhereDialect({ pool }) });
  try {
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
      migrationTableSchema: 'gateway',
    }).migrateToLatest();
    if (error !== undefined) throw isError(error) ? error : new Error('The migration failed.');
  } finally {
    await db.destroy();
  }
}

/** Kysely's own lock is a session's: behind a transaction pooler it could stay locked on somebody else's connection. */
class LockedElsewhereDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new LockedElsewhereAdapter();
  }
}

class LockedElsewhereAdapter extends PostgresAdapter {
  override acquireMigrationLock(): Promise<void> {
    return Promise.resolve();
  }

  override releaseMigrationLock(): Promise<void> {
    return Promise.resolve();
  }
}

function connectionOf(url: string): pg.ClientConfig {
  return { connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'postern migrate' };
}

function explain(error: unknown): Error {
  if (!isError(error)) return new Error('The migration failed.');
  const sentence = sentenceOf(sqlStateOf(error), error);
  return sentence === null ? error : new PosternError('CONTROL_PLANE_UNAVAILABLE', sentence);
}

function sentenceOf(sqlState: string | null, error: Error): string | null {
  if (sqlState === '42501') {
    return 'The role of DATABASE_URL may not create the schema "gateway". Grant it CREATE on that database, or let it own the schema "gateway" and everything in it.';
  }
  if (sqlState === '55P03') {
    return 'Another instance has been migrating this control plane for over a minute. Wait for it, or end it.';
  }
  if (sqlState === '25006') {
    return 'DATABASE_URL leads to a PostgreSQL that cannot be written, such as a replica. Name the primary.';
  }
  if (error.message.startsWith('corrupted migrations')) {
    return 'The control plane was migrated by another version of Postern than this one. Start that version or a later one.';
  }
  return isUnavailable(error) ? 'The PostgreSQL of DATABASE_URL cannot be reached.' : null;
}
