import { allowsColumn, type CapabilitySet } from '../../src/capability/capability-set.js';
import type { CapabilitySpace } from '../../src/capability/capability-space.js';
import type { RowRuleFacts } from '../../src/control-plane/authorization-state.js';
import type { DatabaseOffer } from '../../src/control-plane/control-plane.js';

/** An offer of a space whose rules are all sound, unless `broken` says otherwise. */
export function offerOf(
  space: CapabilitySpace,
  options: {
    readonly broken?: (rule: RowRuleFacts) => boolean;
    readonly laterTables?: readonly string[];
    readonly brokenNarrowing?: boolean | ((narrowing: unknown) => boolean);
  } = {},
): DatabaseOffer {
  const problem = [{ field: 'where', message: 'is broken.' }];
  return {
    space,
    laterTables: new Set(options.laterTables ?? []),
    checkRowRule: (rule) => (options.broken?.(rule) === true ? problem : []),
    checkRowNarrowing: (narrowing, rights) => {
      const { brokenNarrowing = false } = options;
      const isBroken = typeof brokenNarrowing === 'function' ? brokenNarrowing(narrowing) : brokenNarrowing;
      if (isBroken) return [{ field: 'rowNarrowing.tables', message: 'is broken.' }];
      return isReadable(space, narrowing, rights)
        ? []
        : [{ field: 'rowNarrowing', message: 'looks at what the user may not read.' }];
    },
  };
}

/** By the columns that its filters begin with. */
function isReadable(space: CapabilitySpace, narrowing: unknown, rights: CapabilitySet): boolean {
  const { tables = {} } = narrowing as { readonly tables?: Readonly<Record<string, object>> };
  return Object.entries(tables).every(([name, filter]) => {
    const table = space.tables.find((candidate) => candidate.name === name);
    return Object.keys(filter).every((column) => {
      const key = table?.columns.find((candidate) => candidate.name === column)?.key;
      return table !== undefined && key !== undefined && allowsColumn(rights, table.key, key, 'select');
    });
  });
}
