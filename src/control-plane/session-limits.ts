/** How long a console session lasts. */
export interface SessionLimits {
  /** Without a request, to within a minute. */
  readonly idleMs: number;
  /** In any case. */
  readonly absoluteMs: number;
}

export const DEFAULT_SESSION_LIMITS: SessionLimits = { idleMs: 30 * 60_000, absoluteMs: 12 * 3_600_000 };

export function sessionLimitsOf(settings: {
  readonly sessionIdleMinutes: number;
  readonly sessionHours: number;
}): SessionLimits {
  return { idleMs: settings.sessionIdleMinutes * 60_000, absoluteMs: settings.sessionHours * 3_600_000 };
}

interface SessionLife {
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly endedAtMs: number | null;
}

/** For authentication and for the list of sessions alike; exclusive, as the end of a key is. */
export function isSessionLive(session: SessionLife, limits: SessionLimits, nowMs: number): boolean {
  return (
    session.endedAtMs === null &&
    nowMs < session.lastSeenAtMs + limits.idleMs &&
    nowMs < session.createdAtMs + limits.absoluteMs
  );
}
