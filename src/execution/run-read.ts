import type pg from 'pg';
import type { BoundStatement } from '../planning/bind-statement.js';
import type { TextRow } from '../planning/write-rows.js';
import { PosternError } from '../foundation/postern-error.js';
import { isSettingRefused, isStalePreparation, publicDatabaseError } from './database-error.js';

/**
 * Runs all statements of a reading operation on one snapshot, in one round trip: the whole transaction is sent
 * before the first answer is awaited. The transaction is read-only, whatever the statements call.
 *
 * Returns the rows of each statement as text. Throws PosternError where the caller may know the reason.
 */
export async function runRead(
  pool: pg.Pool,
  statements: readonly BoundStatement[],
  /** What the database's own walls are told first; without it nothing is read. */
  session: BoundStatement | null = null,
): Promise<readonly (readonly TextRow[])[]> {
  try {
    return await attempt(pool, statements, session);
  } catch (error) {
    // DDL since the statement was prepared on that connection. Reading twice is harmless.
    if (!isStalePreparation(error)) throw publicDatabaseError(error);
    return attempt(pool, statements, session).catch((again: unknown) => {
      throw publicDatabaseError(again);
    });
  }
}

async function attempt(
  pool: pg.Pool,
  statements: readonly BoundStatement[],
  session: BoundStatement | null,
): Promise<readonly (readonly TextRow[])[]> {
  const client = await pool.connect();
  const reading = createReading();
  let failure: unknown;
  const isFull = notePrepared(client, session ? [session, ...statements] : statements);
  try {
    const [, , ...results] = await settleAll([
      client.query('begin isolation level repeatable read read only').then(() => []),
      // A failure here fails all that follows: PostgreSQL runs nothing more in the transaction.
      session ? queryText(client, session, createReading()).catch(refuseSession) : Promise.resolve([]),
      ...statements.map((statement) => queryText(client, statement, reading)),
      client.query('commit').then(() => []),
    ]);
    return results.slice(0, statements.length);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // A connection whose prepared statements are stale or too many is not used again.
    client.release(isFull || (failure !== undefined && isStalePreparation(failure)));
  }
}

function refuseSession(error: unknown): never {
  if (isStalePreparation(error) || !isSettingRefused(error)) throw error;
  throw new PosternError(
    'DATABASE_UNAVAILABLE',
    'The database refuses the session role or settings with which it is registered. Its administrator has to correct them.',
  );
}

async function queryText(
  client: pg.PoolClient,
  statement: BoundStatement,
  types: pg.CustomTypesConfig,
): Promise<readonly TextRow[]> {
  const { rows } = await client.query<(string | null)[]>({ ...statement, rowMode: 'array', types });
  return rows;
}

/** Of one operation, with what each value costs beside its text. Counted as it arrives, before it is kept. */
const MAX_READ_BYTES = 64_000_000;
const BYTES_A_VALUE = 16;

/** Values as they are, until there are too many of them: pg then drops what else the statements give. */
function createReading(): pg.CustomTypesConfig {
  let room = MAX_READ_BYTES;
  const take = (value: string): string => {
    room -= value.length + BYTES_A_VALUE;
    if (room < 0) throw new PosternError('LIMIT_EXCEEDED', TOO_MUCH);
    return value;
  };
  return { getTypeParser: () => take };
}

const TOO_MUCH =
  'The operation reads more than the gateway holds for one answer. Ask for fewer rows or fields at once.';

/** Waits for all, since each is on the wire already, then throws the first failure. */
async function settleAll<Value>(promises: readonly Promise<Value>[]): Promise<Value[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** PostgreSQL keeps a prepared statement until its connection ends, and callers decide how many there are. */
const MAX_PREPARED = 500;
const preparedBy = new WeakMap<pg.PoolClient, Set<string>>();

function notePrepared(client: pg.PoolClient, statements: readonly BoundStatement[]): boolean {
  const names = preparedBy.get(client) ?? new Set();
  preparedBy.set(client, names);
  for (const { name } of statements) names.add(name);
  return names.size > MAX_PREPARED;
}
