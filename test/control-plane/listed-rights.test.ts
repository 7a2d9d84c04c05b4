import { expect, it } from '@jest/globals';
import { createCapabilitySpace } from '../../src/capability/capability-space.js';
import { listRights } from '../../src/control-plane/listed-rights.js';
import { offerOf } from '../support/offer-of.js';

const space = createCapabilitySpace({
  named: [],
  tables: [
    {
      key: 't1',
      name: 'person',
      verbs: ['select'],
      columns: [
        { key: 'c1', name: 'email', guarded: false },
        { key: 'c2', name: 'phone', guarded: false },
      ],
    },
  ],
});

const rule = { table: 't1', verb: 'select', where: {}, check: null, presets: null };
const group = (id: string, grants: readonly string[], isRuled = false) => ({
  id,
  grants,
  rowRules: isRuled ? [rule] : [],
});

it('a narrowing that cannot be understood any more removes everything, whatever the subset leaves', () => {
  const offer = offerOf(space, { brokenNarrowing: true });
  const key = { capabilities: ['t1.c1:select'], rowNarrowing: { tables: {} } };
  expect(listRights(offer, [group('a', ['t1:select'])], key)).toMatchObject([
    { capability: 'person.email:select', allowed: false, removedBy: ['ROW_NARROWING'] },
    { capability: 'person.phone:select', allowed: false, removedBy: ['SUBSET', 'ROW_NARROWING'] },
  ]);
});

it('a broken rule removes a right only where every group that grants it has one', () => {
  const offer = offerOf(space, { broken: () => true });
  const groups = [group('a', ['t1:select'], true), group('b', ['t1.c1:select'])];
  expect(listRights(offer, groups, null)).toEqual([
    {
      capability: 'person.email:select',
      grantedByIds: ['a', 'b'],
      closedInIds: ['a'],
      allowed: true,
      removedBy: [],
    },
    {
      capability: 'person.phone:select',
      grantedByIds: ['a'],
      closedInIds: ['a'],
      allowed: false,
      removedBy: ['BROKEN_ROW_RULE'],
    },
  ]);
});
