import { describe, expect, it } from '@jest/globals';

import {
  allowsColumn,
  allowsNamed,
  allowsRow,
  equals,
  everything,
  intersect,
  isEmpty,
  subtract,
  union,
} from '../../src/capability/capability-set.js';
import { createCapabilitySpace, type Grantables } from '../../src/capability/capability-space.js';
import {
  printCapability,
  printNeeded,
  printSet,
  storeCapability,
} from '../../src/capability/capability-text.js';
import { denote } from '../../src/capability/denotation.js';
import { visibleTables } from '../../src/capability/visible-catalog.js';

const crm: Grantables = {
  tables: [
    {
      key: 't1',
      name: 'person',
      verbs: ['select', 'insert', 'update', 'delete', 'aggregate'],
      columns: [
        { key: 'c1', name: 'id', guarded: false },
        { key: 'c2', name: 'email', guarded: false },
        { key: 'c3', name: 'privateNote', guarded: true },
      ],
    },
    {
      key: 't2',
      name: 'report',
      verbs: ['select', 'aggregate'],
      columns: [{ key: 'c4', name: 'total', guarded: false }],
    },
    { key: 't3', name: 'safe', verbs: ['select'], columns: [{ key: 'c5', name: 'code', guarded: true }] },
  ],
  named: ['users:impersonate'],
};
const space = createCapabilitySpace(crm);
const print = (...stored: string[]) => printSet(denote(space, stored));

describe('what a capability denotes', () => {
  it('a table capability is ROW and every column that is not guarded', () => {
    const set = denote(space, ['t1:select']);
    expect(allowsRow(set, 't1', 'select')).toBe(true);
    expect(allowsColumn(set, 't1', 'c2', 'select')).toBe(true);
    expect(allowsColumn(set, 't1', 'c3', 'select')).toBe(false);
    expect(allowsRow(set, 't1', 'update')).toBe(false);
    expect(allowsRow(set, 't2', 'select')).toBe(false);
  });

  it('a column capability is ROW and that column, guarded or not', () => {
    const set = denote(space, ['t1.c3:select']);
    expect(allowsRow(set, 't1', 'select')).toBe(true);
    expect(allowsColumn(set, 't1', 'c3', 'select')).toBe(true);
    expect(allowsColumn(set, 't1', 'c1', 'select')).toBe(false);
  });

  it('the widest wildcard reaches every table and verb, and neither guarded columns nor named capabilities', () => {
    const set = denote(space, ['*:*']);
    expect(printSet(set)).toEqual([
      'person:aggregate',
      'person:delete',
      'person:insert',
      'person:select',
      'person:update',
      'report:aggregate',
      'report:select',
      'safe:select',
    ]);
    expect(allowsNamed(set, 'users:impersonate')).toBe(false);
    expect(allowsNamed(everything(space), 'users:impersonate')).toBe(true);
  });

  it('a wildcard verb on a guarded column denotes nothing, and on an open one every verb of the table', () => {
    expect(isEmpty(denote(space, ['t1.c3:*']))).toBe(true);
    expect(print('t1.c2:*')).toHaveLength(5);
  });

  it('what is unknown, malformed or not offered denotes nothing', () => {
    const texts = [
      't9:select',
      't1.c9:select',
      't1.c4:select',
      't2:insert',
      't1:fly',
      't1:SELECT',
      ' t1:select',
    ];
    const broken = [
      '',
      ':',
      't1',
      't1:',
      '*.c1:select',
      't1.*:select',
      '*',
      'person:select',
      'constructor:select',
    ];
    expect(isEmpty(denote(space, [...texts, ...broken, 'users:fly', '__proto__:select']))).toBe(true);
  });
});

describe('sets of capabilities', () => {
  it('of two different spaces are never combined, and those of two equal spaces are', () => {
    const tables = crm.tables.map((table) => ({ ...table, verbs: [...table.verbs].reverse() }));
    const other = createCapabilitySpace({ ...crm, tables });
    const left = denote(space, ['t1:select']);
    for (const operation of [union, intersect, subtract, equals]) {
      expect(() => operation(left, denote(other, ['t1:select']))).toThrow('two different spaces');
    }
    expect(equals(left, denote(createCapabilitySpace(crm), ['t1:select']))).toBe(true);
  });

  it('cannot be widened through their bits', () => {
    const set = denote(space, []);
    set.bits.fill(0xffffffff);
    expect(isEmpty(set)).toBe(true);
  });

  it('a space changes its fingerprint with a guard, a verb, a name, a key and a named capability', () => {
    const [person, ...others] = crm.tables;
    const change = (table: object): Grantables => ({ ...crm, tables: [{ ...person!, ...table }, ...others] });
    const changed = [
      change({ columns: person!.columns.map((column) => ({ ...column, guarded: false })) }),
      change({ verbs: ['select'] }),
      change({ name: 'human' }),
      change({ key: 't7' }),
      { ...crm, named: [] },
    ];
    const prints = [crm, ...changed].map((grantables) => createCapabilitySpace(grantables).fingerprint);
    expect(new Set(prints).size).toBe(6);
  });

  it('a space refuses names that would make a capability ambiguous', () => {
    const [person] = crm.tables;
    for (const key of ['a.b', 'a:b', '*', '', 'a b']) {
      expect(() => createCapabilitySpace({ named: [], tables: [{ ...person!, key }] })).toThrow(
        'cannot stand',
      );
    }
    expect(() => createCapabilitySpace({ named: [], tables: [person!, { ...person!, key: 't2' }] })).toThrow(
      'twice',
    );
    expect(() => createCapabilitySpace({ named: ['person:select'], tables: [] })).toThrow('wildcard');
  });
});

describe('printed sets', () => {
  it('say the table when all open columns are there, and each guarded column by itself', () => {
    expect(print('t1.c1:select', 't1.c2:select', 't1.c3:select')).toEqual([
      'person.privateNote:select',
      'person:select',
    ]);
    expect(print('t1.c1:select', 't1.c3:select')).toEqual(['person.id:select', 'person.privateNote:select']);
    expect(print('users:impersonate')).toEqual(['users:impersonate']);
  });

  it('leave out ROW alone, which needs say as the table', () => {
    const rowAlone = intersect(denote(space, ['t1.c1:select']), denote(space, ['t1.c2:select']));
    expect(allowsRow(rowAlone, 't1', 'select')).toBe(true);
    expect(printSet(rowAlone)).toEqual([]);
    expect(printNeeded(rowAlone)).toEqual(['person:select']);
  });

  it('name a missing column although its row is there', () => {
    const missing = subtract(denote(space, ['t1.c3:select']), denote(space, ['t1:select']));
    expect(printSet(missing)).toEqual([]);
    expect(printNeeded(missing)).toEqual(['person.privateNote:select']);
  });
});

describe('capabilities written by name', () => {
  const problem = (text: string) => {
    const result = storeCapability(space, text);
    return result.kind === 'refused' ? result.problem : `stored as ${result.value}`;
  };

  it.each([
    ['person:select', 't1:select'],
    ['person.privateNote:select', 't1.c3:select'],
    ['person.email:*', 't1.c2:*'],
    ['*:select', '*:select'],
    ['person:*', 't1:*'],
    ['*:*', '*:*'],
    ['users:impersonate', 'users:impersonate'],
  ])('%s is stored by key and printed back', (text, stored) => {
    expect(storeCapability(space, text)).toEqual({ kind: 'parsed', value: stored });
    expect(printCapability(space, stored)).toBe(text);
  });

  it('are refused with a sentence that says what is wrong, and suggests no name', () => {
    expect(problem('persn:select')).toBe(
      '"persn:select" names the table "persn", which this database does not have.',
    );
    expect(problem('person.emial:select')).toBe(
      '"person.emial:select" names the column "emial", which the table person does not have.',
    );
    expect(problem('person:read')).toBe(
      '"person:read": there is no verb "read"; verbs are select, insert, update, delete, aggregate, execute and "*".',
    );
    expect(problem('report:insert')).toBe(
      '"report:insert": the table report has the verbs select, aggregate only.',
    );
    expect(problem('person.privateNote:*')).toContain('no wildcard reaches a guarded column');
    for (const text of [
      '',
      'person',
      '*.id:select',
      'person.*:select',
      'person:select ',
      'a.b.c:select',
      't1:select:x',
    ]) {
      expect(problem(text)).toContain('is not a capability: write "<table>:<verb>"');
    }
  });

  it('are found by name, not by key', () => {
    expect(problem('t1:select')).toContain('names the table "t1"');
    expect(problem('__proto__:select')).toContain('names the table "__proto__"');
  });

  it('print as null when the table, the column or the named capability is gone', () => {
    expect(printCapability(space, 't9:select')).toBeNull();
    expect(printCapability(space, 't1.c9:select')).toBeNull();
    expect(printCapability(space, 'users:setAttributes')).toBeNull();
    expect(printCapability(space, 'nonsense')).toBeNull();
  });
});

describe('what a reader sees of a catalog', () => {
  const catalog = {
    tables: crm.tables.map((table) => ({
      id: table.key,
      columns: table.columns.map(({ key }) => ({ id: key })),
    })),
  };
  const see = (...stored: string[]) =>
    [...visibleTables(denote(space, stored), catalog)].map(([table, { columns, aggregate }]) => [
      table,
      [...columns],
      aggregate && [...aggregate],
    ]);

  it('is the tables and columns that may be selected or aggregated, and no others', () => {
    expect(see('t1:select', 't2.c4:aggregate')).toEqual([
      ['t1', ['c1', 'c2'], null],
      ['t2', [], ['c4']],
    ]);
    expect(see('t1.c3:select', 't1:update')).toEqual([['t1', ['c3'], null]]);
    expect(see()).toEqual([]);
  });

  it('leaves out a table of which no column may be read and no row counted', () => {
    expect(see('t3:select')).toEqual([]);
  });
});
