import { createHash } from 'node:crypto';
import type { Catalog, CatalogForeignKey, CatalogTable } from '../catalog/catalog.js';

/** One side of a foreign key, before it has a name. Columns are the database's own names. */
export interface FoundRelation {
  /** As in the name lock. */
  readonly path: readonly string[];
  readonly direction: 'forward' | 'backward';
  readonly target: CatalogTable;
  readonly columns: readonly string[];
  readonly targetColumns: readonly string[];
  readonly isToMany: boolean;
  /** No other foreign key leads the same way between the same two tables. */
  readonly isOnly: boolean;
}

/**
 * What the foreign keys of a catalog make of its tables. Two on the same columns that lead to the same columns are
 * one relation. Forward ones come first in each table, in the order of its foreign keys.
 */
export function findRelations(catalog: Catalog): ReadonlyMap<CatalogTable, readonly FoundRelation[]> {
  const byPlace = new Map(catalog.tables.map((table) => [placeOf(table.schema, table.name), table]));
  const keys = catalog.tables.flatMap((table) => distinctKeys(table, byPlace));
  const relations = new Map<CatalogTable, FoundRelation[]>(catalog.tables.map((table) => [table, []]));
  for (const key of keys) relations.get(key.table)?.push(forward(key, keys));
  for (const key of keys) relations.get(key.target)?.push(backward(key, keys));
  return relations;
}

interface DistinctKey {
  readonly table: CatalogTable;
  readonly target: CatalogTable;
  readonly columns: readonly string[];
  readonly targetColumns: readonly string[];
  readonly text: string;
}

function distinctKeys(
  table: CatalogTable,
  byPlace: ReadonlyMap<string, CatalogTable>,
): readonly DistinctKey[] {
  const distinct = new Map<string, DistinctKey>();
  for (const key of table.foreignKeys) {
    const target = byPlace.get(placeOf(key.targetSchema, key.targetTable));
    if (target === undefined)
      throw new Error(
        `The foreign key ${key.name} of ${table.schema}.${table.name} leads out of the catalog.`,
      );
    const text = textOf(table, key);
    const { columns, targetColumns } = key;
    if (!distinct.has(text)) distinct.set(text, { table, target, columns, targetColumns, text });
  }
  return [...distinct.values()];
}

function forward(key: DistinctKey, keys: readonly DistinctKey[]): FoundRelation {
  return {
    path: [key.table.schema, key.table.name, 'forward', key.text],
    direction: 'forward',
    target: key.target,
    columns: key.columns,
    targetColumns: key.targetColumns,
    isToMany: false,
    isOnly: isOnly(key, keys),
  };
}

function backward(key: DistinctKey, keys: readonly DistinctKey[]): FoundRelation {
  const { primaryKey, uniqueKeys } = key.table;
  const unique = [...(primaryKey === null ? [] : [primaryKey]), ...uniqueKeys.map(({ columns }) => columns)];
  return {
    path: [key.target.schema, key.target.name, 'backward', key.text],
    direction: 'backward',
    target: key.table,
    columns: key.targetColumns,
    targetColumns: key.columns,
    isToMany: !unique.some((columns) => isSameSet(columns, key.columns)),
    isOnly: isOnly(key, keys),
  };
}

function isOnly(key: DistinctKey, keys: readonly DistinctKey[]): boolean {
  return keys.every((other) => other === key || other.table !== key.table || other.target !== key.target);
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return new Set(left).size === new Set(right).size && left.every((item) => right.includes(item));
}

function placeOf(schema: string, name: string): string {
  return JSON.stringify([schema, name]);
}

/** An index of PostgreSQL takes no more than about 2,700 bytes, and identifiers alone can be longer than that. */
const MAX_TEXT_LENGTH = 600;

// The pairs in an order of their own: (a, b) → (x, y) and (b, a) → (y, x) say the same.
function textOf(table: CatalogTable, key: CatalogForeignKey): string {
  const pairs = key.columns
    .map((column, index) => [column, key.targetColumns[index] ?? ''] as const)
    .sort(([left, leftTarget], [right, rightTarget]) =>
      left === right ? compare(leftTarget, rightTarget) : compare(left, right),
    );
  const text = JSON.stringify([
    [table.schema, table.name],
    pairs.map(([column]) => column),
    [key.targetSchema, key.targetTable],
    pairs.map(([, targetColumn]) => targetColumn),
  ]);
  if (text.length <= MAX_TEXT_LENGTH) return text;
  return JSON.stringify(['sha256', createHash('sha256').update(text).digest('hex')]);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
