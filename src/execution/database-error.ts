import { PosternError } from '../foundation/postern-error.js';
import type { ErrorCode } from '../foundation/error-catalogue.js';

const UNREADABLE = 'A value cannot be read as the type of its column.';

/**
 * What a caller may read of a database's error. PostgreSQL's own text never passes: it names tables, constraints
 * and values. Whatever is not listed stays what it is, and is masked further up.
 */
export function publicDatabaseError(error: unknown): unknown {
  if (error instanceof PosternError) return error;
  const state = sqlStateOf(error);
  const known = state === undefined ? undefined : byState.get(state);
  if (known) return new PosternError(known.code, known.sentence);
  if (isAboutValue(error)) return new PosternError('BAD_USER_INPUT', UNREADABLE);
  if (isConnectionFailure(error, state)) return new PosternError('DATABASE_UNAVAILABLE');
  return error;
}

/** PostgreSQL error codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const byState = new Map<string, { readonly code: ErrorCode; readonly sentence?: string }>([
  ['22P02', badInput(UNREADABLE)],
  ['22000', badInput('A range ends before it begins.')],
  ['22003', badInput('A number is out of the range of its column.')],
  ['22007', badInput('A date or time cannot be read.')],
  ['22008', badInput('A date or time is out of range.')],
  ['22009', badInput('A time zone is out of range.')],
  ['22015', badInput('A length of time is out of range.')],
  ['22021', badInput('A text contains a character that PostgreSQL cannot store, such as NUL.')],
  ['22P05', badInput('A text contains a character that PostgreSQL cannot store, such as NUL.')],
  ['22019', badInput('The escape character of a pattern is not valid.')],
  ['22025', badInput('An escape sequence of a pattern is not valid.')],
  ['2200C', badInput('An escape character is used in a pattern where it has no meaning.')],
  ['2201B', badInput('A regular expression is not valid.')],
  ['54000', { code: 'LIMIT_EXCEEDED', sentence: 'A value is larger than the database can work with.' }],
  [
    '54011',
    { code: 'LIMIT_EXCEEDED', sentence: 'A statement would have more columns than the database can send.' },
  ],
  ['54001', { code: 'LIMIT_EXCEEDED', sentence: 'A condition nests too deep.' }],
  [
    '55000',
    {
      code: 'DATABASE_UNAVAILABLE',
      sentence:
        'A part of the database cannot be read yet, such as a materialized view that was never filled.',
    },
  ],
  ['57014', { code: 'TIMEOUT' }],
]);

function badInput(sentence: string): { readonly code: ErrorCode; readonly sentence: string } {
  return { code: 'BAD_USER_INPUT', sentence };
}

/**
 * Whether it came of reading a value that was sent, before any row was looked at: each type has errors of its own
 * (a syntax error in a `tsquery`, a `regclass` that is not there). PostgreSQL says so in the error's context.
 */
function isAboutValue(error: unknown): boolean {
  if (!(error instanceof Error) || !('where' in error) || typeof error.where !== 'string') return false;
  return /^(unnamed portal|portal "[^"]*") parameter \$\d+/.test(error.where);
}

/** `cached plan must not change result type`, or a prepared statement that somebody dropped. */
export function isStalePreparation(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === '26000' || (state === '0A000' && String(error).includes('cached plan'));
}

/** A role that is not there or not to be taken, a setting that is not to be set. */
export function isSettingRefused(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === '22023' || state === '42501' || state === '42704' || state === '42602';
}

function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const SYSTEM_FAILURES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);

function isConnectionFailure(error: unknown, state: string | undefined): boolean {
  // 08: connection exceptions; 57P01–05: the server goes down or is starting; 53: out of connections or memory;
  // 28, 3D: the role or the database is gone. All of them: this database cannot serve now.
  if (state !== undefined) return /^(08|57P0|53|28|3D)/.test(state) || SYSTEM_FAILURES.has(state);
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
  );
}
