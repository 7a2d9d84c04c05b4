import type pg from 'pg';

/** What the tables of the control plane say, read by SQL of the tests' own. In an order that a seed decides: by names, not by ids. */
export interface World {
  readonly revision: string;
  readonly databases: readonly WorldDatabase[];
  readonly users: readonly WorldUser[];
  readonly groups: readonly WorldGroup[];
  readonly keys: readonly WorldKey[];
  readonly sessions: readonly { readonly id: string; readonly userId: string }[];
  readonly stops: readonly string[];
}

export interface WorldDatabase {
  readonly id: string;
  readonly slug: string;
  readonly enabled: boolean;
  readonly version: number;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface WorldUser {
  readonly id: string;
  readonly version: number;
  readonly email: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly password: string | null;
  readonly enabled: boolean;
  readonly deleted: boolean;
}

export interface WorldRule {
  readonly table: string;
  readonly verb: string;
  readonly where: Readonly<Record<string, unknown>>;
  readonly check: Readonly<Record<string, unknown>> | null;
  readonly presets: unknown;
}

export interface WorldGroup {
  readonly id: string;
  readonly version: number;
  readonly databaseId: string;
  readonly name: string;
  readonly builtIn: boolean;
  readonly apiAccess: boolean;
  readonly grants: readonly string[];
  readonly rules: readonly WorldRule[];
  readonly members: readonly string[];
}

export interface WorldKey {
  readonly id: string;
  readonly version: number;
  readonly userId: string;
  readonly databaseId: string;
  readonly tags: readonly string[];
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly addresses: readonly string[] | null;
  readonly capabilities: readonly string[] | null;
  readonly narrowing: { readonly tables: Readonly<Record<string, Readonly<Record<string, unknown>>>> } | null;
  readonly disabled: boolean;
  readonly revoked: boolean;
  /** Hexadecimal digests of secrets that have no end. */
  readonly secrets: readonly string[];
}

export async function readWorld(sql: pg.Client): Promise<World> {
  const { rows } = await sql.query<{ world: World }>(WORLD);
  return rows[0]!.world;
}

const WORLD = `
  SELECT json_build_object(
    'revision', (SELECT revision::text FROM gateway.revision),
    'databases', (SELECT coalesce(json_agg(json_build_object('id', id, 'slug', slug, 'enabled', enabled,
        'version', version, 'settings', settings) ORDER BY slug), '[]')
      FROM gateway.databases WHERE removed_at IS NULL),
    'users', (SELECT coalesce(json_agg(json_build_object('id', id, 'version', version, 'email', email,
        'attributes', attributes, 'password', password_hash, 'enabled', enabled,
        'deleted', deleted_at IS NOT NULL) ORDER BY email, id), '[]') FROM gateway.users),
    'groups', (SELECT coalesce(json_agg(json_build_object('id', g.id, 'version', g.version,
        'databaseId', g.database_id, 'name', g.name, 'builtIn', g.built_in, 'apiAccess', g.api_access,
        'grants', ARRAY(SELECT capability FROM gateway.group_grants x WHERE x.group_id = g.id ORDER BY 1),
        'members', ARRAY(SELECT u.id FROM gateway.group_members x JOIN gateway.users u ON u.id = x.user_id
          WHERE x.group_id = g.id ORDER BY u.email),
        'rules', (SELECT coalesce(json_agg(json_build_object('table', x.table_key, 'verb', x.verb,
            'where', x.where_filter, 'check', x.check_filter, 'presets', x.presets)), '[]')
          FROM gateway.row_rules x WHERE x.group_id = g.id)) ORDER BY g.name, g.id), '[]') FROM gateway.groups g),
    'keys', (SELECT coalesce(json_agg(json_build_object('id', k.id, 'version', k.version, 'userId', k.user_id,
        'databaseId', k.database_id, 'tags', k.tags,
        'fromMs', extract(epoch FROM k.valid_from) * 1000, 'untilMs', extract(epoch FROM k.valid_until) * 1000,
        'addresses', k.allowed_addresses, 'capabilities', k.capabilities, 'narrowing', k.row_narrowing,
        'disabled', k.disabled, 'revoked', k.revoked_at IS NOT NULL,
        'secrets', ARRAY(SELECT encode(x.digest, 'hex') FROM gateway.api_key_secrets x
          WHERE x.api_key_id = k.id AND x.valid_until IS NULL ORDER BY 1)) ORDER BY k.name, k.id), '[]')
      FROM gateway.api_keys k),
    'sessions', (SELECT coalesce(json_agg(json_build_object('id', id, 'userId', user_id)), '[]')
      FROM gateway.sessions WHERE ended_at IS NULL),
    'stops', (SELECT coalesce(json_agg(id ORDER BY target, key_count), '[]') FROM gateway.key_stops WHERE undone_at IS NULL)
  ) AS world`;
