import { describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { createBoundedWork } from '../../src/authentication/bounded-work.js';
import { createPasswordHasher } from '../../src/authentication/password-hasher.js';
import { Secret } from '../../src/foundation/secret.js';

const peppers = { current: new Secret('p'.repeat(64)), previous: null };
const hasher = createPasswordHasher(peppers);
const password = new Secret('violet tractor over the hill');

describe('a password', () => {
  it('is kept as Argon2id by the parameters that OWASP asks for, each time with another salt', async () => {
    const kept = await hasher.hash(password);
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/);
    expect(await hasher.hash(password)).not.toBe(kept);
    expect(await hasher.check(kept, password)).toBe('right');
    expect(await hasher.check(kept, new Secret('violet tractor over the hil'))).toBe('wrong');
  });

  it('is the same however its characters are put together', async () => {
    const kept = await hasher.hash(new Secret('Ångström über ﬁsh'));
    expect(await hasher.check(kept, new Secret('A\u030angstro\u0308m u\u0308ber fish'))).toBe('right');
  });

  it('cannot be tried on a dump without the pepper', async () => {
    const kept = await hasher.hash(password);
    const other = createPasswordHasher({ current: new Secret('q'.repeat(64)), previous: null });
    expect(await other.check(kept, password)).toBe('wrong');
  });

  it('counts under the previous pepper, and is then to be hashed anew', async () => {
    const kept = await hasher.hash(password);
    const rotated = createPasswordHasher({ current: new Secret('q'.repeat(64)), previous: peppers.current });
    expect(await rotated.check(kept, password)).toBe('outdated');
    expect(await rotated.check(kept, new Secret('something else entirely'))).toBe('wrong');
    expect(await rotated.check(await rotated.hash(password), password)).toBe('right');
  });

  it('is to be hashed anew where it was hashed by other parameters', async () => {
    const kept = await hasher.hash(password);
    const [, , , , salt] = kept.split('$');
    expect(salt).toBeDefined();
    const { hkdfSync } = await import('node:crypto');
    const key = new Uint8Array(hkdfSync('sha256', 'p'.repeat(64), '', 'postern/password/1', 32));
    const weak = await hash(password.reveal(), {
      memoryCost: 8192,
      timeCost: 1,
      parallelism: 1,
      secret: key,
    });
    expect(await hasher.check(weak, password)).toBe('outdated');
  });

  it('that nobody has takes as long as a wrong one, and is never right', async () => {
    const kept = await hasher.hash(password);
    const time = async (stored: string | null) => {
      const begun = performance.now();
      expect(await hasher.check(stored, new Secret('not the password'))).toBe('wrong');
      return performance.now() - begun;
    };
    const [known, unknown] = [await time(kept), await time(null)];
    // The same order: nothing was skipped. How close they are is not for a shared machine to say.
    expect(unknown).toBeGreaterThan(known / 5);
  });
});

describe('bounded work', () => {
  it('runs a few at once, lets some wait in order, and refuses the rest as OVERLOADED', async () => {
    const run = createBoundedWork({ atOnce: 2, waiting: 2 });
    const releases: (() => void)[] = [];
    const begun: number[] = [];
    const start = (name: number) =>
      run(async () => {
        begun.push(name);
        await new Promise<void>((resolve) => releases.push(resolve));
        return name;
      });
    const started = [start(1), start(2), start(3), start(4)];
    await expect(start(5)).rejects.toMatchObject({ code: 'OVERLOADED' });
    expect(begun).toEqual([1, 2]);
    releases[1]!();
    expect(await started[1]).toBe(2);
    await new Promise(setImmediate);
    expect(begun).toEqual([1, 2, 3]);
    releases[0]!();
    releases[2]!();
    await new Promise(setImmediate);
    releases[3]!();
    expect(await Promise.all(started)).toEqual([1, 2, 3, 4]);
  });

  it('makes room again after a piece that failed', async () => {
    const run = createBoundedWork({ atOnce: 1, waiting: 0 });
    for (let round = 0; round < 3; round += 1) {
      await expect(run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    }
    expect(await run(() => Promise.resolve('yes'))).toBe('yes');
  });
});
