import { allowsColumn, allowsRow, type CapabilitySet } from './capability-set.js';
import type { Verb } from './verb.js';

/** The part of a catalog that this file looks at; a NamedCatalog is one. */
export interface IdentifiedCatalog {
  readonly tables: readonly { readonly id: string; readonly columns: readonly { readonly id: string }[] }[];
}

/** What remains of a table for a reader: ids of columns. */
export interface VisibleColumns {
  /** Those that may be read; empty where no row may be. */
  readonly columns: ReadonlySet<string>;
  /** Those that may be calculated with; null: rows may not even be counted. */
  readonly aggregate: ReadonlySet<string> | null;
}

/**
 * What remains of a catalog for a reader who holds the set, by the id of the table. A table of which no column may be
 * read and no row counted is absent: GraphQL has no type without fields.
 */
export function visibleTables(
  set: CapabilitySet,
  catalog: IdentifiedCatalog,
): ReadonlyMap<string, VisibleColumns> {
  const visible = new Map<string, VisibleColumns>();
  for (const table of catalog.tables) {
    const columns = columnsOf(set, table, 'select') ?? new Set();
    const aggregate = columnsOf(set, table, 'aggregate');
    if (columns.size > 0 || aggregate) visible.set(table.id, { columns, aggregate });
  }
  return visible;
}

/** Null: not even the row. */
function columnsOf(
  set: CapabilitySet,
  table: IdentifiedCatalog['tables'][number],
  verb: Verb,
): ReadonlySet<string> | null {
  if (!allowsRow(set, table.id, verb)) return null;
  const columns = table.columns.filter((column) => allowsColumn(set, table.id, column.id, verb));
  return new Set(columns.map((column) => column.id));
}
