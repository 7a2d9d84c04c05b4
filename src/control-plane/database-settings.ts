import { isPlainText, isRecord } from './input-fields.js';
import type { Problems } from './problems.js';
import type { DatabaseSettings } from './records.js';

/** Checks settings strictly: a member that nobody knows would be a protection that somebody believes in. */
export function readSettings(problems: Problems, field: string, value: unknown): DatabaseSettings {
  if (!isRecord(value)) {
    problems.add(field, 'must be an object.');
    return {};
  }
  for (const [name, member] of Object.entries(value)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof DatabaseSettings] : undefined;
    if (check === undefined) {
      problems.add(
        `${field}.${name}`,
        `there is no such setting; there are ${Object.keys(checks).join(', ')}.`,
      );
    } else if (!check.accepts(member)) {
      problems.add(`${field}.${name}`, `must be ${check.hint}.`);
    }
  }
  const settings: DatabaseSettings = value;
  refuseContradictions(problems, field, settings);
  return settings;
}

const MAX_SESSION_SETTINGS = 32;

const TABLE_OR_MEMBER = /^[_A-Za-z][_0-9A-Za-z]*(\.[_A-Za-z][_0-9A-Za-z]*)?$/;

const COLUMN = /^[_A-Za-z][_0-9A-Za-z]*\.[_A-Za-z][_0-9A-Za-z]*$/;

interface Check {
  readonly accepts: (value: unknown) => boolean;
  readonly hint: string;
}

const checks: Readonly<Record<keyof DatabaseSettings, Check>> = {
  guardedColumns: {
    accepts: (value) => isListOf(value, (text) => COLUMN.test(text)),
    hint: 'a list of columns by GraphQL name, such as ["person.privateNote"]',
  },
  hide: {
    accepts: (value) => isListOf(value, (text) => TABLE_OR_MEMBER.test(text)),
    hint: 'a list of tables, columns and relations by GraphQL name, such as ["film", "person.photo"]',
  },
  newColumns: { accepts: (value) => value === 'GUARDED' || value === 'OPEN', hint: 'GUARDED or OPEN' },
  denials: { accepts: (value) => value === 'FORBID' || value === 'HIDE', hint: 'FORBID or HIDE' },
  schemas: {
    accepts: (value) => isListOf(value, isSchemaName) && value.length > 0,
    hint: 'a list of PostgreSQL schemas, at least one, none of the system',
  },
  defaultLimit: wholeNumber(1, 100_000),
  maxLimit: wholeNumber(1, 100_000),
  maxDepth: wholeNumber(1, 100),
  statementTimeoutMs: wholeNumber(1, 3_600_000),
  sessionRole: {
    accepts: (value) => typeof value === 'string' && isRoleName(value),
    hint: 'the name of a role: 1 to 63 letters, digits, "_", "$" and "-", neither "none" nor beginning with "pg_"',
  },
  sessionSettings: {
    accepts: isSessionSettings,
    hint: `an object of at most ${MAX_SESSION_SETTINGS} custom parameters in lower case with a dot, such as {"app.user_id": "$user.attributes.crmId"}; each value is a text or one of $user.id, $user.email, $user.attributes.<path>, $key.id, $key.tags and $now, with $$ for a dollar sign at the start`,
  },
  requireValidUntil: { accepts: isBoolean, hint: 'true or false' },
  maxLifetimeDays: wholeNumber(1, 3_650),
  requireAllowedAddresses: { accepts: isBoolean, hint: 'true or false' },
};

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(checks);

/** What keys of the database must be like: the only settings that the database gateway has, too. */
export const policyNames = [
  'requireValidUntil',
  'maxLifetimeDays',
  'requireAllowedAddresses',
] as const satisfies readonly (keyof DatabaseSettings)[];

function wholeNumber(least: number, most: number): Check {
  return {
    accepts: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
    hint: `a whole number from ${least} to ${most}`,
  };
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function refuseContradictions(problems: Problems, field: string, settings: DatabaseSettings): void {
  // The defaults of records.ts.
  const { defaultLimit = 100, maxLimit = 1000 } = settings;
  if (settings.defaultLimit !== undefined && defaultLimit > maxLimit) {
    problems.add(`${field}.defaultLimit`, `must not exceed maxLimit, which is ${maxLimit}.`);
  }
}

function isRoleName(text: string): boolean {
  return (
    /^[A-Za-z_][A-Za-z0-9_$-]{0,62}$/.test(text) &&
    !/^pg_/i.test(text) &&
    // SET ROLE takes it for "no role at all".
    text.toLowerCase() !== 'none'
  );
}

function isSessionSettings(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MAX_SESSION_SETTINGS &&
    // Names without a dot are PostgreSQL's own, such as `search_path` or `row_security`.
    entries.every(([name, text]) => CUSTOM_PARAMETER.test(name) && name.length <= 200 && isSessionValue(text))
  );
}

const CUSTOM_PARAMETER = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+$/;

const VARIABLE = /^\$(user\.id|user\.email|user\.attributes(\.[^.]+)+|key\.id|key\.tags|now)$/;

/** What begins with a dollar sign is a variable that exists: a misspelt one would be a text that no policy expects. */
function isSessionValue(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 1000 || !isPlainText(value)) return false;
  return !value.startsWith('$') || value.startsWith('$$') || VARIABLE.test(value);
}

function isSchemaName(text: string): boolean {
  return (
    isPlainText(text) &&
    Buffer.byteLength(text) >= 1 &&
    Buffer.byteLength(text) <= 63 &&
    !text.startsWith('pg_') &&
    text !== 'information_schema'
  );
}

function isListOf(value: unknown, accepts: (text: string) => boolean): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && accepts(item));
}
