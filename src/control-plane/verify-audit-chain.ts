import type { Transaction } from 'kysely';
import type { AuditMacs } from './audit-event.js';
import { auditEventsAfter } from './audit-export.js';
import type { ChainProblem } from './chain-problem.js';
import { ChainWalk, type ChainEnd } from './chain-walk.js';
import type { Tables } from './tables.js';

export interface ChainFindings {
  /** How many rows were looked at. */
  readonly rows: number;
  readonly problems: readonly ChainProblem[];
  /** False: so much is wrong that the rest was not looked at. */
  readonly isWhole: boolean;
}

/** Recomputes the audit from `start` up to the head, in memory that does not grow with it. */
export async function verifyAuditChain(
  trx: Transaction<Tables>,
  macs: AuditMacs,
  start: ChainEnd = BEGINNING,
): Promise<ChainFindings> {
  const head = await readAuditHead(trx);
  const walk = new ChainWalk(macs, start, head);
  for await (const events of auditEventsAfter(trx, start.sequence)) {
    for (const event of events) walk.add(event);
    if (walk.isLost) break;
  }
  const { events, problems } = walk.finish();
  return { rows: events, problems, isWhole: !walk.isLost };
}

const BEGINNING: ChainEnd = { sequence: '0', mac: Buffer.alloc(0) };

export async function readAuditHead(trx: Transaction<Tables>): Promise<ChainEnd> {
  const head = await trx
    .selectFrom('revision')
    .select(['audit_sequence', 'audit_head'])
    .executeTakeFirstOrThrow();
  return { sequence: head.audit_sequence, mac: head.audit_head };
}
