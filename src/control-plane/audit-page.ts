import { sql, type Kysely, type RawBuilder } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import { auditEventColumns, type AuditEventRecord } from './audit-event.js';
import type { AuditWhere, ControlPlaneNeeds, Page, PageRequest } from './control-plane.js';
import { isPlainText } from './input-fields.js';
import type { SortKey } from './keyset-order.js';
import { keysetPage } from './keyset-page.js';
import { refuseInput } from './problems.js';
import type { Tables } from './tables.js';

/**
 * Audit events, the newest first: in the order of the chain. Within a period they are sorted by their time instead,
 * which is the same unless clocks went astray, so that each list is a walk along an index, however long the audit is.
 */
export function pageOfAuditEvents(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  query: PageRequest & { readonly where?: AuditWhere | null },
): Promise<Page<AuditEventRecord>> {
  const where = query.where ?? {};
  const hasPeriod = isGiven(where.fromMs) || isGiven(where.untilMs);
  return keysetPage(
    db,
    needs,
    {
      orderName: hasPeriod ? 'auditEvents by time' : 'auditEvents',
      columns: auditEventColumns,
      tables: sql`gateway.audit_events e`,
      conditions: auditConditions(where),
      order: hasPeriod ? [byTime, bySequence] : [bySequence],
    },
    query,
  );
}

/** Throws BadUserInput where the period ends before it begins. */
export function auditConditions({
  actor,
  action,
  target,
  fromMs,
  untilMs,
}: AuditWhere): readonly RawBuilder<unknown>[] {
  if (isGiven(fromMs) && isGiven(untilMs) && fromMs >= untilMs) {
    refuseInput('until', 'must come after "from", which is the first instant of the period.');
  }
  return [
    ...hasText(sql`e.actor`, actor),
    ...hasText(sql`e.action`, action),
    ...hasText(sql`e.target`, target),
    ...(isGiven(fromMs) ? [sql`e.at >= ${formatInstant(fromMs)}::timestamptz`] : []),
    ...(isGiven(untilMs) ? [sql`e.at < ${formatInstant(untilMs)}::timestamptz`] : []),
  ];
}

/** A text that PostgreSQL cannot store stands nowhere. */
function hasText(column: RawBuilder<unknown>, text: string | null | undefined): RawBuilder<unknown>[] {
  if (!isGiven(text)) return [];
  return [isPlainText(text) ? sql`${column} = ${text}::text` : sql`false`];
}

function isGiven<Value>(value: Value): value is NonNullable<Value> {
  return value !== null && value !== undefined;
}

const byTime: SortKey<AuditEventRecord> = {
  expression: sql`e.at`,
  type: 'instant',
  direction: 'DESC',
  valueOf: ({ atMs }) => formatInstant(atMs),
};

const bySequence: SortKey<AuditEventRecord> = {
  expression: sql`e.sequence`,
  type: 'bigint',
  direction: 'DESC',
  valueOf: ({ sequence }) => sequence,
};
