import postgresArray from 'postgres-array';
import type { CatalogType } from '../catalog/catalog.js';
import { elementOf, scalarOf, type ScalarName } from '../catalog/scalar.js';
import type { NamedColumn, NamedEnum } from '../naming/named-catalog.js';

/** From PostgreSQL's text of a value that is not null to JSON text. */
export type JsonEncoder = (text: string) => string;

/**
 * How a column's values are written. They arrive as PostgreSQL's own text, which keeps every digit; the session
 * is set to ISO dates, UTC and ISO 8601 intervals (execution/data-pool.ts).
 */
export function encoderOf(column: NamedColumn): JsonEncoder {
  const element = elementEncoder(elementOf(column.source.type), column.enumType);
  return column.source.type.kind === 'array' ? arrayEncoder(element) : element;
}

function elementEncoder(type: CatalogType, enumType: NamedEnum | null): JsonEncoder {
  return enumType ? enumEncoder(enumType) : encoders[scalarOf(type)];
}

const asString: JsonEncoder = (text) => JSON.stringify(text);
/** For text that never needs an escape. */
const quoted: JsonEncoder = (text) => `"${text}"`;
const verbatim: JsonEncoder = (text) => text;

/** A number of rows. */
export const encoderOfNumber: JsonEncoder = verbatim;

const encoders: Readonly<Record<ScalarName, JsonEncoder>> = {
  Int: verbatim,
  // NaN and the infinities are no JSON numbers: they are written as strings rather than lost.
  Float: (text) => (/^[-0-9]/.test(text) && text !== '-Infinity' ? text : `"${text}"`),
  Boolean: (text) => (text === 't' ? 'true' : 'false'),
  String: asString,
  BigInt: quoted,
  Decimal: quoted,
  UUID: quoted,
  DateTime: (text) => `"${isoInstant(text)}"`,
  LocalDateTime: (text) => `"${text.replace(' ', 'T')}"`,
  Date: quoted,
  Time: quoted,
  Interval: quoted,
  JSON: verbatim,
  Bytes: (text) => `"${Buffer.from(text.slice(2), 'hex').toString('base64')}"`,
};

/** `2024-05-01 10:00:00.5+00` → `2024-05-01T10:00:00.5Z`; `infinity` stays as it is. */
function isoInstant(text: string): string {
  return text.replace(' ', 'T').replace(/\+00$/, 'Z');
}

function enumEncoder(type: NamedEnum): JsonEncoder {
  const byLabel = new Map(type.values.map(({ label, name }) => [label, `"${name}"`]));
  // A label added since the schema was built is shown as it is until the schema follows.
  return (text) => byLabel.get(text) ?? JSON.stringify(text);
}

function arrayEncoder(element: JsonEncoder): JsonEncoder {
  const write = (item: unknown): string =>
    Array.isArray(item)
      ? `[${item.map(write).join(',')}]`
      : typeof item === 'string'
        ? element(item)
        : 'null';
  return (text) => write(postgresArray.parse(text, (item) => item));
}
