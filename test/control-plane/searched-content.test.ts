import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { up as walkAlongContent } from '../../migrations/0014-walk-along-content.js';
import type { ApiKeyQuery } from '../../src/control-plane/control-plane.js';
import { addUser, openFixture, operator, type Fixture } from './control-plane-fixture.js';

/* What keys are searched by is kept beside them, with what the list is sorted by and whose key it is. */

let fixture: Fixture;
let ids: string[];
let annaId: string;
let benId: string;

beforeAll(async () => {
  fixture = await openFixture();
  await fixture.addDatabase('crm');
  annaId = await addUser(fixture);
  benId = await addUser(fixture);
  await fixture.sql.query(`UPDATE gateway.users SET email = 'ben@b.example' WHERE id = $1`, [benId]);
  ids = [];
  for (const name of ['quetzal one', 'quetzal two', 'quetzal three']) {
    fixture.clock.nowMs += 1;
    const { apiKey } = await fixture.controlPlane.apiKeys.create(operator, {
      name,
      accessAsUserId: annaId,
      databaseSlug: 'crm',
    });
    ids.push(apiKey.id);
  }
});

afterAll(() => fixture.close());

async function find(query: ApiKeyQuery): Promise<number[]> {
  const { edges } = await fixture.controlPlane.apiKeys.page(query);
  return edges.map(({ node }) => ids.indexOf(node.id));
}

const change = (column: string, value: string, key: number) =>
  fixture.sql.query(`UPDATE gateway.api_keys SET ${column} = $1 WHERE id = $2`, [value, ids[key]]);

describe('what keys are searched by', () => {
  it('is there for keys that are older than it is', async () => {
    const pool = new pg.Pool({ connectionString: fixture.url, max: 1 });
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    await walkAlongContent(db).finally(() => db.destroy());
    expect(await find({ search: 'quetzal' })).toEqual([2, 1, 0]);
  });

  it('follows a change of the name', async () => {
    await change('name', 'Heron', 1);
    expect(await find({ search: 'heron' })).toEqual([1]);
    expect(await find({ search: 'quetzal' })).toEqual([2, 0]);
  });

  it('follows a key that is given to another user', async () => {
    expect(await find({ search: 'ben@b.example' })).toEqual([]);
    await change('user_id', benId, 0);
    expect(await find({ search: 'ben@b.example' })).toEqual([0]);
  });

  it('follows the address of a user', async () => {
    await fixture.sql.query(`UPDATE gateway.users SET email = 'ida@b.example' WHERE id = $1`, [benId]);
    expect(await find({ search: 'ben@b.example' })).toEqual([]);
    expect(await find({ search: 'ida@b.example' })).toEqual([0]);
  });

  it('is in the order of the keys where an instant of their creation changes', async () => {
    await change('created_at', '2001-01-01Z', 2);
    expect(await find({ search: 'quetzal' })).toEqual([0, 2]);
    expect(await find({ search: 'quetzal', orderBy: ['CREATED_AT_ASC'] })).toEqual([2, 0]);
  });

  it('goes with its key', async () => {
    await fixture.sql.query('DELETE FROM gateway.api_keys WHERE id = $1', [ids[0]]);
    expect(await find({ search: 'quetzal' })).toEqual([2]);
  });
});
