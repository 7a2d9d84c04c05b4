import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredNameLock } from '../../src/control-plane/control-plane.js';
import type { PosternError } from '../../src/foundation/postern-error.js';
import { Secret } from '../../src/foundation/secret.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { gatewayId, openFixture, operator, type Fixture } from './control-plane-fixture.js';

let fixture: Fixture;
let target: TestDatabase;

beforeAll(async () => {
  fixture = await openFixture();
  target = await createTestDatabase();
});

afterAll(async () => {
  await fixture.close();
  await target.drop();
});

const add = (slug: string, url: string, settings?: object) =>
  fixture.controlPlane.databases.add(operator, {
    slug,
    url: new Secret(url),
    ...(settings === undefined ? {} : { settings }),
  });

describe('registering a database', () => {
  it('keeps its URL encrypted and gives it back', async () => {
    const { databases } = fixture.controlPlane;
    const settings = { guardedColumns: ['person.privateNote'], schemas: ['public'], defaultLimit: 10 };
    const database = await add('crm', target.url, settings);
    expect(database).toEqual({ id: expect.any(String), version: 1, slug: 'crm', enabled: true, settings });
    expect((await databases.urlOf(database.id))?.reveal()).toBe(target.url);
    expect(await databases.urlOf(gatewayId)).toBeNull();
    expect((await databases.list()).map(({ slug }) => slug)).toEqual(['crm', 'gateway']);
    expect(await databases.bySlug('crm')).toEqual(database);
    expect(await databases.byIds(['x', database.id])).toEqual([null, database]);
    await expect(add('crm', target.url)).rejects.toMatchObject({ details: { field: 'slug' } });
  });

  it.each(['gateway', 'Crm', '1crm', 'crm_1', '', `a${'b'.repeat(63)}`])(
    'refuses the slug "%s"',
    async (slug) => {
      await expect(add(slug, target.url)).rejects.toMatchObject({ details: { field: 'slug' } });
    },
  );

  it.each([
    'mysql://u:p@127.0.0.1/d',
    'not a url',
    'postgres://u:pass word@127.0.0.1/d',
    'postgres://u:p@/d',
    'postgres://u:p@%2Ftmp/d',
    'postgres://u:p@one,two/d',
    'postgres://u:p@127.1/d',
    'postgres://u:p@2130706433/d',
    'postgres://u:p@0x7f000001/d',
    'postgres://127.0.0.1/d',
    'postgres://u:p@127.0.0.1',
    'postgres://u:p@127.0.0.1/',
    'postgres://u:p@127.0.0.1/d#x',
    'postgres://u:p@127.0.0.1/d?sslrootcert=/etc/passwd',
    'postgres://u:p@127.0.0.1/d?sslcert=/etc/passwd',
    'postgres://u:p@127.0.0.1/d?sslkey=/etc/passwd',
    'postgres://u:p@127.0.0.1/d?host=169.254.169.254',
    'postgres://u:p@127.0.0.1/d?hostaddr=10.0.0.1',
    'postgres://u:p@127.0.0.1/d?options=-c%20log_statement%3Dall',
    'postgres://u:p@127.0.0.1/d?service=x',
    'postgres://u:p@127.0.0.1/d?toString=x',
    'postgres://u:p@127.0.0.1/d?sslmode=sometimes',
    'postgres://u:p@127.0.0.1/d?sslmode=require&sslmode=disable',
    'postgres://u:p@169.254.169.254/d',
    'postgres://u:p@[fe80::1]/d',
    'postgres://u:p@[::ffff:169.254.169.254]/d',
  ])('refuses the URL %s, without repeating it', async (url) => {
    const refusal = await add('other', url).then(
      () => 'accepted',
      (error: unknown) => ({ text: String(error), ...(error as PosternError).details }),
    );
    expect(refusal).toMatchObject({ field: 'url' });
    expect(JSON.stringify(refusal)).not.toContain('u:p');
  });

  it('says the same of every connection that fails, whatever the cause', async () => {
    const causes = [
      ['port', (url: URL) => (url.port = '1')],
      ['database', (url: URL) => (url.pathname = '/absent')],
      ['user', (url: URL) => (url.username = 'absent')],
      ['name', (url: URL) => (url.hostname = 'absent.invalid')],
    ] as const;
    const sentences = await Promise.all(
      causes.map(async ([, spoil]) => {
        const url = new URL(target.url);
        spoil(url);
        return add('other', url.href).then(
          () => 'accepted',
          (error: unknown) => String(error),
        );
      }),
    );
    expect(new Set(sentences).size).toBe(1);
    expect(sentences[0]).toContain('no connection could be made');
  });

  it('refuses the control plane under whatever name', async () => {
    const alias = new URL(fixture.url);
    alias.hostname = 'localhost';
    for (const url of [fixture.url, alias.href, `${fixture.url}?application_name=other`]) {
      await expect(add('other', url)).rejects.toThrow('control plane itself');
    }
  });

  it.each<object>([
    { unknown: 1 },
    { guardedColumns: ['person'] },
    { guardedColumns: 'person.note' },
    { denials: 'hide' },
    { schemas: [] },
    { schemas: ['pg_catalog'] },
    { defaultLimit: 0 },
    { maxLimit: 1.5 },
    { defaultLimit: 1001 },
    { defaultLimit: 11, maxLimit: 10 },
    { toString: 1 },
  ])('refuses the settings %j', async (settings) => {
    await expect(add('other', target.url, settings)).rejects.toMatchObject({
      details: { field: expect.stringMatching(/^settings\./) },
    });
  });
});

describe('the name lock', () => {
  const table = (id: string, name: string) =>
    ({
      id,
      kind: 'table',
      path: ['public', name],
      name,
    }) as const satisfies StoredNameLock['entries'][number];
  const extend = (databaseId: string, names: readonly string[]) =>
    fixture.controlPlane.databases.extendNameLock(databaseId, ({ entries }) => {
      const known = new Set(entries.map(({ name }) => name));
      const added = names.filter((name) => !known.has(name));
      return {
        lock: {
          entries: [...entries, ...added.map((name, index) => table(`t${entries.length + index + 1}`, name))],
        },
      };
    });

  it('issues each name once, also when instances extend it at the same time', async () => {
    const id = await fixture.addDatabase('films');
    await Promise.all([
      extend(id, ['film', 'actor']),
      extend(id, ['actor', 'city']),
      extend(id, ['city', 'film']),
      extend(
        id,
        Array.from({ length: 12 }, (_, index) => `more${index}`),
      ),
    ]);
    const { lock } = await extend(id, []);
    expect(lock.entries).toHaveLength(15);
    expect(lock.entries.map((entry) => entry.id)).toEqual(
      Array.from({ length: 15 }, (_, index) => `t${index + 1}`),
    );
    expect(new Set(lock.entries.map((entry) => entry.name)).size).toBe(15);
  });

  it('refuses to change or drop an entry, and knows no unknown database', async () => {
    const id = await fixture.addDatabase('other-films');
    await extend(id, ['film']);
    const { databases } = fixture.controlPlane;
    await expect(databases.extendNameLock(id, () => ({ lock: { entries: [] } }))).rejects.toThrow('stays');
    await expect(
      databases.extendNameLock(id, () => ({ lock: { entries: [table('t1', 'movie')] } })),
    ).rejects.toThrow('stays');
    await expect(extend('x', ['film'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('changes neither the revision nor the audit', async () => {
    const id = await fixture.addDatabase('more-films');
    const before = await fixture.revision();
    await extend(id, ['film']);
    expect(await fixture.revision()).toBe(before);
  });
});
