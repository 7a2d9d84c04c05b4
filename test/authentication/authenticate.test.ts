import { describe, expect, it } from '@jest/globals';

import {
  authenticate,
  type Authentication,
  type AuthenticationFacts,
} from '../../src/authentication/authenticate.js';
import { createSecretMint } from '../../src/authentication/secret-mint.js';
import type { KeyFacts } from '../../src/control-plane/authorization-state.js';
import { Secret } from '../../src/foundation/secret.js';
import { addressOf, groupOf, KEY_ID, minted, parsedSecretOf, peppers, stateOf } from './key-fixture.js';

const NOW = Date.parse('2026-06-15T12:00:00Z');

function attempt(changes: Partial<AuthenticationFacts> = {}): Authentication {
  return authenticate({
    credential: parsedSecretOf(minted.secret),
    address: addressOf('192.0.2.5'),
    nowMs: NOW,
    state: stateOf(),
    peppers,
    ...changes,
  });
}

const attemptWith = (key: Partial<KeyFacts>, changes: Partial<AuthenticationFacts> = {}): Authentication =>
  attempt({ state: stateOf({ key }), ...changes });

function codeOf(result: Authentication): string {
  return result.kind === 'accepted' ? 'accepted' : result.code;
}

const another = createSecretMint(peppers)(KEY_ID);

describe('authentication', () => {
  it('accepts the right secret and says who calls, with which secret, from where', () => {
    const state = stateOf();
    expect(attempt({ state })).toEqual({
      kind: 'accepted',
      caller: { kind: 'key', state, secretDigest: minted.digest, address: '192.0.2.5' },
    });
  });

  it('answers malformed, unknown, wrong secret and wrong address alike, and tells only administrators which', () => {
    const refusals = [
      attempt({ credential: { kind: 'malformed' }, state: null }),
      attempt({ state: null }),
      attempt({ credential: parsedSecretOf(another.secret) }),
      attemptWith({ allowedAddresses: ['198.51.100.0/24'] }),
    ].map((refusal) => {
      if (refusal.kind === 'accepted') throw new Error('accepted');
      return refusal;
    });
    expect(new Set(refusals.map(({ code, message }) => `${code} ${message}`)).size).toBe(1);
    expect(refusals[0]?.code).toBe('INVALID_API_KEY');
    expect(refusals.map(({ cause, keyId }) => [cause, keyId])).toEqual([
      ['malformed', null],
      ['unknown', null],
      ['wrong-secret', KEY_ID],
      ['wrong-address', KEY_ID],
    ]);
  });

  it('tells nothing of the state to whoever lacks the secret or stands at a wrong address', () => {
    const closed = { revoked: true, disabled: true, validUntilMs: 0 };
    expect(codeOf(attemptWith(closed, { credential: parsedSecretOf(another.secret) }))).toBe(
      'INVALID_API_KEY',
    );
    expect(codeOf(attemptWith({ ...closed, allowedAddresses: ['198.51.100.1'] }))).toBe('INVALID_API_KEY');
    expect(codeOf(attemptWith(closed))).toBe('KEY_REVOKED');
  });

  it('refuses a malformed credential even beside a state that would accept', () => {
    expect(codeOf(attempt({ credential: { kind: 'malformed' } }))).toBe('INVALID_API_KEY');
  });

  it('takes the state of another key for a bug', () => {
    expect(() => attemptWith({ id: 'k1111111111111Id' })).toThrow('another key');
  });

  it('accepts a key of the previous pepper only while that is set', () => {
    const next = new Secret('n'.repeat(43));
    expect(codeOf(attempt({ peppers: { current: next, previous: peppers.current } }))).toBe('accepted');
    expect(codeOf(attempt({ peppers: { current: next, previous: null } }))).toBe('INVALID_API_KEY');
  });
});

describe('source addresses', () => {
  it('admit what the list covers and nothing else', () => {
    const listed = { allowedAddresses: ['192.0.2.5', '2001:db8::/32'] };
    expect(codeOf(attemptWith(listed))).toBe('accepted');
    expect(codeOf(attemptWith(listed, { address: addressOf('::ffff:192.0.2.5') }))).toBe('accepted');
    expect(codeOf(attemptWith(listed, { address: addressOf('2001:db8:ffff::1') }))).toBe('accepted');
    expect(codeOf(attemptWith(listed, { address: addressOf('192.0.2.6') }))).toBe('INVALID_API_KEY');
  });

  it('refuse a client whose address is unknown wherever a list is set, and only there', () => {
    expect(
      codeOf(attemptWith({ allowedAddresses: ['0.0.0.0/0', '::/0'] }, { address: { kind: 'unknown' } })),
    ).toBe('INVALID_API_KEY');
    expect(attempt({ address: { kind: 'unknown' } })).toMatchObject({
      kind: 'accepted',
      caller: { address: null },
    });
  });

  it('refuse everybody when the stored list is empty or cannot be read', () => {
    expect(codeOf(attemptWith({ allowedAddresses: [] }))).toBe('INVALID_API_KEY');
    expect(codeOf(attemptWith({ allowedAddresses: ['0.0.0.0/0', 'anywhere'] }))).toBe('INVALID_API_KEY');
  });

  it('are judged anew for every request on the same state', () => {
    const state = stateOf({ key: { allowedAddresses: ['192.0.2.5'] } });
    const from = (text: string): string => codeOf(attempt({ state, address: addressOf(text) }));
    expect(['192.0.2.5', '192.0.2.6', '192.0.2.5'].map(from)).toEqual([
      'accepted',
      'INVALID_API_KEY',
      'accepted',
    ]);
  });
});

describe('the validity window', () => {
  it('opens and closes at the millisecond, for one and the same state', () => {
    const state = stateOf({ key: { validFromMs: NOW, validUntilMs: NOW + 10 } });
    const at = (ms: number): string => codeOf(attempt({ state, nowMs: NOW + ms }));
    expect([-1, 0, 1, 9, 10, 11].map(at)).toEqual([
      'KEY_NOT_YET_VALID',
      'accepted',
      'accepted',
      'accepted',
      'KEY_EXPIRED',
      'KEY_EXPIRED',
    ]);
    expect(at(0)).toBe('accepted');
  });

  it('is said to the holder with its instant', () => {
    expect(attemptWith({ validUntilMs: NOW })).toMatchObject({
      code: 'KEY_EXPIRED',
      message: expect.stringContaining('2026-06-15T12:00:00.000Z') as unknown,
      keyId: KEY_ID,
      cause: null,
    });
  });
});

describe('a rotated key', () => {
  const secrets = [
    { digest: minted.digest, validUntilMs: NOW },
    { digest: another.digest, validUntilMs: null },
  ];

  it('is opened by the old secret until the millisecond at which its overlap ends, and by the new one on', () => {
    const old = (ms: number): string => codeOf(attemptWith({ secrets }, { nowMs: NOW + ms }));
    expect([-1, 0, 1].map(old)).toEqual(['accepted', 'KEY_EXPIRED', 'KEY_EXPIRED']);
    const credential = parsedSecretOf(another.secret);
    expect(attemptWith({ secrets }, { credential, nowMs: NOW + 1 })).toMatchObject({
      kind: 'accepted',
      caller: { secretDigest: another.digest },
    });
  });

  it('says that it is the secret that ended, and first what is wrong with the key itself', () => {
    expect(attemptWith({ secrets })).toMatchObject({
      message: expect.stringContaining('was replaced') as unknown,
    });
    expect(codeOf(attemptWith({ secrets, revoked: true }))).toBe('KEY_REVOKED');
  });

  it('without any secret is opened by none', () => {
    expect(codeOf(attemptWith({ secrets: [] }))).toBe('INVALID_API_KEY');
  });
});

describe('the state behind a key', () => {
  it.each([
    ['KEY_DISABLED', stateOf({ key: { disabled: true } })],
    ['USER_DELETED', stateOf({ user: { deleted: true } })],
    ['USER_DISABLED', stateOf({ user: { enabled: false } })],
    ['DATABASE_DISABLED', stateOf({ database: { enabled: false } })],
    ['NO_API_ACCESS', stateOf({ groups: [groupOf({ apiAccess: false })] })],
    ['NO_API_ACCESS', stateOf({ groups: [] })],
  ])('is told to the holder as %s', (code, state) => {
    expect(codeOf(attempt({ state }))).toBe(code);
  });
});
