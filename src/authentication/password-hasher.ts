import { hkdfSync } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '../control-plane/control-plane.js';
import { passwordText } from '../foundation/password-text.js';
import type { Secret } from '../foundation/secret.js';
import { createBoundedWork } from './bounded-work.js';
import type { Peppers } from './digest.js';

/** Argon2id, which is the library's default, by OWASP's parameters (Password Storage Cheat Sheet). */
export const PASSWORD_PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Each takes 19 MiB, and one of libuv's four threads, which the rest of the process needs as well. */
const AT_ONCE = 2;
const WAITING = 64;

/**
 * Argon2id, keyed by the pepper, so that passwords cannot be tried on a dump alone. Where there is no hash, the same work
 * is done on a stand-in. Throws PosternError OVERLOADED rather than let a flood of sign-ins pile up.
 */
export function createPasswordHasher(peppers: Peppers): PasswordHasher {
  const run = createBoundedWork({ atOnce: AT_ONCE, waiting: WAITING });
  const secret = deriveKey(peppers.current);
  const previous = peppers.previous === null ? null : deriveKey(peppers.previous);
  const matches = (stored: string, text: string, key: Uint8Array): Promise<boolean> =>
    run(() => verify(stored, text, { secret: key }));
  return {
    hash: (password) => run(() => hash(passwordText(password), { ...PASSWORD_PARAMETERS, secret })),
    check: async (stored, password) => {
      const text = passwordText(password);
      const candidate = stored ?? STAND_IN;
      // Both are tried in any case where there are two: the stand-in must not take less.
      const isRight = await matches(candidate, text, secret);
      const isRightUnderPrevious = previous !== null && (await matches(candidate, text, previous));
      if (stored === null || !(isRight || isRightUnderPrevious)) return 'wrong';
      return isRight && hasCurrentParameters(stored) ? 'right' : 'outdated';
    },
  };
}

function deriveKey(pepper: Secret): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', pepper.reveal(), '', 'postern/password/1', 32));
}

function hasCurrentParameters(stored: string): boolean {
  const used = parseOptions(stored);
  return (
    used.memoryCost === PASSWORD_PARAMETERS.memoryCost &&
    used.timeCost === PASSWORD_PARAMETERS.timeCost &&
    used.parallelism === PASSWORD_PARAMETERS.parallelism
  );
}

/** Of these parameters, and of no password: what would have to be found is 256 zero bits. */
const STAND_IN = `$argon2id$v=19$m=${PASSWORD_PARAMETERS.memoryCost},t=${PASSWORD_PARAMETERS.timeCost},p=${PASSWORD_PARAMETERS.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;
