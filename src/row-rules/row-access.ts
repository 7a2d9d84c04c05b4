import { createHash } from 'node:crypto';
import { allowsColumn, allowsRow, type CapabilitySet } from '../capability/capability-set.js';
import type { Verb } from '../capability/verb.js';
import type { Filter, RowCondition } from '../filters/filter.js';
import type { Sight } from '../filters/occurrence.js';
import { printFilter } from '../filters/print-filter.js';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import type { Narrowing } from './read-narrowing.js';
import type { CallerFilter } from './read-rule.js';
import type { CallerFacts } from './rule-variable.js';

/** What one of the caller's groups grants, and how its rules limit that. */
export interface RuledGroup {
  /** Without what its broken rules close. */
  readonly rights: CapabilitySet;
  /** Sound rules by `ruleKey`. */
  readonly rules: ReadonlyMap<string, CallerFilter>;
}

export function ruleKey(tableId: string, verb: string): string {
  return `${tableId}:${verb}`;
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
  /** `conditionOf` for reading. */
  readonly sight: Sight;
}

export function createRowAccess(
  groups: readonly RuledGroup[],
  narrowing: Narrowing | null,
  facts: CallerFacts,
): RowAccess {
  const values = new Map<string, unknown>();
  const open = groups.map((group) => ({ rights: group.rights, rules: openRules(group, facts, values) }));
  // A narrowing is written for the key: it sees no more than its user may.
  const userSight: Sight = (table, columns) => grantedRows(open, table, columns, 'select');
  const narrowed = narrowing && openNarrowing(narrowing, facts, values, userSight);
  const conditionOf: RowAccess['conditionOf'] = (table, columns, verb) => {
    if (!narrowed) return grantedRows(open, table, columns, verb);
    // What the narrowing looks at in a row must be granted on that row: by its answers a key tells of it.
    const looked = narrowed.columns.get(table.id) ?? new Set();
    const granted =
      verb === 'select'
        ? grantedRows(open, table, new Set([...columns, ...looked]), verb)
        : bothOf(grantedRows(open, table, columns, verb), grantedRows(open, table, looked, 'select'));
    return bothOf(granted, narrowedRows(narrowed, table));
  };
  return {
    fingerprint: fingerprintOf(open, narrowed),
    values,
    conditionOf,
    sight: (table, columns) => conditionOf(table, columns, 'select'),
  };
}

const ALL: RowCondition = { kind: 'all' };
const NONE: RowCondition = { kind: 'none' };

/** A rule as it is for this caller: null where something that it takes from the caller is missing or of another type. */
type OpenRules = ReadonlyMap<string, Filter | null>;

function openRules({ rules }: RuledGroup, facts: CallerFacts, values: Map<string, unknown>): OpenRules {
  return new Map([...rules].map(([key, rule]) => [key, openFilter(rule, facts, values)]));
}

function openFilter(rule: CallerFilter, facts: CallerFacts, values: Map<string, unknown>): Filter | null {
  const read = rule.slots.map((slot) => [slot.name, slot.read(facts)] as const);
  // Fail closed: all of the rule, so that what is missing cannot open it under "not" or "or".
  if (read.some(([, value]) => value.kind === 'refused')) return null;
  for (const [name, value] of read) if (value.kind === 'parsed') values.set(name, value.value);
  return rule.filter;
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
  const open = [...tables].map(([id, narrowing]) => {
    const filter = openFilter(narrowing, facts, values);
    return [id, filter && withSight(filter, sight)] as const;
  });
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
      const seen = sight(filter.relation.target, filter.columns);
      return { ...filter, filter: withSight(filter.filter, sight), seen };
    }
    case 'count':
      return { ...filter, seen: sight(filter.relation.target, filter.columns) };
    case 'compare':
    case 'isNull':
      return filter;
  }
}

interface OpenGroup {
  readonly rights: CapabilitySet;
  readonly rules: OpenRules;
}

function grantedRows(
  groups: readonly OpenGroup[],
  table: NamedTable,
  columns: ReadonlySet<NamedColumn>,
  verb: Verb,
): RowCondition {
  const granting =
    columns.size === 0
      ? [groups.filter(({ rights }) => allowsRow(rights, table.id, verb))]
      : [...columns].map(({ id }) => groups.filter(({ rights }) => allowsColumn(rights, table.id, id, verb)));
  const alternatives = granting.map((some) => some.map(({ rules }) => rules.get(ruleKey(table.id, verb))));
  const limits: ReadonlySet<Filter>[] = [];
  for (const rules of alternatives) {
    // A group without a rule reaches every row; a closed rule reaches none.
    if (rules.includes(undefined)) continue;
    const filters = new Set(rules.filter((rule): rule is Filter => rule !== null && rule !== undefined));
    if (filters.size === 0) return NONE;
    limits.push(filters);
  }
  return joinLimits(limits);
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

function narrowedRows({ tables, otherTables }: OpenNarrowing, table: NamedTable): RowCondition {
  const filter = tables.get(table.id);
  if (filter === undefined) return otherTables === 'ALL' ? ALL : NONE;
  return filter === null ? NONE : { kind: 'where', filter };
}

function bothOf(left: RowCondition, right: RowCondition): RowCondition {
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

function fingerprintOf(groups: readonly OpenGroup[], narrowing: OpenNarrowing | null): string {
  const shapes = (rules: OpenRules) =>
    [...rules].map(([key, filter]) => [key, filter && printFilter(filter)] as const).sort(byKey);
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
