import { sql, type Kysely, type Transaction } from 'kysely';
import { newId } from '../foundation/ids.js';
import { formatInstant } from '../foundation/instant.js';
import type { Actor } from './actor.js';
import { canonicalJson } from './canonical-json.js';
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
  const event: AuditEvent = {
    ...entry,
    sequence: String(BigInt(head.audit_sequence) + 1n),
    id: newId(),
    at: formatInstant(atMs),
    ...describeActor(actor),
  };
  const mac = auditMac(sealedContent(head.audit_head, event));
  await trx
    .insertInto('audit_events')
    .values({
      sequence: event.sequence,
      id: event.id,
      at: event.at,
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

export type AuditVerdict =
  | { readonly kind: 'intact'; readonly events: number }
  | { readonly kind: 'broken'; readonly sequence: string };

/** Recomputes the whole chain up to the head, in one snapshot. */
export async function verifyAuditChain(
  db: Kysely<Tables>,
  auditMac: (content: Buffer) => Buffer,
): Promise<AuditVerdict> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const end = await trx
        .selectFrom('revision')
        .select(['audit_sequence', 'audit_head'])
        .executeTakeFirstOrThrow();
      let head: Buffer = Buffer.alloc(0);
      let sequence = 0n;
      for (;;) {
        const events = await readEvents(trx, sequence);
        if (events.length === 0) break;
        for (const { mac, ...event } of events) {
          sequence += 1n;
          const isNext = event.sequence === String(sequence);
          if (!isNext || !auditMac(sealedContent(head, event)).equals(mac)) {
            return { kind: 'broken', sequence: String(sequence) };
          }
          head = mac;
        }
      }
      return String(sequence) === end.audit_sequence && head.equals(end.audit_head)
        ? { kind: 'intact', events: Number(sequence) }
        : { kind: 'broken', sequence: String(sequence + 1n) };
    });
}

interface AuditEvent {
  readonly sequence: string;
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actor: string;
  readonly asUserId: string | null;
  readonly target: string | null;
  readonly address: string | null;
  readonly requestId: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

function describeActor(actor: Actor): Pick<AuditEvent, 'actor' | 'asUserId' | 'address' | 'requestId'> {
  if (actor.kind === 'operator') return { actor: 'operator', asUserId: null, address: null, requestId: null };
  const { user, address, requestId } = actor;
  // Who is signed in acts as itself.
  return { actor: actor.kind === 'key' ? actor.keyId : user.id, asUserId: user.id, address, requestId };
}

function sealedContent(head: Buffer, event: AuditEvent): Buffer {
  return Buffer.concat([head, Buffer.from(canonicalJson(event), 'utf8')]);
}

async function readEvents(
  trx: Transaction<Tables>,
  after: bigint,
): Promise<readonly (AuditEvent & { readonly mac: Buffer })[]> {
  const { rows } = await sql<Omit<AuditEvent, 'at'> & { readonly atMs: number; readonly mac: Buffer }>`
    SELECT sequence::text AS sequence, id, (extract(epoch FROM at) * 1000)::float8 AS "atMs", action, actor,
      as_user_id AS "asUserId", target, address, request_id AS "requestId", before, after, mac
    FROM gateway.audit_events e WHERE e.sequence > ${String(after)}::bigint ORDER BY e.sequence LIMIT 1000`.execute(
    trx,
  );
  return rows.map(({ atMs, ...rest }) => ({ ...rest, at: formatInstant(atMs) }));
}
