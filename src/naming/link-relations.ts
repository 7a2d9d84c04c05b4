import type { CatalogTable } from '../catalog/catalog.js';
import type { UnlinkedTable } from './assemble-table.js';
import type { IssuedRelation } from './name-relations.js';
import type { NamedColumn, NamedTable } from './named-catalog.js';

/** Gives each table its relations. Tables can lead to each other in a circle, so this comes when all are made. */
export function linkRelations(
  issued: ReadonlyMap<UnlinkedTable, readonly IssuedRelation[]>,
  bySource: ReadonlyMap<CatalogTable, NamedTable>,
): void {
  for (const [table, relations] of issued) {
    for (const { found, entry } of relations) {
      const target = bySource.get(found.target);
      if (target === undefined) throw new Error(`The relation ${entry.id} leads to no table.`);
      table.relations.push({
        id: entry.id,
        name: entry.name,
        direction: found.direction,
        isToMany: found.isToMany,
        target,
        columns: columnsOf(table, found.columns),
        targetColumns: columnsOf(target, found.targetColumns),
      });
    }
  }
}

function columnsOf(table: NamedTable, names: readonly string[]): readonly NamedColumn[] {
  return names.map((name) => {
    const column = table.columns.find(({ source }) => source.name === name);
    if (column === undefined) throw new Error(`The relation of ${table.name} names no column ${name}.`);
    return column;
  });
}
