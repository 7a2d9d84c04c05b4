import { createHash } from 'node:crypto';

import type { Catalog, CatalogComposite, CatalogEnum, CatalogTable } from '../catalog/catalog.js';
import { assembleTable, type UnlinkedTable } from './assemble-table.js';
import { findRelations } from './find-relations.js';
import { camelName, isPlainIdentifier, upperFirst } from './graphql-name.js';
import { IssuedNames } from './issued-names.js';
import { linkRelations } from './link-relations.js';
import { LockRegister } from './lock-register.js';
import { nameColumns } from './name-columns.js';
import { linkComposites, nameComposite } from './name-composites.js';
import { nameEnum } from './name-enums.js';
import { nameKeys } from './name-keys.js';
import { nameRelations, type IssuedRelation } from './name-relations.js';
import { listClashes, type NameClash } from './name-clashes.js';
import type { NameLock, NameLockEntry } from './name-lock.js';
import type { NamedCatalog, NamedTable } from './named-catalog.js';
import { nameByColumns } from './reserved-names.js';

/**
 * This folder gives a database its GraphQL names: catalog + name lock → named catalog + longer lock. Pure and
 * deterministic; what the lock holds is never renamed, and what is new steps aside for it. Among new names, tables
 * of the default schema go first, then plain names before quoted ones, then the order of the catalog; enums follow,
 * then composites, and relations come last: what they are called depends on tables and columns.
 */
export function nameCatalog(
  catalog: Catalog,
  lock: NameLock,
  options: { readonly defaultSchema: string },
): { readonly named: NamedCatalog; readonly lock: NameLock; readonly clashes: readonly NameClash[] } {
  const register = new LockRegister(lock);
  const issued = new IssuedNames();
  const columns = new Map(catalog.tables.map((table) => [table, nameColumns(register, table)]));
  for (const entry of register.entriesOf('enum')) issued.takeEnum(entry.name);
  for (const entry of register.entriesOf('composite')) issued.takeComposite(entry.name);
  const typeNames = takeLockedTables(register, issued);
  takeUniqueFields(register, issued, catalog, columns);
  const wanted = (schema: string, name: string): string =>
    schema === options.defaultSchema ? camelName(name) : camelName(schema, name);

  for (const table of inOrderOfPriority(catalog.tables, options.defaultSchema)) {
    if (register.find('table', [table.schema, table.name]) !== undefined) continue;
    const name = issued.freeTableName(wanted(table.schema, table.name));
    issued.takeTableName(name);
    const entry = register.add('table', [table.schema, table.name], name, register.hadTables);
    typeNames.set(entry.id, issued.takeTypeOf(name));
    takeUniqueFieldsOf(issued, name, table, columns.get(table) ?? []);
  }
  for (const source of inOrderOfPriority(catalog.enums, options.defaultSchema)) {
    if (register.find('enum', [source.schema, source.name]) !== undefined) continue;
    const name = issued.freeEnumType(upperFirst(wanted(source.schema, source.name)));
    issued.takeEnum(name);
    register.add('enum', [source.schema, source.name], name);
  }
  for (const source of inOrderOfPriority(catalog.composites, options.defaultSchema)) {
    if (register.find('composite', [source.schema, source.name]) !== undefined) continue;
    const name = issued.freeCompositeType(upperFirst(wanted(source.schema, source.name)));
    issued.takeComposite(name);
    register.add('composite', [source.schema, source.name], name);
  }
  const enums = catalog.enums.map((source) => nameEnum(register, source, entryOf(register, 'enum', source)));
  const composites = linkComposites(
    catalog.composites.map((source) =>
      nameComposite(register, source, entryOf(register, 'composite', source)),
    ),
    enums,
  );
  const types = { enums, composites };
  const tables = catalog.tables.map((table) =>
    assembleTable(table, entryOf(register, 'table', table), typeNames, columns.get(table) ?? [], types),
  );
  for (const [table, keys] of nameKeys(tables, (field) => issued.isTableField(field)))
    table.uniqueKeys.push(...keys);
  const relations = addRelations(register, catalog, tables);
  const named = { fingerprint: fingerprintOf(catalog, tables, types), tables, ...types };
  return { named, lock: register.toLock(), clashes: listClashes(named, wanted, relations) };
}

// In the order of ids: a type name depends on what was issued before it.
function takeLockedTables(register: LockRegister, issued: IssuedNames): Map<string, string> {
  const typeNames = new Map<string, string>();
  for (const entry of register.entriesOf('table')) {
    issued.takeTableName(entry.name);
    typeNames.set(entry.id, issued.takeTypeOf(entry.name));
  }
  return typeNames;
}

function takeUniqueFields(
  register: LockRegister,
  issued: IssuedNames,
  catalog: Catalog,
  columns: ReadonlyMap<CatalogTable, readonly NameLockEntry[]>,
): void {
  for (const table of catalog.tables) {
    const entry = register.find('table', [table.schema, table.name]);
    if (entry !== undefined) takeUniqueFieldsOf(issued, entry.name, table, columns.get(table) ?? []);
  }
}

function takeUniqueFieldsOf(
  issued: IssuedNames,
  tableName: string,
  table: CatalogTable,
  columns: readonly NameLockEntry[],
): void {
  const nameOf = (column: string): string =>
    columns.find((entry) => entry.path[2] === column)?.name ?? column;
  for (const key of table.uniqueKeys)
    issued.takeUniqueField(nameByColumns(tableName, key.columns.map(nameOf)));
}

function addRelations(
  register: LockRegister,
  catalog: Catalog,
  tables: readonly UnlinkedTable[],
): ReadonlyMap<NamedTable, readonly IssuedRelation[]> {
  const found = findRelations(catalog);
  const bySource = new Map(tables.map((table) => [table.source, table]));
  const issued = new Map(
    tables.map((table) => [table, nameRelations(register, table, found.get(table.source) ?? [], bySource)]),
  );
  linkRelations(issued, bySource);
  return issued;
}

function entryOf(
  register: LockRegister,
  kind: 'table' | 'enum' | 'composite',
  source: CatalogTable | CatalogEnum | CatalogComposite,
): NameLockEntry {
  const entry = register.find(kind, [source.schema, source.name]);
  if (entry === undefined) throw new Error(`The ${kind} ${source.schema}.${source.name} got no name.`);
  return entry;
}

function inOrderOfPriority<Item extends { readonly schema: string; readonly name: string }>(
  items: readonly Item[],
  defaultSchema: string,
): readonly Item[] {
  const rank = (item: Item): number =>
    (item.schema === defaultSchema ? 0 : 2) + (isPlainIdentifier(item.name) ? 0 : 1);
  // The sort is stable: within a rank the order of the catalog stays.
  return [...items].sort((left, right) => rank(left) - rank(right));
}

// The catalog and every name and id issued on it: a renamed column makes another schema too.
function fingerprintOf(
  catalog: Catalog,
  tables: readonly NamedTable[],
  { enums, composites }: Pick<NamedCatalog, 'enums' | 'composites'>,
): string {
  const names = [
    tables.map((table) => [
      table.id,
      table.name,
      table.typeName,
      table.columns.map(({ id, name }) => [id, name]),
      table.uniqueKeys.map(({ name }) => name),
      table.relations.map(({ id, name, isToMany }) => [id, name, isToMany]),
    ]),
    enums.map((entry) => [entry.id, entry.typeName, entry.values.map((value) => value.name)]),
    composites.map((entry) => [entry.id, entry.typeName, entry.attributes.map(({ name }) => name)]),
  ];
  return createHash('sha256')
    .update(JSON.stringify([catalog.fingerprint, names]))
    .digest('hex');
}
