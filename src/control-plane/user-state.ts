import { sql, type Kysely } from 'kysely';
import { isId } from '../foundation/ids.js';
import type { UnjudgedUser } from './authorization-state.js';
import { isSlug } from './input-fields.js';
import { userQuery, type RightsRow } from './session-query.js';
import type { Tables } from './tables.js';

/** What decides what a user may do in a database, by the very text of authentication. */
export async function readUserState(
  db: Kysely<Tables>,
  userId: string,
  databaseSlug: string,
): Promise<UnjudgedUser | null> {
  if (!isId(userId)) return null;
  const slug = isSlug(databaseSlug) ? databaseSlug : null;
  const query = { ...sql.raw(userQuery).compile(db), parameters: [userId, slug] };
  const { rows } = await db.executeQuery<RightsRow<Omit<UnjudgedUser, 'key' | 'revision'>>>(query);
  const [row] = rows;
  return row?.state ? { ...row.state, revision: row.revision, key: null } : null;
}
