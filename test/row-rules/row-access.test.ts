import { describe, expect, it } from '@jest/globals';
import { denote } from '../../src/capability/denotation.js';
import type { Filter, RowCondition } from '../../src/filters/filter.js';
import type { NamedColumn } from '../../src/naming/named-catalog.js';
import type { ValueSource } from '../../src/filters/value-source.js';
import { readNarrowing, type Narrowing } from '../../src/row-rules/read-narrowing.js';
import { readRule } from '../../src/row-rules/read-rule.js';
import { ruleKey } from '../../src/row-rules/granted-rows.js';
import { createRowAccess, type RowAccess, type RuledGroup } from '../../src/row-rules/row-access.js';
import type { Verb } from '../../src/capability/verb.js';
import { facts, named, pen, ruleOn, space, tableOf } from './stationery.js';

const maker = tableOf('maker');
const ALL_ROWS = { and: [] };

function columnOf(name: string): NamedColumn {
  return pen.columns.find((column) => column.name === name)!;
}

/** Grants on pens: `*`, or columns; with rules by verb. */
function group(
  columns: '*' | readonly string[],
  rules: Partial<Record<Verb, unknown>> = {},
  verb: Verb = 'select',
): RuledGroup {
  const grants =
    columns === '*' ? [`${pen.id}:${verb}`] : columns.map((name) => `${pen.id}.${columnOf(name).id}:${verb}`);
  return {
    rights: denote(space, grants),
    rules: new Map(
      Object.entries(rules).map(([ruled, where]) => {
        const read = readRule(named, ruleOn(where, { verb: ruled }));
        if (read.kind === 'broken') throw new Error(JSON.stringify(read.problems));
        return [ruleKey(pen.id, ruled), read.where] as const;
      }),
    ),
  };
}

function narrowingOf(tables: unknown, otherTables = 'ALL'): Narrowing {
  const read = readNarrowing(named, { tables, otherTables });
  if (read.kind === 'broken') throw new Error(JSON.stringify(read.problems));
  return read.narrowing;
}

function access(
  groups: readonly RuledGroup[],
  narrowing: Narrowing | null = null,
  attributes = {},
): RowAccess {
  return createRowAccess(groups, narrowing, facts(attributes));
}

/** `=1`: whole equals 1; joined as they are. */
function print(condition: RowCondition): string {
  if (condition.kind !== 'where') return condition.kind;
  return printFilter(condition.filter);
}

function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${filter.filters.map(printFilter).join(` ${filter.kind} `)})`;
    case 'not':
      return `not ${printFilter(filter.filter)}`;
    case 'compare':
      return `${filter.operator}${printSource(filter.operand)}`;
    default:
      return filter.kind;
  }
}

function printSource(source: ValueSource): string {
  if (source.kind === 'constant') return String(source.value);
  return source.kind === 'caller' ? source.slot : source.kind;
}

function seen(rows: RowAccess, ...columns: readonly string[]): string {
  return print(rows.sight({ table: pen, columns: new Set(columns.map(columnOf)), aggregated: null }));
}

const rule = (value: number) => ({ select: { whole: { eq: value } } });
const open = { select: { whole: { eq: '$user.attributes.a' } } };

describe('the rows that several groups leave', () => {
  it.each([
    ['no group', [], 'none'],
    ['a grant without a rule', [group('*')], 'all'],
    ['a rule', [group('*', rule(1))], 'eq1'],
    ['rules of two groups: either', [group('*', rule(1)), group('*', rule(2))], '(eq1 or eq2)'],
    ['a rule and a grant without one', [group('*', rule(1)), group('*')], 'all'],
    [
      'a rule and a group with a grant of another verb',
      [group('*', rule(1)), group('*', {}, 'update')],
      'eq1',
    ],
    ['a rule and a group without a grant', [group('*', rule(1)), group([], rule(2))], 'eq1'],
    ['a rule without a grant', [group([], rule(1))], 'none'],
    ['a rule of another verb', [group('*', { update: { whole: { eq: 1 } } })], 'all'],
  ])('%s', (_what, groups, expected) => {
    expect(seen(access(groups), 'words')).toBe(expected);
    expect(seen(access(groups))).toBe(expected);
  });

  it('column by column: each needs a group that grants it there', () => {
    const rows = access([
      group(['words', 'whole'], rule(1)),
      group(['real', 'whole'], rule(2)),
      group(['id']),
    ]);
    expect(seen(rows, 'words')).toBe('eq1');
    expect(seen(rows, 'real')).toBe('eq2');
    expect(seen(rows, 'id')).toBe('all');
    expect(seen(rows, 'whole')).toBe('(eq1 or eq2)');
    expect(seen(rows, 'words', 'real')).toBe('(eq1 and eq2)');
    expect(seen(rows, 'words', 'id')).toBe('eq1');
    // What one of them says, "either" says already.
    expect(seen(rows, 'words', 'whole')).toBe('eq1');
    expect(seen(rows, 'whole', 'words', 'real')).toBe('(eq1 and eq2)');
    expect(seen(rows, 'words', 'moment')).toBe('none');
    expect(seen(rows)).toBe('all');
  });

  it('the same rule in several groups is one condition', () => {
    const one = group('*', rule(1));
    expect(seen(access([one, one, { ...one }]), 'words', 'whole', 'id')).toBe('eq1');
  });

  it('of another table are none', () => {
    const rows = access([group('*', rule(1))]);
    expect(print(rows.sight({ table: maker, columns: new Set(), aggregated: null }))).toBe('none');
  });

  it('by verb', () => {
    const rows = access([
      group('*', { select: { whole: { eq: 1 } }, update: { whole: { eq: 2 } } }),
      group('*', {}, 'update'),
    ]);
    expect(print(rows.conditionOf(pen, new Set(), 'select'))).toBe('eq1');
    expect(print(rows.conditionOf(pen, new Set(), 'update'))).toBe('all');
    expect(print(rows.conditionOf(pen, new Set(), 'delete'))).toBe('none');
  });
});

describe('a rule that lacks its value', () => {
  it.each([
    ['alone: nothing', [group('*', open)], 'none'],
    ['beside another: the other’s rows', [group('*', open), group('*', rule(2))], 'eq2'],
    ['beside a grant without a rule: everything', [group('*', open), group('*')], 'all'],
    ['under not', [group('*', { select: { not: open.select } })], 'none'],
    ['under or', [group('*', { select: { or: [{ whole: { eq: 1 } }, open.select] } })], 'none'],
  ])('%s', (_what, groups, expected) => {
    expect(seen(access(groups), 'words')).toBe(expected);
    expect(seen(access(groups, null, { a: 'x' }), 'words')).toBe(expected);
  });

  it('has a place for it where it is there, and none where it is not', () => {
    const [slot, ...more] = [...access([group('*', open)], null, { a: 5 }).values];
    expect(more).toEqual([]);
    expect(slot?.[1]).toBe(5);
    expect([...access([group('*', open)]).values]).toEqual([]);
  });

  it('gives no value for half a rule', () => {
    const half = { select: { or: [{ words: { eq: '$user.email' } }, open.select] } };
    expect([...access([group('*', half)]).values]).toEqual([]);
  });
});

describe('a narrowing', () => {
  it('is joined to the rules, and stands alone where there are none', () => {
    const narrowing = narrowingOf({ pen: { whole: { eq: 7 } } });
    expect(seen(access([group('*', rule(1))], narrowing))).toMatch(
      /^\(eq1 and eqrowNarrowing\.tables\.pen 1\)$/,
    );
    expect(seen(access([group('*')], narrowing))).toMatch(/^eqrowNarrowing/);
    expect(seen(access([], narrowing))).toBe('none');
  });

  it('leaves of other tables what it says', () => {
    expect(seen(access([group('*')], narrowingOf({ maker: ALL_ROWS }, 'ALL')))).toBe('all');
    expect(seen(access([group('*')], narrowingOf({ maker: ALL_ROWS }, 'NONE')))).toBe('none');
    expect(seen(access([group('*')], narrowingOf({}, 'NONE')))).toBe('none');
  });

  it('whose value is missing leaves nothing', () => {
    const narrowing = narrowingOf({ pen: { not: open.select } });
    expect(seen(access([group('*')], narrowing))).toBe('none');
    expect(seen(access([group('*')], narrowing, { a: 1 }))).toMatch(/^not eq/);
  });
});

describe('the fingerprint', () => {
  const print = (groups: readonly RuledGroup[], narrowing: Narrowing | null = null, attributes = {}) =>
    access(groups, narrowing, attributes).fingerprint;
  const base = print([group('*', rule(1))]);

  it('is equal for narrowings that differ in values only, which stay apart as values', () => {
    const keys = [5, 6].map((value) =>
      access([group('*')], narrowingOf({ pen: { whole: { in: [value, 1] }, words: { eq: `x${value}` } } })),
    );
    expect(keys[0]!.fingerprint).toBe(keys[1]!.fingerprint);
    expect([...keys[0]!.values.keys()]).toEqual([...keys[1]!.values.keys()]);
    expect([...keys[0]!.values.values()]).toEqual([5, 1, 'x5']);
    expect([...keys[1]!.values.values()]).toEqual([6, 1, 'x6']);
  });

  it('is equal for users whose attributes differ', () => {
    expect(print([group('*', open)], null, { a: 1 })).toBe(print([group('*', open)], null, { a: 2 }));
  });

  it.each([
    ['the value of a rule', () => print([group('*', rule(2))])],
    ['the operator', () => print([group('*', { select: { whole: { neq: 1 } } })])],
    ['the column', () => print([group('*', { select: { short: { eq: 1 } } })])],
    ['a not', () => print([group('*', { select: { not: { whole: { eq: 1 } } } })])],
    ['the verb', () => print([group('*', { update: { whole: { eq: 1 } } })])],
    ['the columns that it limits', () => print([group(['words'], rule(1))])],
    ['a second group', () => print([group('*', rule(1)), group('*', rule(2))])],
    ['no rule', () => print([group('*')])],
    ['a closed rule', () => print([group('*', open)])],
    ['a narrowing', () => print([group('*', rule(1))], narrowingOf({}))],
    ['a relation', () => print([group('*', { select: { maker: { id: { eq: '1' } } } })])],
  ])('differs by %s', (_what, other) => {
    expect(other()).not.toBe(base);
  });

  it.each([
    [
      'what is left of other tables',
      narrowingOf({ pen: ALL_ROWS }, 'ALL'),
      narrowingOf({ pen: ALL_ROWS }, 'NONE'),
    ],
    ['its table', narrowingOf({ pen: ALL_ROWS }), narrowingOf({ maker: ALL_ROWS })],
    ['its operator', narrowingOf({ pen: { whole: { lt: 1 } } }), narrowingOf({ pen: { whole: { gt: 1 } } })],
    [
      'the length of a list',
      narrowingOf({ pen: { whole: { in: [1] } } }),
      narrowingOf({ pen: { whole: { in: [1, 2] } } }),
    ],
    [
      'a quantifier',
      narrowingOf({ maker: { pen: { some: ALL_ROWS } } }),
      narrowingOf({ maker: { pen: { none: ALL_ROWS } } }),
    ],
    [
      'a closed one',
      narrowingOf({ pen: { whole: { eq: '$user.attributes.a' } } }),
      narrowingOf({ pen: { whole: { eq: 1 } } }),
    ],
  ])('differs by a narrowing’s %s', (_what, left, right) => {
    expect(print([group('*')], left)).not.toBe(print([group('*')], right));
  });
});
