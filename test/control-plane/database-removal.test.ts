import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Secret } from '../../src/foundation/secret.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import {
  addUser,
  gatewayId,
  keyActor,
  lastEvent,
  openFixture,
  operator,
  type Fixture,
} from './control-plane-fixture.js';

let fixture: Fixture;
let target: TestDatabase;
let id: string;
let slug: string;
let round = 0;

beforeAll(async () => {
  fixture = await openFixture();
  target = await createTestDatabase();
});

afterAll(async () => {
  await fixture.close();
  await target.drop();
});

beforeEach(async () => {
  round += 1;
  slug = `crm-${round}`;
  id = await fixture.addDatabase(slug);
});

const remove = (actor: Parameters<Fixture['controlPlane']['databases']['remove']>[0] = operator) =>
  fixture.controlPlane.databases.remove(actor, id);

async function makeGroup(): Promise<string> {
  const { groups } = fixture.controlPlane;
  const group = await groups.create(operator, {
    name: 'Sales',
    databaseSlug: slug,
    capabilities: ['person:select'],
  });
  return group.id;
}

describe('a database that is removed', () => {
  it('is gone from every list and by its slug, and keeps its row without the URL', async () => {
    const { databases } = fixture.controlPlane;
    expect(await remove()).toMatchObject({
      id,
      slug,
      version: 2,
      enabled: false,
      removedAtMs: fixture.clock.nowMs,
    });
    expect((await databases.list()).map((database) => database.id)).not.toContain(id);
    expect(await databases.bySlug(slug)).toBeNull();
    expect(await databases.byIds([id])).toMatchObject([{ id, removedAtMs: fixture.clock.nowMs }]);
    expect(await databases.urlOf(id)).toBeNull();
    const { rows } = await fixture.sql.query('SELECT sealed_url FROM gateway.databases WHERE id = $1', [id]);
    expect(rows).toEqual([{ sealed_url: null }]);
  });

  it('takes its groups along, and the audit has what they granted', async () => {
    const groupId = await makeGroup();
    const userId = await addUser(fixture, [groupId]);
    await remove();
    const { groups, users } = fixture.controlPlane;
    expect(await groups.byIds([groupId])).toEqual([null]);
    expect(await groups.ofUsers([userId])).toEqual([[]]);
    expect(await groups.byName(slug, 'Sales')).toBeNull();
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'databases.remove',
      target: id,
      before: { slug, enabled: true, groups: [{ id: groupId, name: 'Sales', capabilities: ['t1:select'] }] },
    });
    // Whoever enables the user has nothing of it to answer for.
    await users.disable(operator, userId);
    expect(await users.enable(keyActor(['users:update']), userId)).toMatchObject({ enabled: true });
  });

  it('has its keys listed and refused', async () => {
    const groupId = await makeGroup();
    const accessAsUserId = await addUser(fixture, [groupId]);
    const { apiKeys } = fixture.controlPlane;
    const { apiKey } = await apiKeys.create(operator, { name: 'k', accessAsUserId, databaseSlug: slug });
    await remove();
    expect(await apiKeys.statesOf([apiKey.id])).toMatchObject([
      { database: { id, enabled: false }, groups: [] },
    ]);
    const page = await apiKeys.page({ where: { state: ['DATABASE_DISABLED'], accessAsUserId } });
    expect(page.edges.map(({ node }) => node.id)).toEqual([apiKey.id]);
    await apiKeys.revoke(operator, apiKey.id);
  });

  it('takes no more changes, and does not come back', async () => {
    const { databases, groups, apiKeys } = fixture.controlPlane;
    await remove();
    const gone = { code: 'NOT_FOUND' };
    await expect(remove()).rejects.toMatchObject(gone);
    await expect(databases.reload(operator, id)).rejects.toMatchObject(gone);
    await expect(databases.update(operator, { id, version: 2, enabled: true })).rejects.toMatchObject(gone);
    const url = new Secret(target.url);
    await expect(databases.relocate(operator, { id, url })).rejects.toMatchObject(gone);
    await expect(groups.create(operator, { name: 'New', databaseSlug: slug })).rejects.toMatchObject({
      details: { field: 'database' },
    });
    const accessAsUserId = await addUser(fixture);
    await expect(
      apiKeys.create(operator, { name: 'k', accessAsUserId, databaseSlug: slug }),
    ).rejects.toMatchObject({ details: { field: 'database' } });
    for (const column of ['removed_at = NULL', 'enabled = true', `sealed_url = 'x'`]) {
      await expect(
        fixture.sql.query(`UPDATE gateway.databases SET ${column} WHERE id = '${id}'`),
      ).rejects.toThrow();
    }
  });

  it('gives its slug to another one, which has nothing of it', async () => {
    const groupId = await makeGroup();
    const accessAsUserId = await addUser(fixture, [groupId]);
    const { databases, groups, apiKeys } = fixture.controlPlane;
    const { apiKey } = await apiKeys.create(operator, { name: 'k', accessAsUserId, databaseSlug: slug });
    await databases.extendNameLock(id, () => ({
      lock: {
        entries: [
          { id: 't1', kind: 'table', path: ['public', 'person'], name: 'person', appearedLater: false },
        ],
      },
    }));
    await remove();
    const again = await databases.add(operator, { slug, url: new Secret(target.url) });
    expect(again).toMatchObject({ slug, version: 1, enabled: true, settings: {}, removedAtMs: null });
    expect(again.id).not.toBe(id);
    expect(await databases.bySlug(slug)).toEqual(again);
    expect((await groups.page({ databaseSlug: slug })).edges).toEqual([]);
    expect((await apiKeys.page({ where: { databaseSlug: slug } })).edges).toEqual([]);
    expect(await databases.extendNameLock(again.id, (lock) => ({ lock }))).toEqual({ lock: { entries: [] } });
    expect(await apiKeys.statesOf([apiKey.id])).toMatchObject([{ database: { id, enabled: false } }]);
    await expect(databases.add(operator, { slug, url: new Secret(target.url) })).rejects.toMatchObject({
      details: { field: 'slug' },
    });
    // And once more: two that were removed may have had the same slug.
    await databases.remove(operator, again.id);
    expect(await databases.add(operator, { slug, url: new Secret(target.url) })).toMatchObject({ slug });
  });
});

describe('the control plane itself', () => {
  it('cannot be removed', async () => {
    const { databases } = fixture.controlPlane;
    await expect(databases.remove(operator, gatewayId)).rejects.toMatchObject({ code: 'POLICY' });
    await expect(databases.remove(operator, 'x\0')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(
      fixture.sql.query(`UPDATE gateway.databases SET enabled = false, removed_at = now() WHERE id = $1`, [
        gatewayId,
      ]),
    ).rejects.toThrow();
  });
});
