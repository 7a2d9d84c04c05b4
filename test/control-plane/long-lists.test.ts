import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { apiKeyStates as states } from '../../src/authentication/key-state.js';
import { pageOfApiKeys } from '../../src/control-plane/api-key-page.js';
import { openDatabase } from '../../src/control-plane/connections.js';
import type {
  ApiKeyOrder,
  ApiKeyQuery,
  Page,
  PageRequest,
  UserService,
} from '../../src/control-plane/control-plane.js';
import { createGroupRightsReader } from '../../src/control-plane/group-rights.js';
import type { ApiKeyRecord, UserRecord } from '../../src/control-plane/records.js';
import type { Pace } from '../../src/control-plane/sieve.js';
import { pageOfUsers } from '../../src/control-plane/user-page.js';
import { Random } from '../model/random.js';
import { openListWorld, type ListedKey, type ListWorld } from './list-world.js';

/*
 * Long lists are found in several ways, by how many rows fit. At the usual pace a small world knows only the first of
 * them: here each goes a few rows at a time.
 */

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const random = new Random(seed);
let world: ListWorld;
let pool: pg.Pool;

beforeAll(async () => {
  world = await openListWorld(random);
  pool = new pg.Pool({ connectionString: world.fixture.url, max: 2 });
}, 60_000);

afterAll(async () => {
  await pool.end();
  await world.fixture.close();
});

const paces: readonly Pace[] = [
  { firstWalk: 8, lastWalk: 40, gathered: 5, gatherPrice: 1, candidates: 6 },
  { firstWalk: 1, lastWalk: 1, gathered: 200, gatherPrice: 0, candidates: 1 },
  { firstWalk: 6, lastWalk: 50, gathered: 0, gatherPrice: Infinity, candidates: 100 },
  { firstWalk: 4, lastWalk: 8, gathered: 3, gatherPrice: 0.001, candidates: 3 },
  { firstWalk: 900, lastWalk: 900, gathered: 0, gatherPrice: 1, candidates: 3 },
];

function page(query: PageRequest & ApiKeyQuery, pace: Pace): Promise<Page<ApiKeyRecord>> {
  const db = openDatabase(pool);
  const { needs } = world.fixture;
  return pageOfApiKeys(db, { ...needs, groupRights: createGroupRightsReader(db, needs) }, query, pace);
}

/** The ids of all pages of a list, from one end to the other. */
async function walk<Row extends { readonly id: string }>(
  pageOf: (request: PageRequest) => Promise<Page<Row>>,
  size: number,
  isBackward: boolean,
): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const result: Page<Row> = await pageOf(
      isBackward ? { last: size, before: cursor } : { first: size, after: cursor },
    );
    const ids = result.edges.map(({ node }) => node.id);
    if (isBackward) seen.unshift(...ids);
    else seen.push(...ids);
    if (!(isBackward ? result.hasPreviousPage : result.hasNextPage)) return seen;
    cursor = (isBackward ? result.edges[0] : result.edges.at(-1))!.cursor;
  }
}

const orders: readonly ApiKeyOrder[] = [
  ...(['NAME_ASC', 'NAME_DESC', 'CREATED_AT_ASC', 'CREATED_AT_DESC'] as const),
  ...(['VALID_UNTIL_ASC', 'VALID_UNTIL_DESC', 'LAST_USED_AT_ASC', 'LAST_USED_AT_DESC'] as const),
];
const terms = [
  ...[
    'export',
    'EXPORT',
    'nightly e',
    '%',
    '_',
    'a_b',
    'a\\b',
    '\\',
    '100%',
    'ÄRGER',
    'ä',
    '日',
    '日本',
    '本語',
  ],
  ...[
    'a',
    'b',
    'ab',
    'zoë',
    'B.EXAMPLE',
    '@',
    'anna1',
    'nothing like this',
    'zq',
    'quetzal',
    '"x"',
    '~',
    'ss',
  ],
];

function drawQuery(): ApiKeyQuery {
  const { nowMs } = world.fixture.clock;
  const key = random.oneOf(world.keys);
  const where = {
    ...(random.chance(0.6) ? { state: random.some(states, random.oneOf([0.1, 0.3, 0.7])) } : {}),
    ...(random.chance(0.1) ? { accessAsUserId: key.record.accessAsUserId } : {}),
    ...(random.chance(0.15) ? { databaseSlug: key.slug } : {}),
    ...(random.chance(0.15) ? { tag: random.oneOf(terms) } : {}),
    ...(random.chance(0.15) ? { expiresBeforeMs: nowMs + random.whole(-3, 3) } : {}),
    ...(random.chance(0.15) ? { neverUsed: random.chance(0.5) } : {}),
  };
  const search = random.chance(0.5) ? random.oneOf([...terms, key.record.id, key.email.toUpperCase()]) : null;
  const drawn = random.times(0, 3, () => random.oneOf(orders));
  const isNew = (order: ApiKeyOrder, index: number) =>
    drawn.findIndex((other) => columnOf(other) === columnOf(order)) === index;
  return { search, where, orderBy: drawn.filter(isNew) };
}

const columnOf = (order: ApiKeyOrder) => order.replace(/_(ASC|DESC)$/, '');

/** What a list must be, by the plainest reading. */
function expectedOf({ search = null, where, orderBy }: ApiKeyQuery): string[] {
  const sought = search?.toLowerCase() ?? '';
  const fits = ({ record, email, slug, state }: ListedKey): boolean =>
    (search === null ||
      record.id === search ||
      [record.name, record.description ?? '', ...record.tags, email].some((text) =>
        text.toLowerCase().includes(sought),
      )) &&
    (where?.state?.includes(state) ?? true) &&
    (where?.accessAsUserId ?? record.accessAsUserId) === record.accessAsUserId &&
    (where?.databaseSlug ?? slug) === slug &&
    holds(where?.tag, (tag) => record.tags.includes(tag)) &&
    holds(where?.expiresBeforeMs, (ms) => (record.validUntilMs ?? Infinity) < ms) &&
    holds(where?.neverUsed, (neverUsed) => (record.lastUsedAtMs === null) === neverUsed);
  const order = orderBy?.length ? orderBy : (['CREATED_AT_DESC'] as const);
  const isDescending = order.at(-1)?.endsWith('DESC') === true;
  return world.keys
    .filter(fits)
    .map(({ record }) => record)
    .sort((left, right) => {
      for (const by of order) {
        const difference = compareBy(by, left, right);
        if (difference !== 0) return difference;
      }
      return (left.id < right.id ? -1 : 1) * (isDescending ? -1 : 1);
    })
    .map(({ id }) => id);
}

const holds = <Value>(value: Value | null | undefined, test: (value: Value) => boolean): boolean =>
  value === null || value === undefined || test(value);

function compareBy(order: ApiKeyOrder, left: ApiKeyRecord, right: ApiKeyRecord): number {
  const sign = order.endsWith('DESC') ? -1 : 1;
  if (columnOf(order) === 'NAME') return sign * Buffer.compare(folded(left.name), folded(right.name));
  const member = {
    CREATED_AT: 'createdAtMs',
    VALID_UNTIL: 'validUntilMs',
    LAST_USED_AT: 'lastUsedAtMs',
  } as const;
  const valueOf = (record: ApiKeyRecord) =>
    record[member[columnOf(order) as keyof typeof member]] ?? sign * Number.MAX_SAFE_INTEGER;
  return sign * (valueOf(left) - valueOf(right));
}

const folded = (name: string) => Buffer.from(name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));

describe('a list of keys, whichever way its rows are found', () => {
  it(`gives exactly the keys that fit, each once, in order, in pages of any size (seed ${seed})`, async () => {
    const sizes: number[] = [];
    for (let run = 0; run < 60; run += 1) {
      const query = drawQuery();
      const expected = expectedOf(query);
      const pace = random.oneOf(paces);
      const size = random.oneOf([1, 3, 20, 200].filter((rows) => rows * 12 > expected.length));
      const found = await walk((request) => page({ ...query, ...request }, pace), size, random.chance(0.5));
      expect({ query, pace, size, found }).toEqual({ query, pace, size, found: expected });
      const counted = await (await page({ ...query, first: 1 }, pace)).totalCount();
      expect({ query, counted }).toEqual({ query, counted: expected.length });
      sizes.push(expected.length);
    }
    expect(sizes.filter((length) => length > 0).length).toBeGreaterThan(20);
  }, 120_000);

  it.each(states)(
    'filtered by the state %s gives those whose field says so, and no others',
    async (state) => {
      const expected = expectedOf({ where: { state: [state] } });
      for (const pace of paces) {
        const found = await walk(
          (request) => page({ where: { state: [state] }, ...request }, pace),
          4,
          false,
        );
        expect(found).toEqual(expected);
      }
    },
  );

  it.each([['CREATED_AT_DESC'], ['CREATED_AT_ASC']] as const)(
    'searched in the order %s, which the hits are in, gives each key once, page by page',
    async (order) => {
      for (const search of ['export', 'ab', 'b.example']) {
        for (const where of [{}, { state: ['ACTIVE', 'EXPIRED', 'NO_EFFECTIVE_CAPABILITIES'] as const }]) {
          const query: ApiKeyQuery = { search, orderBy: [order], where };
          const expected = expectedOf(query);
          for (const pace of paces) {
            const isBackward = random.chance(0.5);
            const found = await walk((request) => page({ ...query, ...request }, pace), 3, isBackward);
            expect({ query, pace, isBackward, found }).toEqual({ query, pace, isBackward, found: expected });
          }
        }
      }
    },
  );

  it('has keys in every state, so that this says something', () => {
    expect(new Set(world.keys.map(({ state }) => state))).toEqual(new Set(states));
  });
});

describe('a list of users, whichever way its rows are found', () => {
  it(`gives exactly the users that fit, each once (seed ${seed})`, async () => {
    type Query = Parameters<UserService['page']>[0];
    const db = openDatabase(pool);
    const pageOf = (query: Query, pace: Pace) => pageOfUsers(db, world.fixture.needs, query, pace);
    const all = (await pageOf({ first: 500 }, paces[0]!)).edges.map(({ node }) => node);
    const { rows: members } = await world.fixture.sql.query<{ user_id: string; group_id: string }>(
      'SELECT user_id, group_id FROM gateway.group_members',
    );
    for (let run = 0; run < 30; run += 1) {
      const where = {
        ...(random.chance(0.4) ? { enabled: random.chance(0.5) } : {}),
        ...(random.chance(0.4) ? { deleted: random.chance(0.3) } : {}),
        ...(random.chance(0.4) ? { group: random.oneOf(world.groupIds) } : {}),
      };
      const search = random.chance(0.6) ? random.oneOf([...terms, 'BEN', 'ängström', 'n0@']) : null;
      const fits = (user: UserRecord): boolean =>
        (search === null ||
          [user.email, user.name ?? ''].some((text) => text.toLowerCase().includes(search.toLowerCase()))) &&
        (where.enabled ?? user.enabled) === user.enabled &&
        (where.deleted ?? user.deletedAtMs !== null) === (user.deletedAtMs !== null) &&
        (where.group === undefined ||
          members.some(({ user_id, group_id }) => user_id === user.id && group_id === where.group));
      const expected = all.filter(fits).map(({ id }) => id);
      const query = { search, where };
      const pace = random.oneOf(paces);
      const found = await walk(
        (request) => pageOf({ ...query, ...request }, pace),
        random.oneOf([2, 50]),
        random.chance(0.5),
      );
      expect({ query, found }).toEqual({ query, found: expected });
      expect(await (await pageOf(query, pace)).totalCount()).toBe(expected.length);
    }
  }, 60_000);
});
