import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { encodeBase62 } from '../../src/authentication/base62.js';
import { formatSecret, newSecretPart, parseSecret } from '../../src/authentication/secret-format.js';
import { createSecretMint } from '../../src/authentication/secret-mint.js';
import { Secret } from '../../src/foundation/secret.js';
import { KEY_ID, minted, peppers } from './key-fixture.js';

const DIGITS = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const text = minted.secret.reveal();

describe("a key's text", () => {
  it('is made of letters, digits and underscores only, carries its id and is 75 characters long', () => {
    expect(text).toMatch(/^pst_live_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}$/);
    expect(text).toHaveLength(75);
    expect(text.split('_')[2]).toBe(KEY_ID);
    expect(minted.hint).toBe(text.slice(-4));
  });

  it('is fixed for ever: the checksum is CRC-32 in base 62 over all before it', () => {
    const secret = formatSecret({
      mode: 'test',
      keyId: '0123456789abcDEF',
      secret: new Secret('Z'.repeat(43)),
    });
    expect(secret.reveal()).toBe(`pst_test_0123456789abcDEF_${'Z'.repeat(43)}1gNz30`);
  });

  it('is read back into its parts, in both modes', () => {
    const part = fc.string({ unit: fc.constantFrom(...DIGITS), minLength: 43, maxLength: 43 });
    const id = fc.string({ unit: fc.constantFrom(...DIGITS), minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(fc.constantFrom('live' as const, 'test' as const), id, part, (mode, keyId, secret) => {
        const read = parseSecret(formatSecret({ mode, keyId, secret: new Secret(secret) }).reveal());
        if (read.kind === 'malformed') throw new Error('not read back');
        expect([read.mode, read.keyId, read.secret.reveal()]).toEqual([mode, keyId, secret]);
      }),
    );
  });

  it('with one character mistyped anywhere is malformed', () => {
    for (let at = 0; at < text.length; at += 1) {
      for (const typo of [...DIGITS, '_', '-', ' ', 'é'].filter((character) => character !== text[at])) {
        const mistyped = text.slice(0, at) + typo + text.slice(at + 1);
        expect([mistyped, parseSecret(mistyped).kind]).toEqual([mistyped, 'malformed']);
      }
    }
  });

  it('with two neighbours swapped, cut short, extended, or with blanks is malformed', () => {
    for (let at = 0; at + 1 < text.length; at += 1) {
      const swapped = text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
      if (swapped !== text) expect(parseSecret(swapped).kind).toBe('malformed');
    }
    for (const wrong of [
      '',
      text.slice(1),
      text.slice(0, -1),
      `${text}0`,
      ` ${text}`,
      `${text}\n`,
      text + text,
    ]) {
      expect(parseSecret(wrong).kind).toBe('malformed');
    }
  });

  it('is never read from garbage, and garbage never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (garbage) => parseSecret(garbage).kind === 'malformed'),
    );
  });

  it('shows its secret part by no printing of what was parsed or minted', () => {
    const secretPart = text.split('_')[3]?.slice(0, 43) ?? 'absent';
    expect(JSON.stringify([parseSecret(text), minted])).not.toContain(secretPart);
  });

  it('is another one each time, for the same id', () => {
    const mint = createSecretMint(peppers);
    expect(new Set(Array.from({ length: 100 }, () => mint(KEY_ID).secret.reveal())).size).toBe(100);
    expect(newSecretPart().reveal()).toHaveLength(43);
  });
});

describe('base 62', () => {
  it('has room for 256 bits in 43 digits and for 32 bits in 6, keeps the order, and refuses what does not fit', () => {
    expect(encodeBase62(0n, 43)).toBe('0'.repeat(43));
    expect(encodeBase62(2n ** 256n - 1n, 43)).toHaveLength(43);
    expect(encodeBase62(2n ** 32n - 1n, 6)).toBe('4gfFC3');
    expect(() => encodeBase62(62n, 1)).toThrow('more than 1 digits');
  });
});
