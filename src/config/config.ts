import type { AddressBlock } from '../foundation/ip-address.js';
import type { Parsed } from '../foundation/parsed.js';
import type { Secret } from '../foundation/secret.js';
import { parsePepper } from './pepper.js';
import {
  parseAddressBlocks,
  parseClientAddressHeader,
  parseConsoleOperations,
  parseDatabaseUrl,
  parseHost,
  parseIdleMinutes,
  parseLogFormat,
  parseLogLevel,
  parseOrigins,
  parsePort,
  parseSessionHours,
  parseStaleness,
  type ClientAddressHeaderSetting,
  type ConsoleOperations,
  type LogFormat,
  type LogLevel,
} from './setting-parsers.js';

/**
 * The settings of the gateway, one environment variable each, parsed once at start. This folder alone knows the
 * environment; everybody else gets values. An unknown variable is not ours and is ignored.
 */
export function readConfig(environment: Environment): ReadConfig {
  const problems: ConfigProblem[] = [];
  const read = <Value>(setting: string, fallback: Value, parse: (text: string) => Parsed<Value>): Value => {
    const text = environment[setting];
    // Empty is what a compose file makes of a variable that is not set.
    if (text === undefined || text.trim() === '') return fallback;
    const result = parse(text.trim());
    if (result.kind === 'parsed') return result.value;
    problems.push({ setting, message: `${setting}: ${result.problem}` });
    return fallback;
  };
  const readSecret = (setting: string, parse: (text: string) => Parsed<Secret>): Secret | null => {
    const text = environment[setting];
    // Fail closed: taking an empty one for absent would start another database or make a new pepper.
    if (text?.trim() === '') {
      problems.push({ setting, message: `${setting} is set but empty: give it a value, or do not set it.` });
    }
    return read<Secret | null>(setting, null, parse);
  };
  const config: Config = {
    host: read('HOST', '127.0.0.1', parseHost),
    port: read('PORT', 4000, parsePort),
    databaseUrl: readSecret('DATABASE_URL', parseDatabaseUrl),
    dataFolder: read('POSTERN_DATA', '.postern', (text) => ({ kind: 'parsed', value: text })),
    pepper: readSecret('POSTERN_PEPPER', parsePepper),
    previousPepper: readSecret('POSTERN_PEPPER_PREVIOUS', parsePepper),
    trustedProxies: read('TRUSTED_PROXIES', [], parseAddressBlocks),
    clientAddressHeader: read('CLIENT_ADDRESS_HEADER', 'x-forwarded-for', parseClientAddressHeader),
    corsOrigins: read('CORS_ORIGINS', [], parseOrigins),
    authMaxStalenessMs: read('AUTH_MAX_STALENESS_MS', 0, parseStaleness),
    sessionIdleMinutes: read('SESSION_IDLE_MINUTES', 30, parseIdleMinutes),
    sessionHours: read('SESSION_HOURS', 12, parseSessionHours),
    consoleOperations: read('CONSOLE_OPERATIONS', 'any', parseConsoleOperations),
    logLevel: read('LOG_LEVEL', 'info', parseLogLevel),
    logFormat: read('LOG_FORMAT', 'auto', parseLogFormat),
  };
  const [first, ...rest] = problems;
  return first === undefined ? { kind: 'valid', config } : { kind: 'invalid', problems: [first, ...rest] };
}

export type Environment = Readonly<Record<string, string | undefined>>;

export type ReadConfig =
  | { readonly kind: 'valid'; readonly config: Config }
  | { readonly kind: 'invalid'; readonly problems: readonly [ConfigProblem, ...ConfigProblem[]] };

/** `message` names the setting, what is wrong and what would be right; never the value of a secret. */
export interface ConfigProblem {
  readonly setting: string;
  readonly message: string;
}

export interface Config {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** The PostgreSQL of the control plane. Null: the embedded one. */
  readonly databaseUrl: Secret | null;
  /** Folder of the embedded PostgreSQL, its pepper and the demo's credentials. */
  readonly dataFolder: string;
  /** Null: the one in `dataFolder`. */
  readonly pepper: Secret | null;
  readonly previousPepper: Secret | null;
  /** Peers whose client address header is believed; none when empty. */
  readonly trustedProxies: readonly AddressBlock[];
  readonly clientAddressHeader: ClientAddressHeaderSetting;
  /** As browsers send them in `Origin`; CORS is off when empty. */
  readonly corsOrigins: readonly string[];
  readonly authMaxStalenessMs: number;
  /** A console session ends after as long without a request … */
  readonly sessionIdleMinutes: number;
  /** … and after as long in any case. */
  readonly sessionHours: number;
  /** What console sessions run on `gateway`: `built`: only the operations that were built with the console's pages. */
  readonly consoleOperations: ConsoleOperations;
  readonly logLevel: LogLevel;
  /** `auto`: readable on a terminal, else JSON. */
  readonly logFormat: LogFormat;
}
