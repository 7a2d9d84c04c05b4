import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrateControlPlane } from '../../src/control-plane/migrate.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase({ template: 'empty' });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

describe('migrateControlPlane', () => {
  it('builds the control plane once when three instances start on it at the same time', async () => {
    await Promise.all([1, 2, 3].map(() => migrateControlPlane(database.url)));

    const { rows } = await client.query<{ slug: string; name: string; grants: string[] }>(
      `SELECT d.slug, g.name,
         (SELECT array_agg(capability ORDER BY capability COLLATE "C") FROM gateway.group_grants WHERE group_id = g.id) AS grants
       FROM gateway.groups g JOIN gateway.databases d ON d.id = g.database_id`,
    );
    expect(rows).toEqual([
      {
        slug: 'gateway',
        name: 'Administrators',
        grants: ['*:*', 'databases:connect', 'users:impersonate', 'users:setAttributes'],
      },
    ]);
  });

  it('changes nothing when everything is migrated', async () => {
    const revision = async () => (await client.query<object>('SELECT * FROM gateway.revision')).rows;
    await migrateControlPlane(database.url);
    const before = await revision();
    await migrateControlPlane(database.url);
    expect(await revision()).toEqual(before);
  });

  it('keeps every table in the schema gateway', async () => {
    const { rows } = await client.query(
      `SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'gateway')`,
    );
    expect(rows).toEqual([]);
  });

  it('says what the role needs when it may not create the schema', async () => {
    const other = await createTestDatabase({ template: 'empty' });
    const admin = new pg.Client({ connectionString: other.url });
    await admin.connect();
    await admin.query(`DROP ROLE IF EXISTS postern_plain`);
    await admin.query(`CREATE ROLE postern_plain LOGIN PASSWORD 'plain-password'`);
    const url = new URL(other.url);
    url.username = 'postern_plain';
    url.password = 'plain-password';
    try {
      await expect(migrateControlPlane(url.href)).rejects.toMatchObject({
        code: 'CONTROL_PLANE_UNAVAILABLE',
        message: expect.stringContaining('may not create the schema "gateway"'),
      });
    } finally {
      await admin.query('DROP ROLE postern_plain');
      await admin.end();
      await other.drop();
    }
  });

  it('refuses a control plane that a later version has migrated', async () => {
    await migrateControlPlane(database.url);
    await client.query(`INSERT INTO gateway.kysely_migration (name, timestamp) VALUES ('9999-later', 'now')`);
    try {
      await expect(migrateControlPlane(database.url)).rejects.toMatchObject({
        message: expect.stringContaining('another version of Postern'),
      });
    } finally {
      await client.query(`DELETE FROM gateway.kysely_migration WHERE name = '9999-later'`);
    }
  });

  it('says that the server cannot be reached when nobody listens there', async () => {
    await expect(migrateControlPlane('postgres://127.0.0.1:1/x')).rejects.toMatchObject({
      code: 'CONTROL_PLANE_UNAVAILABLE',
    });
  });
});
