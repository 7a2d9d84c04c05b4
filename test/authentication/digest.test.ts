import { createHmac } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { digestSecret, findByDigest } from '../../src/authentication/digest.js';
import { Secret } from '../../src/foundation/secret.js';

const old = new Secret('an older pepper of the operator, long enough');
const current = new Secret('the present pepper of the operator, as long');
const part = new Secret('x'.repeat(43));
const under = (pepper: Secret, secret = part): { digest: Buffer } => ({
  digest: digestSecret(pepper, secret),
});

describe('the digest of a secret', () => {
  it('is HMAC-SHA-256 under the pepper', () => {
    const expected = createHmac('sha256', current.reveal()).update('x'.repeat(43)).digest();
    expect(digestSecret(current, part)).toEqual(expected);
  });

  it('is found among several, whatever its place', () => {
    const right = under(current);
    const wrong = under(current, new Secret('y'.repeat(43)));
    for (const candidates of [[right], [right, wrong], [wrong, right], [wrong, right, wrong]]) {
      expect(findByDigest({ current, previous: null }, part, candidates)).toBe(right);
    }
    expect(findByDigest({ current, previous: null }, part, [wrong])).toBeNull();
    expect(findByDigest({ current, previous: null }, part, [])).toBeNull();
  });

  it('counts under the previous pepper for as long as that one is set', () => {
    const stored = under(old);
    expect(findByDigest({ current, previous: old }, part, [stored])).toBe(stored);
    expect(findByDigest({ current, previous: null }, part, [stored])).toBeNull();
    expect(findByDigest({ current, previous: old }, part, [under(current)])).not.toBeNull();
  });

  it('is not matched by a digest that is empty, cut, or the stand-in for unknown keys', () => {
    const whole = under(current).digest;
    for (const digest of [
      Buffer.alloc(0),
      whole.subarray(0, 31),
      Buffer.concat([whole, whole]),
      Buffer.alloc(32),
    ]) {
      expect(findByDigest({ current, previous: null }, part, [{ digest }])).toBeNull();
    }
  });
});
