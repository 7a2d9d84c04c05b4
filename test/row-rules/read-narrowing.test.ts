import { describe, expect, it } from '@jest/globals';
import { readNarrowing } from '../../src/row-rules/read-narrowing.js';
import { facts, named, pen } from './stationery.js';

function problemsOf(json: unknown): readonly string[] {
  const read = readNarrowing(named, json);
  return read.kind === 'broken' ? read.problems.map(({ field, message }) => `${field} ${message}`) : [];
}

const SHAPE = 'such as {"tables": {"person": {"organisationId": {"eq": 7}}}, "otherTables": "NONE"}';

describe('a narrowing is refused', () => {
  it.each([
    ['x', [`rowNarrowing must be an object, ${SHAPE}.`]],
    [[], [`rowNarrowing must be an object, ${SHAPE}.`]],
    [null, [`rowNarrowing must be an object, ${SHAPE}.`]],
    [
      {},
      [
        'rowNarrowing.otherTables must be "NONE" or "ALL": what the key sees of tables that are not named.',
        `rowNarrowing.tables must be an object, ${SHAPE}.`,
      ],
    ],
    [
      { tables: {}, otherTables: 'none' },
      ['rowNarrowing.otherTables must be "NONE" or "ALL": what the key sees of tables that are not named.'],
    ],
    [{ tables: [], otherTables: 'ALL' }, [`rowNarrowing.tables must be an object, ${SHAPE}.`]],
    [
      { tables: {}, otherTables: 'ALL', table: {} },
      ['rowNarrowing.table is neither "tables" nor "otherTables".'],
    ],
    [
      { tables: { pencil: {}, constructor: {} }, otherTables: 'ALL' },
      [
        'rowNarrowing.tables.pencil is no table of this database.',
        'rowNarrowing.tables.constructor is no table of this database.',
      ],
    ],
    [
      { tables: { pen: { whole: { eq: 'x' } }, maker: { age: { eq: 1 } } }, otherTables: 'ALL' },
      [
        'rowNarrowing.tables.pen.whole.eq must be a whole number of 32 bits.',
        'rowNarrowing.tables.maker.age is neither a column nor a relation of maker, nor one of "and", "or", "not".',
      ],
    ],
    [
      { tables: { pen: null }, otherTables: 'ALL' },
      ['rowNarrowing.tables.pen must be an object such as { <column>: { eq: … } }.'],
    ],
  ])('%j', (json, problems) => {
    expect(problemsOf(json)).toEqual(problems);
  });
});

it('a sound one has filters by table id, and what it leaves of others', () => {
  const read = readNarrowing(named, { tables: { pen: { whole: { eq: 5 } } }, otherTables: 'NONE' });
  if (read.kind === 'broken') throw new Error('It is sound.');
  expect([...read.narrowing.tables.keys()]).toEqual([pen.id]);
  expect(read.narrowing.otherTables).toBe('NONE');
});

it('its constants are values of the key: lists, repeated values and variables each have a place of their own', () => {
  const where = {
    or: [
      { whole: { eq: 5 } },
      { whole: { eq: 5 } },
      { words: { in: ['a', '$user.email', 'a'] } },
      { words: { eq: '$user.email' } },
      { words: { eq: '$$5' } },
    ],
  };
  const read = readNarrowing(named, {
    tables: { pen: where, maker: { name: { eq: 'x' } } },
    otherTables: 'ALL',
  });
  if (read.kind === 'broken') throw new Error('It is sound.');
  const slots = [...read.narrowing.tables.values()].flatMap((filter) => filter.slots);
  expect(new Set(slots.map(({ name }) => name)).size).toBe(slots.length);
  const values = slots.map((slot) => {
    const value = slot.read(facts());
    return value.kind === 'parsed' ? value.value : value.kind;
  });
  // A variable has one place wherever it stands; a constant has one each time.
  expect(values).toEqual(
    [5, 5, 'a', 'ann@example.com', 'a', 'ann@example.com', '$5', 'x'].filter(unlessRepeated),
  );
});

function unlessRepeated(value: unknown, index: number): boolean {
  return !(value === 'ann@example.com' && index > 4);
}
