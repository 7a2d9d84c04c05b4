import type { AuthorizationState } from '../control-plane/authorization-state.js';
import { errorCatalogue, type ErrorCode } from '../foundation/error-catalogue.js';
import { formatInstant } from '../foundation/instant.js';

export const apiKeyStates = [
  'ACTIVE',
  'NOT_YET_VALID',
  'EXPIRED',
  'USER_DISABLED',
  'USER_DELETED',
  'DATABASE_DISABLED',
  'NO_EFFECTIVE_CAPABILITIES',
  'DISABLED',
  'REVOKED',
] as const;

export type ApiKeyState = (typeof apiKeyStates)[number];

export interface KeyStateVerdict {
  readonly state: ApiKeyState;
  /** A sentence for the key's holder and for administrators alike. */
  readonly reason: string;
  /** What authentication answers. Null: it accepts; without capabilities each operation is then FORBIDDEN by itself. */
  readonly refusal: ErrorCode | null;
}

/**
 * What a key is now, for authentication and for the management API alike: the first rule that speaks. Of what the
 * state depends on, only the time is not in `state`; so the verdict is never kept.
 */
export function keyState(
  state: AuthorizationState,
  nowMs: number,
  /** Whether the caller found that the effective capabilities are none; authentication does not ask. */
  effectiveIsEmpty: boolean,
): KeyStateVerdict {
  for (const rule of rules) {
    const verdict = rule(state, nowMs);
    if (verdict !== null) return verdict;
  }
  return effectiveIsEmpty ? NO_CAPABILITIES : ACTIVE;
}

/** In the order of the answers: what is final comes first, what time alone cures comes last. */
const rules: readonly ((state: AuthorizationState, nowMs: number) => KeyStateVerdict | null)[] = [
  ({ key }) => (key.revoked ? refusedAs('REVOKED', 'KEY_REVOKED') : null),
  isDisabled,
  ({ user }) => (user.deleted ? refusedAs('USER_DELETED', 'USER_DELETED') : null),
  ({ user }) => (user.enabled ? null : refusedAs('USER_DISABLED', 'USER_DISABLED')),
  ({ database }) => (database.enabled ? null : refusedAs('DATABASE_DISABLED', 'DATABASE_DISABLED')),
  isExpired,
  isNotYetValid,
  ({ groups }) =>
    groups.some((group) => group.apiAccess) ? null : refusedAs('NO_EFFECTIVE_CAPABILITIES', 'NO_API_ACCESS'),
];

/** Why many keys were stopped at once is for administrators: whoever holds one of them may be the reason. */
function isDisabled({ key }: AuthorizationState): KeyStateVerdict | null {
  if (!key.disabled) return null;
  if (key.stop === null) return refusedAs('DISABLED', 'KEY_DISABLED');
  const reason = `This API key was stopped together with others at ${formatInstant(key.stop.atMs)} (stop ${key.stop.id}). An administrator can enable it again, or undo the stop.`;
  return refusedAs('DISABLED', 'KEY_DISABLED', reason);
}

function isExpired({ key }: AuthorizationState, nowMs: number): KeyStateVerdict | null {
  if (key.validUntilMs === null || nowMs < key.validUntilMs) return null;
  const reason = `This API key expired at ${formatInstant(key.validUntilMs)}. Ask an administrator to extend its validity.`;
  return refusedAs('EXPIRED', 'KEY_EXPIRED', reason);
}

function isNotYetValid({ key }: AuthorizationState, nowMs: number): KeyStateVerdict | null {
  if (key.validFromMs === null || nowMs >= key.validFromMs) return null;
  const reason = `This API key is valid from ${formatInstant(key.validFromMs)} on. Retry then, or ask an administrator for an earlier start.`;
  return refusedAs('NOT_YET_VALID', 'KEY_NOT_YET_VALID', reason);
}

function refusedAs(state: ApiKeyState, refusal: ErrorCode, reason?: string): KeyStateVerdict {
  return { state, refusal, reason: reason ?? errorCatalogue[refusal].sentence };
}

const ACTIVE: KeyStateVerdict = { state: 'ACTIVE', reason: 'This API key can be used.', refusal: null };

const NO_CAPABILITIES: KeyStateVerdict = {
  state: 'NO_EFFECTIVE_CAPABILITIES',
  reason:
    'This API key opens nothing: its user has none of the capabilities that it is narrowed to. Give them to one of the groups of the user, or widen the key.',
  refusal: null,
};
