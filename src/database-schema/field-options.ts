import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import type { FieldMeaning } from '../planning/field-meaning.js';

/** Puts a field's meaning where the planner looks for it. */
export function meaning(value: FieldMeaning): { readonly postern: FieldMeaning } {
  return { postern: value };
}

/** The capability that a column's field asks for. */
export function columnScope(table: NamedTable, column: NamedColumn) {
  return { capability: [{ table, column, verb: 'select' }] } as const;
}

export function neverRuns(): never {
  throw new Error('A resolver of a database schema ran; the planner answers these fields.');
}
