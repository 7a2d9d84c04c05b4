import { sql, type Kysely } from 'kysely';
import { isId } from '../foundation/ids.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Secret } from '../foundation/secret.js';
import type { MakeChange } from './changes.js';
import type { ControlPlaneNeeds, DatabaseService } from './control-plane.js';
import { addDatabase, reloadDatabase } from './database-changes.js';
import { removeDatabase } from './database-removal.js';
import { relocateDatabase, updateDatabase } from './database-update.js';
import { extendStoredNameLock } from './name-lock-store.js';
import { hasId, hasSlug, inOrderOf, readDatabases } from './record-queries.js';
import type { Tables } from './tables.js';

export function createDatabaseService(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  needs: ControlPlaneNeeds,
): DatabaseService {
  return {
    add: (actor, input) => addDatabase(db, makeChange, needs, actor, input),
    reload: (actor, id) => makeChange(actor, (change) => reloadDatabase(change, id)),
    update: (actor, input) => updateDatabase(db, makeChange, needs, actor, input),
    relocate: (actor, input) => relocateDatabase(db, makeChange, needs, actor, input),
    remove: (actor, id) => makeChange(actor, (change) => removeDatabase(change, id)),
    list: () => readDatabases(db, sql`d.removed_at IS NULL`),
    bySlug: async (slug) => (await readDatabases(db, hasSlug(slug)))[0] ?? null,
    byIds: async (ids) =>
      inOrderOf(ids, await readDatabases(db, hasId('d.id', ids)), (database) => database.id),
    urlOf: (id) => readUrl(db, needs, id),
    extendNameLock: (id, extend) => extendStoredNameLock(db, id, extend),
  };
}

async function readUrl(db: Kysely<Tables>, needs: ControlPlaneNeeds, id: string): Promise<Secret | null> {
  const row = isId(id)
    ? await db.selectFrom('databases').select('sealed_url').where('id', '=', id).executeTakeFirst()
    : undefined;
  if (row === undefined) throw new PosternError('NOT_FOUND', 'There is no database with this id.');
  return row.sealed_url === null ? null : needs.unseal(row.sealed_url);
}
