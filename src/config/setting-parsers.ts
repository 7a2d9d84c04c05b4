import {
  parseAddress,
  parseAddressList,
  splitAddressText,
  type AddressBlock,
} from '../foundation/ip-address.js';
import { parsed, refused, type Parsed } from '../foundation/parsed.js';
import { Secret } from '../foundation/secret.js';

export type ClientAddressHeaderSetting = 'x-forwarded-for' | 'forwarded' | 'x-real-ip';
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
export type ConsoleOperations = 'any' | 'built';
export type LogFormat = 'json' | 'pretty' | 'auto';

export function parseHost(text: string): Parsed<string> {
  const isAddress = parseAddress(text).kind === 'parsed';
  // A last label of digits only would be a mistyped address, which some resolvers then read as another one.
  const isName = /^(?!-)(?:[0-9A-Za-z-]{1,63}\.)*(?=[0-9-]*[A-Za-z])[0-9A-Za-z-]{1,63}$/.test(text);
  return isAddress || isName
    ? parsed(text)
    : refused(
        `"${text}" is neither an address nor a host name; such as 127.0.0.1, 0.0.0.0, :: or localhost.`,
      );
}

export function parsePort(text: string): Parsed<number> {
  return parseWholeNumber(text, 65_535, 'a port: a number from 0 (any free one) to 65535');
}

export function parseStaleness(text: string): Parsed<number> {
  return parseWholeNumber(
    text,
    3_600_000,
    'a time in milliseconds: a number from 0 (never stale) to 3600000',
  );
}

export function parseIdleMinutes(text: string): Parsed<number> {
  return parseWholeNumber(text, 1_440, 'a time in minutes: a number from 5 to 1440 (a day)', 5);
}

export function parseSessionHours(text: string): Parsed<number> {
  return parseWholeNumber(text, 720, 'a time in hours: a number from 1 to 720 (30 days)', 1);
}

/** The sentences do not show the URL: it holds a password. */
export function parseDatabaseUrl(text: string): Parsed<Secret> {
  const example = 'write it as postgres://user:password@host:5432/database';
  if (!/^postgres(?:ql)?:\/\//.test(text)) return refused(`it is no PostgreSQL URL; ${example}.`);
  if (text.includes('#')) {
    return refused('it has a "#", which cuts off what follows; write %23 where it belongs to the password.');
  }
  if (!URL.canParse(text))
    return refused(`it cannot be read as a URL; ${example}, with % escapes in the password.`);
  return new URL(text).pathname.length > 1
    ? parsed(new Secret(text))
    : refused(`it names no database; ${example}.`);
}

export function parseAddressBlocks(text: string): Parsed<readonly AddressBlock[]> {
  return parseAddressList(splitAddressText(text));
}

export function parseClientAddressHeader(text: string): Parsed<ClientAddressHeaderSetting> {
  return parseChoice(text.toLowerCase(), ['x-forwarded-for', 'forwarded', 'x-real-ip']);
}

export function parseLogLevel(text: string): Parsed<LogLevel> {
  return parseChoice(text, ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);
}

export function parseConsoleOperations(text: string): Parsed<ConsoleOperations> {
  return parseChoice(text, ['any', 'built']);
}

export function parseLogFormat(text: string): Parsed<LogFormat> {
  return parseChoice(text, ['json', 'pretty', 'auto']);
}

/** Origins as browsers write them (RFC 6454 §6.2): scheme, host and port only when it is not the usual one. */
export function parseOrigins(text: string): Parsed<readonly string[]> {
  const origins: string[] = [];
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '*')
      return refused('"*" would open the API to every web page; list the origins that need it.');
    const isOrigin = /^https?:\/\//.test(entry) && URL.canParse(entry) && new URL(entry).origin === entry;
    if (!isOrigin) {
      return refused(
        `"${entry}" is not an origin; write it as https://app.example.com, without path or last slash.`,
      );
    }
    origins.push(entry);
  }
  return parsed([...new Set(origins)]);
}

function parseWholeNumber(text: string, max: number, what: string, min = 0): Parsed<number> {
  const isNumber = /^(?:0|[1-9][0-9]{0,8})$/.test(text) && Number(text) >= min && Number(text) <= max;
  return isNumber ? parsed(Number(text)) : refused(`"${text}" is not ${what}.`);
}

function parseChoice<Choice extends string>(text: string, choices: readonly Choice[]): Parsed<Choice> {
  const choice = choices.find((known) => known === text);
  return choice === undefined ? refused(`"${text}" is not one of ${choices.join(', ')}.`) : parsed(choice);
}
