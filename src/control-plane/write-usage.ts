import { sql, type Kysely } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import type { TakenUsage } from './pending-usage.js';
import type { Tables } from './tables.js';

/** Writes last uses and denials. None of it bumps the revision. */
export async function writeUsage(
  db: Kysely<Tables>,
  { uses, buckets, decisions }: TakenUsage,
): Promise<void> {
  await writeUses(db, uses);
  await writeDenials(db, buckets, decisions);
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

async function writeDenials(
  db: Kysely<Tables>,
  buckets: TakenUsage['buckets'],
  decisions: TakenUsage['decisions'],
): Promise<void> {
  for (const batch of inBatches(buckets)) {
    await db
      .insertInto('denials')
      .values(
        batch.map(({ id, code, keyId, address, firstMs, lastMs, count }) => ({
          id,
          code,
          key_id: keyId === null ? null : storableText(keyId),
          address,
          first_at: formatInstant(firstMs),
          last_at: formatInstant(lastMs),
          count,
        })),
      )
      // Written before, and counted further since.
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          last_at: sql`greatest(denials.last_at, excluded.last_at)`,
          count: eb('denials.count', '+', eb.ref('excluded.count')),
        })),
      )
      .execute();
  }
  for (const batch of inBatches(decisions)) {
    await db
      .insertInto('decisions')
      .values(
        batch.map(({ id, bucketId, atMs, detail }) => ({
          id,
          denial_id: bucketId,
          at: formatInstant(atMs),
          detail: storableJson(detail),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Text that a stranger sent: cut, and without what PostgreSQL refuses. */
function storableText(text: string): string {
  return text.slice(0, 300).replace(/[\p{Cc}\p{Cs}]/gu, ' ');
}

function storableJson(detail: TakenUsage['decisions'][number]['detail']): string {
  return JSON.stringify(detail, (_name, member: unknown) =>
    typeof member === 'string' ? storableText(member) : member,
  );
}

function inBatches<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const size = 500;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
