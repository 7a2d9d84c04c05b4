import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { privateNoteMarker } from '../../src/sample/private-note.js';
import { createSampleDatabase } from '../../src/sample/sample-database.js';
import { sampleTables } from '../../src/sample/sample-schema.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let client: pg.Client;
let fillMs: number;

beforeAll(async () => {
  database = await createTestDatabase();
  client = await connect(database);
  const start = performance.now();
  await createSampleDatabase((sql, values) => client.query(sql, values));
  fillMs = performance.now() - start;
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

describe('the sample database', () => {
  it('has at least 20,000 rows, some in each table', async () => {
    const counts = await countRows(client);
    expect(counts.every((count) => count >= 50)).toBe(true);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(20_000);
  });

  it('is made in a time that nobody notices at the first start', () => {
    // Under a second alone; the bound leaves room for a machine that does other things meanwhile.
    expect(fillMs).toBeLessThan(10_000);
  });

  it('is the same to the last byte each time it is made', async () => {
    const second = await createTestDatabase();
    const other = await connect(second);
    await createSampleDatabase((sql, values) => other.query(sql, values));
    const checksums = await Promise.all([checksumTables(client), checksumTables(other)]);
    await other.end();
    await second.drop();
    expect(checksums[0]).toEqual(checksums[1]);
    expect(new Set(checksums[0]).size).toBe(sampleTables.length);
  });

  it('is left as it is when it stands already', async () => {
    await client.query(`UPDATE organisation SET industry = 'Space' WHERE id = 1`);
    await createSampleDatabase((sql, values) => client.query(sql, values));
    const { rows } = await client.query(`SELECT industry FROM organisation WHERE id = 1`);
    expect(rows).toEqual([{ industry: 'Space' }]);
  });

  it('is made whole or not at all', async () => {
    const broken = await createTestDatabase();
    const other = await connect(broken);
    const failsAtActivity = async (sql: string, values?: unknown[]): Promise<unknown> => {
      if (sql.startsWith('INSERT INTO activity')) throw new Error('the power went off');
      return other.query(sql, values);
    };
    await expect(createSampleDatabase(failsAtActivity)).rejects.toThrow('the power went off');
    const { rows } = await other.query(`SELECT to_regclass('organisation') AS made`);
    expect(rows).toEqual([{ made: null }]);
    await createSampleDatabase((sql, values) => other.query(sql, values));
    expect(await countRows(other)).toEqual(await countRows(client));
    await other.end();
    await broken.drop();
  });

  it('goes on with its own ids when a row is added', async () => {
    await client.query('BEGIN');
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO organisation (name, industry) VALUES ('Newcomer', 'Energy') RETURNING id`,
    );
    const { rows: highest } = await client.query(
      `SELECT max(id) AS id FROM organisation WHERE name <> 'Newcomer'`,
    );
    await client.query('ROLLBACK');
    expect(rows[0]!.id).toBe((highest[0] as { id: number }).id + 1);
  });
});

describe("the sample's private notes", () => {
  it('carry a marker that stands in no other column', async () => {
    const hits: string[] = [];
    for (const table of sampleTables) {
      const { rows } = await client.query<{ column_name: string; n: number }>(
        `SELECT column_name, (xpath('/row/n/text()', query_to_xml(format(
           'SELECT count(*) AS n FROM %I WHERE %I::text LIKE ''%%${privateNoteMarker}%%''', table_name, column_name
         ), true, true, '')))[1]::text::int AS n
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1`,
        [table],
      );
      hits.push(...rows.filter((row) => row.n > 0).map((row) => `${table}.${row.column_name}`));
    }
    expect(hits).toEqual(['person.private_note']);
  });

  it('all carry the marker, and the first person has one', async () => {
    const { rows } = await client.query(
      `SELECT count(*) FILTER (WHERE private_note NOT LIKE '${privateNoteMarker}%')::int AS unmarked,
              bool_or(id = 1 AND private_note IS NOT NULL) AS first FROM person`,
    );
    expect(rows).toEqual([{ unmarked: 0, first: true }]);
  });
});

describe("the sample's rows", () => {
  it.each([
    [
      'a person in a deal works at the organisation of the deal',
      `
      SELECT 1 FROM opportunity o JOIN person p ON p.id = o.person_id WHERE p.organisation_id <> o.organisation_id`,
    ],
    [
      'the amount of a deal with lines is their sum',
      `
      SELECT 1 FROM opportunity o JOIN opportunity_line l ON l.opportunity_id = o.id
      GROUP BY o.id HAVING o.amount <> sum(l.quantity * l.unit_price)`,
    ],
    [
      'only solved and closed cases have an end',
      `
      SELECT 1 FROM support_case WHERE (closed_at IS NULL) <> (status IN ('open', 'waiting'))`,
    ],
    [
      'nothing happens before its organisation was known',
      `
      SELECT 1 FROM person p JOIN organisation o ON o.id = p.organisation_id
      WHERE p.created_at < date_trunc('day', o.created_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'`,
    ],
    [
      'every address of a person is under a reserved domain',
      `
      SELECT 1 FROM person WHERE email !~ '^[a-z0-9.-]+@([a-z0-9-]+\\.example|example\\.(com|net|org))$'`,
    ],
    [
      'every site is under a reserved domain',
      `
      SELECT 1 FROM organisation WHERE website !~ '^https://www\\.[a-z0-9-]+\\.example/$'`,
    ],
    [
      'every phone number is from a range kept for fiction',
      `
      SELECT 1 FROM person WHERE phone !~
      '^\\+1 [0-9]{3} 555 01[0-9]{2}$|^\\+44 (20 7946 0|1[0-9]{2} 496 0|7700 900)[0-9]{3}$|^\\+33 (1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98)( [0-9]{2}){2}$'`,
    ],
  ])('%s', async (_guarantee, counterexamples) => {
    expect((await client.query(counterexamples)).rowCount).toBe(0);
  });
});

describe("the sample's schema", () => {
  it('has an index on every foreign key', async () => {
    const { rows } = await client.query(`
      SELECT c.conrelid::regclass::text AS "table", c.conname FROM pg_constraint c
      WHERE c.contype = 'f' AND NOT EXISTS (
        SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])`);
    expect(rows).toEqual([]);
  });

  it('has a comment and an integer primary key on every table, a jsonb and an array column', async () => {
    const { rows } = await client.query<{ name: string }>(`
      SELECT relname AS name FROM pg_class JOIN pg_index ON indrelid = pg_class.oid AND indisprimary
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND obj_description(pg_class.oid) IS NOT NULL`);
    expect(rows.map((row) => row.name).sort()).toEqual([...sampleTables].sort());
    const types = await client.query<{ type: string }>(
      `SELECT DISTINCT data_type AS type FROM information_schema.columns WHERE table_schema = 'public'`,
    );
    expect(types.rows.map((row) => row.type)).toEqual(
      expect.arrayContaining([
        'jsonb',
        'ARRAY',
        'numeric',
        'USER-DEFINED',
        'timestamp with time zone',
        'date',
      ]),
    );
  });
});

async function connect(target: TestDatabase): Promise<pg.Client> {
  const connected = new pg.Client({ connectionString: target.url });
  await connected.connect();
  return connected;
}

async function countRows(on: pg.Client): Promise<number[]> {
  const counts: number[] = [];
  for (const table of sampleTables) {
    const { rows } = await on.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    counts.push(rows[0]!.n);
  }
  return counts;
}

async function checksumTables(on: pg.Client): Promise<string[]> {
  await on.query(`SET timezone TO 'UTC'`);
  const sums: string[] = [];
  for (const table of sampleTables) {
    const { rows } = await on.query<{ sum: string }>(
      `SELECT md5(string_agg(t::text, E'\\n' ORDER BY id)) AS sum FROM ${table} t`,
    );
    sums.push(rows[0]!.sum);
  }
  return sums;
}
