import { createHash } from 'node:crypto';
import type { NamedCatalog, NamedTable } from './named-catalog.js';
import { restrictCatalog } from './restrict-catalog.js';

/**
 * A catalog without what its administrator hides, by GraphQL name: `film`, `film.budget`, `film.language` (a relation).
 * Downstream nothing of it is there: it is in no schema, nobody can be granted it, and rules that speak of it are broken.
 * The name lock keeps all names, so what is shown again later is called as before.
 */
export function hideNames(named: NamedCatalog, hidden: readonly string[]): NamedCatalog {
  if (hidden.length === 0) return named;
  const names = new Set(hidden);
  const shown = new Map(
    named.tables
      .filter(({ name }) => !names.has(name))
      .map((table) => [table.id, shownColumns(table, names)] as const)
      .filter(([, columns]) => columns.size > 0)
      .map(([id, columns]) => [id, { columns, aggregate: columns }] as const),
  );
  const left = restrictCatalog(
    named,
    shown,
    (table, relation) => !names.has(`${table.name}.${relation.name}`),
  );
  return { ...left, fingerprint: fingerprintOf(named, hidden) };
}

function shownColumns({ name, columns }: NamedTable, hidden: ReadonlySet<string>): ReadonlySet<string> {
  const shown = columns.filter((column) => !hidden.has(`${name}.${column.name}`));
  return new Set(shown.map(({ id }) => id));
}

function fingerprintOf(named: NamedCatalog, hidden: readonly string[]): string {
  const content = JSON.stringify([named.fingerprint, [...hidden].sort()]);
  return createHash('sha256').update(content).digest('hex');
}

/** Those that name nothing: a slip of the pen, or something that was renamed. */
export function namesOfNothing(named: NamedCatalog, names: readonly string[]): readonly string[] {
  const known = new Set(
    named.tables.flatMap((table) => [
      table.name,
      ...[...table.columns, ...table.relations].map((member) => `${table.name}.${member.name}`),
    ]),
  );
  return names.filter((name) => !known.has(name));
}
