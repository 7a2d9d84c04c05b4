import { describe, expect, it } from '@jest/globals';

import { effectiveCapabilities } from '../../src/authentication/effective-capabilities.js';
import { equals, isEmpty } from '../../src/capability/capability-set.js';
import type { CapabilitySpace } from '../../src/capability/capability-space.js';
import { denote } from '../../src/capability/denotation.js';
import type {
  AuthorizationState,
  GroupFacts,
  RowRuleFacts,
} from '../../src/control-plane/authorization-state.js';
import { verbs } from '../../src/capability/verb.js';
import { offerOf } from '../support/offer-of.js';
import { groupOf, stateOf } from './key-fixture.js';

const column = (
  key: string,
  name: string,
  guarded = false,
): { key: string; name: string; guarded: boolean } => ({
  key,
  name,
  guarded,
});

const space: CapabilitySpace = {
  fingerprint: 'of the test',
  named: ['users:impersonate'],
  tables: [
    { key: 't1', name: 'person', verbs, columns: [column('c1', 'id'), column('c2', 'note', true)] },
    { key: 't2', name: 'order', verbs, columns: [column('c3', 'id'), column('c4', 'total')] },
  ],
};

/** `t2` came later than the others; a rule is broken where it says so. */
const offer = offerOf(space, {
  broken: ({ where }) => where === 'broken',
  laterTables: ['t2'],
});

const rule = (table: string, verb: string, where = 'sound'): RowRuleFacts => ({
  table,
  verb,
  where,
  check: null,
  presets: null,
});

function effective(groups: readonly Partial<GroupFacts>[], key: Partial<AuthorizationState['key']> = {}) {
  return effectiveCapabilities(stateOf({ groups: groups.map(groupOf), key }), offer);
}

function expectSame(
  groups: readonly Partial<GroupFacts>[],
  key: Partial<AuthorizationState['key']>,
  stored: string[],
) {
  expect(equals(effective(groups, key), denote(space, stored))).toBe(true);
}

const WIDE = ['*:*', 't1.c2:select', 'users:impersonate'];

describe('effective capabilities', () => {
  it('are the union over the groups of the user', () => {
    expectSame([{ grants: ['t1:select'] }, { grants: ['t2.c4:update'] }], {}, ['t1:select', 't2.c4:update']);
    expect(isEmpty(effective([]))).toBe(true);
    expect(isEmpty(effective([{ grants: [] }]))).toBe(true);
  });

  it('never exceed the subset of the key nor what the user has', () => {
    expectSame([{ grants: ['t1:select', 't2:select'] }], { capabilities: ['t2:*', 'users:impersonate'] }, [
      't2:select',
    ]);
    expectSame([{ grants: WIDE }], { capabilities: ['users:impersonate'] }, ['users:impersonate']);
    expect(isEmpty(effective([{ grants: ['t1:select'] }], { capabilities: ['t2:select'] }))).toBe(true);
  });

  it('are nothing for an empty subset, and all of the user for none', () => {
    expect(isEmpty(effective([{ grants: WIDE }], { capabilities: [] }))).toBe(true);
    expectSame([{ grants: WIDE }], { capabilities: null }, WIDE);
  });

  it('keep a grant that a sound row rule narrows: which rows it reaches is said elsewhere', () => {
    expectSame([{ grants: ['*:select', 't1.c2:select'], rowRules: [rule('t1', 'select')] }], {}, [
      '*:select',
      't1.c2:select',
    ]);
  });

  it('lack the table and verb of a broken rule, guarded columns and wildcards too, and aggregates by a rule for reading', () => {
    const broken = [rule('t1', 'select', 'broken')];
    expectSame([{ grants: ['*:select', 't1.c2:select'], rowRules: broken }], {}, ['t2:select']);
    expectSame([{ grants: ['t1:*'], rowRules: broken }], {}, [
      't1:insert',
      't1:update',
      't1:delete',
      't1:execute',
    ]);
    // Unless there is another one for them.
    const both = [...broken, rule('t1', 'aggregate')];
    expectSame([{ grants: ['t1:select', 't1:aggregate'], rowRules: both }], {}, ['t1:aggregate']);
    expectSame([{ grants: ['*:*'], rowRules: [rule('t1', 'peek', 'broken')] }], {}, ['t2:*']);
  });

  it('lack what wildcards reach in later tables where the table of a rule is gone, and keep what is named', () => {
    const orphaned = [rule('t9', 'select', 'broken')];
    expectSame([{ grants: ['*:*'], rowRules: orphaned }], {}, [
      't1:*',
      ...['insert', 'update', 'delete', 'execute'].map((verb) => `t2:${verb}`),
    ]);
    expectSame([{ grants: ['*:select', 't2.c3:select'], rowRules: orphaned }], {}, [
      't1:select',
      't2.c3:select',
    ]);
  });

  it('keep what another group grants without a rule that is broken', () => {
    const broken = { grants: ['t1:select'], rowRules: [rule('t1', 'select', 'broken')] };
    expectSame([broken, { grants: ['t1:select'] }], {}, ['t1:select']);
  });

  it('are not changed by a sound narrowing to rows, and nothing under a broken one', () => {
    const rowNarrowing = { tables: {}, otherTables: 'ALL' };
    expectSame([{ grants: WIDE }], { rowNarrowing }, WIDE);
    const state = stateOf({ groups: [groupOf({ grants: WIDE })], key: { rowNarrowing } });
    expect(isEmpty(effectiveCapabilities(state, offerOf(space, { brokenNarrowing: true })))).toBe(true);
    const open = stateOf({ groups: [groupOf({ grants: WIDE })] });
    expect(isEmpty(effectiveCapabilities(open, offerOf(space, { brokenNarrowing: true })))).toBe(false);
  });

  it('are computed once for a state and an offer, and anew for another of either', () => {
    const state = stateOf({ groups: [groupOf({ grants: ['t1:select'] })] });
    expect(effectiveCapabilities(state, offer)).toBe(effectiveCapabilities(state, offer));
    const [person] = space.tables;
    const smaller: CapabilitySpace = {
      fingerprint: 'smaller',
      named: [],
      tables: person === undefined ? [] : [person],
    };
    expect(effectiveCapabilities(state, offerOf(smaller)).space).toBe(smaller);
    expect(isEmpty(effectiveCapabilities(stateOf(), offer))).toBe(true);
  });
});
