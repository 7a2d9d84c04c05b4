import { sql, type Kysely } from 'kysely';
import { isId } from '../foundation/ids.js';
import type { AuthorizationState } from './authorization-state.js';
import type { Tables } from './tables.js';

/** A row of `row_rules x` as RowRuleFacts. */
export const rowRuleJson = `json_build_object('table', x.table_key, 'verb', x.verb,
  'where', x.where_filter, 'check', x.check_filter, 'presets', x.presets)`;

/** The members `user`, `database` (null where there is none) and `groups` of a state, of `users u` and `databases d`. */
export const userRightsJson = `
  'user', json_build_object(
    'id', u.id, 'email', u.email, 'name', u.name, 'attributes', u.attributes,
    'enabled', u.enabled, 'deleted', u.deleted_at IS NOT NULL
  ),
  'database', CASE WHEN d.id IS NOT NULL THEN
    json_build_object('id', d.id, 'slug', d.slug, 'enabled', d.enabled, 'version', d.version) END,
  'groups', (
    SELECT coalesce(json_agg(json_build_object(
      'id', g.id, 'name', g.name, 'apiAccess', g.api_access,
      'grants', (
        SELECT coalesce(json_agg(x.capability ORDER BY x.capability), '[]')
        FROM gateway.group_grants x WHERE x.group_id = g.id
      ),
      'rowRules', (
        SELECT coalesce(json_agg(${rowRuleJson}
          ORDER BY x.table_key, x.verb), '[]')
        FROM gateway.row_rules x WHERE x.group_id = g.id
      )
    ) ORDER BY g.id), '[]')
    FROM gateway.group_members m JOIN gateway.groups g ON g.id = m.group_id
    WHERE m.user_id = u.id AND g.database_id = d.id
  )`;

/**
 * One statement, hence one snapshot, for everything that decides what keys may do ($1: their ids) and for the
 * revision that this holds for. A key that does not exist gives no row; the revision always gives one.
 */
export const authorizationQuery = `
  SELECT r.revision::text AS revision, pg_is_in_recovery() AS in_recovery, s.state
  FROM gateway.revision r
  LEFT JOIN LATERAL (
    SELECT json_build_object(
      'key', json_build_object(
        'id', k.id, 'name', k.name, 'tags', k.tags,
        'validFromMs', extract(epoch FROM k.valid_from) * 1000,
        'validUntilMs', extract(epoch FROM k.valid_until) * 1000,
        'allowedAddresses', k.allowed_addresses,
        'capabilities', k.capabilities,
        'rowNarrowing', k.row_narrowing,
        'disabled', k.disabled,
        'stop', (
          SELECT json_build_object('id', x.id, 'atMs', extract(epoch FROM x.at) * 1000)
          FROM gateway.key_stops x WHERE x.id = k.stop_ids[1]
        ),
        'revoked', k.revoked_at IS NOT NULL,
        'secrets', (
          SELECT coalesce(json_agg(json_build_object(
            'digest', encode(x.digest, 'hex'),
            'validUntilMs', extract(epoch FROM x.valid_until) * 1000
          ) ORDER BY x.created_at, x.digest), '[]')
          FROM gateway.api_key_secrets x WHERE x.api_key_id = k.id
        )
      ),
      ${userRightsJson}
    ) AS state
    FROM gateway.api_keys k
    JOIN gateway.users u ON u.id = k.user_id
    JOIN gateway.databases d ON d.id = k.database_id
    WHERE k.id = ANY ($1::text[])
  ) s ON true`;

export interface AuthorizationRow {
  readonly revision: string;
  readonly in_recovery: boolean;
  readonly state: StateJson | null;
}

/** As the statement writes it: a digest is hex text. */
type StateJson = Omit<AuthorizationState, 'revision' | 'key'> & {
  readonly key: Omit<AuthorizationState['key'], 'secrets'> & {
    readonly secrets: readonly { readonly digest: string; readonly validUntilMs: number | null }[];
  };
};

export function readState(row: AuthorizationRow): AuthorizationState | null {
  if (row.state === null) return null;
  const { key, ...rest } = row.state;
  return {
    ...rest,
    revision: row.revision,
    key: {
      ...key,
      secrets: key.secrets.map(({ digest, validUntilMs }) => ({
        digest: Buffer.from(digest, 'hex'),
        validUntilMs,
      })),
    },
  };
}

/** By the very text of authentication, so that both always mean the same. What does not exist is left out. */
export async function readStates(db: Kysely<Tables>, ids: readonly string[]): Promise<AuthorizationState[]> {
  const query = { ...sql.raw(authorizationQuery).compile(db), parameters: [ids.filter(isId)] };
  const { rows } = await db.executeQuery<AuthorizationRow>(query);
  return rows.map(readState).filter((state) => state !== null);
}
