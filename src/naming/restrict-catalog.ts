import type { UnlinkedTable } from './assemble-table.js';
import type { NamedCatalog, NamedRelation, NamedTable } from './named-catalog.js';

/**
 * What is left of a catalog for somebody who sees these columns (ids, by the id of their table). Fail closed: a key
 * stays only as a whole, since its columns are arguments, and a relation only where all columns on both sides do.
 */
export function restrictCatalog(
  named: NamedCatalog,
  visible: ReadonlyMap<string, ReadonlySet<string>>,
): NamedCatalog {
  const restricted = new Map<NamedTable, UnlinkedTable>();
  for (const table of named.tables) {
    const ids = visible.get(table.id);
    const columns = table.columns.filter((column) => ids?.has(column.id));
    // GraphQL has no type without fields.
    if (columns.length === 0) continue;
    const primaryKey = table.primaryKey?.every((column) => columns.includes(column))
      ? table.primaryKey
      : null;
    restricted.set(table, { ...table, columns, primaryKey, relations: [] });
  }
  for (const [table, left] of restricted) {
    for (const relation of table.relations) {
      const target = restricted.get(relation.target);
      if (target !== undefined && isVisible(relation, left, target))
        left.relations.push({ ...relation, target });
    }
  }
  return { ...named, tables: [...restricted.values()] };
}

function isVisible(relation: NamedRelation, table: NamedTable, target: NamedTable): boolean {
  return (
    relation.columns.every((column) => table.columns.includes(column)) &&
    relation.targetColumns.every((column) => target.columns.includes(column))
  );
}
