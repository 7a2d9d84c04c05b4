import { randomBytes } from 'node:crypto';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/embedded/embedded-postgres.js';

/**
 * The PostgreSQL of one test run: an embedded one in a folder of its own, or the one of TEST_DATABASE_URL.
 * Runs once in jest's own process; test files find it through the environment (test-database.ts).
 */
export async function startTestServer(): Promise<void> {
  const given = process.env['TEST_DATABASE_URL'];
  process.env['POSTERN_TEST_DATABASE_PREFIX'] = `postern_test_${randomBytes(4).toString('hex')}_`;
  if (given !== undefined && given !== '') {
    await checkGivenServer(given);
    process.env['POSTERN_TEST_SERVER_URL'] = given;
    stop = dropTestDatabases;
    return;
  }
  await removeAbandonedFolders();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  try {
    const server = await startEmbeddedPostgres({
      dataDirectory: folder,
      log: (sentence) => process.stderr.write(`${sentence}\n`),
      durability: 'none',
    });
    process.env['POSTERN_TEST_SERVER_URL'] = server.url;
    stop = async () => {
      await server.stop();
      await removeFolder();
    };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

export async function stopTestServer(): Promise<void> {
  await stop();
}

let stop = (): Promise<void> => Promise.resolve();

const PREFIX = 'postern-test-';
const ABANDONED_AFTER_MS = 6 * 60 * 60 * 1000;

/** A run that is interrupted or killed takes its server along, but leaves its folder. */
async function removeAbandonedFolders(): Promise<void> {
  for (const name of (await readdir(tmpdir())).filter((entry) => entry.startsWith(PREFIX))) {
    const path = join(tmpdir(), name);
    const status = await lstat(path).catch(() => null);
    const isOld = status !== null && Date.now() - status.mtimeMs > ABANDONED_AFTER_MS;
    if (isOld && status.uid === process.getuid?.()) await rm(path, { recursive: true, force: true });
  }
}

async function checkGivenServer(url: string): Promise<void> {
  await asClient(url, async (client) => {
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    const major = Math.floor((rows[0]?.version ?? 0) / 10_000);
    if (major < 14 || major > 18) {
      throw new Error(`TEST_DATABASE_URL is a PostgreSQL ${major}; the tests are for 14 to 18.`);
    }
  });
}

/** Also what a killed worker or an aborted suite left behind in this run. */
async function dropTestDatabases(): Promise<void> {
  await asClient(process.env['POSTERN_TEST_SERVER_URL'] ?? '', async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [process.env['POSTERN_TEST_DATABASE_PREFIX']],
    );
    for (const { datname } of rows) {
      await client.query(`drop database if exists ${client.escapeIdentifier(datname)} with (force)`);
    }
  });
}

async function asClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
