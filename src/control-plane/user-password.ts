import { formatInstant } from '../foundation/instant.js';
import type { Secret } from '../foundation/secret.js';
import type { Change } from './changes.js';
import { loadCommonPasswords } from './common-passwords.js';
import type { PasswordHasher } from './control-plane.js';
import { endSessionsOf } from './end-sessions.js';
import { refuseBeingAnother } from './escalation.js';
import { findPasswordProblems, type PasswordOwner } from './password-rules.js';
import { Problems } from './problems.js';
import type { UserRecord } from './records.js';
import { existingUser, undeletedUser } from './user-life.js';

/** A password on its way into the store: hashed before the change takes its lock, since hashing takes its time. */
export type PreparedPassword =
  | { readonly kind: 'hashed'; readonly hash: string }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** Throws PosternError OVERLOADED. */
export async function preparePassword(
  passwords: PasswordHasher,
  password: Secret,
  owner: PasswordOwner,
): Promise<PreparedPassword> {
  const problems = findPasswordProblems(password, owner, await loadCommonPasswords());
  if (problems.length > 0) return { kind: 'refused', problems };
  return { kind: 'hashed', hash: await passwords.hash(password) };
}

/** The columns that keep it; what is wrong with it is noted. */
export function readPassword(
  problems: Problems,
  field: string,
  prepared: PreparedPassword | null,
  nowMs: number,
): { readonly password_hash: string; readonly password_set_at: string } | null {
  if (prepared === null) return null;
  if (prepared.kind === 'refused') {
    for (const problem of prepared.problems) problems.add(field, problem);
    return null;
  }
  return { password_hash: prepared.hash, password_set_at: formatInstant(nowMs) };
}

/** Lets whoever knows the password be the user from now on, and nobody who is signed in already. */
export async function setUserPassword(
  change: Change,
  id: string,
  prepared: PreparedPassword,
): Promise<UserRecord> {
  const user = await undeletedUser(change.trx, id);
  refuseBeingAnother(change.actor);
  return storePassword(change, user, 'password', prepared, null);
}

/** Ends the user's sessions, all but `keptSessionId`. */
export async function storePassword(
  { trx, nowMs, record }: Change,
  user: UserRecord,
  field: string,
  prepared: PreparedPassword,
  keptSessionId: string | null,
): Promise<UserRecord> {
  const problems = new Problems();
  const columns = readPassword(problems, field, prepared, nowMs);
  problems.refuse();
  await trx
    .updateTable('users')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
    .where('id', '=', user.id)
    .execute();
  const endedSessions = await endSessionsOf(trx, user.id, nowMs, keptSessionId);
  // Never the password, and nothing that could be compared with one.
  await record({ action: 'users.setPassword', target: user.id, before: null, after: { endedSessions } });
  return existingUser(trx, user.id);
}
