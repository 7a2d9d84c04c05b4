import type { Problems } from './problems.js';

/** The checks of single fields. Each notes what is wrong and gives back what would be stored. */

export function readName(problems: Problems, field: string, text: string): string {
  const name = text.trim();
  const length = countCharacters(name);
  if (length < 1 || length > 200) problems.add(field, `must have 1 to 200 characters; it has ${length}.`);
  else if (!isPlainText(name)) problems.add(field, 'must not contain control characters or line breaks.');
  return name;
}

export function readDescription(problems: Problems, field: string, text: string): string {
  const description = text.trim();
  const length = countCharacters(description);
  if (length < 1) problems.add(field, 'must not be empty: leave it out where there is none.');
  else if (length > 2000) problems.add(field, `must have at most 2000 characters; it has ${length}.`);
  else if (!isPlainText(description.replace(/[\n\r\t]/g, ' '))) {
    problems.add(field, 'must not contain control characters other than line breaks and tabs.');
  }
  return description;
}

export function readTags(problems: Problems, field: string, texts: readonly string[]): string[] {
  const tags = [...new Set(texts.map((text) => text.trim()))];
  if (tags.length > 20) problems.add(field, `at most 20 tags are allowed; these are ${tags.length}.`);
  const isTag = (tag: string) => isPlainText(tag) && countCharacters(tag) >= 1 && countCharacters(tag) <= 50;
  if (!tags.every(isTag))
    problems.add(field, 'each tag must have 1 to 50 characters, none of them a control character.');
  return tags;
}

/** In UTF-16 units. */
export const LONGEST_EMAIL = 320;

/** Plausible, not proven: one `@`, something on both sides, a domain without blanks. Stored trimmed, as written. */
export function readEmail(problems: Problems, field: string, text: string): string {
  const email = text.trim();
  const isPlausible =
    email.length <= LONGEST_EMAIL && isPlainText(email) && /^[^\s@<>,;:"()]+@[^\s@<>,;:"()]+$/.test(email);
  if (!isPlausible) problems.add(field, 'is not an e-mail address: write one such as anna@example.com.');
  return email;
}

/** Attributes are facts that row rules read: a JSON object that PostgreSQL can store exactly as it was written. */
export function readAttributes(
  problems: Problems,
  field: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  return readObject(problems, field, value, '{ "region": "EMEA" }');
}

/** A JSON object that PostgreSQL can store exactly as it was written. */
export function readObject(
  problems: Problems,
  field: string,
  value: unknown,
  example: string,
): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) {
    problems.add(field, `must be a JSON object, such as ${example}.`);
    return {};
  }
  const text = JSON.stringify(value);
  if (text.length > 20_000) problems.add(field, 'must have at most 20000 characters as JSON.');
  if (!isStorable(value)) problems.add(field, 'must not contain the character NUL or half a surrogate pair.');
  // What JSON drops or changes (undefined, dates) is changed here, not later.
  const copy: unknown = JSON.parse(text);
  return isRecord(copy) ? copy : {};
}

/** Null: open. */
export function readInstant(problems: Problems, field: string, ms: number | null | undefined): number | null {
  if (ms === null || ms === undefined) return null;
  if (!Number.isSafeInteger(ms) || ms < EARLIEST_MS || ms > LATEST_MS) {
    problems.add(field, 'must lie within the years 1 to 9999.');
    return null;
  }
  return ms;
}

export function isSlug(text: string): boolean {
  return /^[a-z][a-z0-9-]{0,62}$/.test(text);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** No control characters, no NUL, no half surrogate pairs: PostgreSQL refuses the one and UTF-8 loses the other. */
export function isPlainText(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}

const EARLIEST_MS = -62_135_596_800_000;
const LATEST_MS = 253_402_300_799_999;

function countCharacters(text: string): number {
  return Array.from(text).length;
}

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !/[\0\p{Cs}]/u.test(value);
  if (Array.isArray(value)) return value.every(isStorable);
  if (!isRecord(value)) return true;
  return Object.entries(value).every(([key, member]) => isStorable(key) && isStorable(member));
}
