import type { Secret } from '../foundation/secret.js';
import { parseSessionToken, type ParsedSessionToken } from './session-token.js';

/**
 * The cookie of a console session (RFC 6265bis): no script reads it, no page of another site sends it, and where there is
 * TLS the prefix `__Host-` keeps every other host and every plain connection from setting it.
 */
export type SessionCookieName = '__Host-postern_session' | 'postern_session';

const NAMES: readonly SessionCookieName[] = ['__Host-postern_session', 'postern_session'];

export type SessionCookies =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly token: ParsedSessionToken; readonly name: SessionCookieName }
  /** `first`: one of them. */
  | { readonly kind: 'two'; readonly first: SessionCookieName };

/**
 * How many session cookies the header holds, whatever they say. Where there is TLS the plain name proves nothing: anybody
 * between a browser and a plain page of this host could have set it. There it is as if it were not there.
 */
export function readSessionCookies(header: string | null, isEncrypted: boolean): SessionCookies {
  const accepted = isEncrypted ? [sessionCookieName(true)] : NAMES;
  // Several headers arrive as one, joined by a comma where it was not Node that joined them; no value has one.
  const cookies = (header ?? '').split(/[;,]/).flatMap((pair) => {
    const [, written, value = ''] = /^\s*([^=\s]+)=(\S*)\s*$/.exec(pair) ?? [];
    const name = accepted.find((candidate) => candidate === written);
    return name === undefined ? [] : [{ name, value }];
  });
  const [cookie, ...others] = cookies;
  if (cookie === undefined) return { kind: 'none' };
  if (others.length > 0) return { kind: 'two', first: cookie.name };
  return { kind: 'one', name: cookie.name, token: parseSessionToken(cookie.value) };
}

/** The value of `Set-Cookie`. The browser keeps it as long as it runs; how long it counts is the server's to say. */
export function writeSessionCookie(token: Secret, isEncrypted: boolean): string {
  const name = sessionCookieName(isEncrypted);
  return `${name}=${token.reveal()}; ${attributesOf(name)}`;
}

/** The value of `Set-Cookie` that makes a browser forget it. */
export function clearSessionCookie(name: SessionCookieName): string {
  return `${name}=; Max-Age=0; ${attributesOf(name)}`;
}

export function sessionCookieName(isEncrypted: boolean): SessionCookieName {
  return isEncrypted ? '__Host-postern_session' : 'postern_session';
}

function attributesOf(name: SessionCookieName): string {
  const secure = name.startsWith('__Host-') ? '; Secure' : '';
  return `Path=/; HttpOnly; SameSite=Strict${secure}`;
}
