import { parsed, refused, type Parsed } from '../foundation/parsed.js';
import { isCredentialSource } from '../foundation/credential-source.js';
import { parseAddress } from '../foundation/ip-address.js';
import { Secret } from '../foundation/secret.js';

/** Where a database URL leads. */
export interface DatabaseTarget {
  /** The URL with everything said that pg would else take from the gateway's own environment. */
  readonly url: Secret;
}

/**
 * Checks the connection URL of a database to be registered: one host over TCP, and only parameters that neither
 * read files nor send the connection elsewhere. No sentence repeats the URL, which carries a password.
 */
export function parseDatabaseUrl(text: Secret): Parsed<DatabaseTarget> {
  const url = readUrl(text.reveal());
  // Blanks and control characters are read differently by different readers of URLs.
  if (
    url === null ||
    /[\s\p{Cc}]/u.test(text.reveal()) ||
    !['postgres:', 'postgresql:'].includes(url.protocol)
  ) {
    return refused('must be a URL such as postgres://user:password@host:5432/database.');
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!isHost(host)) {
    return refused('must name one host, by name or address; sockets and lists of hosts are not supported.');
  }
  if (url.username === '')
    return refused('must name the user before the host: postgres://user:password@host…');
  if (!/^\/[^/]+$/.test(url.pathname))
    return refused('must name the database after the host: …@host:5432/database.');
  if (![url.username, url.password, url.pathname].every(isDecodable)) {
    return refused('must not contain an encoded control character, nor a "%" that encodes nothing (%25).');
  }
  if (url.hash !== '') return refused('must not contain "#"; write it as %23 in a password.');
  const problem = findParameterProblem(url.searchParams);
  if (problem !== null) return refused(problem);
  if (isCredentialSource(host)) return refused('must not lead to a link-local address.');
  return parsed({ url: spellOut(url, text) });
}

/** Encoded NUL would end a value where the server reads it, and begin a connection parameter of the writer's choice. */
function isDecodable(encoded: string): boolean {
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(encoded));
  } catch {
    return false;
  }
}

/**
 * Where a URL has no password or no port, pg takes PGPASSWORD, .pgpass and PGPORT: the gateway's own secret would go
 * to somebody else's host. A server that asks for no password does not look at this one.
 */
function spellOut(url: URL, text: Secret): Secret {
  if (url.password !== '' && url.port !== '') return text;
  const spelled = new URL(url);
  spelled.password ||= 'none';
  spelled.port ||= '5432';
  return new Secret(spelled.href);
}

const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

/** Everything else is refused: `sslcert`, `sslkey`, `sslrootcert` read files, `host` and `options` override the URL. */
const allowedParameters: Readonly<
  Record<string, { readonly accepts: (value: string) => boolean; readonly hint: string }>
> = {
  sslmode: { accepts: (value) => sslModes.includes(value), hint: `one of ${sslModes.join(', ')}` },
  application_name: {
    accepts: (value) => /^[\x20-\x7e]{1,63}$/.test(value),
    hint: '1 to 63 ASCII characters',
  },
  connect_timeout: { accepts: (value) => /^[1-9][0-9]?$/.test(value), hint: '1 to 99 seconds' },
};

function findParameterProblem(parameters: URLSearchParams): string | null {
  const names = [...parameters.keys()];
  if (new Set(names).size < names.length) return 'must not name a connection parameter twice.';
  for (const [name, value] of parameters) {
    const allowed = Object.hasOwn(allowedParameters, name) ? allowedParameters[name] : undefined;
    if (allowed === undefined) {
      return `has a connection parameter that is not allowed; allowed are ${Object.keys(allowedParameters).join(', ')}.`;
    }
    if (!allowed.accepts(value)) return `has a ${name} that is not accepted: it must be ${allowed.hint}.`;
  }
  return null;
}

/** A name by DNS's letters, or an address in full: short forms such as 127.1 are read differently by different readers. */
function isHost(host: string): boolean {
  if (parseAddress(host).kind === 'parsed') return true;
  const looksNumeric = /^[0-9.]+$|^0x|:|%/i.test(host);
  return !looksNumeric && host.length <= 253 && /^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?$/.test(host);
}

function readUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
