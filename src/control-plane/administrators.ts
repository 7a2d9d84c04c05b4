import { sql, type Transaction } from 'kysely';
import { PosternError } from '../foundation/postern-error.js';
import type { Tables } from './tables.js';

/**
 * Refuses what was just done to `userId` (POLICY) if nobody is left who can administer the gateway: an enabled
 * member of the built-in group Administrators. Say `wasMember` when the membership itself was taken away.
 */
export async function refuseWithoutAdministrator(
  trx: Transaction<Tables>,
  userId: string,
  wasMember = false,
): Promise<void> {
  const { rows } = await sql<{ concerned: boolean; left: boolean }>`
    SELECT coalesce(bool_or(u.id = ${userId}), false) AS concerned,
      coalesce(bool_or(u.enabled AND u.deleted_at IS NULL), false) AS left
    FROM gateway.groups g
    JOIN gateway.group_members m ON m.group_id = g.id
    JOIN gateway.users u ON u.id = m.user_id
    WHERE g.built_in`.execute(trx);
  const [row] = rows;
  const isConcerned = wasMember || (row?.concerned ?? false);
  if (!isConcerned || row?.left === true) return;
  throw new PosternError(
    'POLICY',
    'This is the last enabled administrator: the group Administrators of the database gateway must keep one. Add another member first.',
  );
}

/** Whatever the operator or an administrator wants of it: without it nobody could administer anything. */
export function refuseBuiltInGroup(): never {
  throw new PosternError(
    'POLICY',
    'The group Administrators of the database gateway is built in: it is neither deleted nor renamed, keeps its access to the API and all of its capabilities, and has no row rules. Take members out of it instead.',
  );
}
