import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrateControlPlane } from '../src/control-plane/migrate.js';
import { openControlPlane } from './many-keys/control-plane.js';
import { questionsAboutKeys } from './many-keys/key-questions.js';
import { measure } from './many-keys/measure.js';
import { questionsAboutRelations, questionsAboutUsersAndGroups } from './many-keys/other-questions.js';
import { drawSample } from './many-keys/sample.js';
import { seedWorld } from './many-keys/seed.js';
import { startTestServer, stopTestServer } from '../test/support/test-server.js';

/*
 * Whether the lists of the management API stay fast with a million keys and a hundred thousand users: see
 * bench/README.md. The services themselves are asked; what is measured is the time of their statements.
 */

async function main(): Promise<void> {
  const given = process.env['BENCH_DATABASE_URL'];
  if (given !== undefined) return run(given);
  await startTestServer();
  try {
    await run(await createDatabase(process.env['POSTERN_TEST_SERVER_URL'] ?? ''));
  } finally {
    await stopTestServer();
  }
}

async function run(url: string): Promise<void> {
  await migrateControlPlane(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await seedOnce(client, url);
  await describeWorld(client);
  const sample = await drawSample(url);
  const controlPlane = openControlPlane(url);
  const questions = [
    ...questionsAboutKeys(controlPlane.apiKeys, sample),
    ...questionsAboutRelations(controlPlane),
    ...questionsAboutUsersAndGroups(controlPlane, sample),
  ].filter(({ name }) => new RegExp(process.env['ONLY'] ?? '').test(name));
  const results = await measure(client, questions, {
    turns: readNumber('TURNS', 25),
    hasPlans: process.env['PLANS'] !== 'none',
  });
  const promised = results.filter(({ isApart }) => !isApart);
  const slow = promised.filter(({ medianMs }) => medianMs > 50);
  console.log(`\n${promised.length - slow.length} of ${promised.length} have a median below 50 ms.`);
  for (const { name, medianMs } of slow) console.log(`  ${name}: ${medianMs.toFixed(1)} ms`);
  await controlPlane.close();
  await client.end();
}

/** A database that has keys already is measured as it is. */
async function seedOnce(client: pg.Client, url: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM gateway.api_keys LIMIT 1');
  if (rowCount !== 0) return;
  const keys = readNumber('KEYS', 1_000_000);
  await seedWorld(
    url,
    { keys, users: readNumber('USERS', Math.ceil(keys / 10)), groups: readNumber('GROUPS', 300) },
    (sentence) => console.log(`seeded ${sentence}`),
  );
}

async function describeWorld(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ what: string; count: string; bytes: string }>(`
    SELECT c.relname AS what, c.reltuples::bigint AS count, pg_size_pretty(pg_total_relation_size(c.oid)) AS bytes
    FROM pg_class c WHERE c.relnamespace = 'gateway'::regnamespace AND c.relkind = 'r' AND c.reltuples > 100
    ORDER BY c.reltuples DESC`);
  for (const { what, count, bytes } of rows)
    console.log(`${what.padEnd(20)} ${count.padStart(9)} rows, ${bytes}`);
}

async function createDatabase(serverUrl: string): Promise<string> {
  const name = `postern_bench_${randomBytes(4).toString('hex')}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function readNumber(name: string, otherwise: number): number {
  return Number(process.env[name] ?? otherwise);
}

await main();
