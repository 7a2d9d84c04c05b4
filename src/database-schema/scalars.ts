import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import type { ScalarName } from '../catalog/scalar.js';
import { parsed, refused, type Parsed } from '../foundation/parsed.js';

/** Those that GraphQL does not bring itself. */
export type CustomScalarName = Exclude<ScalarName, 'Int' | 'Float' | 'Boolean' | 'String'>;

interface ScalarRules {
  readonly description: string;
  readonly specifiedBy: string;
  /** From the text of a literal or of a JSON string or number to what is sent to PostgreSQL. */
  readonly parse: (text: string) => Parsed<unknown>;
  /** Whether a JSON number, or a number in the document, is taken as well. */
  readonly numbers: boolean;
}

function pattern(expression: RegExp, right: string): (text: string) => Parsed<string> {
  return (text) => (expression.test(text) ? parsed(text) : refused(right));
}

const DATE = String.raw`\d{4,6}-\d{2}-\d{2}`;
const TIME = String.raw`\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?`;
const RFC_3339 = 'https://www.rfc-editor.org/rfc/rfc3339';
const ISO_8601 = 'https://www.iso.org/iso-8601-date-and-time-format.html';

const rules: Readonly<Record<CustomScalarName, ScalarRules>> = {
  BigInt: {
    description: 'A whole number of up to 64 bits: a string in answers, a string or a safe integer in input.',
    specifiedBy: 'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT',
    parse: pattern(/^-?\d{1,19}$/, 'Write a whole number, such as "9007199254740993".'),
    numbers: true,
  },
  Decimal: {
    description: 'An exact number of any length: a string in answers, a string or a number in input.',
    specifiedBy: 'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-NUMERIC-DECIMAL',
    parse: pattern(
      /^-?\d+(\.\d+)?([eE][+-]?\d{1,4})?$|^NaN$|^-?Infinity$/,
      'Write a number, such as "12.50".',
    ),
    numbers: true,
  },
  UUID: {
    description: 'A universally unique identifier.',
    specifiedBy: 'https://www.rfc-editor.org/rfc/rfc9562',
    parse: pattern(
      /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
      'Write a UUID, such as "2f1c6a1e-7a52-4d3c-9f0e-0b7c5d1e4a90".',
    ),
    numbers: false,
  },
  DateTime: {
    description: 'An instant with offset, such as 2026-03-01T09:30:00Z. Answers are in UTC.',
    specifiedBy: RFC_3339,
    parse: pattern(
      new RegExp(`^${DATE}[Tt ]${TIME}([Zz]|[+-]\\d{2}:\\d{2})$|^-?infinity$`),
      'Write an instant with offset, such as "2026-03-01T09:30:00Z".',
    ),
    numbers: false,
  },
  LocalDateTime: {
    description: 'A date and time without zone, such as 2026-03-01T09:30:00.',
    specifiedBy: ISO_8601,
    parse: pattern(
      new RegExp(`^${DATE}[T ]${TIME}$|^-?infinity$`),
      'Write a date and time without zone, such as "2026-03-01T09:30:00".',
    ),
    numbers: false,
  },
  Date: {
    description: 'A calendar day, such as 2026-03-01.',
    specifiedBy: RFC_3339,
    parse: pattern(new RegExp(`^${DATE}$|^-?infinity$`), 'Write a day, such as "2026-03-01".'),
    numbers: false,
  },
  Time: {
    description: 'A time of day without zone, such as 09:30:00.',
    specifiedBy: ISO_8601,
    parse: pattern(new RegExp(`^${TIME}$`), 'Write a time of day, such as "09:30:00".'),
    numbers: false,
  },
  Interval: {
    description: 'A length of time in ISO 8601, such as P1DT2H.',
    specifiedBy: ISO_8601,
    parse: pattern(/^P[-+0-9.,YMWDTHS]+$/, 'Write a length of time in ISO 8601, such as "P1DT2H".'),
    numbers: false,
  },
  JSON: {
    description: 'Any JSON value.',
    specifiedBy: 'https://www.rfc-editor.org/rfc/rfc8259',
    parse: parsed,
    numbers: false,
  },
  Bytes: {
    description: 'Bytes in base64.',
    specifiedBy: 'https://www.rfc-editor.org/rfc/rfc4648#section-4',
    parse: (text) =>
      /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0
        ? parsed(Buffer.from(text, 'base64'))
        : refused('Write bytes in base64 with padding.'),
    numbers: false,
  },
};

export function createScalar(name: CustomScalarName): GraphQLScalarType {
  const { description, specifiedBy, numbers } = rules[name];
  const read = (value: unknown, literal: ValueNode | undefined): unknown => {
    const text = typeof value === 'string' ? value : numbers ? numberText(value) : undefined;
    const result = text === undefined ? refused(wrongKind(name)) : rules[name].parse(text);
    if (result.kind === 'parsed') return result.value;
    throw new GraphQLError(result.problem, literal ? { nodes: literal } : {});
  };
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL: specifiedBy,
    parseValue: (value) => read(value, undefined),
    // A number in the document is taken as written, so that no digit is lost on the way.
    parseLiteral: (node) => read(literalValue(node, numbers), node),
  });
}

function literalValue(node: ValueNode, numbers: boolean): unknown {
  if (node.kind === Kind.STRING) return node.value;
  return numbers && (node.kind === Kind.INT || node.kind === Kind.FLOAT) ? node.value : undefined;
}

function numberText(value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
}

function wrongKind(name: CustomScalarName): string {
  return rules[name].numbers
    ? `${name} is written as a string; beyond 2^53 a JSON number would lose digits.`
    : `${name} is written as a string.`;
}
