import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_SESSION_LIMITS } from '../../src/control-plane/session-limits.js';
import { startSessionHousekeeping } from '../../src/control-plane/session-housekeeping.js';
import { openDatabase, openPool } from '../../src/control-plane/connections.js';
import type { PasswordHasher } from '../../src/control-plane/control-plane.js';
import { PosternError } from '../../src/foundation/postern-error.js';
import { Secret } from '../../src/foundation/secret.js';
import { openFixture, operator, type Fixture } from './control-plane-fixture.js';

/** The throttle and the check, at a clock that stands still; over a hasher that only compares, since time is not the point. */

let fixture: Fixture;
let isOverloaded = false;
const checked: (string | null)[] = [];

const hasher: PasswordHasher = {
  hash: (password) => Promise.resolve(`hash of ${password.reveal()}`),
  check: (stored, password) => {
    if (isOverloaded) return Promise.reject(new PosternError('OVERLOADED'));
    checked.push(stored);
    return Promise.resolve(stored === `hash of ${password.reveal()}` ? 'right' : 'wrong');
  },
};

const SECOND = 1_000;
const MINUTE = 60_000;
const password = new Secret('violet tractor over the hill');
const wrong = new Secret('something else');

beforeAll(async () => {
  fixture = await openFixture({ passwords: hasher });
});

afterAll(() => fixture.close());

let round = 0;

async function newUser(): Promise<string> {
  round += 1;
  const email = `person${round}@example.com`;
  await fixture.controlPlane.users.create(operator, { email, password });
  return email;
}

const addressOf = (n: number) => `198.51.${Math.floor(n / 256)}.${n % 256}`;

function attempt(email: string, secret: Secret, address: string | null) {
  return fixture.controlPlane.sessions.verify({ email, password: secret, address });
}

async function kindOf(email: string, secret: Secret, address: string | null): Promise<string> {
  return (await attempt(email, secret, address)).kind;
}

async function fail(email: string, address: string | null, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    expect(await kindOf(email, wrong, address)).toBe('refused');
  }
}

describe('whoever fails to sign in', () => {
  it('five times waits, longer each time, up to a quarter of an hour, the right password too', async () => {
    const email = await newUser();
    const address = addressOf(round);
    await fail(email, address, 5);
    for (const waitMs of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900].map((s) => s * SECOND)) {
      expect(await attempt(email, password, address)).toEqual({ kind: 'throttled', waitMs });
      fixture.clock.nowMs += waitMs - 1;
      expect(await attempt(email, password, address)).toEqual({ kind: 'throttled', waitMs: 1 });
      fixture.clock.nowMs += 1;
      await fail(email, address, 1);
    }
    fixture.clock.nowMs += 15 * MINUTE;
    expect(await kindOf(email, password, address)).toBe('verified');
  });

  it('begins anew after a success', async () => {
    const email = await newUser();
    const address = addressOf(round);
    for (let time = 0; time < 3; time += 1) {
      await fail(email, address, 4);
      expect(await kindOf(email, password, address)).toBe('verified');
    }
  });

  it('keeps the gateway no busier with a megabyte of an e-mail address than with any other', async () => {
    const address = addressOf(round);
    // One character that Unicode makes eighteen of.
    const email = '\ufdfa'.repeat(300_000);
    const begun = performance.now();
    for (let time = 0; time < 4; time += 1) await kindOf(email, wrong, address);
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  it('is forgiven with time', async () => {
    const email = await newUser();
    const address = addressOf(round);
    await fail(email, address, 4);
    fixture.clock.nowMs += 60 * MINUTE;
    await fail(email, address, 5);
    expect(await kindOf(email, password, address)).toBe('throttled');
  });

  it('keeps nobody out who comes from elsewhere', async () => {
    const email = await newUser();
    const address = addressOf(round);
    await fail(email, address, 5);
    expect(await kindOf(email, password, address)).toBe('throttled');
    expect(await kindOf(email, password, '203.0.113.9')).toBe('verified');
    expect(await kindOf(email.toUpperCase(), password, address)).toBe('throttled');
  });

  it('has one counter however an e-mail address is written that is the same', async () => {
    await newUser();
    const address = addressOf(round);
    // There is a "ẘ" of one character, and no "W̊".
    const email = `w\u030a${round}@example.com`;
    await fixture.controlPlane.users.create(operator, { email, password });
    await fail(email, address, 3);
    await fail(` ${email.replace('w', 'W')}`, address, 2);
    expect(await kindOf(email, password, address)).toBe('throttled');
    expect(await kindOf(email.replace('w', 'W'), password, address)).toBe('throttled');
  });

  it('is throttled for an address that nobody has just as for one that somebody has', async () => {
    const known = await newUser();
    const unknown = 'nobody-at-all@example.com';
    const answers = async (email: string, address: string) => {
      const kinds: unknown[] = [];
      for (let time = 0; time < 7; time += 1) {
        const { kind, ...more } = await attempt(email, wrong, address);
        kinds.push([kind, 'waitMs' in more && more.waitMs]);
      }
      return kinds;
    };
    expect(await answers(unknown, addressOf(round + 100))).toEqual(
      await answers(known, addressOf(round + 101)),
    );
  });

  it('cannot try more at once than one after the other', async () => {
    const email = await newUser();
    const address = addressOf(round);
    const kinds = await Promise.all(Array.from({ length: 30 }, () => kindOf(email, wrong, address)));
    expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(5);
    expect(kinds.filter((kind) => kind === 'throttled')).toHaveLength(25);
  });

  it('from very many places holds up an e-mail address for a minute at most, and never who signed in there before', async () => {
    const email = await newUser();
    expect(await kindOf(email, password, '203.0.113.77')).toBe('verified');
    for (let n = 0; n < 30; n += 1) expect(await kindOf(email, wrong, `2001:db8:${n}::1`)).toBe('refused');
    expect(await attempt(email, password, '203.0.113.78')).toEqual({ kind: 'throttled', waitMs: SECOND });
    expect(await kindOf(email, password, '203.0.113.77')).toBe('verified');
    // Which forgives the address: the flood goes on.
    for (let n = 30; n < 60; n += 1) expect(await kindOf(email, wrong, `2001:db8:${n}::1`)).toBe('refused');
    for (let n = 60; n < 80; n += 1) {
      const { waitMs } = (await attempt(email, wrong, '203.0.113.78')) as { waitMs: number };
      expect(waitMs).toBeLessThanOrEqual(MINUTE);
      fixture.clock.nowMs += waitMs;
      await fail(email, `2001:db8:${n}::1`, 1);
    }
    expect(await kindOf(email, password, '203.0.113.77')).toBe('verified');
  });

  it('with very many names is held up by where it comes from, a network of IPv6 as one', async () => {
    for (let n = 0; n < 50; n += 1) {
      expect(await kindOf(`guess${n}@example.com`, wrong, `2001:db8:ffff::${n}`)).toBe('refused');
    }
    const email = await newUser();
    expect(await kindOf(email, password, '2001:db8:ffff::9999')).toBe('throttled');
    expect(await kindOf(email, password, '2001:db8:ffff:1::1')).toBe('verified');
  });

  it('has one counter for all clients whose address is not known', async () => {
    const email = await newUser();
    await fail(email, null, 5);
    expect(await kindOf(email, password, null)).toBe('throttled');
  });

  it('does not wait for a clock that was set back', async () => {
    const email = await newUser();
    const address = addressOf(round);
    await fail(email, address, 5);
    expect(await kindOf(email, password, address)).toBe('throttled');
    fixture.clock.nowMs -= 60 * MINUTE;
    expect(await kindOf(email, password, address)).toBe('verified');
    fixture.clock.nowMs += 60 * MINUTE;
  });

  it('is not counted where there was no room to judge', async () => {
    const email = await newUser();
    const address = addressOf(round);
    isOverloaded = true;
    for (let time = 0; time < 8; time += 1) {
      await expect(attempt(email, password, address)).rejects.toMatchObject({ code: 'OVERLOADED' });
    }
    isOverloaded = false;
    expect(await kindOf(email, password, address)).toBe('verified');
  });
});

describe('whatever is wrong', () => {
  it('a password is compared, once', async () => {
    const { users } = fixture.controlPlane;
    const right = await newUser();
    const disabled = await newUser();
    await users.disable(operator, (await users.byEmail(disabled))!.id);
    const deleted = await newUser();
    await users.delete(operator, (await users.byEmail(deleted))!.id);
    round += 1;
    const without = `without${round}@example.com`;
    await users.create(operator, { email: without });
    const kept = `hash of ${password.reveal()}`;
    const cases: readonly [string, Secret, string | null, unknown][] = [
      [right, wrong, kept, { kind: 'refused', cause: 'wrong-password', userId: expect.any(String) }],
      [disabled, password, kept, { kind: 'refused', cause: 'user-disabled', userId: expect.any(String) }],
      [deleted, password, null, { kind: 'refused', cause: 'unknown-email', userId: null }],
      [without, password, null, { kind: 'refused', cause: 'no-password', userId: expect.any(String) }],
      ['nobody@example.com', password, null, { kind: 'refused', cause: 'unknown-email', userId: null }],
      ['no\u0000body@example.com', password, null, { kind: 'refused', cause: 'unknown-email', userId: null }],
      [right, new Secret('x'.repeat(900_000)), kept, expect.objectContaining({ cause: 'wrong-password' })],
      [` ${right.toUpperCase()} `, password, kept, expect.objectContaining({ kind: 'verified' })],
    ];
    for (const [email, secret, stored, verdict] of cases) {
      checked.length = 0;
      round += 1;
      expect(await attempt(email, secret, addressOf(round))).toEqual(verdict);
      expect(checked).toEqual([stored]);
    }
  });
});

describe('what sign-ins leave behind', () => {
  const housekeeping = (maxAttemptRows?: number) => {
    const pool = openPool(new Secret(fixture.url), 'housekeeping', 1, () => undefined);
    const keeper = startSessionHousekeeping(openDatabase(pool), {
      clock: fixture.needs.clock,
      limits: DEFAULT_SESSION_LIMITS,
      log: (entry) => fixture.logged.push(entry),
      ...(maxAttemptRows !== undefined && { maxAttemptRows }),
    });
    return async () => {
      await keeper.run();
      await keeper.close();
      await pool.end();
    };
  };

  async function countRows(): Promise<number> {
    const { rows } = await fixture.sql.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM gateway.sign_in_attempts',
    );
    return rows[0]!.count;
  }

  it('says nothing of who tried', async () => {
    const { rows } = await fixture.sql.query<{ text: string }>(
      'SELECT t::text AS text FROM gateway.sign_in_attempts t',
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.map(({ text }) => text).join()).not.toMatch(/@|198\.51|2001:db8/);
  });

  it('is a bounded number of rows under a flood, and those that count stay', async () => {
    const email = await newUser();
    const address = addressOf(round);
    await fail(email, address, 5);
    for (let n = 0; n < 40; n += 1) await attempt(`flood${n}@example.com`, wrong, `2001:db8:aaaa:${n}::1`);
    expect(await countRows()).toBeGreaterThan(100);
    await housekeeping(60)();
    expect(await countRows()).toBe(60);
    expect(await kindOf(email, password, address)).toBe('throttled');
  });

  it('is nothing for who is turned away, whatever names it makes up, nor where there was no room to judge', async () => {
    for (let n = 0; n < 50; n += 1) await attempt(`name${n}@example.com`, wrong, '2001:db8:bbbb::1');
    const before = await countRows();
    for (let n = 50; n < 70; n += 1) {
      expect(await kindOf(`name${n}@example.com`, wrong, '2001:db8:bbbb::1')).toBe('throttled');
    }
    isOverloaded = true;
    await expect(attempt('room@example.com', wrong, '2001:db8:cccc::1')).rejects.toThrow();
    isOverloaded = false;
    expect(await countRows()).toBe(before);
  });

  it('goes after a day, but for who is trusted from where', async () => {
    fixture.clock.nowMs += 24 * 60 * MINUTE + 1;
    await housekeeping()();
    const { rows } = await fixture.sql.query(
      'SELECT FROM gateway.sign_in_attempts WHERE trusted_until IS NULL',
    );
    expect(rows).toEqual([]);
    expect(await countRows()).toBeGreaterThan(0);
    fixture.clock.nowMs += 31 * 24 * 60 * MINUTE;
    await housekeeping()();
    expect(await countRows()).toBe(0);
  });
});
