import { describe, expect, it } from '@jest/globals';

import { keyState } from '../../src/authentication/key-state.js';
import { groupOf, stateOf } from './key-fixture.js';

const FROM = Date.parse('2026-06-01T00:00:00Z');
const UNTIL = Date.parse('2026-07-01T00:00:00Z');

const at = (nowMs: number, from: number | null, until: number | null): string =>
  keyState(stateOf({ key: { validFromMs: from, validUntilMs: until } }), nowMs, false).state;

describe('the state of a key', () => {
  it('is active from its first millisecond on and until before its last bound', () => {
    expect([-1, 0, 1].map((ms) => at(FROM + ms, FROM, UNTIL))).toEqual(['NOT_YET_VALID', 'ACTIVE', 'ACTIVE']);
    expect([-1, 0, 1].map((ms) => at(UNTIL + ms, FROM, UNTIL))).toEqual(['ACTIVE', 'EXPIRED', 'EXPIRED']);
  });

  it('has no bound where none is set', () => {
    expect([at(FROM - 1, null, UNTIL), at(UNTIL + 1, FROM, null), at(0, null, null)]).toEqual(
      Array.from({ length: 3 }, () => 'ACTIVE'),
    );
    expect([at(UNTIL, null, UNTIL), at(FROM - 1, FROM, null)]).toEqual(['EXPIRED', 'NOT_YET_VALID']);
    expect([at(0, 0, null), at(0, null, 0)]).toEqual(['ACTIVE', 'EXPIRED']);
  });

  it('is the first that applies, in the documented order, each with its refusal', () => {
    const worst = {
      key: { revoked: true, disabled: true, validFromMs: UNTIL + 1, validUntilMs: FROM },
      user: { deleted: true, enabled: false },
      database: { enabled: false },
      groups: [],
    };
    const cures = [
      { key: { revoked: false } },
      { key: { disabled: false } },
      { user: { deleted: false } },
      { user: { enabled: true } },
      { database: { enabled: true } },
      { key: { validUntilMs: null } },
      { key: { validFromMs: null } },
      { groups: [groupOf({})] },
    ];
    let facts = worst as Parameters<typeof stateOf>[0] & object;
    const seen = [keyState(stateOf(facts), UNTIL, true)];
    for (const cure of cures) {
      facts = {
        key: { ...facts.key, ...cure.key },
        user: { ...facts.user, ...cure.user },
        database: { ...facts.database, ...cure.database },
        groups: cure.groups ?? facts.groups ?? [],
      };
      seen.push(keyState(stateOf(facts), UNTIL, true));
    }
    expect(seen.map(({ state, refusal }) => [state, refusal])).toEqual([
      ['REVOKED', 'KEY_REVOKED'],
      ['DISABLED', 'KEY_DISABLED'],
      ['USER_DELETED', 'USER_DELETED'],
      ['USER_DISABLED', 'USER_DISABLED'],
      ['DATABASE_DISABLED', 'DATABASE_DISABLED'],
      ['EXPIRED', 'KEY_EXPIRED'],
      ['NOT_YET_VALID', 'KEY_NOT_YET_VALID'],
      ['NO_EFFECTIVE_CAPABILITIES', 'NO_API_ACCESS'],
      ['NO_EFFECTIVE_CAPABILITIES', null],
    ]);
    expect(keyState(stateOf(facts), UNTIL, false)).toMatchObject({ state: 'ACTIVE', refusal: null });
  });

  it('says of a key that was stopped with others that it was, and not why', () => {
    const stop = { id: 's0000000000000Id', atMs: FROM };
    const verdict = keyState(stateOf({ key: { disabled: true, stop } }), UNTIL, false);
    expect(verdict).toEqual({
      state: 'DISABLED',
      refusal: 'KEY_DISABLED',
      reason:
        'This API key was stopped together with others at 2026-06-01T00:00:00.000Z (stop s0000000000000Id). An administrator can enable it again, or undo the stop.',
    });
    expect(keyState(stateOf({ key: { disabled: true } }), UNTIL, false).reason).not.toContain('stop');
  });

  it('names the instant to whom it keeps waiting or out', () => {
    const facts = stateOf({ key: { validFromMs: FROM, validUntilMs: UNTIL } });
    expect(keyState(facts, UNTIL, false).reason).toContain('expired at 2026-07-01T00:00:00.000Z');
    expect(keyState(facts, FROM - 1, false).reason).toContain('valid from 2026-06-01T00:00:00.000Z');
  });

  it('needs one group with API access, and one is enough', () => {
    const closed = groupOf({ apiAccess: false });
    expect(keyState(stateOf({ groups: [closed, closed] }), 0, false).refusal).toBe('NO_API_ACCESS');
    expect(keyState(stateOf({ groups: [closed, groupOf({})] }), 0, false).refusal).toBeNull();
  });
});
