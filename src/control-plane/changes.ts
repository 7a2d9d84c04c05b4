import { sql, type Kysely, type Transaction } from 'kysely';
import type { CapabilitySpace } from '../capability/capability-space.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Actor } from './actor.js';
import { appendAudit, type AuditEntry } from './audit-chain.js';
import type { ControlPlaneNeeds } from './control-plane.js';
import { asPublicError, isUnavailable, sqlStateOf } from './database-errors.js';
import type { Tables } from './tables.js';

/** One management change while it is being made: its transaction, its instant, its audit. */
export interface Change {
  readonly actor: Actor;
  readonly trx: Transaction<Tables>;
  readonly nowMs: number;
  /** Writes the audit row. A change that fails to be recorded is not made. */
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** What a database offers. Call it before anything is written: the change may start over to learn it. */
  readonly spaceOf: (databaseId: string) => CapabilitySpace;
}

export type MakeChange = <Result>(actor: Actor, work: (change: Change) => Promise<Result>) => Promise<Result>;

/**
 * Every management change runs in here: one transaction that first takes the lock on the revision row, so that
 * changes have one order and each sees what the one before it did, then the work, its audit row, and the commit.
 */
export function createMakeChange(db: Kysely<Tables>, needs: ControlPlaneNeeds): MakeChange {
  return async (actor, work) => {
    const spaces = new Map<string, CapabilitySpace>();
    for (;;) {
      try {
        return await attempt(db, needs, spaces, actor, work);
      } catch (error) {
        if (!(error instanceof SpaceNeeded)) throw error;
        // Outside of the transaction: reading another database's catalog may write the name lock here.
        spaces.set(error.databaseId, await needs.capabilitySpaceOf(error.databaseId));
      }
    }
  };
}

class SpaceNeeded extends Error {
  readonly databaseId: string;

  constructor(databaseId: string) {
    super(`The capability space of ${databaseId} is needed first.`);
    this.databaseId = databaseId;
  }
}

async function attempt<Result>(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  spaces: ReadonlyMap<string, CapabilitySpace>,
  actor: Actor,
  work: (change: Change) => Promise<Result>,
): Promise<Result> {
  const progress = { isReadyToCommit: false };
  try {
    return await db.transaction().execute(async (trx) => {
      const revision = await lockRevision(trx);
      const nowMs = needs.clock();
      const recorded: string[] = [];
      const result = await work({
        actor,
        trx,
        nowMs,
        record: async (entry) => {
          await appendAudit(trx, needs.auditMac, actor, nowMs, entry);
          recorded.push(entry.action);
        },
        spaceOf: (databaseId) => {
          const space = spaces.get(databaseId);
          if (space === undefined) throw new SpaceNeeded(databaseId);
          return space;
        },
      });
      if (recorded.length === 0) await assertUnchanged(trx, revision);
      progress.isReadyToCommit = true;
      return result;
    });
  } catch (error) {
    // The answer to COMMIT got lost: it may have happened.
    if (progress.isReadyToCommit && isUnavailable(error) && sqlStateOf(error) === null) {
      throw new PosternError('OUTCOME_UNKNOWN');
    }
    throw asPublicError(error);
  }
}

async function lockRevision(trx: Transaction<Tables>): Promise<string> {
  await sql`SET LOCAL lock_timeout = '10s'`.execute(trx);
  await sql`SET LOCAL statement_timeout = '30s'`.execute(trx);
  const { revision } = await trx
    .selectFrom('revision')
    .select('revision')
    .forUpdate()
    .executeTakeFirstOrThrow();
  return revision;
}

/** A change without an audit row is a bug of ours, and is not committed. */
async function assertUnchanged(trx: Transaction<Tables>, before: string): Promise<void> {
  const { revision } = await trx.selectFrom('revision').select('revision').executeTakeFirstOrThrow();
  if (revision !== before) throw new Error('A change was about to be committed without an audit event.');
}
