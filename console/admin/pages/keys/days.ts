/*
 * A person chooses days, a key has instants. The day from which a key works begins in the zone of the browser, the last
 * day on which it works ends there.
 */

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const pad = (value: number): string => String(value).padStart(2, '0');
const dayText = (date: Date): string =>
  `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;

/** `2027-03-01` → the instant at which that day begins; null for text that is no day. */
export function startOfDay(day: string): string | null {
  return startOf(day, 0);
}

/** `2027-03-01` → the instant at which that day has passed. */
export function endOfDay(day: string): string | null {
  return startOf(day, 1);
}

function startOf(day: string, later: number): string | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  if (!parts) return null;
  const [, year, month, date] = parts.map(Number);
  const instant = new Date(year ?? 0, (month ?? 1) - 1, (date ?? 1) + later);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

export const firstDayOf = (instant: string | null): string =>
  instant === null ? '' : dayText(new Date(instant));

/** The last day of which a part still lies before the instant. */
export const lastDayOf = (instant: string | null): string =>
  instant === null ? '' : dayText(new Date(new Date(instant).getTime() - 1));

/** The end of the day that is so many days from today. */
export function inDays(days: number): string {
  const today = new Date();
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days + 1).toISOString();
}
