import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredNameLock } from '../../src/control-plane/control-plane.js';
import { parseDatabaseUrl } from '../../src/control-plane/database-url.js';
import type { PosternError } from '../../src/foundation/postern-error.js';
import { Secret } from '../../src/foundation/secret.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import {
  administratorActor,
  gatewayId,
  keyActor,
  openFixture,
  operator,
  type Fixture,
  lastEvent,
} from './control-plane-fixture.js';

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
    expect(database).toEqual({
      id: expect.any(String),
      version: 1,
      slug: 'crm',
      enabled: true,
      settings,
      removedAtMs: null,
    });
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
    'postgres://u:p@[64:ff9b::169.254.169.254]/d',
    'postgres://u:p@100.100.100.200/d',
    'postgres://u:p@127.0.0.1/d%00options%00-c%20log_statement%3Dall',
    'postgres://u%00replication%00true:p@127.0.0.1/d',
    'postgres://u:p%00x@127.0.0.1/d',
    'postgres://u:p%0a@127.0.0.1/d',
    'postgres://u:p%zz@127.0.0.1/d',
    'postgres://u:p%@127.0.0.1/d',
    'postgres://u:p%ff@127.0.0.1/d',
  ])('refuses the URL %s, without repeating it', async (url) => {
    const refusal = await add('other', url).then(
      () => 'accepted',
      (error: unknown) => ({ text: String(error), ...(error as PosternError).details }),
    );
    expect(refusal).toMatchObject({ field: 'url' });
    expect(JSON.stringify(refusal)).not.toContain('u:p');
  });

  it('says so where the URL itself names a link-local address', async () => {
    await expect(add('other', 'postgres://u:p@169.254.169.254/d')).rejects.toThrow('link-local');
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

describe('a URL that leaves something out', () => {
  it('is kept with a port and a password, so that pg takes neither from the environment of the gateway', async () => {
    const port = await startListener();
    const url = `postgres://u@127.0.0.1:${port.number}/d`;
    const before = process.env['PGPASSWORD'];
    process.env['PGPASSWORD'] = "the-gateway's-own";
    try {
      await expect(add('other', url)).rejects.toMatchObject({ details: { field: 'url' } });
    } finally {
      if (before === undefined) delete process.env['PGPASSWORD'];
      else process.env['PGPASSWORD'] = before;
      await port.close();
    }
    expect(port.received()).toContain('none');
    expect(port.received()).not.toContain('own');
    expect(parseDatabaseUrl(new Secret('postgres://u@h/d'))).toMatchObject({ kind: 'parsed' });
    const parsed = parseDatabaseUrl(new Secret('postgres://u@h/d?sslmode=require'));
    expect(parsed.kind === 'parsed' && parsed.value.url.reveal()).toBe(
      'postgres://u:none@h:5432/d?sslmode=require',
    );
  });
});

describe('reloading a database', () => {
  it('is a new version of it, in the audit', async () => {
    const { databases } = fixture.controlPlane;
    const id = await fixture.addDatabase('to-reload');
    const before = await fixture.revision();
    expect(await databases.reload(operator, id)).toMatchObject({ id, version: 2 });
    expect(BigInt(await fixture.revision())).toBeGreaterThan(BigInt(before));
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'databases.reload',
      actor: 'operator',
      target: id,
      before: { version: 1 },
      after: { version: 2 },
    });
  });

  it('is refused for the control plane and for what does not exist', async () => {
    const { databases } = fixture.controlPlane;
    await expect(databases.reload(operator, gatewayId)).rejects.toMatchObject({ code: 'POLICY' });
    await expect(databases.reload(operator, 'x\0')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('relocating a database', () => {
  it('replaces its URL after the same checks, and the audit does not have it', async () => {
    const { databases } = fixture.controlPlane;
    const { id } = await add('moving', target.url);
    const moved = `${target.url}?application_name=moved`;
    for (const wrong of ['postgres://u:p@127.1/d', fixture.url]) {
      await expect(databases.relocate(operator, { id, url: new Secret(wrong) })).rejects.toMatchObject({
        details: { field: 'url' },
      });
    }
    expect((await databases.urlOf(id))?.reveal()).toBe(target.url);
    expect(await databases.relocate(operator, { id, url: new Secret(moved) })).toMatchObject({ version: 2 });
    expect((await databases.urlOf(id))?.reveal()).toBe(moved);
    const event = await lastEvent(fixture.sql);
    expect(event).toMatchObject({ action: 'databases.relocate', target: id });
    expect(JSON.stringify(event)).not.toContain('postgres');
  });

  it('needs databases:connect and rights over everything, and never moves the control plane', async () => {
    const { databases } = fixture.controlPlane;
    const id = await fixture.addDatabase('staying');
    const url = new Secret(target.url);
    await expect(
      databases.relocate(keyActor(['*:*', 'users:impersonate']), { id, url }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN', details: { missing: ['databases:connect'] } });
    await expect(
      databases.relocate(keyActor(['*:*', 'databases:connect']), { id, url }),
    ).rejects.toMatchObject({ code: 'ESCALATION' });
    await expect(
      databases.relocate(administratorActor({ validUntilMs: 1 }), { id, url }),
    ).rejects.toMatchObject({ code: 'ESCALATION' });
    expect(await databases.relocate(administratorActor(), { id, url })).toMatchObject({ version: 2 });
    await expect(databases.relocate(operator, { id: gatewayId, url })).rejects.toMatchObject({
      code: 'POLICY',
    });
    await expect(databases.relocate(operator, { id: 'x', url })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

/** A server that asks everybody for a password in clear text, and keeps what it is sent. */
async function startListener() {
  const AUTHENTICATION_CLEARTEXT = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);
  let received = '';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      if (received === '') socket.write(AUTHENTICATION_CLEARTEXT);
      else socket.destroy();
      received += data.toString('latin1');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The listener does not listen.');
  return {
    number: address.port,
    received: () => received,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

describe('the name lock', () => {
  const table = (id: string, name: string) =>
    ({
      id,
      kind: 'table',
      path: ['public', name],
      name,
      appearedLater: false,
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
    // Connections that stand already: otherwise the time to make them puts the attempts one after the other.
    await Promise.all(Array.from({ length: 8 }, () => fixture.controlPlane.databases.list()));
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

  it('remembers which columns came after their table', async () => {
    const id = await fixture.addDatabase('growing-films');
    const column = (name: string, appearedLater: boolean): StoredNameLock['entries'][number] => ({
      id: `c_${name}`,
      kind: 'column',
      path: ['public', 'film', name],
      name,
      appearedLater,
    });
    const entries = [column('later', true), column('title', false)];
    const { databases } = fixture.controlPlane;
    await databases.extendNameLock(id, () => ({ lock: { entries } }));
    const read = await databases.extendNameLock(id, (lock) => ({ lock }));
    expect(read.lock.entries).toEqual([entries[0], entries[1]]);
    await expect(
      databases.extendNameLock(id, () => ({
        lock: { entries: [column('later', false), column('title', false)] },
      })),
    ).rejects.toThrow('stays');
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
