import type { Random } from './random.js';

/** The day on which the sample stands still: what is open lies after it, what is closed before it. */
export const sampleToday = '2026-11-02';

/** An instant as RFC 3339 text, in working hours of a day between the two, both `YYYY-MM-DD`. */
export function instantBetween(random: Random, from: string, to: string): string {
  const minutes = String(random.integer(0, 59)).padStart(2, '0');
  const seconds = String(random.integer(0, 59)).padStart(2, '0');
  const hours = String(random.integer(7, 18)).padStart(2, '0');
  return `${dateBetween(random, from, to)}T${hours}:${minutes}:${seconds}Z`;
}

/** `YYYY-MM-DD`, from `from` to `to` inclusive; `from` where the order is wrong. */
export function dateBetween(random: Random, from: string, to: string): string {
  const days = Math.max(0, dayNumber(to) - dayNumber(from));
  return addDays(from, random.integer(0, days));
}

export function addDays(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * MS_PER_DAY).toISOString().slice(0, 10);
}

const MS_PER_DAY = 86_400_000;

/** Takes a date or an instant; only its UTC day counts. */
function dayNumber(text: string): number {
  return Date.parse(text.slice(0, 10)) / MS_PER_DAY;
}

/** The later of two dates or instants, as a date. */
export function laterDate(left: string, right: string): string {
  return left.slice(0, 10) > right.slice(0, 10) ? left.slice(0, 10) : right.slice(0, 10);
}
