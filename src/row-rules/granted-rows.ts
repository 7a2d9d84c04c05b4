import { allowsColumn, allowsRow, type CapabilitySet } from '../capability/capability-set.js';
import type { Verb } from '../capability/verb.js';
import type { Filter, RowCondition } from '../filters/filter.js';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import type { OpenRule } from './open-rule.js';

/** What one of the caller's groups grants, and how its rules limit that for this caller. */
export interface OpenGroup {
  readonly rights: CapabilitySet;
  /** By `ruleKey`. */
  readonly rules: ReadonlyMap<string, OpenRule>;
}

export function ruleKey(tableId: string, verb: string): string {
  return `${tableId}:${verb}`;
}

/** Which groups grant a column of a table (null: the row itself), and on which rows. */
export interface ColumnGrants {
  readonly column: NamedColumn | null;
  readonly verb: Verb;
  readonly grants: readonly {
    /** Its place in the list of groups. */
    readonly group: number;
    /** Null: every row. */
    readonly rule: OpenRule | null;
  }[];
}

export const ALL: RowCondition = { kind: 'all' };
export const NONE: RowCondition = { kind: 'none' };

/** The rows on which each of the columns (none: the row itself) is granted by some group whose rule admits the row. */
export function grantedRows(
  groups: readonly OpenGroup[],
  table: NamedTable,
  columns: ReadonlySet<NamedColumn>,
  verb: Verb,
): RowCondition {
  const limits: ReadonlySet<Filter>[] = [];
  for (const { grants } of grantsOf(groups, table, columns, verb)) {
    // A group without a rule reaches every row; a closed rule reaches none.
    if (grants.some(({ rule }) => rule === null)) continue;
    const filters = new Set(grants.flatMap(({ rule }) => (rule?.kind === 'open' ? [rule.filter] : [])));
    if (filters.size === 0) return NONE;
    limits.push(filters);
  }
  return joinLimits(limits);
}

export function grantsOf(
  groups: readonly OpenGroup[],
  table: NamedTable,
  columns: ReadonlySet<NamedColumn>,
  verb: Verb,
): readonly ColumnGrants[] {
  const key = ruleKey(table.id, verb);
  return (columns.size === 0 ? [null] : [...columns]).map((column) => ({
    column,
    verb,
    grants: groups.flatMap(({ rights, rules }, group) => {
      const isGranted = column
        ? allowsColumn(rights, table.id, column.id, verb)
        : allowsRow(rights, table.id, verb);
      return isGranted ? [{ group, rule: rules.get(key) ?? null }] : [];
    }),
  }));
}

/** Each limit is "one of these"; one that another implies is left out. */
function joinLimits(limits: readonly ReadonlySet<Filter>[]): RowCondition {
  const minimal = limits.filter(
    (limit, index) =>
      !limits.some(
        (other, otherIndex) =>
          other !== limit &&
          [...other].every((filter) => limit.has(filter)) &&
          (other.size < limit.size || otherIndex < index),
      ),
  );
  if (minimal.length === 0) return ALL;
  return { kind: 'where', filter: conjunction(minimal.map((limit) => disjunction([...limit]))) };
}

export function bothOf(left: RowCondition, right: RowCondition): RowCondition {
  if (left.kind === 'none' || right.kind === 'none') return NONE;
  if (left.kind === 'all') return right;
  if (right.kind === 'all') return left;
  return { kind: 'where', filter: conjunction([left.filter, right.filter]) };
}

function conjunction(filters: readonly Filter[]): Filter {
  const [only] = filters;
  return only && filters.length === 1 ? only : { kind: 'and', filters };
}

function disjunction(filters: readonly Filter[]): Filter {
  const [only] = filters;
  return only && filters.length === 1 ? only : { kind: 'or', filters };
}
