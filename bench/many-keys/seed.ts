import pg from 'pg';

export interface WorldSize {
  readonly keys: number;
  readonly users: number;
  readonly groups: number;
}

/**
 * A company's control plane, by statements over sets, so that the very triggers of single changes fill the rest. The
 * same sizes give the same world: what is drawn is drawn by hashes of the row's number.
 */
export async function seedWorld(
  url: string,
  size: WorldSize,
  tell: (sentence: string) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `SET synchronous_commit = off; SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'`,
    );
    for (const [what, statement] of statementsFor(size, await indexesOf(client))) {
      const before = performance.now();
      await client.query(statement);
      tell(`${what} (${((performance.now() - before) / 1000).toFixed(1)} s)`);
    }
  } finally {
    await client.end();
  }
}

interface Index {
  readonly name: string;
  readonly definition: string;
}

/** Of the tables that get most rows: filled beforehand, indexes are built in a tenth of the time. */
async function indexesOf(client: pg.Client): Promise<readonly Index[]> {
  const { rows } = await client.query<Index>(`
    SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
    WHERE indrelid IN ('gateway.api_keys'::regclass, 'gateway.api_key_use'::regclass, 'gateway.api_key_search'::regclass,
      'gateway.users'::regclass) AND NOT indisunique`);
  return rows;
}

/** Of the databases, in order; the last one is disabled. */
export const databaseSlugs = ['crm', 'billing', 'warehouse', 'archive'] as const;
/** Tables of each, `t0` … with columns `c0` … */
export const TABLES = 30;

function statementsFor(
  { keys, users, groups }: WorldSize,
  indexes: readonly Index[],
): readonly (readonly [string, string])[] {
  return [
    ['helpers', helpers],
    ['without indexes', indexes.map(({ name }) => `DROP INDEX ${name};`).join('')],
    ['databases', insertDatabases],
    ['groups', insertGroups(groups)],
    ['users', insertUsers(users)],
    ['statistics', 'ANALYZE'],
    ['memberships', insertMembers(users, groups)],
    ['keys', insertKeys(keys, users)],
    ['secrets', insertSecrets],
    ['uses', updateUses],
    ...indexes.map(({ name, definition }) => [`index ${name}`, definition] as const),
    ['vacuum', `VACUUM ANALYZE`],
  ];
}

// `roll` is a number from 0 up to 1, `pick` an element, `skewed` one of the first ones more often.
const helpers = `
  CREATE FUNCTION pg_temp.roll(n bigint, salt bigint) RETURNS float8 LANGUAGE sql IMMUTABLE AS
    $$ SELECT (hashint8extended(n, salt) & 268435455) / 268435456.0 $$;
  CREATE FUNCTION pg_temp.pick(n bigint, salt bigint, items text[]) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT items[1 + floor(pg_temp.roll(n, salt) * cardinality(items))::int] $$;
  CREATE FUNCTION pg_temp.skewed(n bigint, salt bigint, items text[]) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT items[1 + floor(pg_temp.roll(n, salt) ^ 3 * cardinality(items))::int] $$;
  CREATE FUNCTION pg_temp.id_of(kind text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT substr(md5(kind || n), 1, 16) $$;
  CREATE FUNCTION pg_temp.word(n bigint, salt bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT pg_temp.pick(n, salt * 3, '{ac,bel,cor,dan,el,fin,gra,hul,in,jo,kar,lo,mer,nor,op,pro,qui,ran,sol,tra,ul,ver,wes,xen,yor,zan}')
      || pg_temp.pick(n, salt * 3 + 1, '{a,e,i,o,u,ta,ri,mo,ne}') || pg_temp.pick(n, salt * 3 + 2, '{ct,l,n,nd,r,rt,s,x,ting,ly}') $$;`;

const insertDatabases = `
  INSERT INTO gateway.databases (id, slug, sealed_url, enabled)
  SELECT pg_temp.id_of('database', n), slug, '\\x00', slug <> 'archive'
  FROM unnest('{${databaseSlugs.join(',')}}'::text[]) WITH ORDINALITY AS d (slug, n);`;

const insertGroups = (groups: number): string => `
  INSERT INTO gateway.groups (id, database_id, name, api_access)
  SELECT pg_temp.id_of('group', n), pg_temp.id_of('database', 1 + n % 4),
    pg_temp.pick(n, 1, '{Sales,Support,Finance,Logistics,Research,Partners}') || ' ' || n, pg_temp.roll(n, 2) >= 0.02
  FROM generate_series(1, ${groups}) n;
  INSERT INTO gateway.group_grants (group_id, capability)
  SELECT DISTINCT pg_temp.id_of('group', n),
    't' || floor(pg_temp.roll(n * 100 + i, 3) * ${TABLES}) || pg_temp.pick(n * 100 + i, 4, '{:select,:select,:aggregate,:*,.c1:select}')
  FROM generate_series(1, ${groups}) n, generate_series(1, 12) i WHERE pg_temp.roll(n, 5) >= 0.01;
  INSERT INTO gateway.row_rules (group_id, table_key, verb, where_filter)
  SELECT group_id, split_part(min(capability), ':', 1), 'select', '{"c1": {"eq": "$user.id"}}'
  FROM gateway.group_grants WHERE capability LIKE 't_:select' GROUP BY group_id;`;

const insertUsers = (users: number): string => `
  INSERT INTO gateway.users (id, email, name, enabled, deleted_at, created_at)
  SELECT pg_temp.id_of('user', n),
    first || '.' || last || n || '@' || pg_temp.skewed(n, 3, '{acme.example,north.example,globex.example,initech.example,umbrella.example,stark.example,wayne.example,tyrell.example,partner-firm.example}'),
    initcap(first) || ' ' || initcap(last), pg_temp.roll(n, 4) >= 0.01,
    CASE WHEN pg_temp.roll(n, 5) < 0.005 THEN now() - interval '3 days' END,
    now() - interval '3 years' * pg_temp.roll(n, 6)
  FROM (SELECT n, pg_temp.pick(n, 1, '{anna,ben,chloë,david,elif,fatma,george,hana,ivan,julia,kofi,léa,mei,noah,olga,priya,quentin,rosa,sven,tomás}') AS first,
      pg_temp.word(n, 2) AS last FROM generate_series(1, ${users}) n) drawn;`;

const insertMembers = (users: number, groups: number): string => `
  INSERT INTO gateway.group_members (group_id, user_id)
  SELECT DISTINCT pg_temp.id_of('group', 1 + floor(pg_temp.roll(n * 10 + i, 1) ^ 2 * ${groups})::int), pg_temp.id_of('user', n)
  FROM generate_series(1, ${users}) n, generate_series(1, 5) i WHERE i <= 1 + floor(pg_temp.roll(n, 2) * 5);`;

// One user in a thousand is a service with many keys. 97 keys in 100 open a database that their user has a group in.
const insertKeys = (keys: number, users: number): string => `
  CREATE TEMP TABLE reach AS
    SELECT m.user_id, array_agg(g.database_id ORDER BY g.id) AS databases
    FROM gateway.group_members m JOIN gateway.groups g ON g.id = m.group_id GROUP BY m.user_id;
  ANALYZE reach;
  INSERT INTO gateway.api_keys (id, name, description, tags, user_id, database_id, valid_from, valid_until,
    capabilities, row_narrowing, disabled, revoked_at, created_at)
  SELECT pg_temp.id_of('key', n),
    pg_temp.pick(n, 1, '{nightly,weekly,hourly,ci,backup,dashboard,sync,etl,webhook,reporting}') || pg_temp.pick(n, 2, '{-," ",/,_}')
      || pg_temp.word(n, 3) || pg_temp.pick(n, 4, '{-," "}') || CASE WHEN n % 3 = 0 THEN substr(md5('name' || n), 1, 6) ELSE (n % 10000)::text END,
    CASE WHEN pg_temp.roll(n, 5) < 0.5 THEN 'Used by ' || pg_temp.word(n, 6) || ' to ' || pg_temp.pick(n, 7, '{export,import,check,watch}')
      || ' the ' || pg_temp.word(n, 8) || ' ' || pg_temp.word(n, 9)
      || CASE WHEN n % 50000 = 7 THEN ' (quetzal, 100% legacy)' ELSE '' END END,
    CASE WHEN pg_temp.roll(n, 10) < 0.4 THEN '{}'::text[]
      ELSE ARRAY(SELECT DISTINCT pg_temp.word(floor(pg_temp.roll(n * 3 + i, 11) ^ 3 * 400)::int, 11) FROM generate_series(1, 1 + n % 3) i) END,
    user_id, CASE WHEN pg_temp.roll(n, 12) < 0.97 THEN databases[1 + n % cardinality(databases)]
      ELSE pg_temp.id_of('database', 1 + n % 4) END,
    CASE WHEN pg_temp.roll(n, 13) < 0.1 THEN created + interval '1 day'
      WHEN pg_temp.roll(n, 13) < 0.102 THEN now() + interval '90 days' * pg_temp.roll(n, 14) + interval '1 hour' END,
    CASE WHEN pg_temp.roll(n, 15) < 0.6 THEN
      greatest(created + interval '2 days', now() - interval '200 days') + interval '800 days' * pg_temp.roll(n, 16) + CASE WHEN pg_temp.roll(n, 13) < 0.102 THEN interval '301 days' ELSE interval '0' END END,
    CASE WHEN pg_temp.roll(n, 17) < 0.28 THEN ARRAY(
        SELECT DISTINCT 't' || floor(pg_temp.roll((n % 300) * 10 + i, 18) * ${TABLES}) || pg_temp.pick((n % 300) * 10 + i, 19, '{:select,.c1:select,.c2:select}')
        FROM generate_series(1, 6) i)
      WHEN pg_temp.roll(n, 17) < 0.3 THEN ARRAY(
        SELECT DISTINCT 't' || floor(pg_temp.roll(n * 10 + i, 18) * ${TABLES}) || pg_temp.pick(n * 10 + i, 19, '{:select,.c1:select,.c2:select}')
        FROM generate_series(1, 4) i) END,
    CASE WHEN pg_temp.roll(n, 20) < 0.03 THEN jsonb_build_object('tables', jsonb_build_object('t' || n % 5, jsonb_build_object('c1', jsonb_build_object('eq', n % 40)))) END,
    pg_temp.roll(n, 21) < 0.03, CASE WHEN pg_temp.roll(n, 22) < 0.05 THEN created + (now() - created) * pg_temp.roll(n, 23) END, created
  FROM (
    SELECT n, pg_temp.id_of('user', 1 + floor(CASE WHEN n % 10 = 0 THEN pg_temp.roll(n, 24) * greatest(${users} / 1000, 1) ELSE pg_temp.roll(n, 25) * ${users} END)::int) AS drawn_user,
      now() - interval '3 years' * (1 - (n - pg_temp.roll(n, 26)) / ${keys}) AS created
    FROM generate_series(1, ${keys}) n) k
  JOIN reach ON reach.user_id = k.drawn_user;`;

const insertSecrets = `
  INSERT INTO gateway.api_key_secrets (api_key_id, digest, hint, created_at)
  SELECT id, decode(md5(id) || md5('digest' || id), 'hex'), substr(md5(id), 1, 4), created_at FROM gateway.api_keys;`;

const updateUses = `
  UPDATE gateway.api_key_use use
  SET last_used_at = k.created_at + (now() - k.created_at) * (1 - pg_temp.roll(hashtext(k.id), 1) ^ 4), address = '192.0.2.7', user_agent = 'bench'
  FROM gateway.api_keys k WHERE k.id = use.api_key_id AND pg_temp.roll(hashtext(k.id), 2) < 0.6;`;
