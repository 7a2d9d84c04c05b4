import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCapabilitySpace } from '../../src/capability/capability-space.js';
import {
  emptySet,
  equals,
  includes,
  intersect,
  union,
  type CapabilitySet,
} from '../../src/capability/capability-set.js';
import { listCapabilities, storeCapability } from '../../src/capability/capability-text.js';
import { denote } from '../../src/capability/denotation.js';
import { partitionRights } from '../../src/capability/partition-rights.js';
import { valueOf } from '../support/value-of.js';

const column = (key: string, guarded = false) => ({ key, name: `${key}Name`, guarded });
const space = createCapabilitySpace({
  named: ['users:impersonate'],
  tables: [
    {
      key: 't1',
      name: 'person',
      verbs: ['select', 'update'],
      columns: [column('a'), column('b'), column('g', true)],
    },
    { key: 't2', name: 'vault', verbs: ['select'], columns: [column('x', true), column('y', true)] },
    { key: 't3', name: 'flag', verbs: ['select'], columns: [] },
  ],
});

const setOf = (...texts: readonly string[]) =>
  denote(
    space,
    texts.map((text) => valueOf(storeCapability(space, text))),
  );

it('a table fares as a whole where all of its open columns do, and each column by itself where they do not', () => {
  const sales = setOf('person:select', 'person.gName:select');
  const support = setOf('person.aName:select', 'users:impersonate', 'flag:select', 'vault.xName:select');
  const listed = union(sales, support);
  expect(partitionRights(listed, [sales, support])).toEqual([
    { capability: 'flag:select', isIn: [false, true] },
    { capability: 'person.aName:select', isIn: [true, true] },
    { capability: 'person.bName:select', isIn: [true, false] },
    { capability: 'person.gName:select', isIn: [true, false] },
    { capability: 'users:impersonate', isIn: [false, true] },
    { capability: 'vault.xName:select', isIn: [false, true] },
    // All of a table without open columns is its row.
    { capability: 'vault:select', isIn: [false, true] },
  ]);
  expect(partitionRights(sales, [sales]).map(({ capability }) => capability)).toEqual([
    'person.gName:select',
    'person:select',
  ]);
});

it('what is listed comes to the whole set, and each text lies in a set exactly where that is said', () => {
  const texts = fc.subarray([...listCapabilities(space), '*:select', 'person:*']);
  const set = texts.map((some) => setOf(...some));
  fc.assert(
    fc.property(fc.array(set, { minLength: 1, maxLength: 4 }), set, (sets, subset) => {
      const listed = sets.reduce(union, emptySet(space));
      const all: readonly CapabilitySet[] = [...sets, intersect(listed, subset)];
      const placed = partitionRights(listed, all);
      expect(
        equals(placed.map(({ capability }) => setOf(capability)).reduce(union, emptySet(space)), listed),
      ).toBe(true);
      for (const { capability, isIn } of placed) {
        expect(isIn).toEqual(all.map((one) => includes(one, setOf(capability))));
      }
    }),
    { numRuns: 300 },
  );
});
