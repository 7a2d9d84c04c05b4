import type { CatalogType } from '../catalog/catalog.js';
import { scalarOf, type ScalarName } from '../catalog/scalar.js';
import { shownType } from '../filters/shown-sql.js';
import { PosternError } from '../foundation/postern-error.js';
import type { NamedComposite, NamedEnum, NamedTypes } from '../naming/named-catalog.js';
import { readArray, type ArrayItems } from './array-text.js';
import { readMultirange, readRange, readRecord, type RangeText } from './object-text.js';
import type { SelectedMember, ValueSelection } from './value-selection.js';

/** From PostgreSQL's text of a value that is not null to JSON text. */
export type JsonEncoder = (text: string) => string;

interface Value extends NamedTypes {
  readonly source: { readonly type: CatalogType };
}

/**
 * How a column's values are written. They arrive as PostgreSQL's own text, which keeps every digit; the session
 * is set to ISO dates, UTC and ISO 8601 intervals (execution/data-pool.ts). `selection`: what is shown of an object.
 */
export function encoderOf(value: Value, selection: ValueSelection | null = null): JsonEncoder {
  const { type } = value.source;
  // As an array of texts, which is separated by commas whatever its items are.
  const sent = type.kind === 'array' && shownType(type) !== null ? { ...type, delimiter: ',' } : type;
  return encoderOfType(sent, value, selection);
}

function encoderOfType(type: CatalogType, named: NamedTypes, selection: ValueSelection | null): JsonEncoder {
  switch (type.kind) {
    case 'array':
      return arrayEncoder(encoderOfType(type.element, named, selection), type.delimiter);
    case 'range': {
      const write = rangeWriter(encoders[scalarOf(type.bound)], selection ?? []);
      return (text) => write(readRange(text));
    }
    case 'multirange': {
      const write = rangeWriter(encoders[scalarOf(type.range.bound)], selection ?? []);
      return (text) => `[${readMultirange(text).map(write).join(',')}]`;
    }
    case 'composite':
      if (!named.compositeType) throw new Error(`The composite ${type.sql} got no name.`);
      return compositeEncoder(named.compositeType, selection ?? []);
    default:
      return named.enumType ? enumEncoder(named.enumType) : encoders[scalarOf(type)];
  }
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
  LocalDateTime: (text) => `"${isoYear(text).replace(' ', 'T')}"`,
  Date: (text) => `"${isoYear(text)}"`,
  Time: quoted,
  Interval: quoted,
  JSON: verbatim,
  Bytes: (text) => `"${Buffer.from(text.slice(2), 'hex').toString('base64')}"`,
};

/** `2024-05-01 10:00:00.5+00` → `2024-05-01T10:00:00.5Z`; `infinity` stays as it is. */
function isoInstant(text: string): string {
  return isoYear(text).replace(' ', 'T').replace(/\+00$/, 'Z');
}

/** ISO 8601 has a year 0, which PostgreSQL calls 1 BC: `0044-03-15 BC` → `-0043-03-15`. */
function isoYear(text: string): string {
  if (!text.endsWith(' BC')) return text;
  const [year = ''] = text.split('-', 1);
  const before = Number(year) - 1;
  return `${before === 0 ? '' : '-'}${String(before).padStart(4, '0')}${text.slice(year.length, -' BC'.length)}`;
}

function enumEncoder(type: NamedEnum): JsonEncoder {
  const byLabel = new Map(type.values.map(({ label, name }) => [label, `"${name}"`]));
  // A label added since the schema was built is shown as it is until the schema follows.
  return (text) => byLabel.get(text) ?? JSON.stringify(text);
}

function arrayEncoder(element: JsonEncoder, delimiter: string): JsonEncoder {
  const write = (item: ArrayItems[number]): string => {
    if (item === null) return 'null';
    return typeof item === 'string' ? element(item) : `[${item.map(write).join(',')}]`;
  };
  return (text) => write(readArray(text, delimiter));
}

function compositeEncoder(type: NamedComposite, selection: ValueSelection): JsonEncoder {
  const write = objectWriter<readonly (string | null)[]>(selection, ({ member, selection: inner }) => {
    const attribute = typeof member === 'number' ? type.attributes[member] : undefined;
    if (!attribute) throw new Error(`${type.typeName} has no attribute ${member}.`);
    const encode = encoderOfType(attribute.source.type, attribute, inner);
    return (values) => nullable(values[Number(member)], encode);
  });
  return (text) => {
    const values = readRecord(text);
    // An attribute has come or gone since the schema was built: values must not go by the names of others.
    if (values.length !== type.attributes.length) throw new PosternError('DATABASE_UNAVAILABLE', CHANGED);
    return write(values);
  };
}

const CHANGED = 'A type of the database has just changed. Ask again in a moment.';

function rangeWriter(bound: JsonEncoder, selection: ValueSelection): (range: RangeText) => string {
  return objectWriter<RangeText>(selection, ({ member }) => {
    switch (member) {
      case 'lower':
      case 'upper':
        return (range) => nullable(range[member], bound);
      case 'isEmpty':
      case 'lowerInclusive':
      case 'upperInclusive':
        return (range) => String(range[member]);
      default:
        throw new Error(`A range has no member ${member}.`);
    }
  });
}

function nullable(text: string | null | undefined, encode: JsonEncoder): string {
  return text === null || text === undefined ? 'null' : encode(text);
}

type Member = Extract<SelectedMember, { kind: 'member' }>;

function objectWriter<Parts>(
  selection: ValueSelection,
  writerOf: (member: Member) => (parts: Parts) => string,
): (parts: Parts) => string {
  const writers = selection.map((selected): ((parts: Parts) => string) => {
    const key = JSON.stringify(selected.key);
    if (selected.kind === 'constant') {
      const text = `${key}:${JSON.stringify(selected.value)}`;
      return () => text;
    }
    const write = writerOf(selected);
    return (parts) => `${key}:${write(parts)}`;
  });
  return (parts) => `{${writers.map((write) => write(parts)).join(',')}}`;
}
