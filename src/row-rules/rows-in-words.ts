import { filterInWords, type SlotWords } from '../filters/filter-in-words.js';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import type { ColumnGrants } from './granted-rows.js';
import type { OpenRule } from './open-rule.js';
import type { RowAccess, RowExplanation } from './row-access.js';
import type { RuleSlot } from './rule-operand.js';

/**
 * Which rows of an occurrence are to be seen, for people: which group shows which rows for which of the columns, and
 * what the key's narrowing leaves of them.
 */
export function rowsInWords(
  { grants, narrowing }: RowExplanation,
  table: NamedTable,
  access: RowAccess,
  /** In the order in which the access was made of the groups. */
  groupNames: readonly string[],
): string {
  const slots = access.slots();
  const reach = (rule: OpenRule) =>
    ruleInWords(rule, table, (slot) => slotInWords(slots.get(slot), access.values));
  const classes = columnsThatFareAlike(grants);
  const parts = classes.map(({ columns, grants: alike }) => {
    const groups = alike
      .map(({ group, rule }) => `group ${groupNames[group] ?? '?'}: ${rule ? reach(rule) : 'every row'}`)
      .sort();
    const begin = classes.length > 1 ? `For ${columns.join(', ')}, ` : '';
    return `${begin}${groups.join('; ') || 'no group'}.`;
  });
  const both = classes.length > 1 ? ['Seen are the rows that are granted for all of the columns.'] : [];
  return [...parts, ...both, ...narrowingInWords(narrowing, reach)].join(' ');
}

interface ColumnClass {
  readonly columns: string[];
  readonly grants: ColumnGrants['grants'];
}

function columnsThatFareAlike(grants: readonly ColumnGrants[]): readonly ColumnClass[] {
  const classes: ColumnClass[] = [];
  for (const { column, verb, grants: own } of grants) {
    const name = verb === 'aggregate' ? calculated(column) : (column?.name ?? 'the row');
    const known = classes.find((one) => isSame(one.grants, own));
    if (known) known.columns.push(name);
    else classes.push({ columns: [name], grants: own });
  }
  return classes;
}

function calculated(column: NamedColumn | null): string {
  return column ? `calculating with ${column.name}` : 'counting';
}

function isSame(left: ColumnGrants['grants'], right: ColumnGrants['grants']): boolean {
  return left.length === right.length && left.every(({ group }, index) => right[index]?.group === group);
}

function ruleInWords(rule: OpenRule, table: NamedTable, slotWords: SlotWords): string {
  if (rule.kind === 'closed') return `no row, since ${rule.problem.replace(/\.$/, '')}`;
  const { filter } = rule;
  if (filter.kind === 'and' && filter.filters.length === 0) return 'every row';
  return `rows of ${table.name} where ${filterInWords(filter, slotWords)}`;
}

function narrowingInWords(
  narrowing: RowExplanation['narrowing'],
  reach: (rule: OpenRule) => string,
): readonly string[] {
  if (narrowing === null) return [];
  const left = narrowing === 'all' ? 'every row' : narrowing === 'none' ? 'no row' : reach(narrowing);
  return [`The key's own narrowing leaves ${left}.`];
}

function slotInWords(slot: RuleSlot | undefined, values: ReadonlyMap<string, unknown>): string {
  const value = slot && values.has(slot.name) ? JSON.stringify(values.get(slot.name)) : null;
  const variable = slot?.variable ?? null;
  if (variable === null) return value ?? 'a value';
  const words = factWords[variable] ?? `the user's attribute ${variable.replace('$user.attributes.', '')}`;
  return value === null ? words : `${words} (${value})`;
}

const factWords: Readonly<Record<string, string>> = {
  '$user.id': "the user's id",
  '$user.email': "the user's e-mail",
  '$key.id': "the key's id",
  '$key.tags': "the key's tags",
};
