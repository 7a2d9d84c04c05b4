import { parseFilter } from '../filters/parse-filter.js';
import { occurrenceOf } from '../filters/occurrence.js';
import type { Filter } from '../filters/filter.js';
import { parsed, refused, type Parsed } from '../foundation/parsed.js';
import type { InputProblem } from '../foundation/postern-error.js';
import type { NamedCatalog, NamedColumn, NamedTable } from '../naming/named-catalog.js';
import { readJsonTree } from './json-tree.js';
import { readVariableFor, RuleOperands, type RuleSlot } from './rule-operand.js';
import { readColumnValue } from './rule-value.js';
import { isVariable, unescapeText } from './rule-variable.js';

/**
 * Row rules and narrowings: JSON in the API's own filter language → filters whose values come from the caller. Rules
 * are read against a catalog, when they are written and again whenever the catalog is another; one that does not fit
 * any more is broken, and closes the grant that it limited. Nothing here runs.
 */
export interface StoredRule {
  /** By name-lock id. */
  readonly table: string;
  /** In lower case. */
  readonly verb: string;
  readonly where: unknown;
  readonly check: unknown;
  readonly presets: unknown;
}

/** A filter with what it takes from its caller. */
export interface CallerFilter {
  readonly filter: Filter;
  readonly slots: readonly RuleSlot[];
  /** Columns of its own table that it refers to. */
  readonly columns: ReadonlySet<NamedColumn>;
  /** What it refers to: columns, and (null) rows that it follows a relation to. */
  readonly references: readonly { readonly table: NamedTable; readonly column: NamedColumn | null }[];
}

export type ReadRule =
  | { readonly kind: 'sound'; readonly where: CallerFilter }
  | { readonly kind: 'broken'; readonly problems: readonly [InputProblem, ...InputProblem[]] };

const VERBS = ['select', 'insert', 'update', 'delete', 'aggregate'];

export function readRule(named: NamedCatalog, rule: StoredRule): ReadRule {
  const table = named.tables.find(({ id }) => id === rule.table);
  if (!table) return broken([{ field: 'table', message: 'is not in this database any more.' }]);
  if (!VERBS.includes(rule.verb)) {
    return broken([{ field: 'verb', message: `must be one of ${VERBS.join(', ')}.` }]);
  }
  if (isEmptyObject(rule.where) && !mayBeEmpty(rule)) return broken([{ field: 'where', message: EMPTY }]);
  const where = readCallerFilter(rule.where, table, 'where');
  const problems = [
    ...(where.kind === 'refused' ? where.problems : []),
    ...problemsOfCheck(rule, table),
    ...problemsOfPresets(rule, table),
  ];
  const [first, ...more] = problems;
  if (first) return broken([first, ...more]);
  if (where.kind === 'refused') throw new Error('A filter was refused without a problem.');
  return { kind: 'sound', where: where.value };
}

type ReadCallerFilter =
  | { readonly kind: 'parsed'; readonly value: CallerFilter }
  | { readonly kind: 'refused'; readonly problems: readonly [InputProblem] };

/** Rules look at few things: what is larger was made by a program for which there is a better way. */
const MAX_RELATIONS = 20;

export function readCallerFilter(
  json: unknown,
  table: NamedTable,
  path: string,
  /** Constants of a narrowing are values of its key, so that keys which differ in nothing else share their plans. */
  options: { readonly liftsConstants: boolean } = { liftsConstants: false },
): ReadCallerFilter {
  const tree = readJsonTree(json, path);
  if (tree.kind === 'refused') return { kind: 'refused', problems: [tree.problem] };
  const occurrence = occurrenceOf(table);
  const operands = new RuleOperands(options.liftsConstants ? path : null);
  const references: CallerFilter['references'][number][] = [];
  const filter = parseFilter(tree.tree, occurrence, path, {
    onReference: (of, column) => void references.push({ table: of, column }),
    readOperand: (operand, type) => operands.read(operand, type),
    refusesEmpty: true,
  });
  if (filter.kind === 'refused') {
    return { kind: 'refused', problems: [{ field: filter.field, message: filter.problem }] };
  }
  const relations = references.filter(({ column }) => column === null).length;
  if (relations > MAX_RELATIONS) {
    const message = `must follow at most ${MAX_RELATIONS} relations; it follows ${relations}.`;
    return { kind: 'refused', problems: [{ field: path, message }] };
  }
  return {
    kind: 'parsed',
    value: {
      filter: filter.value,
      slots: [...operands.slots.values()],
      columns: occurrence.columns,
      references,
    },
  };
}

const EMPTY =
  'has no condition, and would limit nothing: say which rows, or leave the rule out. Every row is {"and": []}.';

/** Where it is `check` or `presets` that limit. */
function mayBeEmpty({ verb, check, presets }: StoredRule): boolean {
  return verb === 'insert' || isPresent(check) || isPresent(presets);
}

function isEmptyObject(json: unknown): boolean {
  return typeof json === 'object' && json !== null && Object.keys(json).length === 0;
}

function problemsOfCheck({ check, verb }: StoredRule, table: NamedTable): readonly InputProblem[] {
  if (!isPresent(check)) return [];
  if (!writes(verb)) return [{ field: 'check', message: 'is for the verbs insert and update only.' }];
  const read = readCallerFilter(check, table, 'check');
  return read.kind === 'refused' ? read.problems : [];
}

function problemsOfPresets({ presets, verb }: StoredRule, table: NamedTable): readonly InputProblem[] {
  if (!isPresent(presets)) return [];
  if (!writes(verb)) return [{ field: 'presets', message: 'are for the verbs insert and update only.' }];
  if (typeof presets !== 'object' || presets === null || Array.isArray(presets)) {
    return [{ field: 'presets', message: 'must be an object such as {"ownerEmail": "$user.email"}.' }];
  }
  return Object.entries(presets).flatMap(([name, value]) => {
    const preset = checkPreset(table, name, value);
    return preset.kind === 'refused' ? [{ field: `presets.${name}`, message: preset.problem }] : [];
  });
}

function checkPreset(table: NamedTable, name: string, value: unknown): Parsed<unknown> {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column) return refused(`is no column of ${table.name}.`);
  if (column.source.generated) return refused('is computed by the database and cannot be written.');
  if (value === null) return column.source.notNull ? refused('must not be null.') : parsed(null);
  if (typeof value === 'string' && isVariable(value)) return readVariableFor(column, value);
  if (column.source.type.kind === 'array') {
    if (!Array.isArray(value)) return refused('must be a list.');
    const wrong = value.map((item) => readColumnValue(column, item)).find(({ kind }) => kind === 'refused');
    return wrong ?? parsed(value);
  }
  return readColumnValue(column, typeof value === 'string' ? unescapeText(value) : value);
}

function writes(verb: string): boolean {
  return verb === 'insert' || verb === 'update';
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function broken(problems: readonly [InputProblem, ...InputProblem[]]): ReadRule {
  return { kind: 'broken', problems };
}
