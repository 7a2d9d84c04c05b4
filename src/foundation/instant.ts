import { parsed, refused, type Parsed } from './parsed.js';

/**
 * An instant as milliseconds since 1970, from RFC 3339 text with an offset: `2026-07-01T09:00:00+02:00`. By that
 * RFC `t` and `z` may be lower case and `-00:00` is UTC. Digits beyond the millisecond are cut off, never rounded
 * up. Days that do not exist, second 60, hour 24 and instants outside of the years 1 to 9999 (in UTC) are refused.
 */
export function parseInstant(text: string): Parsed<number> {
  const match = text.length > LONGEST ? null : RFC_3339.exec(text);
  if (match === null) return refused(describeForm(text));
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = match;
  const days = daysSince1970(Number(year), Number(month), Number(day));
  if (days === null) return refused(`"${text}" names a day that does not exist.`);
  if (second === '60')
    return refused(`"${text}" is a leap second: write second 59, or 00 of the next minute.`);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return refused(
      `"${text}" names a time that does not exist: hours go from 00 to 23, minutes and seconds to 59.`,
    );
  }
  if (Number(offsetHour ?? 0) > 23 || Number(offsetMinute ?? 0) > 59) {
    return refused(`"${text}" has an offset that does not exist: write Z, or one such as +02:00.`);
  }
  const offset = (sign === '-' ? -1 : 1) * minutesMs(offsetHour ?? '0', offsetMinute ?? '0');
  const millisecond = Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  const ms = days * DAY_MS + minutesMs(hour, minute) + Number(second) * 1000 + millisecond - offset;
  return ms < EARLIEST_MS || ms > LATEST_MS
    ? refused(`"${text}" lies outside of the years 0001 to 9999 (in UTC).`)
    : parsed(ms);
}

/** RFC 3339 in UTC with milliseconds, `2026-07-01T07:00:00.000Z`; `parseInstant` reads it back. */
export function formatInstant(ms: number): string {
  return new Date(ms).toISOString();
}

const RFC_3339 =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))$/;
const LONGEST = 64;
const DAY_MS = 86_400_000;
const EARLIEST_MS = -62_135_596_800_000;
const LATEST_MS = 253_402_300_799_999;

/** Null for a day that the Gregorian calendar lacks. */
function daysSince1970(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  // Not Date.UTC: that takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  const isReal =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.getTime() / DAY_MS : null;
}

function minutesMs(hours: string | undefined, minutes: string | undefined): number {
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function describeForm(text: string): string {
  const shown = text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
  if (/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text)) {
    return `"${shown}" has no offset, so it is no instant: add Z for UTC, or one such as +02:00.`;
  }
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `"${shown}" is a day and no instant: write ${text}T00:00:00Z.`;
  return `"${shown}" is not an instant: write it by RFC 3339 with an offset, such as 2026-07-01T09:00:00+02:00.`;
}
