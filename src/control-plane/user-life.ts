import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import { refuseWithoutAdministrator } from './administrators.js';
import type { Change } from './changes.js';
import { constraintOf } from './database-errors.js';
import { endSessionsOf } from './end-sessions.js';
import { refuseEscalation } from './escalation.js';
import { hasId, readUsers } from './record-queries.js';
import type { UserRecord } from './records.js';
import { rightsOfUserEverywhere } from './user-rights.js';

/** A deleted user can come back for as long. */
const RESTORABLE_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

export async function disableUser(change: Change, id: string): Promise<UserRecord> {
  const { trx, nowMs, record } = change;
  const user = await undeletedUser(trx, id);
  if (!user.enabled) return user;
  await setEnabled(trx, id, false);
  await refuseWithoutAdministrator(trx, id);
  await endSessionsOf(trx, id, nowMs);
  await record({ action: 'users.disable', target: id, before: { enabled: true }, after: { enabled: false } });
  return existingUser(trx, id);
}

/** Gives the user's keys back all that they may do, in every database. */
export async function enableUser(change: Change, id: string): Promise<UserRecord> {
  const { actor, trx, record } = change;
  const user = await undeletedUser(trx, id);
  if (user.enabled) return user;
  refuseEscalation(actor, await rightsOfUserEverywhere(change, id));
  await setEnabled(trx, id, true);
  await record({ action: 'users.enable', target: id, before: { enabled: false }, after: { enabled: true } });
  return existingUser(trx, id);
}

export async function deleteUser({ actor, trx, nowMs, record }: Change, id: string): Promise<UserRecord> {
  const user = await existingUser(trx, id);
  if (user.deletedAtMs !== null) return user;
  await trx
    .updateTable('users')
    .set((eb) => ({
      deleted_at: formatInstant(nowMs),
      deleted_by_user_id: actor.kind === 'operator' ? null : actor.user.id,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
  await refuseWithoutAdministrator(trx, id);
  await endSessionsOf(trx, id, nowMs);
  await record({ action: 'users.delete', target: id, before: { email: user.email }, after: null });
  return existingUser(trx, id);
}

/** Gives back what `deleteUser` took: groups, attributes, password and keys are as they were. Its sessions stay ended. */
export async function restoreUser(change: Change, id: string): Promise<UserRecord> {
  const { actor, trx, nowMs, record } = change;
  const user = await existingUser(trx, id);
  if (user.deletedAtMs === null) return user;
  if (nowMs - user.deletedAtMs >= RESTORABLE_DAYS * DAY_MS) {
    throw new PosternError(
      'POLICY',
      `A deleted user can be restored for ${RESTORABLE_DAYS} days, and this one was deleted at ${formatInstant(user.deletedAtMs)}. Make a new one.`,
    );
  }
  refuseEscalation(actor, await rightsOfUserEverywhere(change, id));
  try {
    await trx
      .updateTable('users')
      .set((eb) => ({ deleted_at: null, deleted_by_user_id: null, version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute();
  } catch (error) {
    if (constraintOf(error) !== 'users_email_key') throw error;
    throw new PosternError(
      'CONFLICT',
      'Its e-mail address belongs to another user by now. Change that of the other one first.',
      { currentVersion: user.version },
    );
  }
  await record({ action: 'users.restore', target: id, before: null, after: { email: user.email } });
  return existingUser(trx, id);
}

export async function existingUser(trx: Change['trx'], id: string): Promise<UserRecord> {
  const [user] = await readUsers(trx, hasId('u.id', [id]));
  if (user === undefined) throw new PosternError('NOT_FOUND', 'There is no user with this id.');
  return user;
}

export async function undeletedUser(trx: Change['trx'], id: string): Promise<UserRecord> {
  const user = await existingUser(trx, id);
  if (user.deletedAtMs !== null) {
    throw new PosternError(
      'CONFLICT',
      'This user was deleted, so nothing of it can be changed: restore it first.',
      {
        currentVersion: user.version,
      },
    );
  }
  return user;
}

async function setEnabled(trx: Change['trx'], id: string, enabled: boolean): Promise<void> {
  await trx
    .updateTable('users')
    .set((eb) => ({ enabled, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}
