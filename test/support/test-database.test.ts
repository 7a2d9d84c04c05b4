import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from './test-database.js';

describe('test databases', () => {
  it('are each of their own, also when many are asked for at once', async () => {
    const databases = await Promise.all(
      Array.from({ length: 6 }, () => createTestDatabase({ template: 'control-plane' })),
    );
    expect(new Set(databases.map((database) => database.url)).size).toBe(6);
    for (const database of databases) {
      expect(await firstValue(database.url, `select count(*)::int > 0 from gateway.revision`)).toBe(true);
      await database.drop();
    }
  });

  it('are empty unless a template is named', async () => {
    const database = await createTestDatabase();
    expect(await firstValue(database.url, `select to_regclass('gateway.revision')`)).toBeNull();
    await database.drop();
  });

  it('are dropped even while somebody is connected', async () => {
    const database = await createTestDatabase();
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    await database.drop();
    await expect(firstValue(database.url, 'select 1')).rejects.toThrow(/does not exist/);
    await client.end().catch(() => undefined);
  });
});

async function firstValue(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}
