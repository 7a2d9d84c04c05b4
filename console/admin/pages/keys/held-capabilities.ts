/*
 * Capabilities as text: `table:verb`, `table.column:verb`, or the name of one that belongs to no table, such as
 * `databases:connect`. Only to show before it is saved what the gateway then decides.
 */

export interface CapabilityParts {
  readonly table: string;
  readonly column: string | null;
  readonly verb: string;
}

export function partsOf(capability: string): CapabilityParts {
  const [subject = '', verb = ''] = capability.split(':');
  const [table = '', column = null] = subject.split('.');
  return { table, column, verb };
}

/** Whether one of these, wildcards among them, reaches it; what is guarded is reached by its own name only. */
export function isGranted(
  granted: readonly string[],
  capability: string,
  guarded: readonly string[],
): boolean {
  const wanted = partsOf(capability);
  return granted.some((one) => {
    if (one === capability) return true;
    const { table, column, verb } = partsOf(one);
    if (verb !== wanted.verb && verb !== '*') return false;
    if (table !== wanted.table && table !== '*') return false;
    if (column !== null) return column === wanted.column && verb === wanted.verb;
    return wanted.column === null || !guarded.includes(`${wanted.table}.${wanted.column}`);
  });
}

export const guardedColumnsOf = (settings: unknown): readonly string[] => {
  const guarded = (settings as Record<string, unknown> | null)?.['guardedColumns'];
  return Array.isArray(guarded) ? guarded.filter((one): one is string => typeof one === 'string') : [];
};

const CHANGES = ['insert', 'update', 'delete'];

/** How many tables can be read and how many changed by these. */
export function countTables(capabilities: readonly string[]): {
  readonly read: number;
  readonly changed: number;
} {
  const tablesWith = (verbs: readonly string[]): number =>
    new Set(
      capabilities
        .map(partsOf)
        .filter(({ verb }) => verbs.includes(verb))
        .map(({ table }) => table),
    ).size;
  return { read: tablesWith(['select']), changed: tablesWith(CHANGES) };
}
