import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js';
import { freeName } from './free-name.js';
import { camelName, isPlainIdentifier, upperSnakeName } from './graphql-name.js';
import type { LockRegister } from './lock-register.js';
import type { NameLockEntry } from './name-lock.js';
import { relationFieldsOf, reservedColumns, reservedKeyColumns } from './reserved-names.js';

/** The lock's entry for each column of the table, in its order; issues those that are missing. */
export function nameColumns(register: LockRegister, table: CatalogTable): readonly NameLockEntry[] {
  const owner = [table.schema, table.name];
  const isKnownTable = register.find('table', owner) !== undefined;
  const taken = new Set<string>();
  const take = (name: string): void => {
    for (const word of wordsOf(name)) taken.add(word);
  };
  for (const entry of register.entriesOf('column', owner)) take(entry.name);
  for (const entry of register.entriesOf('relation', owner))
    for (const field of relationFieldsOf(entry.name)) taken.add(`field ${field}`);
  for (const column of inOrderOfPriority(table.columns)) {
    if (register.find('column', [...owner, column.name]) !== undefined) continue;
    const name = freeName(
      camelName(column.name),
      (candidate) => isReserved(table, column.name, candidate),
      (candidate) => wordsOf(candidate).every((word) => !taken.has(word)),
    );
    take(name);
    register.add('column', [...owner, column.name], name, isKnownTable);
  }
  return table.columns.map((column) => {
    const entry = register.find('column', [...owner, column.name]);
    if (entry === undefined) throw new Error(`The column ${column.name} of ${owner.join('.')} got no name.`);
    return entry;
  });
}

// As a field and as a value of `<Type>Column`: both must be free.
function wordsOf(name: string): readonly string[] {
  return [`field ${name}`, `value ${upperSnakeName(name)}`];
}

function isReserved(table: CatalogTable, columnName: string, candidate: string): boolean {
  if (reservedColumns.has(candidate)) return true;
  return reservedKeyColumns.has(candidate) && table.primaryKey?.includes(columnName) === true;
}

function inOrderOfPriority(columns: readonly CatalogColumn[]): readonly CatalogColumn[] {
  const plain = columns.filter((column) => isPlainIdentifier(column.name));
  return [...plain, ...columns.filter((column) => !isPlainIdentifier(column.name))];
}
