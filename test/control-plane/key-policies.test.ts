import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CreateApiKey, UpdateApiKey } from '../../src/control-plane/control-plane.js';
import { createControlPlane } from '../../src/control-plane/create-control-plane.js';
import { brokenPolicies } from '../../src/control-plane/key-policies.js';
import type { ApiKeyRecord, DatabaseSettings } from '../../src/control-plane/records.js';
import {
  addUser,
  administratorActor,
  administratorsId,
  gatewayId,
  keyActor,
  openFixture,
  operator,
  type Fixture,
} from './control-plane-fixture.js';

const DAY = 86_400_000;
const MONTH = { requireValidUntil: true, maxLifetimeDays: 30, requireAllowedAddresses: true };

let fixture: Fixture;
let userId: string;
let slug: string;
let databaseId: string;
let now: number;
let round = 0;

beforeAll(async () => {
  fixture = await openFixture();
  now = fixture.clock.nowMs;
  userId = await addUser(fixture);
});

afterAll(() => fixture.close());

beforeEach(async () => {
  fixture.clock.nowMs = now;
  round += 1;
  slug = `crm-${round}`;
  databaseId = await fixture.addDatabase(slug);
});

async function createKey(input: Partial<CreateApiKey> = {}): Promise<ApiKeyRecord> {
  const { apiKey } = await fixture.controlPlane.apiKeys.create(operator, {
    name: 'key',
    accessAsUserId: userId,
    databaseSlug: slug,
    ...input,
  });
  return apiKey;
}

async function setPolicies(settings: DatabaseSettings): Promise<void> {
  await fixture.sql.query('UPDATE gateway.databases SET settings = $2 WHERE id = $1', [databaseId, settings]);
}

const update = (key: ApiKeyRecord, input: Partial<UpdateApiKey>) =>
  fixture.controlPlane.apiKeys.update(operator, { id: key.id, version: key.version, ...input });

const policy = (policies: readonly string[], field: string) => ({
  code: 'POLICY',
  details: { policies, field },
});

describe('a new key', () => {
  it.each<[string, DatabaseSettings, Partial<CreateApiKey>, readonly string[], string]>([
    ['no end', { requireValidUntil: true }, {}, ['requireValidUntil'], 'validUntil'],
    ['no end', { maxLifetimeDays: 30 }, {}, ['maxLifetimeDays'], 'validUntil'],
    [
      'no end, where both are set',
      MONTH,
      { allowedAddresses: ['192.0.2.1'] },
      ['requireValidUntil', 'maxLifetimeDays'],
      'validUntil',
    ],
    ['no addresses', { requireAllowedAddresses: true }, {}, ['requireAllowedAddresses'], 'allowedAddresses'],
    [
      'all addresses of one family among others',
      { requireAllowedAddresses: true },
      { allowedAddresses: ['192.0.2.1', '::/0'] },
      ['requireAllowedAddresses'],
      'allowedAddresses',
    ],
    [
      'all of IPv4, written as IPv6',
      { requireAllowedAddresses: true },
      { allowedAddresses: ['::ffff:0.0.0.0/96'] },
      ['requireAllowedAddresses'],
      'allowedAddresses',
    ],
  ])('with %s is refused by %j', async (_case, settings, input, policies, field) => {
    await setPolicies(settings);
    await expect(createKey(input)).rejects.toMatchObject(policy(policies, field));
    await expect(
      fixture.controlPlane.apiKeys.create(administratorActor(), {
        name: 'key',
        accessAsUserId: userId,
        databaseSlug: slug,
        ...input,
      }),
    ).rejects.toMatchObject({ code: 'POLICY' });
  });

  it('may live so many days from now, or from its start where that is later, to the millisecond', async () => {
    await setPolicies({ maxLifetimeDays: 30 });
    await createKey({ validUntilMs: now + 30 * DAY });
    await expect(createKey({ validUntilMs: now + 30 * DAY + 1 })).rejects.toThrow('at most 30 days');
    const validFromMs = now + 100 * DAY;
    await createKey({ validFromMs, validUntilMs: validFromMs + 30 * DAY });
    await expect(createKey({ validFromMs, validUntilMs: validFromMs + 30 * DAY + 1 })).rejects.toMatchObject({
      code: 'POLICY',
    });
    await expect(
      createKey({ validFromMs: now - 100 * DAY, validUntilMs: now + 30 * DAY + 1 }),
    ).rejects.toMatchObject({ code: 'POLICY' });
  });

  it('is free of policies that are off, and of those of other databases', async () => {
    await setPolicies({ requireValidUntil: false, requireAllowedAddresses: false });
    await createKey();
    await setPolicies(MONTH);
    await fixture.addDatabase(`${slug}-other`);
    await createKey({ databaseSlug: `${slug}-other` });
  });
});

describe('a key from before its policies', () => {
  it('goes on as it is: renamed, narrowed and revoked, never strengthened', async () => {
    const key = await createKey({ capabilities: null, tags: ['a'] });
    await setPolicies(MONTH);
    const renamed = await update(key, { name: 'renamed', description: 'still in use' });
    expect(renamed).toMatchObject({ name: 'renamed', version: 2 });
    const other = await addUser(fixture);
    for (const input of [{ accessAsUserId: other }, { tags: ['b'] }]) {
      await expect(update(renamed, input)).rejects.toMatchObject({ code: 'POLICY' });
    }
    await fixture.controlPlane.apiKeys.revoke(operator, key.id);
  });

  it('may keep what it has, and where it is changed it must keep the policy of that', async () => {
    const key = await createKey({ validUntilMs: now + 500 * DAY });
    await setPolicies(MONTH);
    // Earlier, but not early enough: narrowed, and still what the policy is about.
    await expect(update(key, { validUntilMs: now + 31 * DAY })).rejects.toMatchObject(
      policy(['maxLifetimeDays'], 'validUntil'),
    );
    await expect(update(key, { validFromMs: now + DAY })).rejects.toMatchObject(
      policy(['maxLifetimeDays'], 'validUntil'),
    );
    await expect(update(key, { allowedAddresses: ['0.0.0.0/0'] })).rejects.toMatchObject(
      policy(['requireAllowedAddresses'], 'allowedAddresses'),
    );
    // One after the other, each by itself.
    const ended = await update(key, { validUntilMs: now + 30 * DAY });
    const listed = await update(ended, { allowedAddresses: ['192.0.2.0/24'] });
    expect(await update(listed, { tags: ['b'] })).toMatchObject({ tags: ['b'] });
    await expect(
      update({ ...listed, version: 4 }, { unset: ['VALID_UNTIL', 'ALLOWED_ADDRESSES'] }),
    ).rejects.toMatchObject(
      policy(['requireValidUntil', 'maxLifetimeDays', 'requireAllowedAddresses'], 'validUntil'),
    );
  });

  it('cannot be moved nearer to its end by a start that it then drops', async () => {
    await setPolicies({ maxLifetimeDays: 30 });
    const validFromMs = now + 1000 * DAY;
    const key = await createKey({ validFromMs, validUntilMs: validFromMs + 30 * DAY });
    await expect(update(key, { unset: ['VALID_FROM'] })).rejects.toMatchObject({ code: 'POLICY' });
  });

  it('is listed for as long as it breaks one and is not revoked, by the meaning of the refusal', async () => {
    const bounds = [null, -31, 0, 1, 30, 31, 1000].map((days) => (days === null ? null : now + days * DAY));
    const addresses = [
      null,
      ['192.0.2.1'],
      ['192.0.2.1', '0.0.0.0/0'],
      ['::/0'],
      ['0.0.0.0/1', '128.0.0.0/1'],
    ];
    const keys: ApiKeyRecord[] = [];
    for (const validFromMs of bounds) {
      for (const until of bounds) {
        for (const validUntilMs of until === null ? [until] : [until, until + 1]) {
          if (validFromMs !== null && validUntilMs !== null && validFromMs >= validUntilMs) continue;
          const allowedAddresses = addresses[keys.length % addresses.length] ?? null;
          keys.push(await createKey({ validFromMs, validUntilMs, allowedAddresses }));
        }
      }
    }
    const revoked = await createKey();
    await fixture.controlPlane.apiKeys.revoke(operator, revoked.id);
    for (const settings of [
      {},
      { requireValidUntil: true },
      { requireValidUntil: false, requireAllowedAddresses: false },
      { maxLifetimeDays: 1 },
      { maxLifetimeDays: 30 },
      { maxLifetimeDays: 3650, requireValidUntil: true },
      { requireAllowedAddresses: true },
      MONTH,
    ]) {
      await setPolicies(settings);
      for (const nowMs of [now, now + 31 * DAY]) {
        fixture.clock.nowMs = nowMs;
        const breaking = keys.filter(
          (key) => brokenPolicies({ settings, removedAtMs: null }, key, nowMs).length > 0,
        );
        expect(await listed(true)).toEqual(breaking.map(({ id }) => id).sort());
        const kept = keys.filter((key) => !breaking.includes(key)).map(({ id }) => id);
        expect(await listed(false)).toEqual([...kept, revoked.id].sort());
      }
    }
  }, 60_000);

  async function listed(breaksPolicy: boolean): Promise<readonly string[]> {
    const page = await fixture.controlPlane.apiKeys.page({
      first: 500,
      where: { breaksPolicy, databaseSlug: slug },
    });
    return page.edges.map(({ node }) => node.id).sort();
  }

  it('is counted in days of 24 hours, whatever the time zone of the session', async () => {
    await fixture.sql.query(
      `ALTER DATABASE "${new URL(fixture.url).pathname.slice(1)}" SET timezone = 'Europe/Berlin'`,
    );
    // Summer time ends in these thirty days.
    const start = Date.parse('2026-10-10T00:00:00Z');
    fixture.clock.nowMs = start;
    const ends = [30 * DAY, 30 * DAY + 1].map((ms) => start + ms);
    for (const validUntilMs of ends) await createKey({ validUntilMs });
    await setPolicies({ maxLifetimeDays: 30 });
    const other = createControlPlane({ url: fixture.url, needs: fixture.needs });
    const page = await other.apiKeys.page({ where: { breaksPolicy: true, databaseSlug: slug } });
    expect(page.edges.map(({ node }) => node.validUntilMs)).toEqual([ends[1]]);
    await other.close();
  });
});

describe('the policies of the database gateway', () => {
  it('are its only settings, and bind the keys of administrators', async () => {
    const { databases, apiKeys } = fixture.controlPlane;
    const set = (input: object, version: number) =>
      databases.update(administratorActor(), { id: gatewayId, version, ...input });
    for (const input of [
      { enabled: true },
      { settings: { requireValidUntil: true, maxLimit: 5 } },
      { settings: { requireValidUntil: true }, enabled: false },
      { unsetSettings: ['sessionRole'] },
    ]) {
      await expect(set(input, 1)).rejects.toMatchObject({ code: 'POLICY' });
    }
    expect(await set({ settings: { requireValidUntil: true } }, 1)).toMatchObject({
      version: 2,
      settings: { requireValidUntil: true },
    });
    const admin = await addUser(fixture, [administratorsId]);
    const input = { name: 'key', accessAsUserId: admin, databaseSlug: 'gateway' };
    await expect(apiKeys.create(administratorActor(), input)).rejects.toMatchObject({ code: 'POLICY' });
    await apiKeys.create(operator, { ...input, validUntilMs: now + 1 });
    expect(await set({ unsetSettings: ['requireValidUntil'] }, 2)).toMatchObject({ settings: {} });
  });

  it.each([
    { requireValidUntil: 'true' },
    { requireAllowedAddresses: 1 },
    { maxLifetimeDays: 0 },
    { maxLifetimeDays: 3651 },
    { maxLifetimeDays: 1.5 },
    { maxLifetimeDays: '30' },
  ])('refuse %j', async (settings) => {
    const { databases } = fixture.controlPlane;
    await expect(databases.update(operator, { id: databaseId, version: 1, settings })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it.each([
    { settings: { maxLifetimeDays: 31 } },
    { settings: { requireValidUntil: false } },
    { unsetSettings: ['requireAllowedAddresses'] },
  ])('are set and lifted only by somebody who may impersonate: %j', async (input) => {
    await setPolicies(MONTH);
    const { databases } = fixture.controlPlane;
    const change = { id: databaseId, version: 2, ...input };
    await expect(databases.update(keyActor(['*:*']), change)).rejects.toMatchObject({ code: 'ESCALATION' });
    expect(await databases.update(administratorActor(), change)).toMatchObject({ version: 3 });
  });
});
