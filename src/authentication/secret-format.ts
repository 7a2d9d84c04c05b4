import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { Secret } from '../foundation/secret.js';
import { encodeBase62 } from './base62.js';

/** What a key's text says, before anybody looked whether it is true. */
export interface ParsedSecret {
  readonly kind: 'parsed';
  readonly mode: SecretMode;
  readonly keyId: string;
  /** The random part alone: what is digested. */
  readonly secret: Secret;
}

export type SecretMode = 'live' | 'test';

/** `malformed` covers typos too: the checksum finds them without a look into the control plane. */
export type ParsedCredential = ParsedSecret | { readonly kind: 'malformed' };

/**
 * Reads `pst_<live|test>_<id>_<secret><checksum>`: id of 16, secret of 43 (256 bits), checksum of 6 characters
 * `[0-9A-Za-z]`. The checksum is the CRC-32 of all before it. Nothing around it is trimmed.
 */
export function parseSecret(text: string): ParsedCredential {
  const match = FORM.exec(text);
  if (match === null) return { kind: 'malformed' };
  const [, body = '', mode, keyId = '', secret = '', checksum] = match;
  if (checksum !== checksumOf(body)) return { kind: 'malformed' };
  return { kind: 'parsed', mode: mode === 'test' ? 'test' : 'live', keyId, secret: new Secret(secret) };
}

/** The whole text of a key; `parseSecret` reads it back. */
export function formatSecret(parts: Omit<ParsedSecret, 'kind'>): Secret {
  const body = `pst_${parts.mode}_${parts.keyId}_${parts.secret.reveal()}`;
  return new Secret(body + checksumOf(body));
}

/** The random part of a new key. */
export function newSecretPart(): Secret {
  return new Secret(encodeBase62(BigInt(`0x${randomBytes(32).toString('hex')}`), SECRET_LENGTH));
}

const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const FORM = new RegExp(
  `^(pst_(live|test)_([0-9A-Za-z]{16})_([0-9A-Za-z]{${SECRET_LENGTH}}))([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`,
);

function checksumOf(body: string): string {
  return encodeBase62(BigInt(crc32(body)), CHECKSUM_LENGTH);
}
