import type { Kysely } from 'kysely';
import { PosternError } from '../foundation/postern-error.js';
import type { SessionActor } from './actor.js';
import type { MakeChange } from './changes.js';
import type { ControlPlaneNeeds } from './control-plane.js';
import { refuseInput } from './problems.js';
import { hasId, readUsers } from './record-queries.js';
import type { UserRecord } from './records.js';
import type { SessionService } from './sessions.js';
import type { SignInThrottle } from './sign-in-throttle.js';
import type { Tables } from './tables.js';
import { undeletedUser } from './user-life.js';
import { preparePassword, storePassword } from './user-password.js';
import { checkOrTakeBack } from './verify-sign-in.js';

/**
 * Whoever sits at an open session must know the password to replace it, and is throttled like somebody who signs in.
 * Ends the other sessions: whoever knew the old password is out.
 */
export async function changeOwnPassword(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  { passwords }: Pick<ControlPlaneNeeds, 'passwords'>,
  throttle: SignInThrottle,
  actor: SessionActor,
  { currentPassword, newPassword }: Parameters<SessionService['changePassword']>[1],
): Promise<UserRecord> {
  const { id, email } = actor.user;
  const source = { email, address: actor.address };
  const admitted = await throttle.admit(source);
  if (admitted.kind === 'throttled') {
    throw new PosternError('RATE_LIMITED', undefined, { retryAfterMs: admitted.waitMs });
  }
  const [user] = await readUsers(db, hasId('u.id', [id]));
  const keptHash = await readHash(db, id);
  const check = await checkOrTakeBack(passwords, throttle, source, keptHash, currentPassword);
  if (keptHash === null || check === 'wrong') refuseInput('currentPassword', 'is not the present password.');
  await throttle.forgive(source);
  const prepared = await preparePassword(passwords, newPassword, user ?? { email, name: null });
  return makeChange(actor, async (change) => {
    const current = await undeletedUser(change.trx, id);
    if ((await readHash(change.trx, id)) !== keptHash) {
      throw new PosternError('CONFLICT', 'The password was changed meanwhile. Sign in with the new one.', {
        currentVersion: current.version,
      });
    }
    return storePassword(change, current, 'newPassword', prepared, actor.sessionId);
  });
}

async function readHash(db: Kysely<Tables>, userId: string): Promise<string | null> {
  const user = await db
    .selectFrom('users')
    .select('password_hash')
    .where('id', '=', userId)
    .executeTakeFirst();
  return user?.password_hash ?? null;
}
