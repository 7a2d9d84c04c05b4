import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

import { Secret } from '../foundation/secret.js';
import type { Peppers } from './digest.js';

export interface Sealing {
  readonly seal: (plain: Secret) => Buffer;
  /** Throws when neither pepper opens it. */
  readonly unseal: (sealed: Buffer) => Secret;
  /** HMAC-SHA-256 under the current pepper. */
  readonly auditMac: (content: Buffer) => Buffer;
}

/**
 * Encrypts database URLs with AES-256-GCM. Sealed bytes: version (1), nonce (12), tag (16), ciphertext. Each use
 * has a key of its own, derived from the pepper by HKDF-SHA-256, so that none of them opens what another made.
 */
export function createSealing(peppers: Peppers): Sealing {
  const urlKeys = [peppers.current, ...(peppers.previous === null ? [] : [peppers.previous])].map((pepper) =>
    deriveKey(pepper, 'database-url'),
  );
  const sealingKey = deriveKey(peppers.current, 'database-url');
  const auditKey = deriveKey(peppers.current, 'audit');
  return {
    seal: (plain) => encrypt(sealingKey, plain),
    unseal: (sealed) => {
      for (const key of urlKeys) {
        const plain = decrypt(key, sealed);
        if (plain !== null) return plain;
      }
      throw new Error(
        'A stored database URL cannot be decrypted: it was stored under another pepper. Start with that one as POSTERN_PEPPER or POSTERN_PEPPER_PREVIOUS, or add the database again.',
      );
    },
    auditMac: (content) => createHmac('sha256', auditKey).update(content).digest(),
  };
}

const VERSION = Buffer.from([1]);
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const HEADER_LENGTH = VERSION.length + NONCE_LENGTH + TAG_LENGTH;

function deriveKey(pepper: Secret, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', pepper.reveal(), '', `postern/${use}/1`, 32));
}

function encrypt(key: Buffer, plain: Secret): Buffer {
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(VERSION);
  const text = Buffer.concat([cipher.update(plain.reveal(), 'utf8'), cipher.final()]);
  return Buffer.concat([VERSION, nonce, cipher.getAuthTag(), text]);
}

/** Null when the key is another one or a byte was changed. */
function decrypt(key: Buffer, sealed: Buffer): Secret | null {
  if (sealed.length < HEADER_LENGTH || !sealed.subarray(0, VERSION.length).equals(VERSION)) return null;
  const nonce = sealed.subarray(VERSION.length, VERSION.length + NONCE_LENGTH);
  const tag = sealed.subarray(VERSION.length + NONCE_LENGTH, HEADER_LENGTH);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_LENGTH });
  decipher.setAAD(VERSION).setAuthTag(tag);
  const text = decipher.update(sealed.subarray(HEADER_LENGTH));
  try {
    return new Secret(Buffer.concat([text, decipher.final()]).toString('utf8'));
  } catch {
    return null;
  }
}
