import { sql, type Kysely } from 'kysely';
import { newId } from '../foundation/ids.js';
import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Actor } from './actor.js';
import type { Change, MakeChange } from './changes.js';
import type { ControlPlaneNeeds, DatabaseService } from './control-plane.js';
import { constraintOf } from './database-errors.js';
import { probeDatabase } from './database-probe.js';
import { policyNames, readSettings } from './database-settings.js';
import { parseDatabaseUrl } from './database-url.js';
import { isSlug } from './input-fields.js';
import { Problems, refuseInput } from './problems.js';
import { hasId, readDatabases } from './record-queries.js';
import type { DatabaseRecord, DatabaseSettings } from './records.js';
import type { Tables } from './tables.js';
import { refuseWithout } from './named-capability.js';

type NewDatabase = Parameters<DatabaseService['add']>[1];

export async function addDatabase(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  needs: ControlPlaneNeeds,
  actor: Actor,
  input: NewDatabase,
): Promise<DatabaseRecord> {
  refuseWithout(actor, 'databases:connect');
  const problems = new Problems();
  const settings = readSettings(problems, 'settings', input.settings ?? {});
  if (!isSlug(input.slug)) {
    problems.add('slug', 'must be 1 to 63 lower-case letters, digits and hyphens, beginning with a letter.');
  } else if (input.slug === 'gateway') {
    problems.add('slug', 'is the name of the control plane itself: choose another.');
  }
  const target = parseDatabaseUrl(input.url);
  if (target.kind === 'refused') return problems.fail('url', target.problem);
  problems.refuse();
  // Before the transaction: another server's time is not to be waited for under the lock.
  await probeDatabase(db, target.value);
  const added = { slug: input.slug, sealedUrl: needs.seal(target.value.url), settings };
  return makeChange(actor, (change) => insertDatabase(change, added));
}

/** The same in a new version: who serves it by its version builds it anew. */
export async function reloadDatabase({ trx, record }: Change, id: string): Promise<DatabaseRecord> {
  const { version } = await registeredDatabase(trx, id);
  await trx
    .updateTable('databases')
    .set({ version: version + 1 })
    .where('id', '=', id)
    .execute();
  await record({
    action: 'databases.reload',
    target: id,
    before: { version },
    after: { version: version + 1 },
  });
  return registeredDatabase(trx, id);
}

async function insertDatabase(
  { actor, trx, nowMs, record }: Change,
  {
    slug,
    sealedUrl,
    settings,
  }: { readonly slug: string; readonly sealedUrl: Buffer; readonly settings: DatabaseSettings },
): Promise<DatabaseRecord> {
  // Asked again of the confirmed actor.
  refuseWithout(actor, 'databases:connect');
  const id = newId();
  try {
    await trx
      .insertInto('databases')
      .values({
        id,
        slug,
        sealed_url: sealedUrl,
        settings: JSON.stringify(settings),
        created_at: formatInstant(nowMs),
      })
      .execute();
  } catch (error) {
    if (constraintOf(error) !== 'databases_slug_key') throw error;
    refuseInput('slug', 'belongs to another database already.');
  }
  await record({ action: 'databases.add', target: id, before: null, after: { slug, settings } });
  return registeredDatabase(trx, id);
}

/** Refuses the one that is built in. */
export async function registeredDatabase(db: Kysely<Tables>, id: string): Promise<DatabaseRecord> {
  const database = await existingDatabase(db, id);
  if (database.slug === 'gateway') refuseBuiltIn();
  return database;
}

/** One that was removed is none. */
export async function existingDatabase(db: Kysely<Tables>, id: string): Promise<DatabaseRecord> {
  const [database] = await readDatabases(db, sql`${hasId('d.id', [id])} AND d.removed_at IS NULL`);
  if (database === undefined) throw new PosternError('NOT_FOUND', 'There is no database with this id.');
  return database;
}

export function refuseBuiltIn(): never {
  throw new PosternError(
    'POLICY',
    `The database gateway is built in: it is neither reloaded, moved, disabled nor removed, and of the settings it has only the policies for its keys: ${policyNames.join(', ')}.`,
  );
}
