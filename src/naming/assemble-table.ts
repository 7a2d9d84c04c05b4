import type { CatalogTable, CatalogType } from '../catalog/catalog.js';
import { elementOf } from '../catalog/scalar.js';
import { upperSnakeName } from './graphql-name.js';
import type { NameLockEntry } from './name-lock.js';
import type { NamedColumn, NamedEnum, NamedKey, NamedRelation, NamedTable } from './named-catalog.js';

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
  enums: readonly NamedEnum[],
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
      enumType: enumOf(column.type, enums),
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

function enumOf(type: CatalogType, enums: readonly NamedEnum[]): NamedEnum | null {
  const element = elementOf(type);
  if (element.kind !== 'enum') return null;
  const found = enums.find(({ source }) => source.schema === element.schema && source.name === element.name);
  if (found === undefined) throw new Error(`The catalog has no enum ${element.schema}.${element.name}.`);
  return found;
}
