import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { KeyActor } from '../../src/control-plane/actor.js';
import type { UpdateDatabase } from '../../src/control-plane/control-plane.js';
import { Secret } from '../../src/foundation/secret.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import {
  administratorActor,
  gatewayId,
  keyActor,
  openFixture,
  operator,
  type Fixture,
  fieldsOf,
  lastEvent,
} from './control-plane-fixture.js';

let fixture: Fixture;
let target: TestDatabase;
let id: string;
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
  id = await fixture.addDatabase(`crm-${round}`);
});

const update = (input: Partial<UpdateDatabase>, actor: KeyActor | typeof operator = operator, version = 1) =>
  fixture.controlPlane.databases.update(actor, { id, version, ...input });

describe('changing the settings of a database', () => {
  it('merges them member by member, and puts back what is unset', async () => {
    expect(await update({ settings: { denials: 'HIDE', maxLimit: 500 } })).toMatchObject({
      version: 2,
      settings: { denials: 'HIDE', maxLimit: 500 },
    });
    const input = { settings: { maxLimit: 400 }, unsetSettings: ['denials'] };
    expect(await update(input, operator, 2)).toMatchObject({ version: 3, settings: { maxLimit: 400 } });
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'databases.update',
      target: id,
      before: { version: 2, settings: { denials: 'HIDE', maxLimit: 500 } },
      after: { version: 3, settings: { denials: null, maxLimit: 400 } },
    });
    const revision = await fixture.revision();
    expect(await update(input, operator, 3)).toMatchObject({ version: 3 });
    expect(await fixture.revision()).toBe(revision);
  });

  it('disables and enables, and refuses a stale version and loses nothing', async () => {
    expect(await update({ enabled: false })).toMatchObject({ version: 2, enabled: false });
    await expect(update({ enabled: true })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { currentVersion: 2 },
    });
    expect(await update({ enabled: true }, operator, 2)).toMatchObject({ version: 3, enabled: true });
  });

  it.each<[Partial<UpdateDatabase>, readonly string[]]>([
    [{ enabled: null }, ['enabled']],
    [{ settings: null }, ['settings']],
    [{ settings: [] }, ['settings']],
    [{ url: null }, ['url']],
    [{ settings: { denials: null } }, ['settings.denials']],
    [{ settings: { denial: 'HIDE' } }, ['settings.denial']],
    [{ unsetSettings: ['denial'] }, ['unsetSettings']],
    [{ settings: { denials: 'HIDE' }, unsetSettings: ['denials'] }, ['unsetSettings']],
    [{ settings: { maxLimit: 10, defaultLimit: 11 } }, ['settings.defaultLimit']],
  ])('refuses %j', async (input, fields) => {
    expect(await fieldsOf(update(input))).toEqual(fields);
  });

  it('says of null what to write instead, and judges the settings as they would be together', async () => {
    await expect(update({ settings: { denials: null } })).rejects.toThrow('unsetSettings: ["denials"]');
    await update({ settings: { defaultLimit: 200 } });
    expect(await fieldsOf(update({ settings: { maxLimit: 100 } }, operator, 2))).toEqual([
      'settings.defaultLimit',
    ]);
  });

  it.each([
    { sessionRole: 'app_reader' },
    { sessionRole: 'app-reader' },
    { sessionSettings: {} },
    { sessionSettings: { 'app.user_id': '$user.attributes.crm.id', 'app.tenant': 'north' } },
    { sessionSettings: { 'a.b': '$user.id', 'a.c': '$user.email', 'a.d': '$key.id', 'a.e': '$key.tags' } },
    { sessionSettings: { 'a.b.c': '$now', 'a.d': '$$5', 'a.e': '' } },
  ])('accepts %j', async (settings) => {
    expect((await update({ settings })).settings).toEqual(settings);
  });

  it.each([
    { sessionRole: 'none' },
    { sessionRole: 'NONE' },
    { sessionRole: 'pg_read_all_data' },
    { sessionRole: '' },
    { sessionRole: 'a"b' },
    { sessionRole: 'x'.repeat(64) },
    { sessionRole: 5 },
    { sessionSettings: { role: 'x' } },
    { sessionSettings: { search_path: 'x' } },
    { sessionSettings: { 'App.user': 'x' } },
    { sessionSettings: { 'app.': 'x' } },
    { sessionSettings: { 'app.user; drop': 'x' } },
    { sessionSettings: { 'app.user': 5 } },
    { sessionSettings: { 'app.user': 'a\u0000' } },
    { sessionSettings: { 'app.user': '$user.name' } },
    { sessionSettings: { 'app.user': '$user.attributes' } },
    { sessionSettings: { 'app.user': '$user.attributes.' } },
    { sessionSettings: { 'app.user': '$' } },
    { sessionSettings: [] },
    { sessionSettings: Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`a.b${index}`, 'x'])) },
  ])('refuses %j', async (settings) => {
    expect(await fieldsOf(update({ settings }))).toEqual([`settings.${Object.keys(settings)[0]!}`]);
  });

  it('leaves the control plane alone, and knows no unknown database', async () => {
    const { databases } = fixture.controlPlane;
    for (const input of [
      { enabled: false },
      { settings: { maxLimit: 5 } },
      { url: new Secret(target.url) },
    ]) {
      await expect(
        databases.update(administratorActor(), { id: gatewayId, version: 1, ...input }),
      ).rejects.toMatchObject({ code: 'POLICY' });
    }
    await expect(databases.update(operator, { id: 'x', version: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('another URL', () => {
  it('is checked like a new one, sealed, and kept out of the audit', async () => {
    const { databases } = fixture.controlPlane;
    for (const wrong of ['postgres://u:p@127.1/d', fixture.url]) {
      expect(await fieldsOf(update({ url: new Secret(wrong) }))).toEqual(['url']);
    }
    const url = `${target.url}?application_name=moved`;
    expect(await update({ url: new Secret(url) })).toMatchObject({ version: 2 });
    expect((await databases.urlOf(id))?.reveal()).toBe(url);
    const event = await lastEvent(fixture.sql);
    expect(event).toMatchObject({ action: 'databases.update', after: { url: 'replaced' } });
    expect(JSON.stringify(event)).not.toContain('postgres');
  });

  it('needs databases:connect and users:impersonate, and nothing is connected to before', async () => {
    const url = new Secret('postgres://u:p@127.0.0.1:1/d');
    await expect(update({ url }, keyActor(['*:*', 'users:impersonate']))).rejects.toMatchObject({
      code: 'FORBIDDEN',
      details: { missing: ['databases:connect'] },
    });
    await expect(update({ url }, keyActor(['*:*', 'databases:connect']))).rejects.toMatchObject({
      code: 'ESCALATION',
    });
    expect(await fieldsOf(update({ url }, administratorActor()))).toEqual(['url']);
  });
});

describe('a key that changes a database', () => {
  const protections = [
    { settings: { guardedColumns: [] } },
    { settings: { newColumns: 'OPEN' } },
    { settings: { denials: 'HIDE' } },
    { settings: { schemas: ['private'] } },
    { settings: { sessionRole: 'owner' } },
    { settings: { sessionSettings: { 'app.user_id': '1' } } },
    { settings: { maxLimit: 5, defaultLimit: 5, newColumns: 'OPEN' } },
    { unsetSettings: ['sessionRole'] },
    { enabled: true },
  ];

  /** Which is its second version. */
  async function protect(): Promise<void> {
    await fixture.sql.query('UPDATE gateway.databases SET enabled = false, settings = $2 WHERE id = $1', [
      id,
      { guardedColumns: ['person.privateNote'], sessionRole: 'reader' },
    ]);
  }

  it.each(protections)('may not do %j without users:impersonate', async (input) => {
    await protect();
    await expect(update(input, keyActor(['*:*', 'databases:connect']), 2)).rejects.toMatchObject({
      code: 'ESCALATION',
    });
    expect(await fixture.controlPlane.databases.byIds([id])).toMatchObject([{ version: 2 }]);
    expect(await update(input, administratorActor(), 2)).toMatchObject({ version: 3 });
  });

  it.each(protections)('passes its own limits on: %j', async (input) => {
    await protect();
    await expect(update(input, administratorActor({ validUntilMs: 100 }), 2)).rejects.toMatchObject({
      code: 'ESCALATION',
    });
  });

  it('may set limits and disable', async () => {
    const settings = { defaultLimit: 5, maxLimit: 6, maxDepth: 7, statementTimeoutMs: 8 };
    const actor = keyActor(['*:*'], { validUntilMs: 100 });
    expect(await update({ settings, enabled: false }, actor)).toMatchObject({ settings, enabled: false });
    expect(await update({ unsetSettings: ['maxDepth'] }, actor, 2)).toMatchObject({ version: 3 });
  });
});
