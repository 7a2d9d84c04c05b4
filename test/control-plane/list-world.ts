import { effectiveCapabilities } from '../../src/authentication/effective-capabilities.js';
import { apiKeyStates, keyState } from '../../src/authentication/key-state.js';
import { isEmpty } from '../../src/capability/capability-set.js';
import type { ApiKeyRecord } from '../../src/control-plane/records.js';
import { newId } from '../../src/foundation/ids.js';
import { PosternError } from '../../src/foundation/postern-error.js';
import type { Random } from '../model/random.js';
import { crmOffer, gatewayId, gatewayOffer, openFixture, type Fixture } from './control-plane-fixture.js';

/** Users, groups and keys drawn at random, written by plain SQL, with whatever stops a key. */
export interface ListWorld {
  readonly fixture: Fixture;
  readonly keys: readonly ListedKey[];
  readonly groupIds: readonly string[];
}

/** A key, and what lists know of it beyond its record. */
export interface ListedKey {
  readonly record: ApiKeyRecord;
  readonly email: string;
  readonly slug: string;
  /** As authentication and the field `state` say it. */
  readonly state: string;
}

export async function openListWorld(random: Random): Promise<ListWorld> {
  const dark = newId();
  const fixture: Fixture = await openFixture({
    offerOf: (id) => {
      if (id === dark) return Promise.reject(new PosternError('DATABASE_UNAVAILABLE'));
      return Promise.resolve(id === gatewayId ? gatewayOffer : crmOffer);
    },
  });
  const databases = {
    crm: await fixture.addDatabase('crm'),
    closed: await fixture.addDatabase('closed'),
    dark,
    gateway: gatewayId,
  };
  await fixture.sql.query(`UPDATE gateway.databases SET enabled = false WHERE slug = 'closed'`);
  await fixture.sql.query(
    `INSERT INTO gateway.databases (id, slug, sealed_url) VALUES ($1, 'dark', 'sealed')`,
    [dark],
  );
  const databaseIds = Object.values(databases);
  const groupIds = await insertGroups(fixture, random, databaseIds);
  const userIds = await insertUsers(fixture, random, groupIds);
  // Chance leaves a rare state out now and then: more are drawn until each is there.
  let keys: readonly ListedKey[] = [];
  while (new Set(keys.map(({ state }) => state)).size < apiKeyStates.length) {
    const keyIds = await insertKeys(fixture, random, userIds, databaseIds);
    keys = [...keys, ...(await describeKeys(fixture, keyIds, databases))];
  }
  return { fixture, groupIds, keys };
}

async function insertGroups(fixture: Fixture, random: Random, databaseIds: string[]): Promise<string[]> {
  const ids = databaseIds.flatMap((databaseId) => random.times(3, 5, () => [newId(), databaseId] as const));
  for (const [id, databaseId] of ids) {
    await fixture.sql.query(
      'INSERT INTO gateway.groups (id, database_id, name, api_access) VALUES ($1, $2, $1, $3)',
      [id, databaseId, random.chance(0.75)],
    );
    const grants = random.some(
      ['t1:select', 't2:select', 't9:select', 'apiKeys:select', 't1.c2:select'],
      random.oneOf([0, 0.3, 0.6]),
    );
    await fixture.sql.query(
      'INSERT INTO gateway.group_grants (group_id, capability) SELECT $1, unnest($2::text[])',
      [id, grants],
    );
    if (random.chance(0.3)) {
      await fixture.sql.query(
        `INSERT INTO gateway.row_rules (group_id, table_key, verb, where_filter) VALUES ($1, 't1', 'select', $2)`,
        [id, random.chance(0.6) ? '{"broken": 1}' : '{"name": {"eq": "x"}}'],
      );
    }
  }
  return ids.map(([id]) => id);
}

async function insertUsers(fixture: Fixture, random: Random, groupIds: string[]): Promise<string[]> {
  const ids = random.times(20, 30, () => newId());
  for (const [index, id] of ids.entries()) {
    await fixture.sql.query(
      'INSERT INTO gateway.users (id, email, name, enabled, deleted_at) VALUES ($1, $2, $3, $4, $5)',
      [
        id,
        `${random.oneOf(['Anna', 'zoë', 'ben_100%'])}${index}@${random.oneOf(['a.example', 'B.example'])}`,
        random.oneOf([null, 'Zoë Ängström', 'Ben', 'quetzal']),
        index > 1 && random.chance(0.9),
        [2, 3].includes(index) || random.chance(0.05) ? '2026-01-01Z' : null,
      ],
    );
    await fixture.sql.query(
      'INSERT INTO gateway.group_members (group_id, user_id) SELECT unnest($2::text[]), $1',
      [id, random.some(groupIds, 0.25)],
    );
  }
  return ids;
}

const WORDS = [
  'Nightly',
  'export',
  'EXPORT',
  'Ärger',
  'ärger',
  '100%',
  'a_b',
  'a\\b',
  'ab',
  'quetzal',
  '日本語',
  '~',
  '"x"',
];

async function insertKeys(
  fixture: Fixture,
  random: Random,
  userIds: string[],
  databaseIds: string[],
): Promise<string[]> {
  const nowMs = fixture.clock.nowMs;
  // Few different ones, so that what is sorted by them has many ties; some at the very ms.
  const instant = (probability: number): string | null =>
    random.chance(probability) ? new Date(nowMs + random.whole(-2, 2)).toISOString() : null;
  const ids = random.times(130, 170, () => newId());
  for (const id of ids) {
    const from = instant(0.2);
    const until = instant(0.5);
    const isInOrder = from === null || until === null || from < until;
    await fixture.sql.query(
      `INSERT INTO gateway.api_keys (id, name, description, tags, user_id, database_id, valid_from, valid_until,
         capabilities, row_narrowing, disabled, revoked_at, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        id,
        random.times(1, 2, () => random.oneOf(WORDS)).join(' '),
        random.chance(0.5) ? random.times(1, 3, () => random.oneOf(WORDS)).join('\n') : null,
        [...new Set(random.times(0, 3, () => random.oneOf(WORDS)))],
        random.oneOf(userIds),
        random.oneOf(databaseIds),
        isInOrder ? from : null,
        until,
        random.oneOf([
          null,
          null,
          ['t1:select'],
          ['t2:select', 'apiKeys:select'],
          ['t9:select'],
          ['t1.c2:select'],
        ]),
        random.chance(0.15) ? random.oneOf(['{"tables": {}}', '{"tables": {"broken": 1}}']) : null,
        random.chance(0.07),
        random.chance(0.07) ? '2026-01-01Z' : null,
        new Date(nowMs - random.whole(0, 20)).toISOString(),
      ],
    );
  }
  await fixture.sql.query(
    `UPDATE gateway.api_key_use SET last_used_at = $2::timestamptz + interval '1 ms' * (ascii(api_key_id) % 7)
     WHERE api_key_id = ANY ($1)`,
    [random.some(ids, 0.6), new Date(nowMs).toISOString()],
  );
  return ids;
}

async function describeKeys(
  { controlPlane, clock }: Fixture,
  ids: readonly string[],
  databases: Readonly<Record<string, string>>,
): Promise<ListedKey[]> {
  const records = await controlPlane.apiKeys.byIds(ids);
  const states = await controlPlane.apiKeys.statesOf(ids);
  return states.map((state, index) => {
    const database = state!.database.id;
    const offer = database === gatewayId ? gatewayOffer : crmOffer;
    // As the field `state` has it: of a database that cannot be reached nobody can know more.
    const isPowerless = database !== databases['dark'] && isEmpty(effectiveCapabilities(state!, offer));
    return {
      record: records[index]!,
      email: state!.user.email,
      slug: state!.database.slug,
      state: keyState(state!, clock.nowMs, isPowerless).state,
    };
  });
}
