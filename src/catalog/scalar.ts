import type { CatalogType } from './catalog.js';

/** The GraphQL scalars of the data API. */
export const scalarNames = [
  'Int',
  'Float',
  'Boolean',
  'String',
  'BigInt',
  'Decimal',
  'UUID',
  'DateTime',
  'LocalDateTime',
  'Date',
  'Time',
  'Interval',
  'JSON',
  'Bytes',
] as const;

export type ScalarName = (typeof scalarNames)[number];

const scalarByTypeName: ReadonlyMap<string, ScalarName> = new Map([
  ['int2', 'Int'],
  ['int4', 'Int'],
  ['int8', 'BigInt'],
  ['float4', 'Float'],
  ['float8', 'Float'],
  ['numeric', 'Decimal'],
  ['bool', 'Boolean'],
  ['text', 'String'],
  ['varchar', 'String'],
  ['bpchar', 'String'],
  ['name', 'String'],
  ['citext', 'String'],
  ['uuid', 'UUID'],
  ['timestamptz', 'DateTime'],
  ['timestamp', 'LocalDateTime'],
  ['date', 'Date'],
  ['time', 'Time'],
  ['interval', 'Interval'],
  ['json', 'JSON'],
  ['jsonb', 'JSON'],
  ['bytea', 'Bytes'],
]);

/** The scalar of a type that is neither an enum nor an array; what has none of its own is read as text: `String`. */
export function scalarOf(type: CatalogType): ScalarName {
  return (type.kind === 'base' ? scalarByTypeName.get(type.name) : undefined) ?? 'String';
}

/** The type of the bounds of PostgreSQL's own ranges. */
export function boundOfRange(typeName: string): string | undefined {
  return boundsByRange.get(typeName);
}

const boundsByRange: ReadonlyMap<string, string> = new Map([
  ['int4range', 'int4'],
  ['int8range', 'int8'],
  ['numrange', 'numeric'],
  ['daterange', 'date'],
  ['tsrange', 'timestamp'],
  ['tstzrange', 'timestamptz'],
]);

/** The type itself, or what an array is made of. */
export function elementOf(type: CatalogType): CatalogType {
  return type.kind === 'array' ? elementOf(type.element) : type;
}

/** Whether PostgreSQL's type of this name has a scalar of its own; what has none is read and written as text. */
export function hasScalar(typeName: string): boolean {
  return scalarByTypeName.has(typeName);
}
