import type { SessionRecord, UserRecord } from '../control-plane/records.js';
import { formatInstant } from '../foundation/instant.js';

/** For programs: under the management API's own names. */
export function describeUser(user: UserRecord) {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    enabled: user.enabled,
    deletedAt: instantOrNull(user.deletedAtMs),
    passwordSetAt: instantOrNull(user.passwordSetAtMs),
    createdAt: formatInstant(user.createdAtMs),
  };
}

export function describeSession(session: SessionRecord) {
  return {
    id: session.id,
    createdAt: formatInstant(session.createdAtMs),
    lastSeenAt: formatInstant(session.lastSeenAtMs),
    address: session.address,
    userAgent: session.userAgent,
  };
}

export function stateOf(user: UserRecord): string {
  if (user.deletedAtMs !== null) return 'deleted';
  return user.enabled ? 'enabled' : 'disabled';
}

function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : formatInstant(ms);
}
