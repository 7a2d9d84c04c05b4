import type { ScalarName } from '../catalog/scalar.js';

/**
 * Whether PostgreSQL takes a value that is written as it should be: what it refuses fails the whole operation, though
 * it is one rule's value that is wrong.
 */
export function isInRange(scalar: ScalarName, value: unknown): boolean {
  if (typeof value !== 'string') return true;
  switch (scalar) {
    case 'BigInt':
      return BigInt.asIntN(64, BigInt(value)) === BigInt(value);
    case 'Date':
    case 'DateTime':
    case 'LocalDateTime':
      return isRealTime(value);
    case 'Time':
      return isRealTime(`2000-01-01T${value}`);
    default:
      return true;
  }
}

const TIME = /^(\d{4,6})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(.*))?$/;

function isRealTime(text: string): boolean {
  const parts = TIME.exec(text);
  // The infinities.
  if (!parts) return true;
  const number = (index: number): number => Number(parts[index] ?? 0);
  const [year, month, day] = [number(1), number(2), number(3)];
  const isDay =
    year >= 1 && year <= 200_000 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
  return isDay && number(4) <= 23 && number(5) <= 59 && number(6) <= 59 && isOffset(parts[7] ?? '');
}

function isOffset(text: string): boolean {
  return /^([Zz]?|[+-](0\d|1[0-5]):[0-5]\d)$/.test(text);
}

function daysOf(year: number, month: number): number {
  // 400 years are a period of the calendar; years below 100 would mean others to Date.
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
