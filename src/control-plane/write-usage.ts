import { sql, type Kysely } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import type { TakenUsage } from './pending-usage.js';
import type { SealNeeds } from './seal-batch.js';
import { inBatches, storableText } from './storable.js';
import type { Tables } from './tables.js';
import { writeDenials } from './write-denials.js';

/** Writes last uses of keys and sessions, counts by day, and denials. None of it bumps the revision. */
export async function writeUsage(db: Kysely<Tables>, needs: SealNeeds, taken: TakenUsage): Promise<void> {
  await writeUses(db, taken.uses);
  await writeSessions(db, taken.sessions);
  await writeDays(db, taken.days);
  await writeDenials(db, needs, taken.denials);
}

async function writeUses(db: Kysely<Tables>, uses: TakenUsage['uses']): Promise<void> {
  for (const batch of inBatches(uses)) {
    const rows = JSON.stringify(
      batch.map(({ keyId, secretDigest, address, userAgent, atMs }) => ({
        k: keyId,
        d: secretDigest.toString('hex'),
        a: address,
        u: userAgent === null ? null : storableText(userAgent),
        t: formatInstant(atMs),
      })),
    );
    const noted = sql`jsonb_to_recordset(${rows}::jsonb) AS n (k text, d text, a text, u text, t timestamptz)`;
    // Another instance may have written a later use: the latest stays.
    await sql`
      UPDATE gateway.api_key_use SET last_used_at = l.t, address = l.a, user_agent = l.u
      FROM (SELECT DISTINCT ON (n.k) n.* FROM ${noted} ORDER BY n.k, n.t DESC) l
      WHERE api_key_id = l.k AND (last_used_at IS NULL OR last_used_at < l.t)`.execute(db);
    await sql`
      INSERT INTO gateway.api_key_secret_use AS s (api_key_id, digest, last_used_at)
      SELECT x.api_key_id, x.digest, n.t FROM ${noted}
      JOIN gateway.api_key_secrets x ON x.api_key_id = n.k AND x.digest = decode(n.d, 'hex')
      ON CONFLICT (api_key_id, digest) DO UPDATE
        SET last_used_at = greatest(s.last_used_at, excluded.last_used_at)`.execute(db);
  }
}

async function writeSessions(db: Kysely<Tables>, sessions: TakenUsage['sessions']): Promise<void> {
  for (const batch of inBatches(sessions)) {
    const rows = JSON.stringify(
      batch.map(({ sessionId, address, userAgent, atMs }) => ({
        i: sessionId,
        a: address,
        u: userAgent === null ? null : storableText(userAgent),
        t: formatInstant(atMs),
      })),
    );
    await sql`
      UPDATE gateway.sessions SET last_seen_at = n.t, address = n.a, user_agent = n.u
      FROM jsonb_to_recordset(${rows}::jsonb) AS n (i text, a text, u text, t timestamptz)
      WHERE id = n.i AND last_seen_at < n.t AND ended_at IS NULL`.execute(db);
  }
}

async function writeDays(db: Kysely<Tables>, days: TakenUsage['days']): Promise<void> {
  for (const batch of inBatches(days)) {
    const rows = JSON.stringify(
      batch.map(({ keyId, day, outcome, count }) => ({
        k: storableText(keyId),
        d: day,
        o: outcome,
        c: count,
      })),
    );
    // Sorted, so that gateways that count the same keys at once wait for each other and never both ways.
    await sql`
      INSERT INTO gateway.api_key_days AS u (api_key_id, day, outcome, count)
      SELECT k.id, n.d, n.o, n.c
      FROM jsonb_to_recordset(${rows}::jsonb) AS n (k text, d date, o text, c bigint)
      JOIN gateway.api_keys k ON k.id = n.k
      ORDER BY 1, 2, 3
      ON CONFLICT (api_key_id, day, outcome) DO UPDATE SET count = u.count + excluded.count`.execute(db);
  }
}
