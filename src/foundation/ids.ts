import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Random text over `[0-9A-Za-z]`, uniformly distributed: about 5.95 bits a character. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      // 248 is the largest multiple of 62 in a byte: what lies above would favour the first characters.
      if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % 62);
    }
  }
  return text;
}

const ID_LENGTH = 16;

/** A new opaque id, the same text in API, CLI, log, audit and in a key's own text: 16 characters, 95 random bits. */
export function newId(): string {
  return randomText(ID_LENGTH);
}

export function isId(text: string): boolean {
  return /^[0-9A-Za-z]{16}$/.test(text);
}
