import { sql, type Transaction } from 'kysely';
import type { AuditMacs } from './audit-event.js';
import { auditEventsAfter, BEFORE_ALL } from './audit-export.js';
import type { ChainFindings } from './chain-problem.js';
import { ChainWalk, type ChainEnd } from './chain-walk.js';
import type { Tables } from './tables.js';

/** Recomputes the audit from `start` up to the head, in memory that does not grow with it. */
export async function verifyAuditChain(
  trx: Transaction<Tables>,
  macs: AuditMacs,
  start: ChainEnd = BEGINNING,
): Promise<ChainFindings> {
  const head = await readAuditHead(trx);
  const walk = new ChainWalk(macs, start, head);
  for await (const events of auditEventsAfter(trx, start === BEGINNING ? BEFORE_ALL : start.sequence)) {
    for (const event of events) walk.add(event);
    if (walk.isLost) break;
  }
  const { events, problems } = walk.finish();
  return { rows: events, problems, isWhole: !walk.isLost };
}

const BEGINNING: ChainEnd = { sequence: '0', mac: Buffer.alloc(0) };

export /** The last events alone, from one that is taken as it stands. */
async function verifyAuditEnd(
  trx: Transaction<Tables>,
  macs: AuditMacs,
  events: number,
): Promise<ChainFindings> {
  const { sequence } = await readAuditHead(trx);
  const { rows } = await sql<ChainEnd>`
    SELECT e.sequence::text AS sequence, e.mac FROM gateway.audit_events e
    WHERE e.sequence <= ${sequence}::bigint - ${events}::int ORDER BY e.sequence DESC LIMIT 1`.execute(trx);
  return verifyAuditChain(trx, macs, rows[0]);
}

async function readAuditHead(trx: Transaction<Tables>): Promise<ChainEnd> {
  const head = await trx
    .selectFrom('revision')
    .select(['audit_sequence', 'audit_head'])
    .executeTakeFirstOrThrow();
  return { sequence: head.audit_sequence, mac: head.audit_head };
}
