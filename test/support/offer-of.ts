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
    checkRowNarrowing: (narrowing) => {
      const { brokenNarrowing = false } = options;
      const isBroken = typeof brokenNarrowing === 'function' ? brokenNarrowing(narrowing) : brokenNarrowing;
      return isBroken ? [{ field: 'rowNarrowing.tables', message: 'is broken.' }] : [];
    },
  };
}
