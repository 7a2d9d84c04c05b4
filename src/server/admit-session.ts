import { authenticateSession } from '../authentication/authenticate-session.js';
import type { SessionCaller } from '../authentication/caller.js';
import type { Peppers } from '../authentication/digest.js';
import type { ParsedSessionToken } from '../authentication/session-token.js';
import type { Clock } from '../foundation/clock.js';
import { settledAdmission, type Admission } from './admit.js';
import { clientAddressOf, type ProxySettings } from './client-facts.js';
import type { RequestFacts } from './operation-request.js';

type UnjudgedSession = Parameters<typeof authenticateSession>[0]['session'];

export interface SessionAdmissionNeeds extends ProxySettings {
  /** One snapshot, read after the call. */
  readonly loadSession: (sessionId: string, databaseSlug: string | null) => Promise<UnjudgedSession>;
  readonly peppers: Peppers;
  readonly limits: SessionCaller['limits'];
  readonly clock: Clock;
}

export type AdmitSession = (facts: RequestFacts, token: ParsedSessionToken) => Promise<Admission>;

/**
 * Nothing of a session is ever remembered: each request is judged by what one statement of its own reads, so that an
 * ended session, a disabled user and a lost group count from the next request on.
 */
export function createAdmitSession(needs: SessionAdmissionNeeds): AdmitSession {
  return async (facts, token) => {
    const address = clientAddressOf(needs, facts);
    const nowMs = needs.clock();
    const session =
      token.kind === 'parsed' ? await needs.loadSession(token.sessionId, facts.databaseSlug) : null;
    const { peppers, limits } = needs;
    return settledAdmission(
      address,
      nowMs,
      authenticateSession({ token, address, nowMs, session, peppers, limits }),
    );
  };
}
