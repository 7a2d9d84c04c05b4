/** What the capabilities of a database say of its tables, for a matrix: a row per table, a column per verb. */
export interface CapabilityCatalog {
  readonly tables: readonly CatalogTable[];
  /** The verbs that at least one table has, in their order. */
  readonly verbs: readonly string[];
  /** Those that are not about reading or writing rows, such as `databases:connect`. */
  readonly named: readonly string[];
}

export interface CatalogTable {
  readonly name: string;
  readonly verbs: readonly string[];
  readonly columns: readonly string[];
}

const VERBS = ['select', 'insert', 'update', 'delete', 'aggregate'] as const;

/** Reads what the query `capabilities` answers: `table:verb`, `table.column:verb`, and named ones. */
export function readCatalog(all: readonly string[]): CapabilityCatalog {
  const tables = new Map<string, { verbs: Set<string>; columns: Set<string> }>();
  const named: string[] = [];
  for (const capability of all) {
    const [, name, column, verb] = SYNTAX.exec(capability) ?? [];
    if (name === undefined || verb === undefined || !isVerb(verb)) {
      named.push(capability);
      continue;
    }
    const table = tables.get(name) ?? { verbs: new Set(), columns: new Set() };
    tables.set(name, table);
    if (column === undefined) table.verbs.add(verb);
    else table.columns.add(column);
  }
  const inOrder = (verbs: ReadonlySet<string>) => VERBS.filter((verb) => verbs.has(verb));
  return {
    tables: [...tables].map(([name, { verbs, columns }]) => ({
      name,
      verbs: inOrder(verbs),
      columns: [...columns],
    })),
    verbs: inOrder(new Set([...tables.values()].flatMap(({ verbs }) => [...verbs]))),
    named,
  };
}

/** What is chosen and has no cell: wildcards of other kinds, and what the tables do not have any more. */
export function withoutCell(chosen: ReadonlySet<string>, all: readonly string[]): readonly string[] {
  const known = new Set([...all, ...VERBS.map((verb) => `*:${verb}`)]);
  return [...chosen].filter((capability) => !known.has(capability)).sort();
}

const SYNTAX = /^([^.:*]+)(?:\.([^.:*]+))?:([^:*]+)$/;

function isVerb(verb: string): verb is (typeof VERBS)[number] {
  return VERBS.some((known) => known === verb);
}
