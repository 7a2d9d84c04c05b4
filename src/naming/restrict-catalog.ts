import type { UnlinkedTable } from './assemble-table.js';
import type { NamedCatalog, NamedRelation, NamedTable } from './named-catalog.js';

/** What somebody sees of a table: ids of columns. */
export interface VisibleTable {
  /** Those that may be read; empty where no row may be. */
  readonly columns: ReadonlySet<string>;
  /** Those that may be calculated with; null: rows may not even be counted. */
  readonly aggregate: ReadonlySet<string> | null;
}

/**
 * What is left of a catalog for somebody who sees this, by the id of the table. Fail closed: a key stays only as a
 * whole, since its columns are arguments, and a relation only where all columns on both sides do.
 */
export function restrictCatalog(
  named: NamedCatalog,
  visible: ReadonlyMap<string, VisibleTable>,
  showsRelation: (table: NamedTable, relation: NamedRelation) => boolean = () => true,
): NamedCatalog {
  const restricted = new Map<NamedTable, UnlinkedTable>();
  for (const table of named.tables) {
    const seen = visible.get(table.id);
    if (seen) restricted.set(table, restrictTable(table, seen));
  }
  for (const [table, left] of restricted) {
    for (const relation of table.relations) {
      const target = restricted.get(relation.target);
      if (target !== undefined && isVisible(relation, left, target) && showsRelation(table, relation))
        left.relations.push({ ...relation, target });
    }
  }
  return { ...named, tables: [...restricted.values()] };
}

function restrictTable(table: NamedTable, seen: VisibleTable): UnlinkedTable {
  const columns = table.columns.filter(({ id }) => seen.columns.has(id));
  const { aggregate } = seen;
  const isWhole = (key: NamedTable['columns']): boolean => key.every((column) => columns.includes(column));
  return {
    ...table,
    columns,
    primaryKey: table.primaryKey && isWhole(table.primaryKey) ? table.primaryKey : null,
    uniqueKeys: table.uniqueKeys.filter((key) => isWhole(key.columns)),
    aggregate: aggregate && {
      columns: table.aggregate?.columns.filter(({ id }) => aggregate.has(id)) ?? [],
    },
    relations: [],
  };
}

function isVisible(relation: NamedRelation, table: NamedTable, target: NamedTable): boolean {
  return (
    relation.columns.every((column) => table.columns.includes(column)) &&
    relation.targetColumns.every((column) => target.columns.includes(column))
  );
}
