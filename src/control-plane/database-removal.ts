import { sql } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import type { Change } from './changes.js';
import { registeredDatabase } from './database-changes.js';
import { hasId, readDatabases } from './record-queries.js';
import type { DatabaseRecord } from './records.js';
import { readGroupFacts } from './read-group-facts.js';

/**
 * Ends a database for good, from the next request on. Its row stays for the audit and for its keys, without the URL;
 * its groups go, so that nothing of them is left for another database that takes the slug.
 */
export async function removeDatabase({ trx, nowMs, record }: Change, id: string): Promise<DatabaseRecord> {
  const database = await registeredDatabase(trx, id);
  const groups = await readGroupFacts(trx, sql`g.database_id = ${id}`);
  const removedAt = formatInstant(nowMs);
  await trx.deleteFrom('groups').where('database_id', '=', id).execute();
  await trx
    .updateTable('databases')
    .set({ version: database.version + 1, enabled: false, sealed_url: null, removed_at: removedAt })
    .where('id', '=', id)
    .execute();
  await record({
    action: 'databases.remove',
    target: id,
    before: {
      slug: database.slug,
      enabled: database.enabled,
      settings: database.settings,
      groups: groups.map(({ id: groupId, name, apiAccess, grants, rowRules }) => ({
        id: groupId,
        name,
        apiAccess,
        capabilities: grants,
        rowRules,
      })),
    },
    after: { removedAt },
  });
  const [removed] = await readDatabases(trx, hasId('d.id', [id]));
  if (removed === undefined) throw new Error('A database that was removed lost its row.');
  return removed;
}
