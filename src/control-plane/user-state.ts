import { sql, type Kysely } from 'kysely';
import { isId } from '../foundation/ids.js';
import { userRightsJson } from './authorization-query.js';
import type { UserState } from './authorization-state.js';
import { isSlug } from './input-fields.js';
import type { Tables } from './tables.js';

/** What decides what a user may do in a database, by the very text of authentication. Null: there is no such user or database. */
export async function readUserState(
  db: Kysely<Tables>,
  userId: string,
  databaseSlug: string,
): Promise<UserState | null> {
  if (!isId(userId) || !isSlug(databaseSlug)) return null;
  const { rows } = await sql<{ readonly state: Omit<UserState, 'key'> }>`
    SELECT json_build_object('revision', r.revision::text, ${sql.raw(userRightsJson)}) AS state
    FROM gateway.revision r, gateway.users u, gateway.databases d
    WHERE u.id = ${userId} AND d.slug = ${databaseSlug}`.execute(db);
  const [row] = rows;
  return row ? { ...row.state, key: null } : null;
}
