import type { CapabilitySpace, GrantableColumn, GrantableTable } from './capability-space.js';
import type { Verb } from './verb.js';

/** The number of every triple's bit. For each table and verb one run: ROW first, then the columns in their order. */
export interface BitNumbering {
  readonly bitCount: number;
  readonly tablesByKey: ReadonlyMap<string, NumberedTable>;
  readonly tablesByName: ReadonlyMap<string, NumberedTable>;
  readonly named: ReadonlyMap<string, number>;
}

export interface NumberedTable {
  readonly table: GrantableTable;
  /** Bit of ROW for each verb that the table has. */
  readonly rowBits: ReadonlyMap<Verb, number>;
  readonly columnsByKey: ReadonlyMap<string, NumberedColumn>;
  readonly columnsByName: ReadonlyMap<string, NumberedColumn>;
}

export interface NumberedColumn {
  readonly column: GrantableColumn;
  /** Added to the bit of ROW it gives the column's bit for that verb. */
  readonly offset: number;
}

const numberings = new WeakMap<CapabilitySpace, BitNumbering>();

export function bitNumberingOf(space: CapabilitySpace): BitNumbering {
  const known = numberings.get(space);
  if (known !== undefined) return known;
  const numbering = numberBits(space);
  numberings.set(space, numbering);
  return numbering;
}

function numberBits(space: CapabilitySpace): BitNumbering {
  const tables: NumberedTable[] = [];
  let next = 0;
  for (const table of space.tables) {
    const rowBits = new Map<Verb, number>();
    for (const verb of table.verbs) {
      rowBits.set(verb, next);
      next += 1 + table.columns.length;
    }
    const columns = table.columns.map((column, index) => ({ column, offset: index + 1 }));
    tables.push({
      table,
      rowBits,
      columnsByKey: new Map(columns.map((entry) => [entry.column.key, entry])),
      columnsByName: new Map(columns.map((entry) => [entry.column.name, entry])),
    });
  }
  const named = new Map<string, number>();
  for (const text of space.named) named.set(text, next++);
  return {
    bitCount: next,
    tablesByKey: new Map(tables.map((entry) => [entry.table.key, entry])),
    tablesByName: new Map(tables.map((entry) => [entry.table.name, entry])),
    named,
  };
}
