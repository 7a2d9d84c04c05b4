import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { readConfig, type Config, type Environment } from '../../src/config/config.js';
import { formatBlock } from '../../src/foundation/ip-address.js';

const PEPPER = randomBytes(32).toString('base64url');

function configOf(environment: Environment): Config {
  const result = readConfig(environment);
  if (result.kind === 'invalid') throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.config;
}

function problemsOf(environment: Environment): readonly string[] {
  const result = readConfig(environment);
  return result.kind === 'valid' ? [] : result.problems.map(({ message }) => message);
}

describe('the configuration', () => {
  it('of an empty environment is the local gateway with the embedded database', () => {
    expect(configOf({ PATH: '/bin', POSTERN_UNKNOWN: 'x' })).toEqual({
      host: '127.0.0.1',
      port: 4000,
      databaseUrl: null,
      dataFolder: '.postern',
      pepper: null,
      previousPepper: null,
      trustedProxies: [],
      clientAddressHeader: 'x-forwarded-for',
      corsOrigins: [],
      authMaxStalenessMs: 0,
      sessionIdleMinutes: 30,
      sessionHours: 12,
      consoleOperations: 'any',
      logLevel: 'info',
      logFormat: 'auto',
    });
    expect(configOf({ PORT: '', HOST: ' ', TRUSTED_PROXIES: '', LOG_LEVEL: '' }).port).toBe(4000);
  });

  it('holds every setting in its own form', () => {
    const config = configOf({
      HOST: '::',
      PORT: '0',
      DATABASE_URL: 'postgresql://gate:p%40ss@db.example.com:5433/control?sslmode=require',
      POSTERN_DATA: '/var/lib/postern',
      POSTERN_PEPPER: PEPPER,
      POSTERN_PEPPER_PREVIOUS: randomBytes(32).toString('hex'),
      TRUSTED_PROXIES: '10.0.0.0/8, ::ffff:192.0.2.5,2001:db8::1',
      CLIENT_ADDRESS_HEADER: 'Forwarded',
      CORS_ORIGINS: 'https://app.example.com, http://localhost:5173',
      AUTH_MAX_STALENESS_MS: '250',
      SESSION_IDLE_MINUTES: '5',
      SESSION_HOURS: '720',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'json',
    });
    expect(config).toMatchObject({
      host: '::',
      port: 0,
      dataFolder: '/var/lib/postern',
      clientAddressHeader: 'forwarded',
    });
    expect(config).toMatchObject({
      authMaxStalenessMs: 250,
      sessionIdleMinutes: 5,
      sessionHours: 720,
      logLevel: 'debug',
      logFormat: 'json',
    });
    expect(config.databaseUrl?.reveal()).toContain('p%40ss');
    expect(config.pepper?.reveal()).toBe(PEPPER);
    expect(config.previousPepper?.reveal()).toHaveLength(64);
    expect(config.trustedProxies.map(formatBlock)).toEqual(['10.0.0.0/8', '192.0.2.5', '2001:db8::1']);
    expect(config.corsOrigins).toEqual(['https://app.example.com', 'http://localhost:5173']);
    expect(inspect(config, { depth: 9, showHidden: true })).not.toMatch(new RegExp(`p%40ss|${PEPPER}`));
  });

  it.each([
    ['HOST', 'local host', 'neither an address nor a host name'],
    ['HOST', '127.1', 'neither'],
    ['HOST', '256.0.0.1', 'neither'],
    ['HOST', 'http://localhost', 'neither'],
    ['PORT', '65536', '0 (any free one) to 65535'],
    ['PORT', '-1', 'port'],
    ['PORT', '4e3', 'port'],
    ['PORT', '04000', 'port'],
    ['PORT', '4000.0', 'port'],
    ['TRUSTED_PROXIES', '10.0.0.1/8', '10.0.0.0/8'],
    ['TRUSTED_PROXIES', '10.0.0.1,', 'empty'],
    ['TRUSTED_PROXIES', 'loopback', 'host names'],
    ['CLIENT_ADDRESS_HEADER', 'x-client-ip', 'x-forwarded-for, forwarded, x-real-ip'],
    ['CORS_ORIGINS', '*', 'list the origins'],
    ['CORS_ORIGINS', 'https://app.example.com/', 'without path or last slash'],
    ['CORS_ORIGINS', 'app.example.com', 'not an origin'],
    ['CORS_ORIGINS', 'null', 'not an origin'],
    ['CORS_ORIGINS', 'https://app.example.com:443', 'not an origin'],
    ['SESSION_IDLE_MINUTES', '4', 'minutes'],
    ['SESSION_IDLE_MINUTES', '0', 'minutes'],
    ['SESSION_IDLE_MINUTES', '1441', 'minutes'],
    ['SESSION_HOURS', '0', 'hours'],
    ['SESSION_HOURS', '721', 'hours'],
    ['SESSION_HOURS', '12h', 'hours'],
    ['AUTH_MAX_STALENESS_MS', '1s', 'milliseconds'],
    ['AUTH_MAX_STALENESS_MS', '-1', 'milliseconds'],
    ['AUTH_MAX_STALENESS_MS', 'Infinity', 'milliseconds'],
    ['LOG_LEVEL', 'verbose', 'trace, debug, info'],
    ['LOG_FORMAT', 'xml', 'json, pretty, auto'],
  ])(
    'stops the start for %s=%s with a sentence that names setting, value and what would be right',
    (name, value, right) => {
      const [problem, ...more] = problemsOf({ [name]: value });
      expect(more).toEqual([]);
      expect(problem).toMatch(new RegExp(`^${name}: .*\\.$`));
      expect(problem).toContain(right);
      if (!value.includes(',')) expect(problem).toContain(`"${value}"`);
    },
  );

  it.each([
    ['DATABASE_URL', 'mysql://gate:hunter2@db/control', 'postgres://user'],
    ['DATABASE_URL', 'POSTGRES://gate:hunter2@db/control', 'postgres://user'],
    ['DATABASE_URL', 'host=db password=hunter2', 'postgres://user'],
    ['DATABASE_URL', 'postgres://gate:hunter2@db:port/control', 'as a URL'],
    ['DATABASE_URL', 'postgres://gate:hunter2#x@db/control', '%23'],
    ['DATABASE_URL', 'postgres://gate:hunter2@db/control#', '%23'],
    ['DATABASE_URL', 'postgres://gate:hunter2@db', 'names no database'],
    ['DATABASE_URL', 'postgres://gate:hunter2@db/', 'names no database'],
    ['DATABASE_URL', '', 'set but empty'],
    ['POSTERN_PEPPER', 'hunter2', '43 as base64url or 64 as hex'],
    ['POSTERN_PEPPER', `hunter2${'0123456789abcdef'.repeat(2)}`, '43 as base64url or 64 as hex'],
    ['POSTERN_PEPPER', '0123456789abcdef'.repeat(4).slice(1), 'randomBytes(32)'],
    ['POSTERN_PEPPER', `hunter2 ${'0123456789abcdef'.repeat(4)}`, 'characters of base64url or hex'],
    ['POSTERN_PEPPER', 'hunter2'.repeat(10), 'not random'],
    ['POSTERN_PEPPER', '  ', 'set but empty'],
    ['POSTERN_PEPPER_PREVIOUS', 'hunter2', 'randomBytes(32)'],
    ['POSTERN_PEPPER_PREVIOUS', '', 'set but empty'],
  ])('stops the start for a bad %s without showing it: %#', (name, value, right) => {
    const [problem, ...more] = problemsOf({ [name]: value });
    expect(more).toEqual([]);
    expect(problem).toContain(name);
    expect(problem).toContain(right);
    expect(problem).not.toContain('hunter2');
    if (value.length > 10) expect(problem).not.toContain(value.slice(0, 20));
  });

  it('names every bad setting at once', () => {
    expect(problemsOf({ PORT: 'x', HOST: '?', POSTERN_PEPPER: 'x', LOG_LEVEL: 'info' })).toHaveLength(3);
  });

  it('never comes by an exception, whatever the values', () => {
    const names = Object.keys(settings);
    const environments = fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(environments, (environment) => ['valid', 'invalid'].includes(readConfig(environment).kind)),
    );
  });
});

const settings = {
  HOST: 1,
  PORT: 1,
  DATABASE_URL: 1,
  POSTERN_DATA: 1,
  POSTERN_PEPPER: 1,
  POSTERN_PEPPER_PREVIOUS: 1,
  TRUSTED_PROXIES: 1,
  CLIENT_ADDRESS_HEADER: 1,
  CORS_ORIGINS: 1,
  AUTH_MAX_STALENESS_MS: 1,
  SESSION_IDLE_MINUTES: 1,
  SESSION_HOURS: 1,
  LOG_LEVEL: 1,
  LOG_FORMAT: 1,
};
