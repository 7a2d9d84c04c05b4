import type { ScalarName } from '../catalog/scalar.js';
import { parsed, refused, type Parsed } from '../foundation/parsed.js';
import { jsonText } from './json-text.js';

/** From a JSON value to what is sent to PostgreSQL, by scalar. A number written as text keeps all of its digits. */
export function readScalar(name: ScalarName, value: unknown): Parsed<unknown> {
  switch (name) {
    case 'Boolean':
      return typeof value === 'boolean' ? parsed(value) : refused('must be true or false.');
    case 'Int':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 0x7fffffff
        ? parsed(value)
        : refused('must be a whole number of 32 bits.');
    case 'Float':
      return typeof value === 'number' && Number.isFinite(value)
        ? parsed(value)
        : refused('must be a number.');
    case 'String':
      if (typeof value !== 'string') return refused('must be a text.');
      return value.includes('\0') ? refused('must not contain the character NUL.') : parsed(value);
    case 'JSON':
      return jsonText(value);
    default: {
      const { parse, numbers } = textRules[name];
      const text = typeof value === 'string' ? value : numbers ? numberText(value) : undefined;
      return text === undefined ? refused(wrongKind(name, numbers)) : parse(text);
    }
  }
}

function numberText(value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
}

function wrongKind(name: string, numbers: boolean): string {
  return numbers
    ? `${name} is written as a string; beyond 2^53 a JSON number would lose digits.`
    : `${name} is written as a string.`;
}

interface TextRule {
  /** From the text of a literal or of a JSON string or number to what is sent to PostgreSQL. */
  readonly parse: (text: string) => Parsed<unknown>;
  /** Whether a JSON number, or a number in the document, is taken as well. */
  readonly numbers: boolean;
}

/** Those that GraphQL does not bring itself, and that are written as text. */
export type TextScalarName = Exclude<ScalarName, 'Int' | 'Float' | 'Boolean' | 'String' | 'JSON'>;

export function takesNumbers(name: TextScalarName): boolean {
  return textRules[name].numbers;
}

/** ISO 8601 has a year 0, which PostgreSQL calls 1 BC. */
function dated(expression: RegExp, right: string): (text: string) => Parsed<string> {
  return (text) => {
    if (!expression.test(text)) return refused(right);
    const before = /^(?:-(\d+)|0000)(?=-)/.exec(text);
    if (!before) return parsed(text);
    const year = String(Number(before[1] ?? 0) + 1).padStart(4, '0');
    return parsed(`${year}${text.slice(before[0].length)} BC`);
  };
}

function pattern(expression: RegExp, right: string): (text: string) => Parsed<string> {
  return (text) => (expression.test(text) ? parsed(text) : refused(right));
}

const DATE = String.raw`-?\d{4,6}-\d{2}-\d{2}`;
const TIME = String.raw`\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?`;

const textRules: Readonly<Record<TextScalarName, TextRule>> = {
  BigInt: {
    parse: pattern(/^-?\d{1,19}$/, 'Write a whole number, such as "9007199254740993".'),
    numbers: true,
  },
  Decimal: {
    parse: pattern(
      /^-?\d+(\.\d+)?([eE][+-]?\d{1,4})?$|^NaN$|^-?Infinity$/,
      'Write a number, such as "12.50".',
    ),
    numbers: true,
  },
  UUID: {
    parse: pattern(
      /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
      'Write a UUID, such as "2f1c6a1e-7a52-4d3c-9f0e-0b7c5d1e4a90".',
    ),
    numbers: false,
  },
  DateTime: {
    parse: dated(
      new RegExp(`^${DATE}[Tt ]${TIME}([Zz]|[+-]\\d{2}:\\d{2})$|^-?infinity$`),
      'Write an instant with offset, such as "2026-03-01T09:30:00Z".',
    ),
    numbers: false,
  },
  LocalDateTime: {
    parse: dated(
      new RegExp(`^${DATE}[T ]${TIME}$|^-?infinity$`),
      'Write a date and time without zone, such as "2026-03-01T09:30:00".',
    ),
    numbers: false,
  },
  Date: {
    parse: dated(new RegExp(`^${DATE}$|^-?infinity$`), 'Write a day, such as "2026-03-01".'),
    numbers: false,
  },
  Time: {
    parse: pattern(new RegExp(`^${TIME}$`), 'Write a time of day, such as "09:30:00".'),
    numbers: false,
  },
  Interval: {
    parse: pattern(
      /^P[-+0-9.,YMWDTHS]+$|^-?infinity$/,
      'Write a length of time in ISO 8601, such as "P1DT2H".',
    ),
    numbers: false,
  },
  Bytes: {
    parse: (text) =>
      /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0
        ? parsed(Buffer.from(text, 'base64'))
        : refused('Write bytes in base64 with padding.'),
    numbers: false,
  },
};
