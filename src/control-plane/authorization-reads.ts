import type pg from 'pg';
import { PosternError } from '../foundation/postern-error.js';
import { authorizationQuery, readState, type AuthorizationRow } from './authorization-query.js';
import { describeLoss, type ControlPlaneLog } from './connections.js';
import type { AuthorizationReads } from './control-plane.js';
import { asPublicError, isUnavailable } from './database-errors.js';
import { isSlug } from './input-fields.js';
import type { RevisionReader } from './revision-reader.js';
import {
  readSession,
  sessionQuery,
  userQuery,
  type RightsRow,
  type SessionJson,
  type UserJson,
} from './session-query.js';
import { withTimeout } from './time-out.js';

/** The reads that stand before every answer: what a key or a session may do, and whether that is still the newest. */
export function createAuthorizationReads(
  pool: pg.Pool,
  revisions: RevisionReader,
  timeoutMs: number,
  log: ControlPlaneLog,
): AuthorizationReads {
  const read = async <Row extends RevisionRow>(query: string, values: readonly unknown[]): Promise<Row> => {
    try {
      return await readRow<Row>(pool, query, values, timeoutMs);
    } catch (error) {
      if (isUnavailable(error)) log(describeLoss('authorization', error));
      throw asPublicError(error);
    }
  };
  return {
    confirmRevision: () => revisions.confirm(),
    load: async (keyId) => {
      const row = await read<AuthorizationRow>(authorizationQuery, [[keyId]]);
      return { revision: row.revision, state: readState(row) };
    },
    loadSession: async (sessionId, databaseSlug) =>
      readSession(await read<RightsRow<SessionJson>>(sessionQuery, [sessionId, storableSlug(databaseSlug)])),
    loadUser: async (userId) => {
      const { revision, state } = await read<RightsRow<UserJson>>(userQuery, [userId, 'gateway']);
      return state && { ...state, revision };
    },
  };
}

interface RevisionRow {
  readonly revision: string;
  readonly in_recovery: boolean;
}

/** From the path, so that anything may stand there; PostgreSQL would refuse some texts as such. */
function storableSlug(slug: string | null): string | null {
  return slug !== null && isSlug(slug) ? slug : null;
}

async function readRow<Row extends RevisionRow>(
  pool: pg.Pool,
  query: string,
  values: readonly unknown[],
  timeoutMs: number,
): Promise<Row> {
  const client = await pool.connect();
  let broken = true;
  try {
    const { rows } = await withTimeout(timeoutMs, client.query<Row>(query, [...values]));
    const row = rows[0];
    // Fail closed: a replica may be behind, and a missing revision row says nothing about anything.
    if (row === undefined || row.in_recovery) throw new PosternError('CONTROL_PLANE_UNAVAILABLE');
    broken = false;
    return row;
  } finally {
    // Whatever went wrong, the next caller gets another connection, if need be to another server.
    client.release(broken);
  }
}
