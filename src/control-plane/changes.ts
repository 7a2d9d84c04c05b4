import { sql, type Kysely, type Transaction } from 'kysely';
import { includes, subtract } from '../capability/capability-set.js';
import { printNeeded } from '../capability/capability-text.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Actor, PrincipalActor } from './actor.js';
import { appendAudit, type AuditEntry } from './audit-chain.js';
import { readStates } from './authorization-query.js';
import type { PrincipalState } from './authorization-state.js';
import type { ControlPlaneNeeds, DatabaseOffer } from './control-plane.js';
import { asPublicError, isUnavailable, sqlStateOf } from './database-errors.js';
import { withRightsElsewhere } from './rights-elsewhere.js';
import { readSessionState } from './session-query.js';
import type { Tables } from './tables.js';

/** One management change while it is being made: its transaction, its instant, its audit. */
export interface Change {
  /** As it is at the revision that this change builds on. */
  readonly actor: Actor;
  readonly trx: Transaction<Tables>;
  readonly nowMs: number;
  /** Writes the audit row. A change that fails to be recorded is not made. */
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** What a database offers. Call it before anything is written: the change may start over to learn it. */
  readonly offerOf: (databaseId: string) => DatabaseOffer;
}

export type MakeChange = <Result>(actor: Actor, work: (change: Change) => Promise<Result>) => Promise<Result>;

/**
 * Every management change runs in here: one transaction that first takes the lock on the revision row, so that
 * changes have one order and each sees what the one before it did, then judges the actor by what it sees, then the
 * work, its audit row, and the commit. The lock is held until then, so no revocation comes between.
 */
export function createMakeChange(db: Kysely<Tables>, needs: ControlPlaneNeeds): MakeChange {
  return async (actor, work) => {
    const offers = new Map<string, DatabaseOffer>();
    for (;;) {
      try {
        return await attempt(db, needs, offers, actor, work);
      } catch (error) {
        if (!(error instanceof OfferNeeded)) throw error;
        // Outside of the transaction: reading another database's catalog may write the name lock here.
        offers.set(error.databaseId, await needs.offerOf(error.databaseId));
      }
    }
  };
}

class OfferNeeded extends Error {
  readonly databaseId: string;

  constructor(databaseId: string) {
    super(`The offer of ${databaseId} is needed first.`);
    this.databaseId = databaseId;
  }
}

async function attempt<Result>(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  offers: ReadonlyMap<string, DatabaseOffer>,
  admitted: Actor,
  work: (change: Change) => Promise<Result>,
): Promise<Result> {
  const progress = { isReadyToCommit: false };
  try {
    return await db.transaction().execute(async (trx) => {
      const revision = await lockRevision(trx);
      const nowMs = needs.clock();
      const confirmed = await confirmActor(trx, admitted, revision, nowMs);
      const actor = confirmed.kind === 'operator' ? confirmed : await withRightsElsewhere(trx, confirmed);
      const recorded: string[] = [];
      const result = await work({
        actor,
        trx,
        nowMs,
        record: async (entry) => {
          await appendAudit(trx, needs.auditMac, actor, nowMs, entry);
          recorded.push(entry.action);
        },
        offerOf: (databaseId) => {
          const offer = offers.get(databaseId);
          if (offer === undefined) throw new OfferNeeded(databaseId);
          return offer;
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

/**
 * The actor at the locked revision. What was changed since it was let in, by others or by an earlier field of the
 * same operation, counts: a revoked key changes nothing more. Throws PosternError with the code of the refusal.
 */
async function confirmActor(
  trx: Transaction<Tables>,
  actor: Actor,
  revision: string,
  nowMs: number,
): Promise<Actor> {
  if (actor.kind === 'operator') return actor;
  // A session can end without a new revision: it is read in any case.
  if (actor.kind === 'key' && actor.revision === revision) return actor;
  const verdict = actor.rejudge(await readStateOf(trx, actor), nowMs);
  if (verdict.kind === 'refused') throw new PosternError(verdict.code, verdict.message);
  refuseDemoted(actor, verdict);
  return verdict;
}

/** Fail closed: null, where there is no such key or session any more, is refused. */
async function readStateOf(trx: Transaction<Tables>, actor: PrincipalActor): Promise<PrincipalState | null> {
  if (actor.kind === 'session') return readSessionState(trx, actor.sessionId);
  const [state] = await readStates(trx, [actor.keyId]);
  return state ?? null;
}

/** What the operation needed was asked of the rights that the actor came with: with less, nothing of it holds any more. */
function refuseDemoted(before: PrincipalActor, now: PrincipalActor): void {
  const isSameSpace = before.effective.space.fingerprint === now.effective.space.fingerprint;
  if (isSameSpace && includes(now.effective, before.effective)) return;
  const lost = isSameSpace ? subtract(before.effective, now.effective) : before.effective;
  throw new PosternError(
    'FORBIDDEN',
    'The rights of this caller were taken away while the change waited. Nothing was changed: try again.',
    { missing: printNeeded(lost).slice(0, 100) },
  );
}

/** A change without an audit row is a bug of ours, and is not committed. */
async function assertUnchanged(trx: Transaction<Tables>, before: string): Promise<void> {
  const { revision } = await trx.selectFrom('revision').select('revision').executeTakeFirstOrThrow();
  if (revision !== before) throw new Error('A change was about to be committed without an audit event.');
}
