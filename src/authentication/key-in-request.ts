/** Where a key, or what is meant as one, stands in a request outside of its headers; `name` is of the parameter or member. */
export interface KeyInRequest {
  readonly place: 'url' | 'body';
  readonly name: string;
}

/**
 * Finds a credential in the URL's query string or in extra members of the body, valid or not: both end up in
 * logs. By name (in any spelling) or by a value that looks like a key of ours. A POST's `query` and `variables`
 * are the caller's own data and not looked into; in a URL they are, for keys only.
 */
export function findKeyInRequest(request: {
  readonly searchParams: URLSearchParams;
  /** The parsed JSON body; undefined when there is none. An array is a batch. */
  readonly body: unknown;
}): KeyInRequest | null {
  return findInUrl(request.searchParams) ?? findInBody(request.body);
}

const GRAPHQL_MEMBERS: ReadonlySet<string> = new Set(['query', 'variables', 'operationName']);

/** Lower case, without separators: `x-api-key`, `X_API_KEY` and `xApiKey` are one. */
const CREDENTIAL_NAMES: ReadonlySet<string> = new Set(
  [
    'key keys apikey apikeys apikeyid xapikey apisecret apitoken xapitoken accesskey secretkey privatekey',
    'token accesstoken authtoken xauthtoken bearertoken idtoken refreshtoken sessiontoken usertoken jwt',
    'auth authorization authorisation xauthorization proxyauthorization bearer',
    'secret clientsecret xsecret credential credentials password passwd pwd',
    'posternkey posternapikey posterntoken',
  ].flatMap((line) => line.split(' ')),
);

/** Deeper than any JSON that is sent in earnest; what lies below counts as a key. */
const MAX_DEPTH = 64;

function findInUrl(parameters: URLSearchParams): KeyInRequest | null {
  for (const [name, value] of parameters) {
    const isSuspect =
      looksLikeKey(value) ||
      isSuspectName(name) ||
      (name === 'extensions' && isSuspectExtensions(readJson(value)));
    if (isSuspect) return { place: 'url', name: shorten(name) };
  }
  return null;
}

function findInBody(body: unknown): KeyInRequest | null {
  for (const request of Array.isArray(body) ? (body as readonly unknown[]) : [body]) {
    const name = isObject(request) ? findMember(request) : null;
    if (name !== null) return { place: 'body', name: shorten(name) };
  }
  return null;
}

function findMember(request: Readonly<Record<string, unknown>>): string | null {
  for (const [name, value] of Object.entries(request)) {
    if (GRAPHQL_MEMBERS.has(name)) continue;
    if (isSuspectName(name) || holdsKey(value, MAX_DEPTH)) return name;
    if (name === 'extensions' && isSuspectExtensions(value)) return name;
  }
  return null;
}

function isSuspectExtensions(extensions: unknown): boolean {
  return isObject(extensions) && Object.keys(extensions).some(isSuspectName);
}

function isSuspectName(name: string): boolean {
  return looksLikeKey(name) || CREDENTIAL_NAMES.has(name.toLowerCase().replace(/[^0-9a-z]/g, ''));
}

function holdsKey(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return looksLikeKey(value);
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  return Object.entries(value).some(([name, member]) => looksLikeKey(name) || holdsKey(member, depth - 1));
}

/** Typos, cut and upper-case ones too: whoever pasted it meant a key. */
function looksLikeKey(text: string): boolean {
  return /pst_(?:live|test)_[0-9a-z]{8}/i.test(text);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** A name may itself be a key: what is shown of it must not be. */
function shorten(name: string): string {
  return looksLikeKey(name) ? 'pst_…' : name.slice(0, 40);
}
