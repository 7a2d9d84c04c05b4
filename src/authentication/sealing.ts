import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

import { Secret } from '../foundation/secret.js';
import type { Peppers } from './digest.js';

export interface Sealing {
  readonly seal: (plain: Secret) => Buffer;
  /** Throws when neither pepper opens it. */
  readonly unseal: (sealed: Buffer) => Secret;
  /** Text for URLs; what is sealed twice differs. `list` is not in it, but must be the same to open it. */
  readonly sealCursor: (list: string, plain: string) => string;
  /** Null for whatever was not sealed for this list under one of the peppers. */
  readonly unsealCursor: (list: string, sealed: string) => string | null;
  /** The same for rows of registered databases; what is sealed twice is the same, so that clients may keep it by its cursor. */
  readonly rowCursors: {
    readonly seal: (order: string, plain: string) => string;
    readonly unseal: (order: string, sealed: string) => string | null;
  };
  /** HMAC-SHA-256 under the current pepper. */
  readonly auditMac: (content: Buffer) => Buffer;
  /** HMAC-SHA-256 under each pepper, the current one first. */
  readonly auditMacs: (content: Buffer) => readonly Buffer[];
  /** The same with another key: what is counted under it cannot be told from it. */
  readonly attemptMac: (text: string) => Buffer;
}

/**
 * Encrypts database URLs and cursors with AES-256-GCM. Sealed bytes: version (1), nonce (12), tag (16), ciphertext. Each use
 * has a key of its own, derived from the pepper by HKDF-SHA-256, so that none of them opens what another made.
 */
export function createSealing(peppers: Peppers): Sealing {
  const urls = createBox(peppers, 'database-url');
  const cursors = createBox(peppers, 'cursor');
  const rowCursors = createBox(
    peppers,
    'row-cursor',
    steadyNonce(deriveKey(peppers.current, 'row-cursor-nonce')),
  );
  const auditKey = deriveKey(peppers.current, 'audit');
  const auditKeys = peppers.previous === null ? [auditKey] : [auditKey, deriveKey(peppers.previous, 'audit')];
  const attemptKey = deriveKey(peppers.current, 'attempt');
  return {
    seal: (plain) => urls.close(plain.reveal(), ''),
    unseal: (sealed) => {
      const plain = urls.open(sealed, '');
      if (plain !== null) return new Secret(plain);
      throw new Error(
        'A stored database URL cannot be decrypted: it was stored under another pepper. Start with that one as POSTERN_PEPPER or POSTERN_PEPPER_PREVIOUS, or add the database again.',
      );
    },
    sealCursor: (list, plain) => cursors.close(plain, list).toString('base64url'),
    unsealCursor: (list, sealed) => cursors.open(Buffer.from(sealed, 'base64url'), list),
    rowCursors: {
      seal: (order, plain) => rowCursors.close(plain, order).toString('base64url'),
      unseal: (order, sealed) => rowCursors.open(Buffer.from(sealed, 'base64url'), order),
    },
    auditMac: (content) => hmac(auditKey, content),
    auditMacs: (content) => auditKeys.map((key) => hmac(key, content)),
    attemptMac: (text) => hmac(attemptKey, Buffer.from(text, 'utf8')),
  };
}

function hmac(key: Buffer, content: Buffer): Buffer {
  return createHmac('sha256', key).update(content).digest();
}

const VERSION = Buffer.from([1]);
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const HEADER_LENGTH = VERSION.length + NONCE_LENGTH + TAG_LENGTH;

interface Box {
  readonly close: (plain: string, label: string) => Buffer;
  /** Null when it was closed for another use, another label or under another pepper, or a byte was changed. */
  readonly open: (sealed: Buffer, label: string) => string | null;
}

function createBox({ current, previous }: Peppers, use: string, nonceFor: NonceFor = anyNonce): Box {
  const key = deriveKey(current, use);
  const keys = previous === null ? [key] : [key, deriveKey(previous, use)];
  return {
    close: (plain, label) => encrypt(key, plain, label, nonceFor(plain, label)),
    open: (sealed, label) => {
      for (const candidate of keys) {
        const plain = decrypt(candidate, sealed, label);
        if (plain !== null) return plain;
      }
      return null;
    },
  };
}

/** GCM must never see one nonce with two texts. */
type NonceFor = (plain: string, label: string) => Buffer;

const anyNonce: NonceFor = () => randomBytes(NONCE_LENGTH);

/** Made of all that is sealed, under a key of its own: two texts that share one are as unlikely as by chance (RFC 8452's idea). */
function steadyNonce(key: Buffer): NonceFor {
  return (plain, label) =>
    hmac(key, Buffer.from(JSON.stringify([label, plain]), 'utf8')).subarray(0, NONCE_LENGTH);
}

function deriveKey(pepper: Secret, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', pepper.reveal(), '', `postern/${use}/1`, 32));
}

function encrypt(key: Buffer, plain: string, label: string, nonce: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associatedData(label));
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([VERSION, nonce, cipher.getAuthTag(), text]);
}

function associatedData(label: string): Buffer {
  return Buffer.concat([VERSION, Buffer.from(label, 'utf8')]);
}

function decrypt(key: Buffer, sealed: Buffer, label: string): string | null {
  if (sealed.length < HEADER_LENGTH || !sealed.subarray(0, VERSION.length).equals(VERSION)) return null;
  const nonce = sealed.subarray(VERSION.length, VERSION.length + NONCE_LENGTH);
  const tag = sealed.subarray(VERSION.length + NONCE_LENGTH, HEADER_LENGTH);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_LENGTH });
  decipher.setAAD(associatedData(label)).setAuthTag(tag);
  const text = decipher.update(sealed.subarray(HEADER_LENGTH));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
