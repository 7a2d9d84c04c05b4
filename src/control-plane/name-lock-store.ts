import { sql, type Kysely, type Transaction } from 'kysely';
import { PosternError } from '../foundation/postern-error.js';
import type { StoredNameLock } from './control-plane.js';
import type { Tables } from './tables.js';

type Entry = StoredNameLock['entries'][number];

/**
 * Reads the name lock of a database, lets `extend` add to it, and stores what it added. The lock on the database's
 * row makes every instance issue names one after the other. Entries are never changed or removed here.
 */
export async function extendStoredNameLock<Result extends { readonly lock: StoredNameLock }>(
  db: Kysely<Tables>,
  databaseId: string,
  extend: (lock: StoredNameLock) => Result,
): Promise<Result> {
  const stored = await readEntries(db, databaseId);
  const result = extend({ entries: stored });
  // The usual case, each time that a schema is built: nothing is new, and nobody waits for a lock.
  if (addedTo(stored, result.lock.entries).length === 0) return result;
  return db.transaction().execute((trx) => extendUnderLock(trx, databaseId, extend));
}

async function extendUnderLock<Result extends { readonly lock: StoredNameLock }>(
  trx: Transaction<Tables>,
  databaseId: string,
  extend: (lock: StoredNameLock) => Result,
): Promise<Result> {
  const { rows } = await sql`
    SELECT FROM gateway.databases WHERE id = ${databaseId} FOR NO KEY UPDATE`.execute(trx);
  if (rows.length === 0) throw new PosternError('NOT_FOUND', 'There is no database with this id.');
  const stored = await readEntries(trx, databaseId);
  const result = extend({ entries: stored });
  const added = addedTo(stored, result.lock.entries);
  for (let start = 0; start < added.length; start += BATCH) {
    await trx
      .insertInto('name_lock')
      .values(
        added.slice(start, start + BATCH).map(({ id, kind, path, name, appearedLater }) => ({
          database_id: databaseId,
          id,
          kind,
          path: [...path],
          name,
          appeared_later: appearedLater,
        })),
      )
      .execute();
  }
  return result;
}

/** Six parameters a row, and PostgreSQL takes 65535. */
const BATCH = 5_000;

async function readEntries(db: Kysely<Tables>, databaseId: string): Promise<readonly Entry[]> {
  // In the order in which the ids were issued: `t2` before `t10`.
  return db
    .selectFrom('name_lock')
    .select(['id', 'kind', 'path', 'name', 'appeared_later as appearedLater'])
    .where('database_id', '=', databaseId)
    .orderBy(sql`length(id)`)
    .orderBy('id')
    .execute();
}

function addedTo(stored: readonly Entry[], extended: readonly Entry[]): readonly Entry[] {
  const byId = new Map(extended.map((entry) => [entry.id, entry]));
  for (const entry of stored) {
    if (JSON.stringify(identityOf(byId.get(entry.id))) !== JSON.stringify(identityOf(entry))) {
      throw new Error(`The name lock entry ${entry.id} was changed or dropped: a name once issued stays.`);
    }
  }
  const known = new Set(stored.map(({ id }) => id));
  return extended.filter(({ id }) => !known.has(id));
}

function identityOf(entry: Entry | undefined): readonly unknown[] {
  return [entry?.kind, entry?.path, entry?.name, entry?.appearedLater];
}
