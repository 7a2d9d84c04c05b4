import type pg from 'pg';
import { PosternError } from '../foundation/postern-error.js';
import { authorizationQuery, readState, type AuthorizationRow } from './authorization-query.js';
import { describeLoss, type ControlPlaneLog } from './connections.js';
import type { AuthorizationReads } from './control-plane.js';
import { asPublicError, isUnavailable } from './database-errors.js';
import type { RevisionReader } from './revision-reader.js';
import { withTimeout } from './time-out.js';

/** The reads that stand before every answer: what a key may do, and whether that is still the newest. */
export function createAuthorizationReads(
  pool: pg.Pool,
  revisions: RevisionReader,
  timeoutMs: number,
  log: ControlPlaneLog,
): AuthorizationReads {
  return {
    confirmRevision: () => revisions.confirm(),
    load: async (keyId) => {
      try {
        return await loadState(pool, keyId, timeoutMs);
      } catch (error) {
        if (isUnavailable(error)) log(describeLoss('authorization', error));
        throw asPublicError(error);
      }
    },
  };
}

async function loadState(
  pool: pg.Pool,
  keyId: string,
  timeoutMs: number,
): ReturnType<AuthorizationReads['load']> {
  const client = await pool.connect();
  let broken = true;
  try {
    const { rows } = await withTimeout(
      timeoutMs,
      client.query<AuthorizationRow>(authorizationQuery, [[keyId]]),
    );
    const row = rows[0];
    // Fail closed: a replica may be behind, and a missing revision row says nothing about anything.
    if (row === undefined || row.in_recovery) throw new PosternError('CONTROL_PLANE_UNAVAILABLE');
    broken = false;
    return { revision: row.revision, state: readState(row) };
  } finally {
    // Whatever went wrong, the next caller gets another connection, if need be to another server.
    client.release(broken);
  }
}
