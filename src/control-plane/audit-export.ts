import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import { auditEventColumns, type AuditEventRecord } from './audit-event.js';
import { auditConditions } from './audit-page.js';
import type { AuditService } from './control-plane.js';
import { inSnapshot } from './snapshot.js';
import type { Tables } from './tables.js';

/** As many events as are read at a time: all that is ever held in memory. */
const BATCH = 1_000;

export async function exportAuditEvents(
  db: Kysely<Tables>,
  where: Parameters<AuditService['export']>[0],
  take: Parameters<AuditService['export']>[1],
): Promise<void> {
  const conditions = auditConditions(where);
  await inSnapshot(db, async (trx) => {
    for await (const events of auditEventsAfter(trx, BEFORE_ALL, conditions)) await take(events);
  });
}

/** Whoever tampers can also put rows before the first. */
export const BEFORE_ALL = '-9223372036854775808';

/** Events in the order of the chain, in batches, from the one after `sequence` on. */
export async function* auditEventsAfter(
  trx: Transaction<Tables>,
  sequence: string,
  conditions: readonly RawBuilder<unknown>[] = [],
): AsyncGenerator<readonly AuditEventRecord[], void> {
  let last = sequence;
  for (;;) {
    const bounds = [...conditions, sql`e.sequence > ${last}::bigint`];
    const { rows } = await sql<AuditEventRecord>`
      SELECT ${auditEventColumns} FROM gateway.audit_events e
      WHERE ${sql.join(bounds, sql` AND `)} ORDER BY e.sequence LIMIT ${BATCH}`.execute(trx);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    last = rows.at(-1)?.sequence ?? last;
  }
}
