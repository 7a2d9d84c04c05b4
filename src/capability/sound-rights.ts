import type { CapabilitySpace } from './capability-space.js';
import { intersect, subtract, union, type CapabilitySet } from './capability-set.js';
import { denote } from './denotation.js';

/** A row rule, as far as it says whose grant it closes: a table by key and a verb. */
export interface RuledGrant {
  readonly table: string;
  readonly verb: string;
}

/**
 * What a group grants (in stored form), but for what its broken rules close: their table and verb, guarded columns
 * too. A table that was renamed comes back as a new one, without its rule: there the group's wildcards reach nothing
 * that appeared later (`laterTables`, by key).
 */
export function soundRights(
  space: CapabilitySpace,
  grants: readonly string[],
  broken: readonly RuledGrant[],
  laterTables: ReadonlySet<string>,
): CapabilitySet {
  const rights = broken.reduce(
    (rest, { table, verb }) => subtract(rest, denote(space, triplesOf(space, table, verb))),
    denote(space, grants),
  );
  const known = new Set(space.tables.map(({ key }) => key));
  const orphaned = broken.filter(({ table }) => !known.has(table));
  if (orphaned.length === 0) return rights;
  const later = orphaned.flatMap(({ verb }) =>
    [...laterTables].flatMap((table) => triplesOf(space, table, verb)),
  );
  const byName = denote(
    space,
    grants.filter((grant) => !grant.startsWith('*')),
  );
  return union(subtract(rights, denote(space, later)), intersect(rights, byName));
}

/** Every triple of a table and verb, guarded columns one by one; of all its verbs for a verb that nobody knows. */
function triplesOf(space: CapabilitySpace, tableKey: string, verb: string): readonly string[] {
  const table = space.tables.find(({ key }) => key === tableKey);
  if (table === undefined) return [];
  const verbs = table.verbs.filter((known) => known === verb);
  return (verbs.length > 0 ? verbs : table.verbs).flatMap((known) => [
    `${tableKey}:${known}`,
    ...table.columns.map(({ key }) => `${tableKey}.${key}:${known}`),
  ]);
}
