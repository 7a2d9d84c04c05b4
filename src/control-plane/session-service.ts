import { sql, type Kysely } from 'kysely';
import { PosternError } from '../foundation/postern-error.js';
import { formatInstant } from '../foundation/instant.js';
import type { SessionActor } from './actor.js';
import type { MakeChange } from './changes.js';
import type { ControlPlaneNeeds } from './control-plane.js';
import { changeOwnPassword } from './own-password.js';
import { hasId, listsInOrderOf, readSessions } from './record-queries.js';
import { beginSession, endAllSessions, endOneSession, signOut } from './session-changes.js';
import type { SessionLimits } from './session-limits.js';
import type { SessionService } from './sessions.js';
import { createSignInThrottle } from './sign-in-throttle.js';
import type { Tables } from './tables.js';
import { verifySignIn } from './verify-sign-in.js';

export function createSessionService(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  needs: ControlPlaneNeeds,
  limits: SessionLimits,
): SessionService {
  const throttle = createSignInThrottle(db, needs);
  return {
    verify: (attempt) => verifySignIn(db, needs.passwords, throttle, attempt),
    begin: async (actor, verified, more) => {
      const minted = needs.mintSession(actor.sessionId);
      await makeChange(notYetStored(actor), (change) => beginSession(change, actor, verified, minted, more));
      return minted.token;
    },
    changePassword: async (actor, input) => {
      if (actor.kind === 'session') return changeOwnPassword(db, makeChange, needs, throttle, actor, input);
      throw new PosternError(
        'POLICY',
        'An API key cannot change the password of the user whom it acts for: sign in, or use setUserPassword.',
      );
    },
    signOut: (actor) => makeChange(actor, (change) => signOut(change, actor)),
    end: (actor, id) => makeChange(actor, (change) => endOneSession(change, id)),
    endAll: (actor, userId) => makeChange(actor, (change) => endAllSessions(change, userId)),
    ofUsers: async (userIds) => {
      const nowMs = needs.clock();
      // As `isSessionLive` does.
      const live = await readSessions(
        db,
        sql`${hasId('x.user_id', userIds)} AND x.ended_at IS NULL
          AND x.last_seen_at > ${formatInstant(nowMs - limits.idleMs)}::timestamptz
          AND x.created_at > ${formatInstant(nowMs - limits.absoluteMs)}::timestamptz`,
      );
      return listsInOrderOf(userIds, live, ({ userId }) => userId);
    },
  };
}

/** What it may do is of no account: `beginSession` judges its user by itself. */
function notYetStored(actor: SessionActor): SessionActor {
  return { ...actor, rejudge: () => actor };
}
