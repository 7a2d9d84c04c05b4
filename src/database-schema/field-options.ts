import type { NamedColumn, NamedRelation, NamedTable } from '../naming/named-catalog.js';
import type { FieldMeaning } from '../planning/field-meaning.js';

/** Puts a field's meaning where the planner looks for it. */
export function meaning(value: FieldMeaning): { readonly postern: FieldMeaning } {
  return { postern: value };
}

/** The capability that a column's field asks for. */
export function columnScope(table: NamedTable, column: NamedColumn) {
  return { capability: [{ table, column, verb: 'select' }] } as const;
}

/** Both sides of the foreign key, and the rows that it leads to. */
export function relationScope(table: NamedTable, relation: NamedRelation) {
  const { target } = relation;
  const row = { table: target, column: null, verb: 'select' } as const;
  const own = relation.columns.map((column) => ({ table, column, verb: 'select' }) as const);
  const others = relation.targetColumns.map((column) => ({ table: target, column, verb: 'select' }) as const);
  return { capability: [row, ...own, ...others] } as const;
}

/**
 * What graphql-js finds in a field. The gateway never runs it; tests do, where the plugin, wrapped around stubs, is
 * the oracle for the guard. Typed so that whatever a field's type is, it fits.
 */
export interface Resolution {
  readonly resolve: () => never;
  readonly unauthorizedResolver?: () => never;
}

export const neverResolved: Resolution = { resolve: neverRuns };

function neverRuns(): never {
  throw new Error('A resolver of a database schema ran; the planner answers these fields.');
}
