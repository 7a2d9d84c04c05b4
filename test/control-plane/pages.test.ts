import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { effectiveCapabilities } from '../../src/authentication/effective-capabilities.js';
import { keyState } from '../../src/authentication/key-state.js';
import type { ApiKeyOrder, ApiKeyQuery, Page, PageRequest } from '../../src/control-plane/control-plane.js';
import type { ApiKeyRecord } from '../../src/control-plane/records.js';
import {
  addUser,
  administratorsId,
  crmOffer,
  gatewayId,
  gatewayOffer,
  openFixture,
  operator,
  type Fixture,
} from './control-plane-fixture.js';

let fixture: Fixture;
let ids: string[];
let annaId: string;

beforeAll(async () => {
  fixture = await openFixture();
  const { apiKeys, groups, users, usage } = fixture.controlPlane;
  await fixture.addDatabase('crm');
  const sales = await groups.create(operator, {
    name: 'Sales',
    databaseSlug: 'crm',
    capabilities: ['person:select'],
  });
  const closed = await groups.create(operator, {
    name: 'Closed',
    databaseSlug: 'crm',
    capabilities: ['person:select'],
    apiAccess: false,
  });
  annaId = await addUser(fixture, [sales.id]);
  const closedId = await addUser(fixture, [closed.id]);
  const adminId = await addUser(fixture, [administratorsId]);
  const disabledId = await addUser(fixture, [sales.id]);
  const deletedId = await addUser(fixture, [sales.id]);
  const powerlessId = await addUser(fixture);
  const now = fixture.clock.nowMs;
  ids = [];
  const keys = [
    { name: 'b', accessAsUserId: annaId, validUntilMs: now + 1, tags: ['demo'] },
    { name: 'a', accessAsUserId: annaId, validUntilMs: now },
    { name: 'c', accessAsUserId: annaId, validFromMs: now + 1, description: 'Nightly 100% EXPORT' },
    { name: 'c', accessAsUserId: annaId, validFromMs: now, capabilities: ['person:select'] },
    { name: 'd', accessAsUserId: disabledId },
    { name: 'e', accessAsUserId: deletedId, validUntilMs: now + 500, tags: ['demo', 'x'] },
    { name: 'f', accessAsUserId: adminId, databaseSlug: 'gateway' },
    { name: 'f', accessAsUserId: closedId },
    { name: 'g', accessAsUserId: powerlessId, databaseSlug: 'gateway' },
    { name: 'h', accessAsUserId: annaId, capabilities: ['person:select'] },
    { name: 'revoked', accessAsUserId: annaId },
  ];
  for (const key of keys) {
    fixture.clock.nowMs += 1;
    const { apiKey } = await apiKeys.create(operator, { databaseSlug: 'crm', ...key });
    ids.push(apiKey.id);
  }
  fixture.clock.nowMs = now;
  // A subset that its user has lost since.
  await fixture.sql.query(`UPDATE gateway.api_keys SET capabilities = '{t2:select}' WHERE id = $1`, [ids[9]]);
  await users.disable(operator, disabledId);
  await users.delete(operator, deletedId);
  await apiKeys.revoke(operator, ids[10]!);
  for (const [index, atMs] of [
    [0, 10],
    [5, 30],
    [7, 20],
  ] as const) {
    const { state } = await fixture.controlPlane.authorization.load(ids[index]!);
    usage.noteUse({
      keyId: ids[index]!,
      secretDigest: state!.key.secrets[0]!.digest,
      address: '192.0.2.9',
      userAgent: 'curl',
      atMs,
    });
  }
  await usage.flush();
});

afterAll(() => fixture.close());

function page(query: PageRequest & ApiKeyQuery = {}): Promise<Page<ApiKeyRecord>> {
  return fixture.controlPlane.apiKeys.page(query);
}

const idsOf = (result: Page<ApiKeyRecord>) => result.edges.map(({ node }) => ids.indexOf(node.id));

/** All pages of a list, forwards or backwards. */
async function walk(query: ApiKeyQuery, size: number, isBackward = false): Promise<number[]> {
  const seen: number[] = [];
  let cursor: string | null = null;
  for (;;) {
    const request: PageRequest = isBackward ? { last: size, before: cursor } : { first: size, after: cursor };
    const result: Page<ApiKeyRecord> = await page({ ...query, ...request });
    if (isBackward) seen.unshift(...idsOf(result));
    else seen.push(...idsOf(result));
    if (!(isBackward ? result.hasPreviousPage : result.hasNextPage)) return seen;
    cursor = (isBackward ? result.edges[0] : result.edges.at(-1))!.cursor;
  }
}

describe('a list of keys', () => {
  it('is the newest first and knows its count', async () => {
    const result = await page();
    expect(idsOf(result)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(result).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
    expect(await result.totalCount()).toBe(11);
    const one = await page({ first: 1, where: { tag: 'demo' } });
    expect(await one.totalCount()).toBe(2);
  });

  it.each<[ApiKeyOrder, number[]]>([
    ['CREATED_AT_ASC', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['VALID_UNTIL_ASC', [1, 0, 5]],
    ['VALID_UNTIL_DESC', [5, 0, 1]],
    ['LAST_USED_AT_ASC', [0, 7, 5]],
    ['LAST_USED_AT_DESC', [5, 7, 0]],
  ])('is sorted by %s, what has no instant last', async (order, first) => {
    expect(idsOf(await page({ orderBy: [order] })).slice(0, first.length)).toEqual(first);
  });

  it.each<[readonly ApiKeyOrder[]]>([
    [[]],
    [['NAME_ASC']],
    [['NAME_DESC']],
    [['VALID_UNTIL_ASC']],
    [['VALID_UNTIL_DESC']],
    [['LAST_USED_AT_ASC']],
    [['LAST_USED_AT_DESC']],
    [['NAME_ASC', 'CREATED_AT_DESC']],
    [['VALID_UNTIL_DESC', 'NAME_ASC', 'LAST_USED_AT_DESC']],
  ])('gives every key once on pages of any size, in both directions: %j', async (orderBy) => {
    const whole = idsOf(await page({ orderBy }));
    expect(new Set(whole).size).toBe(11);
    for (const size of [1, 2, 3, 10, 11]) {
      expect(await walk({ orderBy }, size)).toEqual(whole);
      expect(await walk({ orderBy }, size, true)).toEqual(whole);
    }
  });

  it('finds text in name, description, tags, e-mail address and id, as it is', async () => {
    expect(idsOf(await page({ search: 'nightly 100% export' }))).toEqual([2]);
    expect(idsOf(await page({ search: '%' }))).toEqual([2]);
    expect(idsOf(await page({ search: 'DEMO' }))).toEqual([5, 0]);
    expect(idsOf(await page({ search: ids[4]! }))).toEqual([4]);
    expect((await page({ search: '@example.com' })).edges).toHaveLength(11);
  });

  it('is filtered', async () => {
    expect(idsOf(await page({ where: { databaseSlug: 'gateway' } }))).toEqual([8, 6]);
    expect(idsOf(await page({ where: { accessAsUserId: annaId, tag: 'demo' } }))).toEqual([0]);
    expect(idsOf(await page({ where: { expiresBeforeMs: fixture.clock.nowMs + 1 } }))).toEqual([1]);
    expect(idsOf(await page({ where: { neverUsed: false } }))).toEqual([7, 5, 0]);
    expect(idsOf(await page({ where: { state: [] } }))).toEqual([]);
  });

  it('is filtered by state exactly as authentication sees it, at the very ms of the bounds', async () => {
    const states = await fixture.controlPlane.apiKeys.statesOf(ids);
    const expected = states.map((state) => {
      const offer = state!.database.id === gatewayId ? gatewayOffer : crmOffer;
      return keyState(state!, fixture.clock.nowMs, effectiveCapabilities(state!, offer).isEmpty()).state;
    });
    expect(new Set(expected).size).toBeGreaterThanOrEqual(7);
    const names = [
      ...new Set([...expected, 'ACTIVE', 'DISABLED', 'DATABASE_DISABLED', 'NO_EFFECTIVE_CAPABILITIES']),
    ];
    for (const state of [
      ...names.map((name) => [name]),
      ['ACTIVE', 'NO_EFFECTIVE_CAPABILITIES'],
      ['ACTIVE', 'REVOKED'],
    ]) {
      const found = idsOf(await page({ where: { state }, orderBy: ['CREATED_AT_ASC'] }));
      const wanted = expected.flatMap((name, index) => (state.includes(name) ? [index] : []));
      expect({ state, found }).toEqual({ state, found: wanted });
    }
  });

  it('refuses cursors of another order, broken ones, and pages without bounds', async () => {
    const { edges } = await page({ orderBy: ['NAME_ASC'], first: 1 });
    const list = 'apiKeys CREATED_AT_DESC';
    const forged = Buffer.from(JSON.stringify(['2026-01-01T00:00:00.000Z', 'x'])).toString('base64url');
    const broken = fixture.needs.sealCursor(list, JSON.stringify(['never', 'x']));
    const foreign = fixture.needs.sealCursor('users', JSON.stringify(['2026-01-01T00:00:00.000Z', 'x']));
    const good = fixture.needs.sealCursor(list, JSON.stringify(['2026-01-01T00:00:00.000Z', 'x']));
    expect((await page({ after: good })).edges).toEqual([]);
    for (const request of [
      { after: edges[0]!.cursor },
      { after: 'nonsense' },
      { before: '' },
      { after: broken },
      { after: forged },
      { after: foreign },
      // Not the last character, which may stand for fewer bits than it has.
      { after: good.replace(/.(?=.{5}$)/, (one) => (one === 'A' ? 'B' : 'A')) },
      { after: '\0' },
      { first: -1 },
      { first: 501 },
      { last: 1.5 },
      { first: 1, last: 1 },
    ]) {
      await expect(page(request)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    expect((await page({ first: 0 })).edges).toEqual([]);
  });
});

describe('a list of users', () => {
  it('is sorted by e-mail address, searched and filtered, page by page', async () => {
    const { users } = fixture.controlPlane;
    await users.create(operator, { email: 'Zoë@example.com', name: 'Zoë' });
    const all = await users.page({});
    const emails = all.edges.map(({ node }) => node.email);
    expect(emails).toEqual([...emails].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const result: Awaited<ReturnType<typeof users.page>> = await users.page({ first: 2, after });
      seen.push(...result.edges.map(({ node }) => node.email));
      after = result.hasNextPage ? result.edges.at(-1)!.cursor : null;
    } while (after !== null);
    expect(seen).toEqual(emails);
    const count = async (query: Parameters<typeof users.page>[0]) => (await users.page(query)).totalCount();
    expect(await count({ search: 'zoë' })).toBe(1);
    expect(await count({ where: { deleted: true } })).toBe(1);
    expect(await count({ where: { deleted: false, enabled: false } })).toBe(1);
    expect(await count({ where: { group: administratorsId } })).toBe(1);
  });

  it('has cursors that say nothing about the addresses, not even how long they are', async () => {
    const { users } = fixture.controlPlane;
    await users.create(operator, { email: 'a@example.com' });
    await users.create(operator, { email: 'a-much-longer-address-than-others@example.com' });
    const { edges } = await users.page({ first: 500 });
    for (const { cursor, node } of edges) {
      const bytes = Buffer.from(cursor, 'base64url').toString('latin1');
      expect(bytes).not.toContain(node.email);
      expect(bytes).not.toContain(node.id);
    }
    expect(new Set(edges.map(({ cursor }) => cursor.length)).size).toBe(1);
    const oracle = Buffer.from(JSON.stringify(['users', 'm', '0'])).toString('base64url');
    await expect(users.page({ after: oracle })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('texts that PostgreSQL cannot store', () => {
  const odd = ['\0', 'x\0', '\ud800', `${'a'.repeat(15)}\0`];

  it.each(odd)('as ids, slugs, tags, names and addresses find nothing: %j', async (text) => {
    const { apiKeys, users, groups, databases } = fixture.controlPlane;
    expect(await apiKeys.byIds([text, ids[0]!])).toMatchObject([null, { id: ids[0] }]);
    expect(await apiKeys.statesOf([text])).toEqual([null]);
    expect(await apiKeys.secretsOf([text])).toEqual([[]]);
    expect(await users.byIds([text])).toEqual([null]);
    expect(await users.byEmail(text)).toBeNull();
    expect(await groups.byIds([text])).toEqual([null]);
    expect(await groups.ofUsers([text])).toEqual([[]]);
    expect(await groups.grantsOf([text])).toEqual([[]]);
    expect(await groups.byName(text, 'Sales')).toBeNull();
    expect(await groups.byName('crm', text)).toBeNull();
    expect(await databases.bySlug(text)).toBeNull();
    expect(await databases.byIds([text])).toEqual([null]);
    expect((await users.page({ where: { group: text } })).edges).toEqual([]);
    for (const where of [{ accessAsUserId: text }, { databaseSlug: text }, { tag: text }]) {
      expect((await page({ where })).edges).toEqual([]);
    }
  });

  it.each(odd)('are no ids, slugs or addresses of a change either: %j', async (text) => {
    const { apiKeys, users, groups, databases } = fixture.controlPlane;
    const notFound = { code: 'NOT_FOUND' };
    const badInput = { code: 'BAD_USER_INPUT' };
    await expect(apiKeys.revoke(operator, text)).rejects.toMatchObject(notFound);
    await expect(apiKeys.update(operator, { id: text, version: 1 })).rejects.toMatchObject(notFound);
    await expect(users.enable(operator, text)).rejects.toMatchObject(notFound);
    await expect(groups.grant(operator, text, ['*:*'])).rejects.toMatchObject(notFound);
    await expect(databases.urlOf(text)).rejects.toMatchObject(notFound);
    await expect(groups.addMember(operator, administratorsId, text)).rejects.toMatchObject(badInput);
    expect(await groups.removeMember(operator, administratorsId, text)).toMatchObject({
      id: administratorsId,
    });
    await expect(users.create(operator, { email: `${text}@example.com` })).rejects.toMatchObject(badInput);
    await expect(groups.create(operator, { name: 'x', databaseSlug: text })).rejects.toMatchObject(badInput);
    const key = { name: 'x', accessAsUserId: annaId, databaseSlug: 'crm' };
    for (const change of [
      { accessAsUserId: text },
      { accessAsUserId: text, capabilities: ['person:select'] },
      { databaseSlug: text },
      { tags: [text] },
      { capabilities: [text] },
      { allowedAddresses: [text] },
    ]) {
      await expect(apiKeys.create(operator, { ...key, ...change })).rejects.toMatchObject(badInput);
    }
  });

  it('are bad input wherever else they come through', async () => {
    await expect(page({ where: { state: ['\0'] } })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(page({ search: 'x\0' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
