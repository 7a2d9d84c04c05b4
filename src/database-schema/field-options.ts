import type { NamedColumn, NamedRelation, NamedTable } from '../naming/named-catalog.js';
import type { FieldMeaning } from '../planning/field-meaning.js';

/** Puts a field's meaning where the planner looks for it. */
export function meaning(value: FieldMeaning): { readonly postern: FieldMeaning } {
  return { postern: value };
}

/** For what an accepted caller may see whoever it is: parts of something that was asked for already. */
export const callerScope = { caller: true } as const;

/** The capability that a column's field asks for. */
export function columnScope(table: NamedTable, column: NamedColumn) {
  return { capability: [{ table, column, verb: 'select' }] } as const;
}

/** The same for calculating with it. */
export function aggregateScope(table: NamedTable, column: NamedColumn) {
  return { capability: [{ table, column, verb: 'aggregate' }] } as const;
}

/** The rows of a table: reading or counting them. */
export function rowScope(table: NamedTable, verb: 'select' | 'aggregate' = 'select') {
  return { capability: [{ table, column: null, verb }] } as const;
}

/** The rows, and all columns of a key. */
export function keyScope(table: NamedTable, key: readonly NamedColumn[]) {
  const row = { table, column: null, verb: 'select' } as const;
  return { capability: [row, ...key.map((column) => ({ table, column, verb: 'select' }) as const)] } as const;
}

/** Both sides of the foreign key, and the rows that it leads to: reading or counting them. */
export function relationScope(
  table: NamedTable,
  relation: NamedRelation,
  verb: 'select' | 'aggregate' = 'select',
) {
  const { target } = relation;
  const row = { table: target, column: null, verb } as const;
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
