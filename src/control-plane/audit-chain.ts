import type { Transaction } from 'kysely';
import { newId } from '../foundation/ids.js';
import { formatInstant } from '../foundation/instant.js';
import type { Actor } from './actor.js';
import { describeEvent, type AuditEventRecord } from './audit-event.js';
import type { Tables } from './tables.js';

/** What a change says of itself. Never a secret, a digest, a password or a database URL. */
export interface AuditEntry {
  readonly action: string;
  readonly target: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/**
 * Appends to the audit: each row's MAC covers the row and the MAC before it, so that none can be changed, removed
 * or put in between unseen. The caller holds the lock on the revision row, where the head of the chain lives.
 */
export async function appendAudit(
  trx: Transaction<Tables>,
  auditMac: (content: Buffer) => Buffer,
  actor: Actor,
  atMs: number,
  entry: AuditEntry,
): Promise<void> {
  const head = await trx
    .selectFrom('revision')
    .select(['audit_sequence', 'audit_head'])
    .executeTakeFirstOrThrow();
  const event = {
    ...entry,
    sequence: String(BigInt(head.audit_sequence) + 1n),
    id: newId(),
    atMs,
    ...describeActor(actor),
  };
  const mac = auditMac(Buffer.concat([head.audit_head, describeEvent(event)]));
  await trx
    .insertInto('audit_events')
    .values({
      sequence: event.sequence,
      id: event.id,
      at: formatInstant(atMs),
      action: event.action,
      actor: event.actor,
      as_user_id: event.asUserId,
      target: event.target,
      address: event.address,
      request_id: event.requestId,
      before: event.before === null ? null : JSON.stringify(event.before),
      after: event.after === null ? null : JSON.stringify(event.after),
      mac,
    })
    .execute();
  await trx.updateTable('revision').set({ audit_sequence: event.sequence, audit_head: mac }).execute();
}

/** Who acts, as the audit says it: the id of a key or of a user who signed in, or "operator". */
export function nameActor(actor: Actor): string {
  return describeActor(actor).actor;
}

function describeActor(actor: Actor): Pick<AuditEventRecord, 'actor' | 'asUserId' | 'address' | 'requestId'> {
  if (actor.kind === 'operator') return { actor: 'operator', asUserId: null, address: null, requestId: null };
  const { user, address, requestId } = actor;
  // Who is signed in acts as itself.
  return { actor: actor.kind === 'key' ? actor.keyId : user.id, asUserId: user.id, address, requestId };
}
