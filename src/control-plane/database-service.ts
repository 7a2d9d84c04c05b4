import { sql, type Kysely, type RawBuilder } from 'kysely';
import { newId } from '../foundation/ids.js';
import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Secret } from '../foundation/secret.js';
import type { Actor } from './actor.js';
import type { Change, MakeChange } from './changes.js';
import type { ControlPlaneNeeds, DatabaseService } from './control-plane.js';
import { probeDatabase } from './database-probe.js';
import { readSettings } from './database-settings.js';
import { parseDatabaseUrl } from './database-url.js';
import { constraintOf } from './database-errors.js';
import { extendStoredNameLock } from './name-lock-store.js';
import { Problems, refuseInput } from './problems.js';
import { inOrderOf } from './record-queries.js';
import type { DatabaseRecord, DatabaseSettings } from './records.js';
import type { Tables } from './tables.js';
import { refuseWithout } from './user-service.js';

export function createDatabaseService(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  needs: ControlPlaneNeeds,
): DatabaseService {
  return {
    add: (actor, input) => addDatabase(db, makeChange, needs, actor, input),
    list: () => readDatabases(db, sql`true`),
    bySlug: async (slug) => (await readDatabases(db, sql`d.slug = ${slug}`))[0] ?? null,
    byIds: async (ids) =>
      inOrderOf(ids, await readDatabases(db, sql`d.id = ANY (${ids}::text[])`), (database) => database.id),
    urlOf: (id) => readUrl(db, needs, id),
    extendNameLock: (id, extend) => extendStoredNameLock(db, id, extend),
  };
}

type NewDatabase = Parameters<DatabaseService['add']>[1];

async function addDatabase(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  needs: ControlPlaneNeeds,
  actor: Actor,
  input: NewDatabase,
): Promise<DatabaseRecord> {
  refuseWithout(actor, 'databases:connect');
  const problems = new Problems();
  const settings = readSettings(problems, 'settings', input.settings ?? {});
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(input.slug)) {
    problems.add('slug', 'must be 1 to 63 lower-case letters, digits and hyphens, beginning with a letter.');
  } else if (input.slug === 'gateway') {
    problems.add('slug', 'is the name of the control plane itself: choose another.');
  }
  const target = parseDatabaseUrl(input.url);
  if (target.kind === 'refused') return problems.fail('url', target.problem);
  problems.refuse();
  // Before the transaction: another server's time is not to be waited for under the lock.
  await probeDatabase(db, input.url, target.value);
  return makeChange(actor, (change) => insertDatabase(change, needs, input, settings));
}

async function insertDatabase(
  { trx, nowMs, record }: Change,
  needs: ControlPlaneNeeds,
  { slug, url }: NewDatabase,
  settings: DatabaseSettings,
): Promise<DatabaseRecord> {
  const id = newId();
  try {
    await trx
      .insertInto('databases')
      .values({
        id,
        slug,
        sealed_url: needs.seal(url),
        settings: JSON.stringify(settings),
        created_at: formatInstant(nowMs),
      })
      .execute();
  } catch (error) {
    if (constraintOf(error) !== 'databases_slug_key') throw error;
    refuseInput('slug', 'belongs to another database already.');
  }
  await record({ action: 'databases.add', target: id, before: null, after: { slug, settings } });
  const [database] = await readDatabases(trx, sql`d.id = ${id}`);
  if (database === undefined) throw new Error('A database that was just inserted is not there.');
  return database;
}

async function readUrl(db: Kysely<Tables>, needs: ControlPlaneNeeds, id: string): Promise<Secret | null> {
  const row = await db.selectFrom('databases').select('sealed_url').where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new PosternError('NOT_FOUND', 'There is no database with this id.');
  return row.sealed_url === null ? null : needs.unseal(row.sealed_url);
}

async function readDatabases(db: Kysely<Tables>, where: RawBuilder<unknown>): Promise<DatabaseRecord[]> {
  const { rows } = await sql<DatabaseRecord>`
    SELECT d.id, d.version, d.slug, d.enabled, d.settings FROM gateway.databases d
    WHERE ${where} ORDER BY d.slug`.execute(db);
  return rows;
}
