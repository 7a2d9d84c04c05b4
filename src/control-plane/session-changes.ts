import { sql } from 'kysely';
import { allowsColumn, allowsRow } from '../capability/capability-set.js';
import type { Verb } from '../capability/verb.js';
import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Actor, SessionActor } from './actor.js';
import type { Change } from './changes.js';
import type { MintedSession } from './control-plane.js';
import { endSessionsOf } from './end-sessions.js';
import { hasId, readSessions } from './record-queries.js';
import type { SessionRecord } from './records.js';
import type { SessionService, VerifiedSignIn } from './sessions.js';
import { storableText } from './storable.js';
import { existingUser } from './user-life.js';

/** More devices than anybody has; whoever signs in once more ends the session that was not seen for longest. */
const MAX_SESSIONS_OF_USER = 20;

/** Under the lock, by what holds now: a user who was disabled, or whose password was changed, since it was compared gets none. */
export async function beginSession(
  { trx, nowMs, record }: Change,
  actor: SessionActor,
  { keptHash, newHash }: VerifiedSignIn,
  { digest }: MintedSession,
  { userAgent, replaced }: Parameters<SessionService['begin']>[2],
): Promise<void> {
  const userId = actor.user.id;
  const current = await trx
    .selectFrom('users')
    .select('password_hash')
    .where('id', '=', userId)
    .where('enabled', '=', true)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (current?.password_hash !== keptHash.reveal()) throw new PosternError('SIGN_IN_FAILED');
  if (newHash !== null) {
    await trx
      .updateTable('users')
      .set({ password_hash: newHash.reveal() })
      .where('id', '=', userId)
      .execute();
  }
  const now = formatInstant(nowMs);
  if (replaced !== null) {
    await trx
      .updateTable('sessions')
      .set({ ended_at: now })
      .where('id', '=', replaced.id)
      .where('digest', 'in', [...replaced.digests])
      .where('ended_at', 'is', null)
      .execute();
  }
  await endSurplusSessions(trx, userId, now);
  await trx
    .insertInto('sessions')
    .values({
      id: actor.sessionId,
      user_id: userId,
      digest,
      created_at: now,
      last_seen_at: now,
      address: actor.address,
      user_agent: userAgent === null ? null : storableText(userAgent),
    })
    .execute();
  await record({
    action: 'users.signIn',
    target: userId,
    before: null,
    after: { sessionId: actor.sessionId },
  });
}

export async function signOut({ trx, nowMs, record }: Change, actor: SessionActor): Promise<void> {
  const { sessionId, user } = actor;
  await endSession(trx, sessionId, nowMs);
  await record({ action: 'users.signOut', target: user.id, before: { sessionId }, after: null });
}

export async function endOneSession(change: Change, id: string): Promise<SessionRecord> {
  const { actor, trx, nowMs, record } = change;
  const session = await findSession(trx, id);
  // What is ended is shown.
  refuseForeignSessions(actor, session?.userId ?? null, ['update', 'select']);
  if (session === undefined) throw new PosternError('NOT_FOUND', 'There is no session with this id.');
  if (session.endedAtMs !== null) return session;
  await endSession(trx, id, nowMs);
  const before = { sessionId: id };
  await record({ action: 'users.endSession', target: session.userId, before, after: null });
  return { ...session, endedAtMs: nowMs };
}

export async function endAllSessions(change: Change, userId: string): Promise<number> {
  const { actor, trx, nowMs, record } = change;
  refuseForeignSessions(actor, userId, ['update']);
  await existingUser(trx, userId);
  const endedSessions = await endSessionsOf(trx, userId, nowMs);
  if (endedSessions === 0) return 0;
  await record({ action: 'users.endSessions', target: userId, before: null, after: { endedSessions } });
  return endedSessions;
}

/** One's own need no capability: not to a session. A key is narrower than its user. */
function refuseForeignSessions(actor: Actor, userId: string | null, verbs: readonly Verb[]): void {
  if (actor.kind === 'operator' || (actor.kind === 'session' && actor.user.id === userId)) return;
  const { effective } = actor;
  const lacking = verbs.filter(
    (verb) => !allowsRow(effective, 'users', verb) || !allowsColumn(effective, 'users', 'sessions', verb),
  );
  if (lacking.length === 0) return;
  // Whether there is such a session is not for somebody to know who may not end it.
  throw new PosternError('FORBIDDEN', undefined, {
    missing: lacking.map((verb) => `users.sessions:${verb}`),
  });
}

async function findSession(trx: Change['trx'], id: string): Promise<SessionRecord | undefined> {
  const [session] = await readSessions(trx, hasId('x.id', [id]));
  return session;
}

async function endSession(trx: Change['trx'], id: string, nowMs: number): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ ended_at: formatInstant(nowMs) })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
}

async function endSurplusSessions(trx: Change['trx'], userId: string, now: string): Promise<void> {
  await sql`
    UPDATE gateway.sessions SET ended_at = ${now}::timestamptz WHERE id IN (
      SELECT id FROM gateway.sessions WHERE user_id = ${userId} AND ended_at IS NULL
      ORDER BY last_seen_at DESC, id OFFSET ${MAX_SESSIONS_OF_USER - 1}
    )`.execute(trx);
}
