import type { CapabilityReference, ManagementColumn, ManagementTable } from './management-catalog.js';

interface ColumnScopes {
  readonly capability: readonly [CapabilityReference, ...CapabilityReference[]];
}

/**
 * The scope rules of a field that shows a column of the table; a relation also needs `others`, the row that it
 * leads to.
 */
export function readsColumn<Table extends ManagementTable>(
  table: Table,
  column: ManagementColumn<Table>,
  ...others: readonly CapabilityReference[]
): ColumnScopes {
  // The compiler cannot see that a table with one of its own columns is a reference.
  return { capability: [`${table}.${column}:select` as CapabilityReference, ...others] };
}
