import type { Caller } from '../authentication/caller.js';
import type { Clock } from '../foundation/clock.js';
import type { ManagementContextFacts } from '../management-schema/management-context.js';
import type { RequestFacts } from './operation-request.js';

type Usage = ManagementContextFacts['controlPlane']['usage'];

/** What is read anew with each request needs to be written no more often than it is looked at: to the minute. */
const SESSION_INTERVAL_MS = 60_000;

/** Remembers the last use of a key or a session, to be written in the background. */
export function createNoteUse(usage: Usage, clock: Clock): (caller: Caller, facts: RequestFacts) => void {
  return (caller, facts) => {
    const { address } = caller;
    const userAgent = facts.headers.get('user-agent');
    if (caller.kind === 'key') {
      const { state, secretDigest } = caller;
      usage.noteUse({ keyId: state.key.id, secretDigest, address, userAgent, atMs: facts.arrivedAtMs });
      return;
    }
    const { id: sessionId, lastSeenAtMs } = caller.state.session;
    // By the clock that judges how long a session was idle.
    const atMs = clock();
    if (atMs - lastSeenAtMs >= SESSION_INTERVAL_MS)
      usage.noteSession({ sessionId, address, userAgent, atMs });
  };
}
