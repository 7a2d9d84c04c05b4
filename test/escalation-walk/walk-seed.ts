import { randomBytes } from 'node:crypto';
import { denote } from '../../src/capability/denotation.js';
import { storeCapability } from '../../src/capability/capability-text.js';
import type { CapabilitySpace } from '../../src/capability/capability-space.js';
import { newId } from '../../src/foundation/ids.js';
import { administratorsId, gatewayId, type Fixture } from '../control-plane/control-plane-fixture.js';
import type { Random } from '../model/random.js';
import { capabilityPools, UNTIL_MS } from './walk-actions.js';

/** A new random world in the fixture's control plane, written by SQL: as the operator would have made it. */
export async function seedWorld(
  { sql }: Fixture,
  random: Random,
  spaceOf: (slug: string) => CapabilitySpace,
): Promise<void> {
  await sql.query(CLEAR);
  const databases = [
    { id: gatewayId, slug: 'gateway' },
    { id: newId(), slug: 'crm' },
    { id: newId(), slug: 'hr' },
  ];
  const users = random.times(4, 6, (index) => ({
    id: newId(),
    email: `person${index}@example.com`,
    attributes: random.chance(0.5) ? { region: random.oneOf(['EU', 'US', 'Ann']) } : {},
    // The first one administers.
    enabled: index === 0 || random.chance(0.85),
  }));
  const groups = random.times(5, 7, (index) => {
    const database = random.oneOf(databases);
    return {
      id: newId(),
      database_id: database.id,
      name: `Seeded ${index}`,
      api_access: random.chance(0.85),
      grants: store(spaceOf(database.slug), random.some(capabilityPools[database.slug] ?? [], 0.25)),
      members: users.slice(1).filter(() => random.chance(0.35)),
      rule:
        database.slug !== 'gateway' && random.chance(0.4)
          ? random.oneOf([{ name: { eq: 'Ann' } }, { name: { eq: '$user.attributes.region' } }])
          : null,
    };
  });
  const keys = random.times(5, 8, (index) => {
    const database = random.chance(0.6) ? databases[0]! : random.oneOf(databases);
    const subset = store(spaceOf(database.slug), random.some(capabilityPools[database.slug] ?? [], 0.4));
    return {
      id: newId(),
      name: `Seeded ${index}`,
      database_id: database.id,
      user_id: random.oneOf(users).id,
      capabilities: subset.length > 0 && random.chance(0.5) ? subset : null,
      valid_until: random.chance(0.3) ? new Date(UNTIL_MS).toISOString() : null,
      allowed_addresses: random.chance(0.3) ? ['192.0.2.0/24'] : null,
      tags: random.chance(0.3) ? ['north'] : [],
      disabled: random.chance(0.15),
      digest: randomBytes(32).toString('hex'),
    };
  });
  await insert(
    sql,
    'databases',
    'id text, slug text',
    databases.slice(1),
    `, '\\x00'::bytea`,
    ', sealed_url',
  );
  await insert(sql, 'users', 'id text, email text, attributes jsonb, enabled boolean', users);
  await insert(sql, 'groups', 'id text, database_id text, name text, api_access boolean', groups);
  await insert(
    sql,
    'group_grants',
    'group_id text, capability text',
    groups.flatMap(({ id, grants }) => grants.map((capability) => ({ group_id: id, capability }))),
  );
  await insert(sql, 'group_members', 'group_id text, user_id text', [
    { group_id: administratorsId, user_id: users[0]!.id },
    ...groups.flatMap(({ id, members }) => members.map((user) => ({ group_id: id, user_id: user.id }))),
  ]);
  await insert(
    sql,
    'row_rules',
    'group_id text, table_key text, verb text, where_filter jsonb',
    groups.flatMap(({ id, rule }) =>
      rule === null ? [] : [{ group_id: id, table_key: 't1', verb: 'select', where_filter: rule }],
    ),
  );
  const KEY =
    'id text, name text, database_id text, user_id text, capabilities text[], valid_until timestamptz, allowed_addresses text[], tags text[], disabled boolean';
  await insert(sql, 'api_keys', KEY, keys);
  await sql.query(
    `INSERT INTO gateway.api_key_secrets (api_key_id, digest, hint)
     SELECT id, decode(digest, 'hex'), 'hint' FROM jsonb_to_recordset($1::jsonb) AS x (id text, digest text)`,
    [JSON.stringify(keys)],
  );
}

const CLEAR = `
  DELETE FROM gateway.sessions;
  DELETE FROM gateway.key_stops;
  DELETE FROM gateway.api_keys;
  DELETE FROM gateway.groups WHERE NOT built_in;
  DELETE FROM gateway.group_members;
  DELETE FROM gateway.users;
  DELETE FROM gateway.databases WHERE slug <> 'gateway';
  UPDATE gateway.databases SET settings = '{}' WHERE slug = 'gateway'`;

function store(space: CapabilitySpace, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const stored = storeCapability(space, name);
    return stored.kind === 'parsed' && !denote(space, [stored.value]).isEmpty() ? [stored.value] : [];
  });
}

async function insert(
  sql: Fixture['sql'],
  table: string,
  columns: string,
  rows: readonly object[],
  values = '',
  names = '',
): Promise<void> {
  const own = columns
    .split(', ')
    .map((column) => column.split(' ')[0])
    .join();
  await sql.query(
    `INSERT INTO gateway.${table} (${own}${names}) SELECT ${own}${values} FROM jsonb_to_recordset($1::jsonb) AS x (${columns})`,
    [JSON.stringify(rows)],
  );
}
