import { sql, type Kysely } from 'kysely';
import { isId } from '../foundation/ids.js';
import { userRightsJson } from './authorization-query.js';
import type { SessionState, UnjudgedSession, UserRightsState } from './authorization-state.js';
import type { Tables } from './tables.js';

/**
 * One statement, hence one snapshot, for everything that decides what a session ($1: its id) may do in a database ($2: its
 * slug) and for the revision that this holds for. A session that does not exist gives no state; the revision always
 * gives a row.
 */
export const sessionQuery = rightsQuery({
  members: `'session', json_build_object('id', x.id, 'digest', encode(x.digest, 'hex'),
     'createdAtMs', extract(epoch FROM x.created_at) * 1000,
     'lastSeenAtMs', extract(epoch FROM x.last_seen_at) * 1000,
     'endedAtMs', extract(epoch FROM x.ended_at) * 1000),`,
  tables: 'gateway.sessions x JOIN gateway.users u ON u.id = x.user_id',
  condition: 'x.id = $1',
});

/** The same of a user ($1: the id) who is about to have a session. */
export const userQuery = rightsQuery({ members: '', tables: 'gateway.users u', condition: 'u.id = $1' });

function rightsQuery(of: {
  readonly members: string;
  readonly tables: string;
  readonly condition: string;
}): string {
  return `
  SELECT r.revision::text AS revision, pg_is_in_recovery() AS in_recovery, s.state
  FROM gateway.revision r
  LEFT JOIN LATERAL (
    SELECT json_build_object(${of.members} ${userRightsJson}) AS state
    FROM ${of.tables}
    LEFT JOIN gateway.databases d ON d.slug = $2 AND d.removed_at IS NULL
    WHERE ${of.condition}
  ) s ON true`;
}

export interface RightsRow<State> {
  readonly revision: string;
  readonly in_recovery: boolean;
  readonly state: State | null;
}

/** As the statement writes it: a digest is hex text. */
export type SessionJson = Omit<UnjudgedSession, 'revision' | 'key' | 'session'> & {
  readonly session: Omit<UnjudgedSession['session'], 'digest'> & { readonly digest: string };
};

export type UserJson = Omit<UserRightsState, 'revision'>;

export function readSession({ revision, state }: RightsRow<SessionJson>): UnjudgedSession | null {
  if (state === null) return null;
  const digest = Buffer.from(state.session.digest, 'hex');
  return { ...state, revision, key: null, session: { ...state.session, digest } };
}

/** By the very text of authentication, in the database `gateway`; null where there is no such session. */
export async function readSessionState(db: Kysely<Tables>, sessionId: string): Promise<SessionState | null> {
  if (!isId(sessionId)) return null;
  const query = { ...sql.raw(sessionQuery).compile(db), parameters: [sessionId, 'gateway'] };
  const { rows } = await db.executeQuery<RightsRow<SessionJson>>(query);
  const session = rows[0] === undefined ? null : readSession(rows[0]);
  return session?.database ? { ...session, database: session.database } : null;
}
