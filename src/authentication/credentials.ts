import { parseSecret, type ParsedCredential } from './secret-format.js';

/** How many credentials the headers of a request hold. `two` is refused whatever they are, also the same one twice. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly credential: ParsedCredential }
  | { readonly kind: 'two' };

/**
 * Reads `Authorization: Bearer <key>` (RFC 6750; the scheme in any case) and `X-API-Key: <key>`. A header that is
 * there but holds no key (another scheme, nothing) is a malformed credential, never none.
 */
export function readCredentials(header: (name: string) => string | null): Credentials {
  const authorization = header('authorization');
  const apiKey = header('x-api-key');
  if (authorization === null && apiKey === null) return { kind: 'none' };
  if (authorization !== null && apiKey !== null) return { kind: 'two' };
  // A header sent twice arrives as one, joined by a comma.
  if (authorization === null) return apiKey?.includes(',') === true ? { kind: 'two' } : one(apiKey);
  if (countSchemes(authorization) > 1) return { kind: 'two' };
  return one(/^bearer +([^ ]+)$/i.exec(authorization)?.[1] ?? null);
}

function one(text: string | null): Credentials {
  return { kind: 'one', credential: text === null ? { kind: 'malformed' } : parseSecret(text) };
}

/** `Digest a="b", c="d"` has commas as well, but one scheme. */
function countSchemes(authorization: string): number {
  return authorization.split(',').filter((part) => /^ *[A-Za-z]+ +[^ ]/.test(part)).length;
}
