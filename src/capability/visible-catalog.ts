import { allowsColumn, allowsRow, type CapabilitySet } from './capability-set.js';

/** The part of a catalog that this file looks at; a NamedCatalog is one. */
export interface IdentifiedCatalog {
  readonly tables: readonly { readonly id: string; readonly columns: readonly { readonly id: string }[] }[];
}

/** Ids of the columns that may be read, by the id of their table; a table that may not be read is absent. */
export type VisibleColumns = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What remains of a catalog for a reader who holds the set: tables with ROW `select`, with their `select` columns.
 * A table of which no column may be read is left out: GraphQL has no type without fields.
 */
export function visibleColumns(set: CapabilitySet, catalog: IdentifiedCatalog): VisibleColumns {
  const visible = new Map<string, ReadonlySet<string>>();
  for (const table of catalog.tables) {
    if (!allowsRow(set, table.id, 'select')) continue;
    const columns = table.columns.filter((column) => allowsColumn(set, table.id, column.id, 'select'));
    if (columns.length > 0) visible.set(table.id, new Set(columns.map((column) => column.id)));
  }
  return visible;
}
