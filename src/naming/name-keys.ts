import type { UnlinkedTable } from './assemble-table.js';
import { freeName } from './free-name.js';
import type { NamedColumn, NamedKey } from './named-catalog.js';
import { nameByColumns } from './reserved-names.js';

/**
 * The fields of unique keys, by table. They are not in the lock: they follow from the names of tables and columns, which
 * are, and a table that is named later steps aside for them. Two meet only in names such as `a_and_b` beside `a` and `b`.
 */
export function nameKeys(
  tables: readonly UnlinkedTable[],
  isTaken: (field: string) => boolean,
): ReadonlyMap<UnlinkedTable, readonly NamedKey[]> {
  const issued = new Set<string>();
  const isFree = (name: string): boolean => !isTaken(name) && !issued.has(name);
  const byAge = [...tables].sort((left, right) => ageOf(left) - ageOf(right));
  return new Map(
    byAge.map((table) => [
      table,
      table.source.uniqueKeys.map((key): NamedKey => {
        const columns = key.columns.map((column) => columnOf(table, column));
        const wanted = nameByColumns(
          table.name,
          columns.map((column) => column.name),
        );
        const name = freeName(wanted, () => false, isFree);
        issued.add(name);
        return { name, columns };
      }),
    ]),
  );
}

function columnOf(table: UnlinkedTable, name: string): NamedColumn {
  const column = table.columns.find(({ source }) => source.name === name);
  if (column === undefined) throw new Error(`A unique key of ${table.name} names no column ${name}.`);
  return column;
}

/** Ids are issued in order: `t2` before `t10`. */
function ageOf({ id }: UnlinkedTable): number {
  return Number(id.slice(1));
}
