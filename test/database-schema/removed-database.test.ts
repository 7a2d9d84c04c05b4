import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  createServedDatabases,
  type Registration,
  type ServedDatabases,
} from '../../src/database-schema/served-databases.js';
import { Secret } from '../../src/foundation/secret.js';
import { testCursors } from '../support/test-cursors.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { crmLimits } from './serve-crm.js';

let crm: TestDatabase;
let watcher: pg.Client;
let databases: ServedDatabases;
let registration: Registration | null;

beforeAll(async () => {
  crm = await createTestDatabase({ template: 'crm' });
  watcher = new pg.Client({ connectionString: crm.url });
  await watcher.connect();
  registration = {
    id: 'crm',
    slug: 'crm',
    version: 1,
    url: new Secret(crm.url),
    settings: {
      ...crmLimits,
      guardedColumns: [],
      newColumns: 'OPEN',
      denials: 'FORBID',
      maxDepth: 10,
      sessionRole: null,
      sessionSettings: {},
      schemas: ['public'],
      hide: [],
      statementTimeoutMs: 5_000,
    },
  };
  databases = createServedDatabases({
    registrationOf: () => Promise.resolve(registration),
    extendNameLock: (_id, extend) => Promise.resolve(extend({ entries: [] })),
    log: () => undefined,
    cursors: testCursors,
    pollMs: 20,
    maxConnections: 2,
  });
});

afterAll(async () => {
  await databases.close();
  await watcher.end();
  await crm.drop();
});

async function connections(): Promise<number> {
  const { rows } = await watcher.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'postern'`,
  );
  return rows[0]!.count;
}

async function until(fits: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await fits())) {
    if (Date.now() > end) throw new Error('It did not come to that.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('a database whose settings alone changed keeps its schema; one whose tables changed gets another', async () => {
  const first = await databases.get('crm', 1);
  registration = { ...registration!, version: 2, settings: { ...registration!.settings, maxDepth: 5 } };
  const second = await databases.get('crm', 2);
  expect(second.full).toBe(first.full);
  expect(second.settings.maxDepth).toBe(5);
  registration = { ...registration, version: 3, settings: { ...registration.settings, hide: ['product'] } };
  const third = await databases.get('crm', 3);
  expect(third.full).not.toBe(first.full);
  expect(third.full.schema.getType('Product')).toBeUndefined();
  await watcher.query('ALTER TABLE person ADD COLUMN shoe_size int');
  registration = { ...registration, version: 4, settings: { ...registration.settings, hide: [] } };
  const fourth = await databases.get('crm', 4);
  expect(fourth.full).not.toBe(first.full);
  expect(fourth.named.tables.find(({ name }) => name === 'person')?.columns.at(-1)?.name).toBe('shoeSize');
});

it('a running gateway stops serving a database that was removed, and closes its connections', async () => {
  await databases.get('crm', 4);
  expect(await connections()).toBeGreaterThan(0);
  registration = null;
  await until(async () => (await connections()) === 0);
  await expect(databases.get('crm', 1)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
});
