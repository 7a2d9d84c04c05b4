import type { CatalogTable } from '../catalog/catalog.js';
import type { FoundRelation } from './find-relations.js';
import { freeName } from './free-name.js';
import type { LockRegister } from './lock-register.js';
import type { NameLockEntry } from './name-lock.js';
import type { NamedTable } from './named-catalog.js';
import { nameByColumns, relationFieldsOf, reservedColumns } from './reserved-names.js';

export interface IssuedRelation {
  readonly found: FoundRelation;
  readonly entry: NameLockEntry;
  /** The name that it would have if no column and no other relation had it. */
  readonly wanted: string;
}

/**
 * The lock's entry for each relation of the table, in their order; issues those that are missing. A relation takes
 * its name with all fields that come from it, among the fields of the table's rows, where columns come first.
 */
export function nameRelations(
  register: LockRegister,
  table: NamedTable,
  relations: readonly FoundRelation[],
  bySource: ReadonlyMap<CatalogTable, NamedTable>,
): readonly IssuedRelation[] {
  const owner = [table.source.schema, table.source.name];
  const taken = new Set(register.entriesOf('column', owner).map((entry) => entry.name));
  const take = (name: string): void => {
    for (const field of relationFieldsOf(name)) taken.add(field);
  };
  for (const entry of register.entriesOf('relation', owner)) take(entry.name);
  const named = relations.map((found) => ({ found, ...namesFor(found, table, bySource) }));
  // What its own column names goes before what is only named after the target.
  for (const { found, names } of [
    ...named.filter(({ isByColumn }) => isByColumn),
    ...named.filter(({ isByColumn }) => !isByColumn),
  ]) {
    if (register.find('relation', found.path) !== undefined) continue;
    const name = firstFree(names, (field) => taken.has(field));
    take(name);
    register.add('relation', found.path, name);
  }
  return named.map(({ found, names: [wanted] }) => {
    const entry = register.find('relation', found.path);
    if (entry === undefined) throw new Error(`A relation of ${owner.join('.')} got no name.`);
    return { found, entry, wanted };
  });
}

interface WantedNames {
  /** The best first; the last is the one that gets a number if need be. */
  readonly names: readonly [string, ...string[]];
  readonly isByColumn: boolean;
}

function namesFor(
  found: FoundRelation,
  table: NamedTable,
  bySource: ReadonlyMap<CatalogTable, NamedTable>,
): WantedNames {
  const target = bySource.get(found.target);
  if (target === undefined) throw new Error(`The table ${found.target.name} got no name.`);
  const backward = found.direction === 'backward';
  const keyColumns = backward ? columnNames(target, found.targetColumns) : columnNames(table, found.columns);
  const explicit = nameByColumns(target.name, keyColumns);
  const stem = backward ? null : stemOf(keyColumns);
  if (stem !== null) return { names: [stem, explicit], isByColumn: true };
  // Two foreign keys from one table are told apart from the start; one alone has the plain name.
  const names: WantedNames['names'] = backward && !found.isOnly ? [explicit] : [target.name, explicit];
  return { names, isByColumn: false };
}

/** `organisationId` → `organisation`; null where the column does not say that it is a key. */
function stemOf(columns: readonly string[]): string | null {
  const [only, ...others] = columns;
  if (only === undefined || others.length > 0) return null;
  // `ID` after a capital may be the end of a word.
  const stem = only.replace(/(?<=[A-Za-z0-9])Id$|(?<=[a-z0-9])ID$/, '');
  return stem === only ? null : stem;
}

function columnNames(table: NamedTable, columns: readonly string[]): readonly string[] {
  return columns.map((name) => {
    const column = table.columns.find(({ source }) => source.name === name);
    if (column === undefined) throw new Error(`A foreign key names no column ${name} of ${table.name}.`);
    return column.name;
  });
}

function firstFree(names: WantedNames['names'], isTaken: (field: string) => boolean): string {
  const isReserved = (name: string): boolean => reservedColumns.has(name);
  const isFree = (name: string): boolean => relationFieldsOf(name).every((field) => !isTaken(field));
  const plain = names.find((name) => !isReserved(name) && isFree(name));
  return plain ?? freeName(names.at(-1) ?? names[0], isReserved, isFree);
}
