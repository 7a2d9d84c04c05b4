import { allowsColumn, allowsRow, type CapabilitySet } from '../capability/capability-set.js';
import type { InputProblem } from '../foundation/postern-error.js';
import type { NamedCatalog } from '../naming/named-catalog.js';
import { readCallerFilter, type CallerFilter } from './read-rule.js';

/** What a key's own narrowing leaves of each table's rows: `{ tables: { person: { … } }, otherTables: "NONE" | "ALL" }`. */
export interface Narrowing {
  /** By the id of their table. */
  readonly tables: ReadonlyMap<string, CallerFilter>;
  readonly otherTables: 'NONE' | 'ALL';
}

export type ReadNarrowing =
  | { readonly kind: 'sound'; readonly narrowing: Narrowing }
  | { readonly kind: 'broken'; readonly problems: readonly [InputProblem, ...InputProblem[]] };

const SHAPE = 'such as {"tables": {"person": {"organisationId": {"eq": 7}}}, "otherTables": "NONE"}';

/** A table that is not there breaks all of it: renamed, it would be one of the others. */
export function readNarrowing(named: NamedCatalog, json: unknown): ReadNarrowing {
  if (!isObject(json)) return broken([{ field: 'rowNarrowing', message: `must be an object, ${SHAPE}.` }]);
  const { tables, otherTables, ...unknown } = json;
  const problems: InputProblem[] = Object.keys(unknown).map((name) => ({
    field: `rowNarrowing.${name}`,
    message: 'is neither "tables" nor "otherTables".',
  }));
  if (otherTables !== 'NONE' && otherTables !== 'ALL') {
    problems.push({
      field: 'rowNarrowing.otherTables',
      message: 'must be "NONE" or "ALL": what the key sees of tables that are not named.',
    });
  }
  const filters = new Map<string, CallerFilter>();
  if (!isObject(tables))
    problems.push({ field: 'rowNarrowing.tables', message: `must be an object, ${SHAPE}.` });
  else for (const [name, filter] of Object.entries(tables)) readTable(named, name, filter, filters, problems);
  const [first, ...more] = problems;
  if (first) return broken([first, ...more]);
  return {
    kind: 'sound',
    narrowing: { tables: filters, otherTables: otherTables === 'ALL' ? 'ALL' : 'NONE' },
  };
}

function readTable(
  named: NamedCatalog,
  name: string,
  json: unknown,
  filters: Map<string, CallerFilter>,
  problems: InputProblem[],
): void {
  const field = `rowNarrowing.tables.${name}`;
  const table = named.tables.find((candidate) => candidate.name === name);
  if (!table) {
    problems.push({ field, message: 'is no table of this database.' });
    return;
  }
  const read = readCallerFilter(json, table, field, { liftsConstants: true });
  if (read.kind === 'refused') problems.push(...read.problems);
  else filters.set(table.id, read.value);
}

/** What a narrowing refers to that these rights (of the key's user) lack: a key must not look behind its user's back. */
export function problemsOfRights(narrowing: Narrowing, rights: CapabilitySet): readonly InputProblem[] {
  return [...narrowing.tables.values()].flatMap(({ references }) =>
    references.flatMap(({ table, column }): InputProblem[] => {
      const isHeld =
        column === null
          ? allowsRow(rights, table.id, 'select')
          : allowsColumn(rights, table.id, column.id, 'select');
      const name = column ? `${table.name}.${column.name}:select` : `${table.name}:select`;
      return isHeld
        ? []
        : [{ field: 'rowNarrowing', message: `looks at what the user may not read: it needs ${name}.` }];
    }),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(problems: readonly [InputProblem, ...InputProblem[]]): ReadNarrowing {
  return { kind: 'broken', problems };
}
