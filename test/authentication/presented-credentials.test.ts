import { describe, expect, it } from '@jest/globals';
import { isEncryptedRequest } from '../../src/authentication/encrypted-request.js';
import { readPresentedCredentials } from '../../src/authentication/presented-credentials.js';
import { clearSessionCookie, writeSessionCookie } from '../../src/authentication/session-cookie.js';
import { createSessionMint, parseSessionToken } from '../../src/authentication/session-token.js';
import { digestSecret } from '../../src/authentication/digest.js';
import { Secret } from '../../src/foundation/secret.js';
import { valueOf } from '../support/value-of.js';
import { parseAddressList } from '../../src/foundation/ip-address.js';

const pepper = new Secret('p'.repeat(64));
const mint = createSessionMint({ current: pepper, previous: null });
const token = mint('abcdefghijklmnop').token.reveal();
const plain = `postern_session=${token}`;
const secure = `__Host-postern_session=${token}`;

function present(headers: Record<string, string>, more: { method?: 'GET' | 'POST'; tls?: boolean } = {}) {
  return readPresentedCredentials({
    method: more.method ?? 'POST',
    header: (name) => headers[name] ?? null,
    isEncrypted: more.tls ?? false,
  });
}

const console1 = { 'x-postern-console': '1' };

describe('the token of a session', () => {
  it('has 256 random bits, of which only an HMAC is kept', () => {
    const minted = mint('abcdefghijklmnop');
    const parsed = parseSessionToken(minted.token.reveal());
    if (parsed.kind === 'malformed') throw new Error('It should be readable.');
    expect(parsed.sessionId).toBe('abcdefghijklmnop');
    expect(parsed.secret.reveal()).toMatch(/^[0-9A-Za-z]{43}$/);
    expect(minted.digest).toEqual(digestSecret(pepper, parsed.secret));
    expect(mint('abcdefghijklmnop').token.reveal()).not.toBe(minted.token.reveal());
  });

  it.each(['', 'x', token.slice(0, -1), `${token}x`, `${token}_`, ` ${token}`, token.replace('pss', 'pst')])(
    'is malformed in any other form: %j',
    (text) => {
      expect(parseSessionToken(text)).toEqual({ kind: 'malformed' });
    },
  );
});

describe('a session’s cookie', () => {
  it('is a credential beside the header of the console, by POST', () => {
    expect(present({ cookie: `theme=dark; ${plain}; x=y`, ...console1 })).toMatchObject({
      kind: 'session',
      cookieName: 'postern_session',
      token: { kind: 'parsed', sessionId: 'abcdefghijklmnop' },
    });
  });

  it.each([
    ['without the header', { cookie: plain }, 'POST'],
    ['with another value of the header', { cookie: plain, 'x-postern-console': 'true' }, 'POST'],
    ['with the header twice', { cookie: plain, 'x-postern-console': '1, 1' }, 'POST'],
    ['by GET', { cookie: plain, ...console1 }, 'GET'],
  ] as const)('is none %s', (_what, headers, method) => {
    expect(present(headers, { method })).toEqual({ kind: 'none', hasIdleCookie: true });
  });

  it('does not disturb a key while it is none', () => {
    expect(present({ cookie: plain, 'x-api-key': 'k' })).toMatchObject({ kind: 'key' });
  });

  it('and a key are two', () => {
    for (const key of [{ 'x-api-key': 'k' }, { authorization: 'Bearer k' }, { authorization: 'Basic x' }]) {
      expect(present({ cookie: plain, ...console1, ...key })).toEqual({ kind: 'two', cookieName: null });
    }
  });

  it.each([
    ['of one name', `${plain}; ${plain}`],
    ['of both names', `${secure}; ${plain}`],
    ['of which one is empty', `${plain}; postern_session=`],
    ['in two headers', `${plain}, ${plain}`],
  ])('twice are two: %s', (_what, cookie) => {
    expect(present({ cookie, ...console1 })).toMatchObject({ kind: 'two', cookieName: expect.any(String) });
  });

  it('counts under TLS by the name that no plain page can set, and by no other', () => {
    expect(present({ cookie: plain, ...console1 }, { tls: true })).toMatchObject({ kind: 'none' });
    expect(present({ cookie: `${plain}; ${secure}`, ...console1 }, { tls: true })).toMatchObject({
      kind: 'session',
      cookieName: '__Host-postern_session',
    });
  });

  it('is malformed, not absent, when it says something else', () => {
    expect(present({ cookie: 'postern_session="x"', ...console1 })).toMatchObject({
      kind: 'session',
      token: { kind: 'malformed' },
    });
  });

  it('is for no script, no other site and no other path', () => {
    expect(writeSessionCookie(new Secret('t'), false)).toBe(
      'postern_session=t; Path=/; HttpOnly; SameSite=Strict',
    );
    expect(writeSessionCookie(new Secret('t'), true)).toBe(
      '__Host-postern_session=t; Path=/; HttpOnly; SameSite=Strict; Secure',
    );
    expect(clearSessionCookie('__Host-postern_session')).toBe(
      '__Host-postern_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure',
    );
  });
});

describe('a request', () => {
  const trustedProxies = valueOf(parseAddressList(['10.0.0.0/8']));
  const isEncrypted = (protocol: string, peerAddress: string | null, forwarded: string | null) =>
    isEncryptedRequest({ protocol, peerAddress, header: () => forwarded, trustedProxies });

  it('came by TLS where its URL or a trusted proxy says so, and not where anybody else does', () => {
    expect(isEncrypted('https:', null, null)).toBe(true);
    expect(isEncrypted('http:', '10.1.2.3', 'https')).toBe(true);
    expect(isEncrypted('http:', '10.1.2.3', 'HTTPS, http')).toBe(true);
    expect(isEncrypted('http:', '192.0.2.1', 'https')).toBe(false);
    expect(isEncrypted('http:', null, 'https')).toBe(false);
    expect(isEncrypted('http:', '10.1.2.3', null)).toBe(false);
    expect(isEncrypted('http:', '10.1.2.3', 'http, https')).toBe(false);
  });
});
