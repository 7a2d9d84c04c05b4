import { describe, expect, it } from '@jest/globals';

import { effectiveCapabilities } from '../../src/authentication/effective-capabilities.js';
import { equals, isEmpty } from '../../src/capability/capability-set.js';
import type { CapabilitySpace } from '../../src/capability/capability-space.js';
import { denote } from '../../src/capability/denotation.js';
import type { AuthorizationState, GroupFacts } from '../../src/control-plane/authorization-state.js';
import { verbs } from '../../src/capability/verb.js';
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

function effective(groups: readonly Partial<GroupFacts>[], key: Partial<AuthorizationState['key']> = {}) {
  return effectiveCapabilities(stateOf({ groups: groups.map(groupOf), key }), space);
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

  it('lack every grant that a row rule narrows, guarded columns and wildcards too', () => {
    expectSame([{ grants: ['*:select', 't1.c2:select'], rowRules: [{ table: 't1', verb: 'select' }] }], {}, [
      't2:select',
    ]);
    expectSame([{ grants: ['t1:*'], rowRules: [{ table: 't1', verb: 'select' }] }], {}, [
      't1:insert',
      't1:update',
      't1:delete',
      't1:aggregate',
      't1:execute',
    ]);
  });

  it('lack all verbs of a table whose rule has an unknown one, and heed a rule whatever names its table', () => {
    expectSame([{ grants: ['*:*'], rowRules: [{ table: 't1', verb: 'peek' }] }], {}, ['t2:*']);
    expectSame([{ grants: ['*:select'], rowRules: [{ table: 'person', verb: 'SELECT' }] }], {}, [
      't2:select',
    ]);
  });

  it('keep what another group grants without a rule', () => {
    const ruled = { grants: ['t1:select'], rowRules: [{ table: 't1', verb: 'select' }] };
    expectSame([ruled, { grants: ['t1:select'] }], {}, ['t1:select']);
  });

  it('are nothing for a key that is narrowed to rows, as long as that is not enforced', () => {
    expect(isEmpty(effective([{ grants: WIDE }], { rowNarrowing: { tables: {}, otherTables: 'ALL' } }))).toBe(
      true,
    );
  });

  it('are computed once for a state and a space, and anew for another of either', () => {
    const state = stateOf({ groups: [groupOf({ grants: ['t1:select'] })] });
    expect(effectiveCapabilities(state, space)).toBe(effectiveCapabilities(state, space));
    const [person] = space.tables;
    const smaller: CapabilitySpace = {
      fingerprint: 'smaller',
      named: [],
      tables: person === undefined ? [] : [person],
    };
    expect(effectiveCapabilities(state, smaller).space).toBe(smaller);
    expect(isEmpty(effectiveCapabilities(stateOf(), space))).toBe(true);
  });
});
