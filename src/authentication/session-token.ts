import { isId, randomText } from '../foundation/ids.js';
import { Secret } from '../foundation/secret.js';
import { digestSecret, type Peppers } from './digest.js';

/** What a session's token says, before anybody looked whether it is true. */
export type ParsedSessionToken =
  | { readonly kind: 'parsed'; readonly sessionId: string; readonly secret: Secret }
  | { readonly kind: 'malformed' };

const PREFIX = 'pss';
/** 43 characters of base 62 are 256 random bits. */
const SECRET_LENGTH = 43;

/** The token of a session, and what is kept of it: under the current pepper. */
export function createSessionMint(
  peppers: Peppers,
): (sessionId: string) => { readonly token: Secret; readonly digest: Buffer } {
  return (sessionId) => {
    const secret = randomText(SECRET_LENGTH);
    return {
      token: new Secret(`${PREFIX}_${sessionId}_${secret}`),
      digest: digestSecret(peppers.current, new Secret(secret)),
    };
  };
}

/** Reads `pss_<id>_<secret>`. Nothing around it is trimmed. */
export function parseSessionToken(text: string): ParsedSessionToken {
  const [prefix, sessionId = '', secret = '', ...more] = text.split('_');
  const isWhole =
    prefix === PREFIX && isId(sessionId) && /^[0-9A-Za-z]{43}$/.test(secret) && more.length === 0;
  return isWhole ? { kind: 'parsed', sessionId, secret: new Secret(secret) } : { kind: 'malformed' };
}
