import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { up as relationsInTheNameLock } from '../../migrations/0006-relations-in-the-name-lock.js';
import { up as namesAndUsage } from '../../migrations/0004-names-and-usage.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let db: Kysely<unknown>;

const insert = (id: string, kind: string, path: readonly string[], name: string, appearedLater = false) =>
  sql`INSERT INTO gateway.name_lock VALUES ('db', ${id}, ${kind}, ${[...path]}, ${name}, ${appearedLater})`.execute(
    db,
  );

beforeAll(async () => {
  database = await createTestDatabase({ template: 'empty' });
  db = new Kysely({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: database.url }) }),
  });
  // What 0004 rests on, no more: the lock as it was before relations.
  for (const statement of [
    `CREATE SCHEMA gateway`,
    `CREATE TABLE gateway.databases (id text PRIMARY KEY)`,
    `CREATE TABLE gateway.api_keys (id text PRIMARY KEY)`,
    `CREATE TABLE gateway.api_key_secrets (api_key_id text, digest bytea, PRIMARY KEY (api_key_id, digest))`,
    `INSERT INTO gateway.databases VALUES ('db')`,
  ])
    await sql.raw(statement).execute(db);
  await namesAndUsage(db);
  await insert('t1', 'table', ['public', 'person'], 'person');
  await insert('c1', 'column', ['public', 'person', 'id'], 'id', true);
  await insert('e1', 'enum', ['public', 'mood'], 'Mood');
  await insert('v1', 'enumValue', ['public', 'mood', 'ok'], 'ok');
  await relationsInTheNameLock(db);
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

describe('a name lock from before relations', () => {
  it('has all of its entries still', async () => {
    const { rows } = await sql<{
      entry: string;
    }>`SELECT concat_ws(' ', id, kind, name, appeared_later) AS entry FROM gateway.name_lock ORDER BY id`.execute(
      db,
    );
    expect(rows.map(({ entry }) => entry)).toEqual([
      'c1 column id t',
      'e1 enum Mood f',
      't1 table person f',
      'v1 enumValue ok f',
    ]);
  });

  it('takes relations, and tables that appeared later', async () => {
    await insert('r1', 'relation', ['public', 'person', 'forward', '["a"]'], 'organisation');
    await insert('r2', 'relation', ['public', 'person', 'backward', '["a"]'], 'note');
    await insert('r3', 'relation', ['public', 'note', 'forward', '["a"]'], 'organisation');
    await insert('t2', 'table', ['public', 'note'], 'note', true);
  });

  it.each([
    ['a relation without its four parts', 'relation', ['public', 'person', 'forward'], 'x', false],
    ['a table of four parts', 'table', ['public', 'person', 'forward', 'x'], 'x', false],
    ['a kind that it does not know', 'function', ['public', 'person'], 'x', false],
    ['a relation that appeared later', 'relation', ['public', 'person', 'forward', 'x'], 'x', true],
    ['an enum that appeared later', 'enum', ['public', 'x'], 'X', true],
  ] as const)('refuses %s', async (_, kind, path, name, appearedLater) => {
    await expect(insert('x1', kind, path, name, appearedLater)).rejects.toMatchObject({ code: '23514' });
  });

  it('refuses two relations of one table by one name, and one relation twice', async () => {
    const path = ['public', 'film', 'forward', '["a"]'];
    await insert('r11', 'relation', path, 'language');
    await expect(
      insert('r12', 'relation', ['public', 'film', 'backward', '["b"]'], 'language'),
    ).rejects.toMatchObject({ code: '23505' });
    await expect(insert('r13', 'relation', path, 'other')).rejects.toMatchObject({ code: '23505' });
  });
});
