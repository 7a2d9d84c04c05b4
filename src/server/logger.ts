import { pino, type DestinationStream, type Logger } from 'pino';
import { prettyFactory } from 'pino-pretty';
import type { Config } from '../config/config.js';
import type { Exchange } from './exchange.js';

export type { Logger };

/** The gateway's logger, to standard output unless told otherwise. Nothing secret is given to it; what slips through all the same is masked here. */
export function createLogger(
  config: Pick<Config, 'logLevel' | 'logFormat'>,
  destination?: DestinationStream & { readonly isTTY?: boolean },
): Logger {
  const isTerminal = (destination ?? process.stdout).isTTY === true;
  const output = destination ?? pino.destination({ dest: 1, sync: true });
  const isPretty = config.logFormat === 'pretty' || (config.logFormat === 'auto' && isTerminal);
  return pino(
    { level: config.logLevel, serializers: { err: describeError }, hooks: { streamWrite: maskSecrets } },
    isPretty ? prettyDestination(output, isTerminal) : output,
  );
}

function prettyDestination(destination: DestinationStream, colorize: boolean): DestinationStream {
  const prettify = prettyFactory({ ignore: 'pid,hostname', colorize });
  return { write: (line) => destination.write(prettify(line)) };
}

/** The one line of a request: no query string, no headers, no body. */
export function logExchange(log: Logger, exchange: Exchange, status: number): void {
  log.info(
    {
      requestId: exchange.requestId,
      method: exchange.method,
      path: exchange.path.slice(0, MAX_LOGGED_PATH),
      status,
      durationMs: Date.now() - exchange.arrivedAtMs,
      peer: exchange.peerAddress,
      ...exchange.answer?.logged,
    },
    'request',
  );
}

const MAX_LOGGED_PATH = 200;

/**
 * The JSON text of every line passes here: API keys, session tokens, credential headers at whatever depth, bearer tokens and
 * passwords in URLs leave no other way. (pino's `redact` needs the depth in advance and costs five times as much.)
 */
function maskSecrets(line: string): string {
  return line
    .replace(/pst_(live|test)_[0-9A-Za-z_]+/g, 'pst_[secret]')
    .replace(/pss_[0-9A-Za-z_]+/g, 'pss_[secret]')
    .replace(credentialHeader, '"$1":"[secret]"')
    .replace(/(bearer\s+)[^\s"\\]+/gi, '$1[secret]')
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:@/"\\]*):[^\s@/"\\]+@/gi, '$1:[secret]@');
}

const credentialHeader =
  /"(authorization|proxy-authorization|x-api-key|cookie|set-cookie)":(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\])/gi;

interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string | undefined;
  readonly cause?: DescribedError;
}

/** Only these members: a database's error carries values of rows in others (`detail`, `where`). */
function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  return {
    type: error.name,
    message: error.message,
    ...('code' in error && { code: error.code }),
    stack: error.stack,
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  };
}
