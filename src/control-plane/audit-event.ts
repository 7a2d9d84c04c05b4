import { sql } from 'kysely';
import { canonicalJson, canonicalInstant } from './canonical-json.js';
import { msOf } from './record-queries.js';

/** One row of the audit. Its MAC covers the row and the MAC of the row before it. */
export interface AuditEventRecord {
  /** Its place in the chain, from 1; int8 as text. */
  readonly sequence: string;
  readonly id: string;
  readonly atMs: number;
  readonly action: string;
  /** A key's id, the id of a user who was signed in, or `operator`. */
  readonly actor: string;
  readonly asUserId: string | null;
  readonly target: string | null;
  readonly address: string | null;
  readonly requestId: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly mac: Buffer;
}

/** Of `audit_events e`. */
export const auditEventColumns = sql<AuditEventRecord>`
  e.sequence::text AS sequence, e.id, ${msOf('e.at')} AS "atMs", e.action, e.actor, e.as_user_id AS "asUserId",
  e.target, e.address, e.request_id AS "requestId", e.before, e.after, e.mac`;

/** What the MAC of an event covers, beside the MAC before it; under another `sequence` to ask whether it stood there. */
export function describeEvent(event: Omit<AuditEventRecord, 'mac'>, sequence = event.sequence): Buffer {
  const { id, atMs, action, actor, asUserId, target, address, requestId, before, after } = event;
  const at = canonicalInstant(atMs);
  const covered = { sequence, id, at, action, actor, asUserId, target, address, requestId, before, after };
  return Buffer.from(canonicalJson(covered), 'utf8');
}

/** The MACs of a content, one for each pepper that counts. */
export type AuditMacs = (content: Buffer) => readonly Buffer[];

/** Whether the event was made as number `sequence`, behind the one with that MAC. */
export function wasMadeAt(
  macs: AuditMacs,
  previousMac: Buffer,
  event: AuditEventRecord,
  sequence: bigint,
): boolean {
  const content = Buffer.concat([previousMac, describeEvent(event, String(sequence))]);
  return macs(content).some((mac) => mac.equals(event.mac));
}
