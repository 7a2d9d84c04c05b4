import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createSealing } from '../../src/authentication/sealing.js';
import { Secret } from '../../src/foundation/secret.js';

const old = new Secret('an older pepper of the operator, long enough');
const current = new Secret('the present pepper of the operator, as long');
const sealing = createSealing({ current, previous: null });
const url = new Secret('postgres://crm:päss word@db.example.com/crm');

describe('a sealed database URL', () => {
  it('opens to what was sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sealing.unseal(sealing.seal(new Secret(text))).reveal()).toBe(text);
      }),
    );
  });

  it('shows neither password nor host, and never looks the same twice', () => {
    const sealed = sealing.seal(url);
    expect(sealed.includes('word')).toBe(false);
    expect(sealed.includes('example.com')).toBe(false);
    expect(sealed.equals(sealing.seal(url))).toBe(false);
    expect(sealed[0]).toBe(1);
  });

  it('is refused when any byte was changed, or bytes are missing or added', () => {
    const sealed = sealing.seal(url);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => sealing.unseal(changed)).toThrow('another pepper');
    }
    for (const wrong of [
      Buffer.alloc(0),
      sealed.subarray(0, 29),
      sealed.subarray(0, -1),
      Buffer.concat([sealed, sealed]),
    ]) {
      expect(() => sealing.unseal(wrong)).toThrow('another pepper');
    }
  });

  it('opens under the previous pepper while that is set, and what is sealed then is under the current one', () => {
    const sealedBefore = createSealing({ current: old, previous: null }).seal(url);
    const rotating = createSealing({ current, previous: old });
    expect(rotating.unseal(sealedBefore).reveal()).toBe(url.reveal());
    expect(sealing.unseal(rotating.seal(url)).reveal()).toBe(url.reveal());
    expect(() => sealing.unseal(sealedBefore)).toThrow('POSTERN_PEPPER_PREVIOUS');
  });
});

describe('a sealed cursor', () => {
  const { sealCursor, unsealCursor } = sealing;

  it('opens for the list that it was sealed for, and shows nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, list) => {
        expect(unsealCursor(list, sealCursor(list, text))).toBe(text);
      }),
    );
    const cursor = sealCursor('users', 'anna@example.com');
    expect(cursor).toMatch(/^[0-9A-Za-z_-]+$/);
    expect(Buffer.from(cursor, 'base64url').includes('anna')).toBe(false);
  });

  it('opens for no other list, under no other pepper, not as a URL, and not changed', () => {
    const cursor = sealCursor('users', 'anna@example.com');
    expect(unsealCursor('apiKeys', cursor)).toBeNull();
    expect(createSealing({ current: old, previous: null }).unsealCursor('users', cursor)).toBeNull();
    expect(createSealing({ current: old, previous: current }).unsealCursor('users', cursor)).toBe(
      'anna@example.com',
    );
    expect(() => sealing.unseal(Buffer.from(sealCursor('', 'x'), 'base64url'))).toThrow('another pepper');
    expect(unsealCursor('', sealing.seal(url).toString('base64url'))).toBeNull();
    const flipped = cursor.startsWith('B') ? `A${cursor.slice(1)}` : `B${cursor.slice(1)}`;
    for (const wrong of ['', '\0', 'nonsense', cursor.slice(0, -4), flipped]) {
      expect(unsealCursor('users', wrong)).toBeNull();
    }
  });
});

describe('the audit seal', () => {
  it('depends on content and pepper and is 32 bytes', () => {
    const mac = sealing.auditMac(Buffer.from('a row'));
    expect(mac).toHaveLength(32);
    expect(sealing.auditMac(Buffer.from('a row'))).toEqual(mac);
    expect(sealing.auditMac(Buffer.from('a rov'))).not.toEqual(mac);
    expect(createSealing({ current: old, previous: current }).auditMac(Buffer.from('a row'))).not.toEqual(
      mac,
    );
  });

  it('under a pepper that is being replaced still counts, behind the current one', () => {
    const content = Buffer.from('a row');
    const rotating = createSealing({ current: old, previous: current });
    expect(rotating.auditMacs(content)).toEqual([rotating.auditMac(content), sealing.auditMac(content)]);
    expect(sealing.auditMacs(content)).toEqual([sealing.auditMac(content)]);
  });
});
