import type { CatalogType } from './catalog.js';
import { scalarOf, type ScalarName } from './scalar.js';

/** What a value is, as far as it matters to what can be asked about it. */
export type ValueKind =
  /** `JSON` is `jsonb`; PostgreSQL itself can compare nothing with `json`. */
  | ScalarName
  | 'enum'
  | 'json'
  | 'tsvector'
  | 'range'
  | 'multirange'
  | 'composite'
  /** An array of scalars, enums or ranges. */
  | 'array'
  /** The same, declared with two dimensions. */
  | 'matrix'
  /** Any other array. */
  | 'list';

export function valueKindOf(type: CatalogType): ValueKind {
  switch (type.kind) {
    case 'enum':
    case 'range':
    case 'multirange':
    case 'composite':
      return type.kind;
    case 'base':
      return type.name === 'json' ? 'json' : scalarOf(type);
    case 'other':
      return type.sql === 'pg_catalog.tsvector' ? 'tsvector' : 'String';
    case 'array':
      return kindOfArray(type);
  }
}

function kindOfArray({ element, dimensions }: Extract<CatalogType, { kind: 'array' }>): ValueKind {
  const held = valueKindOf(element);
  const isPlain = !['json', 'multirange', 'composite', 'array', 'matrix', 'list'].includes(held);
  if (!isPlain || dimensions > 2) return 'list';
  if (dimensions === 1) return 'array';
  return held === 'range' ? 'list' : 'matrix';
}
