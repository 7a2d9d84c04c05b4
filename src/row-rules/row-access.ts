import { createHash } from 'node:crypto';
import type { CapabilitySet } from '../capability/capability-set.js';
import type { Verb } from '../capability/verb.js';
import type { CountFilter, Filter, RelationFilter, RowCondition } from '../filters/filter.js';
import type { LookedAt, Sight } from '../filters/occurrence.js';
import { printFilter } from '../filters/print-filter.js';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import {
  ALL,
  bothOf,
  grantedRows,
  grantsOf,
  NONE,
  type ColumnGrants,
  type OpenGroup,
} from './granted-rows.js';
import { openRule, type OpenRule } from './open-rule.js';
import type { Narrowing } from './read-narrowing.js';
import type { CallerFilter } from './read-rule.js';
import type { RuleSlot } from './rule-operand.js';
import type { CallerFacts } from './rule-variable.js';

/** What one of the caller's groups grants, and how its rules limit that. */
export interface RuledGroup {
  /** Without what its broken rules close. */
  readonly rights: CapabilitySet;
  /** Sound rules by `ruleKey`. */
  readonly rules: ReadonlyMap<string, CallerFilter>;
}

/** Which rows one caller may see, as far as plans depend on it, and the values that its filters take from it. */
export interface RowAccess {
  /** Equal for callers who share their plans: the same grants and rules, whatever the values. */
  readonly fingerprint: string;
  readonly values: ReadonlyMap<string, unknown>;
  /**
   * The rows of a table on which the caller may do this with all of these columns (none: with the row): each column is
   * granted by some group whose rule admits the row, within the key's own narrowing.
   */
  conditionOf(table: NamedTable, columns: ReadonlySet<NamedColumn>, verb: Verb): RowCondition;
  /** `conditionOf` for reading; where rows are summed up, for both reading and aggregating. */
  readonly sight: Sight;
  /** How `sight` comes to what it says. */
  explainSight(place: LookedAt): RowExplanation;
  /** What the values of filters are, by slot. */
  slots(): ReadonlyMap<string, RuleSlot>;
}

export interface RowExplanation {
  /** For each column that is referred to, by the operation or by the key's narrowing. */
  readonly grants: readonly ColumnGrants[];
  /** What the key's narrowing leaves. Null: the key has none. */
  readonly narrowing: 'all' | 'none' | OpenRule | null;
  readonly condition: RowCondition;
}

export function createRowAccess(
  groups: readonly RuledGroup[],
  narrowing: Narrowing | null,
  facts: CallerFacts,
): RowAccess {
  const values = new Map<string, unknown>();
  const open = groups.map((group) => ({
    rights: group.rights,
    rules: openRules(group.rules, facts, values),
  }));
  // A narrowing is written for the key: it sees no more than its user may.
  const userSight: Sight = ({ table, columns }) => grantedRows(open, table, columns, 'select');
  const narrowed = narrowing && openNarrowing(narrowing, facts, values, userSight);
  // What the narrowing looks at in a row must be granted on that row: by its answers a key tells of it.
  const lookedAt = (table: NamedTable) => narrowed?.columns.get(table.id) ?? NO_COLUMNS;
  const seenColumns = (table: NamedTable, columns: ReadonlySet<NamedColumn>) =>
    new Set([...columns, ...lookedAt(table)]);
  const conditionOf: RowAccess['conditionOf'] = (table, columns, verb) => {
    if (!narrowed) return grantedRows(open, table, columns, verb);
    const granted =
      verb === 'select'
        ? grantedRows(open, table, seenColumns(table, columns), verb)
        : bothOf(
            grantedRows(open, table, columns, verb),
            lookedAt(table).size > 0 ? grantedRows(open, table, lookedAt(table), 'select') : ALL,
          );
    return bothOf(granted, narrowedRows(narrowed, table));
  };
  const sight: Sight = ({ table, columns, aggregated }) => {
    if (aggregated === null) return conditionOf(table, columns, 'select');
    const calculated = conditionOf(table, aggregated, 'aggregate');
    // Whoever reads no column of them, not even in a filter, need not be able to read the rows.
    return columns.size === 0 ? calculated : bothOf(conditionOf(table, columns, 'select'), calculated);
  };
  const grantsOfPlace = ({ table, columns, aggregated }: LookedAt): readonly ColumnGrants[] => {
    const read = seenColumns(table, columns);
    const isRead = aggregated === null || read.size > 0;
    return [
      ...(isRead ? grantsOf(open, table, read, 'select') : []),
      ...(aggregated ? grantsOf(open, table, aggregated, 'aggregate') : []),
    ];
  };
  return {
    fingerprint: fingerprintOf(open, narrowed),
    values,
    conditionOf,
    sight,
    explainSight: (place) => ({
      grants: grantsOfPlace(place),
      narrowing: narrowed && narrowingOf(narrowed, place.table),
      condition: sight(place),
    }),
    slots: () => slotsOf([...groups.flatMap(({ rules }) => [...rules.values()]), ...filtersOf(narrowing)]),
  };
}

const NO_COLUMNS: ReadonlySet<NamedColumn> = new Set();

type OpenRules = ReadonlyMap<string, OpenRule>;

function openRules(
  rules: ReadonlyMap<string, CallerFilter>,
  facts: CallerFacts,
  values: Map<string, unknown>,
): OpenRules {
  return new Map([...rules].map(([key, rule]) => [key, openRule(rule, facts, values)]));
}

interface OpenNarrowing {
  readonly tables: OpenRules;
  /** Columns of their own table that the filters refer to. */
  readonly columns: ReadonlyMap<string, ReadonlySet<NamedColumn>>;
  readonly otherTables: Narrowing['otherTables'];
}

function openNarrowing(
  { tables, otherTables }: Narrowing,
  facts: CallerFacts,
  values: Map<string, unknown>,
  sight: Sight,
): OpenNarrowing {
  const open = [...openRules(tables, facts, values)].map(([id, rule]): [string, OpenRule] => [
    id,
    rule.kind === 'closed' ? rule : { kind: 'open', filter: withSight(rule.filter, sight) },
  ]);
  const columns = new Map([...tables].map(([id, filter]) => [id, filter.columns] as const));
  return { tables: new Map(open), columns, otherTables };
}

/** The filter with what each of its relations leads to limited to what `sight` shows. */
function withSight(filter: Filter, sight: Sight): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, filters: filter.filters.map((part) => withSight(part, sight)) };
    case 'not':
      return { ...filter, filter: withSight(filter.filter, sight) };
    case 'relation': {
      const seen = sight(targetOf(filter));
      return { ...filter, filter: withSight(filter.filter, sight), seen };
    }
    case 'count':
      return { ...filter, seen: sight(targetOf(filter)) };
    case 'compare':
    case 'isNull':
      return filter;
  }
}

function targetOf({ relation, columns }: RelationFilter | CountFilter): LookedAt {
  return { table: relation.target, columns, aggregated: null };
}

function narrowedRows(narrowing: OpenNarrowing, table: NamedTable): RowCondition {
  const left = narrowingOf(narrowing, table);
  if (left === 'all') return ALL;
  return left === 'none' || left.kind === 'closed' ? NONE : { kind: 'where', filter: left.filter };
}

function narrowingOf({ tables, otherTables }: OpenNarrowing, table: NamedTable): 'all' | 'none' | OpenRule {
  return tables.get(table.id) ?? (otherTables === 'ALL' ? 'all' : 'none');
}

function filtersOf(narrowing: Narrowing | null): readonly CallerFilter[] {
  return narrowing ? [...narrowing.tables.values()] : [];
}

function slotsOf(filters: readonly CallerFilter[]): ReadonlyMap<string, RuleSlot> {
  return new Map(filters.flatMap(({ slots }) => slots.map((slot) => [slot.name, slot] as const)));
}

function fingerprintOf(groups: readonly OpenGroup[], narrowing: OpenNarrowing | null): string {
  const shapes = (rules: OpenRules) =>
    [...rules]
      .map(([key, rule]) => [key, rule.kind === 'open' ? printFilter(rule.filter) : null] as const)
      .sort(byKey);
  const content = [
    groups.filter(({ rules }) => rules.size > 0).length === 0
      ? 'no rules'
      : groups.map(({ rights, rules }) => [rights.fingerprint, shapes(rules)]),
    narrowing && [shapes(narrowing.tables), narrowing.otherTables],
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
