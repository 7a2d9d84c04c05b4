import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isId } from '../foundation/ids.js';
import { formatInstant } from '../foundation/instant.js';
import { isSlug } from './input-fields.js';
import type {
  ApiKeyRecord,
  ApiKeySecretRecord,
  DatabaseRecord,
  GroupRecord,
  KeyStopRecord,
  SessionRecord,
  UserRecord,
} from './records.js';
import type { Tables } from './tables.js';

/** How rows become records: columns under the records' own names, instants as milliseconds since 1970. */

export const userColumns = sql<UserRecord>`
  u.id, u.version, u.email, u.name, u.enabled, u.attributes,
  ${msOf('u.deleted_at')} AS "deletedAtMs", u.deleted_by_user_id AS "deletedByUserId",
  ${msOf('u.password_set_at')} AS "passwordSetAtMs", ${msOf('u.created_at')} AS "createdAtMs"`;

export const sessionColumns = sql<SessionRecord>`
  x.id, x.user_id AS "userId", ${msOf('x.created_at')} AS "createdAtMs",
  ${msOf('x.last_seen_at')} AS "lastSeenAtMs", x.address, x.user_agent AS "userAgent",
  ${msOf('x.ended_at')} AS "endedAtMs"`;

export const groupColumns = sql<GroupRecord>`
  g.id, g.version, g.name, g.database_id AS "databaseId", g.api_access AS "apiAccess", g.built_in AS "builtIn"`;

/** Of `api_keys k` and `api_key_use use`. */
export const apiKeyColumns = sql<ApiKeyRecord>`
  k.id, k.version, k.name, k.description, k.tags, k.user_id AS "accessAsUserId", k.database_id AS "databaseId",
  ${msOf('k.valid_from')} AS "validFromMs", ${msOf('k.valid_until')} AS "validUntilMs",
  k.allowed_addresses AS "allowedAddresses", k.capabilities, k.row_narrowing AS "rowNarrowing", k.disabled,
  ${msOf('k.disabled_at')} AS "disabledAtMs", k.disabled_by AS "disabledBy",
  ${msOf('k.revoked_at')} AS "revokedAtMs", k.revoked_by AS "revokedBy", ${msOf('k.created_at')} AS "createdAtMs",
  k.created_by_user_id AS "createdByUserId",
  ${msOf('use.last_used_at')} AS "lastUsedAtMs", use.address AS "lastUsedAddress"`;

export const apiKeyTables = sql`gateway.api_keys k LEFT JOIN gateway.api_key_use use ON use.api_key_id = k.id`;

export const keyStopColumns = sql<KeyStopRecord>`
  s.id, ${msOf('s.at')} AS "atMs", s.actor AS by, s.scope, s.target, s.reason, s.key_count AS count,
  ${msOf('s.undone_at')} AS "undoneAtMs", s.undone_by AS "undoneBy"`;

export async function readUsers(db: Kysely<Tables>, where: RawBuilder<unknown>): Promise<UserRecord[]> {
  const { rows } = await sql<UserRecord>`SELECT ${userColumns} FROM gateway.users u WHERE ${where}`.execute(
    db,
  );
  return rows;
}

/** The newest first. */
export async function readSessions(db: Kysely<Tables>, where: RawBuilder<unknown>): Promise<SessionRecord[]> {
  const { rows } = await sql<SessionRecord>`
    SELECT ${sessionColumns} FROM gateway.sessions x WHERE ${where}
    ORDER BY x.created_at DESC, x.id`.execute(db);
  return rows;
}

export async function readGroups(db: Kysely<Tables>, where: RawBuilder<unknown>): Promise<GroupRecord[]> {
  const { rows } = await sql<GroupRecord>`
    SELECT ${groupColumns} FROM gateway.groups g WHERE ${where} ORDER BY g.name, g.id`.execute(db);
  return rows;
}

export async function readApiKeys(db: Kysely<Tables>, where: RawBuilder<unknown>): Promise<ApiKeyRecord[]> {
  const { rows } = await sql<ApiKeyRecord>`
    SELECT ${apiKeyColumns} FROM ${apiKeyTables} WHERE ${where}`.execute(db);
  return rows;
}

export async function readKeyStops(db: Kysely<Tables>, where: RawBuilder<unknown>): Promise<KeyStopRecord[]> {
  const { rows } = await sql<KeyStopRecord>`
    SELECT ${keyStopColumns} FROM gateway.key_stops s WHERE ${where}`.execute(db);
  return rows;
}

/** Those that have not ended: one that was replaced stays stored for a while, to tell its holder so. */
export async function readWorkingSecrets(
  db: Kysely<Tables>,
  apiKeyIds: readonly string[],
  nowMs: number,
): Promise<ApiKeySecretRecord[]> {
  const { rows } = await sql<ApiKeySecretRecord>`
    SELECT s.api_key_id AS "apiKeyId", s.hint, ${msOf('s.valid_until')} AS "validUntilMs",
      ${msOf('use.last_used_at')} AS "lastUsedAtMs", ${msOf('s.created_at')} AS "createdAtMs"
    FROM gateway.api_key_secrets s
    LEFT JOIN gateway.api_key_secret_use use ON use.api_key_id = s.api_key_id AND use.digest = s.digest
    WHERE ${hasId('s.api_key_id', apiKeyIds)}
      AND (s.valid_until IS NULL OR s.valid_until > ${formatInstant(nowMs)}::timestamptz)
    ORDER BY s.created_at, s.valid_until NULLS LAST, s.digest`.execute(db);
  return rows;
}

export async function readDatabases(
  db: Kysely<Tables>,
  where: RawBuilder<unknown>,
): Promise<DatabaseRecord[]> {
  const { rows } = await sql<DatabaseRecord>`
    SELECT d.id, d.version, d.slug, d.enabled, d.settings, ${msOf('d.removed_at')} AS "removedAtMs"
    FROM gateway.databases d
    WHERE ${where} ORDER BY d.slug`.execute(db);
  return rows;
}

export async function findDatabase(
  db: Kysely<Tables>,
  slug: string,
): Promise<{ readonly id: string } | undefined> {
  return (await readDatabases(db, hasSlug(slug)))[0];
}

/** Of `databases d`: the one with this slug. One that was removed has given its slug back, maybe to another. */
export function hasSlug(slug: string): RawBuilder<unknown> {
  return isSlug(slug) ? sql`(d.slug = ${slug} AND d.removed_at IS NULL)` : sql`false`;
}

/** Of `groups g`: those of the database with this slug. */
export function isOfDatabase(slug: string): RawBuilder<unknown> {
  return sql`g.database_id = (SELECT d.id FROM gateway.databases d WHERE ${hasSlug(slug)})`;
}

/** Rows with one of these ids. What is no id at all is simply not found: PostgreSQL would refuse some texts as such. */
export function hasId(column: string, ids: readonly string[]): RawBuilder<unknown> {
  return sql`${sql.ref(column)} = ANY (${ids.filter(isId)}::text[])`;
}

/** In the order of `ids`, null where there is none: what a dataloader wants. */
export function inOrderOf<Row>(
  ids: readonly string[],
  rows: readonly Row[],
  idOf: (row: Row) => string,
): (Row | null)[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** One list for each of `ids`, in their order. */
export function listsInOrderOf<Row>(
  ids: readonly string[],
  rows: readonly Row[],
  idOf: (row: Row) => string,
): Row[][] {
  const lists = new Map<string, Row[]>();
  for (const row of rows) {
    const list = lists.get(idOf(row));
    if (list === undefined) lists.set(idOf(row), [row]);
    else list.push(row);
  }
  return ids.map((id) => lists.get(id) ?? []);
}

/** By the epoch, not by text: text depends on the session's time zone and date style. Exact to the millisecond. */
export function msOf(column: string): RawBuilder<number> {
  return sql`(extract(epoch FROM ${sql.ref(column)}) * 1000)::float8`;
}
