import { readCredentials } from './credentials.js';
import type { ParsedCredential } from './secret-format.js';
import { readSessionCookies, type SessionCookieName } from './session-cookie.js';
import type { ParsedSessionToken } from './session-token.js';

/** By what a request says who sends it. */
export type PresentedCredentials =
  | { readonly kind: 'none'; readonly hasIdleCookie: boolean }
  | { readonly kind: 'key'; readonly credential: ParsedCredential }
  | { readonly kind: 'session'; readonly token: ParsedSessionToken; readonly cookieName: SessionCookieName }
  /** Refused, whatever they are. `cookieName`: one of two session cookies, to be cleared so that the other can serve. */
  | { readonly kind: 'two'; readonly cookieName: SessionCookieName | null };

export interface CredentialFacts {
  readonly method: 'GET' | 'POST';
  /** By lower-case name. */
  readonly header: (name: string) => string | null;
  readonly isEncrypted: boolean;
}

/**
 * A session's cookie counts only beside the header `X-Postern-Console: 1` and by POST. A browser adds the cookie to every
 * request, also to one that a page of another site makes it send; that page cannot add the header. Without it the cookie
 * is no credential at all, so that a key in the explorer is not disturbed by it either.
 */
export function readPresentedCredentials({
  method,
  header,
  isEncrypted,
}: CredentialFacts): PresentedCredentials {
  const key = readCredentials(header);
  const cookies = readSessionCookies(header('cookie'), isEncrypted);
  const isConsole = method === 'POST' && header('x-postern-console') === '1';
  if (key.kind === 'two') return { kind: 'two', cookieName: null };
  if (cookies.kind === 'none' || !isConsole) {
    return key.kind === 'one'
      ? { kind: 'key', credential: key.credential }
      : { kind: 'none', hasIdleCookie: cookies.kind !== 'none' };
  }
  if (cookies.kind === 'two') return { kind: 'two', cookieName: cookies.first };
  if (key.kind === 'one') return { kind: 'two', cookieName: null };
  return { kind: 'session', token: cookies.token, cookieName: cookies.name };
}
