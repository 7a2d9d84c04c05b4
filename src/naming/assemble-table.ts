import type { CatalogTable } from '../catalog/catalog.js';
import { upperSnakeName } from './graphql-name.js';
import type { NameLockEntry } from './name-lock.js';
import type { NamedCatalog, NamedColumn, NamedKey, NamedRelation, NamedTable } from './named-catalog.js';
import { namedTypesOf } from './named-types.js';

/** A table whose relations and unique keys are still to come: they depend on the names of all tables. */
export interface UnlinkedTable extends NamedTable {
  readonly relations: NamedRelation[];
  readonly uniqueKeys: NamedKey[];
}

/** The table with the names that it and its columns (in its order) got, without relations and unique keys. What is missing is a bug. */
export function assembleTable(
  source: CatalogTable,
  entry: NameLockEntry,
  typeNames: ReadonlyMap<string, string>,
  columnEntries: readonly NameLockEntry[],
  types: Pick<NamedCatalog, 'enums' | 'composites'>,
): UnlinkedTable {
  const typeName = typeNames.get(entry.id);
  if (typeName === undefined) throw new Error(`The table ${entry.path.join('.')} got no type name.`);
  const columns = source.columns.map((column, index): NamedColumn => {
    const columnEntry = columnEntries[index];
    if (columnEntry === undefined)
      throw new Error(`The column ${column.name} of ${entry.path.join('.')} got no name.`);
    const { id, name, appearedLater } = columnEntry;
    return {
      id,
      source: column,
      name,
      enumValue: upperSnakeName(name),
      appearedLater,
      ...namedTypesOf(column.type, types),
    };
  });
  const primaryKey =
    source.primaryKey?.map((name) => {
      const column = columns.find((candidate) => candidate.source.name === name);
      if (column === undefined)
        throw new Error(`The key of ${entry.path.join('.')} names no column ${name}.`);
      return column;
    }) ?? null;
  const { id, name, appearedLater } = entry;
  return {
    id,
    source,
    name,
    typeName,
    columns,
    primaryKey,
    orderKey: primaryKey ?? [],
    uniqueKeys: [],
    aggregate: { columns },
    appearedLater,
    relations: [],
  };
}
