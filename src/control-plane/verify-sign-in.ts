import { sql, type Kysely } from 'kysely';
import { PosternError } from '../foundation/postern-error.js';
import { Secret } from '../foundation/secret.js';
import type { PasswordHasher } from './control-plane.js';
import { isPlainText, LONGEST_EMAIL } from './input-fields.js';
import type { SignInAttempt, SignInVerdict } from './sessions.js';
import type { SignInThrottle } from './sign-in-throttle.js';
import type { Tables } from './tables.js';

interface Candidate {
  readonly id: string;
  readonly enabled: boolean;
  readonly passwordHash: string | null;
}

/**
 * The check of a sign-in: throttle ▸ look the user up ▸ compare, on a stand-in where there is nothing to compare with ▸
 * judge. Each step is done for everybody who is not throttled, in this order, so that neither the answer nor the time that
 * it takes tells whether a user exists.
 */
export async function verifySignIn(
  db: Kysely<Tables>,
  passwords: PasswordHasher,
  throttle: SignInThrottle,
  attempt: SignInAttempt,
): Promise<SignInVerdict> {
  const admitted = await throttle.admit(attempt);
  if (admitted.kind === 'throttled') return admitted;
  const password = readableLength(attempt.password);
  const candidate = await findCandidate(db, attempt.email);
  const { passwordHash = null } = candidate ?? {};
  const check = await checkOrTakeBack(passwords, throttle, attempt, passwordHash, password);
  if (candidate === null) return { kind: 'refused', userId: null, cause: 'unknown-email' };
  const { id: userId, enabled } = candidate;
  if (passwordHash === null) return { kind: 'refused', userId, cause: 'no-password' };
  if (check === 'wrong') return { kind: 'refused', userId, cause: 'wrong-password' };
  if (!enabled) return { kind: 'refused', userId, cause: 'user-disabled' };
  await throttle.forgive(attempt);
  const newHash = check === 'outdated' ? new Secret(await passwords.hash(password)) : null;
  return { kind: 'verified', verified: { userId, keptHash: new Secret(passwordHash), newHash } };
}

/** Longer than any password that can be set, also before it is normalised: nothing is worked out over a megabyte. */
const LONGEST = 10_000;

/** The empty one is nobody's. */
function readableLength(password: Secret): Secret {
  return password.reveal().length > LONGEST ? new Secret('') : password;
}

async function findCandidate(db: Kysely<Tables>, email: string): Promise<Candidate | null> {
  const typed = email.trim();
  const sought = typed.length <= LONGEST_EMAIL && isPlainText(typed) ? typed : '';
  const { rows } = await sql<Candidate>`
    SELECT u.id, u.enabled, u.password_hash AS "passwordHash" FROM gateway.users u
    WHERE lower(u.email COLLATE "C") = lower(${sought}::text COLLATE "C") AND u.deleted_at IS NULL`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** Who was turned away for want of room has not failed. */
export async function checkOrTakeBack(
  passwords: PasswordHasher,
  throttle: SignInThrottle,
  source: Pick<SignInAttempt, 'email' | 'address'>,
  hash: string | null,
  password: Secret,
): ReturnType<PasswordHasher['check']> {
  try {
    return await passwords.check(hash, password);
  } catch (error) {
    if (error instanceof PosternError) await throttle.takeBack(source);
    throw error;
  }
}
