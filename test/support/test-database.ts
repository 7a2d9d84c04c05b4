import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Secret } from '../../src/foundation/secret.js';

export interface TestDatabase {
  /** A superuser's URL of the database. */
  readonly url: string;
  /** Ends whatever is still connected. */
  drop(): Promise<void>;
}

/**
 * A database of the caller's own on the run's server: `empty` (the default), or a clone of a template:
 * `control-plane` has all migrations run, `crm` is the sample database. Make it in `beforeAll`, drop it in `afterAll`.
 */
export async function createTestDatabase(
  options: { readonly template?: TemplateName } = {},
): Promise<TestDatabase> {
  const { template = 'empty' } = options;
  const name = `${prefix()}${randomBytes(6).toString('hex')}`;
  await asAdministrator(async (client) =>
    createDatabase(client, name, await ensureTemplate(client, template)),
  );
  return {
    url: urlOf(name),
    drop: () => asAdministrator((client) => dropDatabase(client, name)),
  };
}

type TemplateName = keyof typeof templates;

const templates = {
  // A clone of what somebody was in once is quicker to enter: it brings along what the server knows of its catalog.
  empty: (url: string) => asClient(url, () => Promise.resolve()),
  'control-plane': async (url: string) => {
    const { migrateControlPlane } = await import('../../src/control-plane/migrate.js');
    await migrateControlPlane(url);
  },
  crm: async (url: string) => {
    const { createSampleDatabase } = await import('../../src/sample/sample-database.js');
    const { runOnServer } = await import('../../src/control-plane/run-on-server.js');
    await runOnServer(new Secret(url), createSampleDatabase);
  },
} as const satisfies Record<string, (url: string) => Promise<void>>;

/** Made by the first that asks; the others, also in other workers, wait for it. */
async function ensureTemplate(client: pg.Client, wanted: TemplateName): Promise<string> {
  const name = `${prefix()}${wanted.replace('-', '_')}_template`;
  if (await exists(client, name)) return name;
  await client.query('select pg_advisory_lock(hashtext($1))', [name]);
  if (!(await exists(client, name))) await buildTemplate(client, name, templates[wanted]);
  await client.query('select pg_advisory_unlock(hashtext($1))', [name]);
  return name;
}

async function exists(client: pg.Client, database: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
  return rowCount !== 0;
}

/** Under another name until it is whole: that the template exists means that it is ready. */
async function buildTemplate(
  client: pg.Client,
  name: string,
  fill: (url: string) => Promise<void>,
): Promise<void> {
  const draft = `${name}_draft`;
  await dropDatabase(client, draft);
  await createDatabase(client, draft, null);
  await fill(urlOf(draft));
  await whileInUse(() =>
    client.query(
      `alter database ${client.escapeIdentifier(draft)} rename to ${client.escapeIdentifier(name)}`,
    ),
  );
}

async function createDatabase(client: pg.Client, name: string, template: string | null): Promise<void> {
  const source = template ?? 'template0';
  await whileInUse(() =>
    client.query(
      `create database ${client.escapeIdentifier(name)} template ${client.escapeIdentifier(source)}` +
        (template === null ? ` encoding 'UTF8'` : '') +
        (isOwnServer() ? ' strategy file_copy' : foreignLocale(template)),
    ),
  );
}

/** It is PostgreSQL 18 and syncs nothing to disk: to copy files costs it a third of copying through its log. */
function isOwnServer(): boolean {
  return !process.env['TEST_DATABASE_URL'];
}

/** Another server's own locale may be of any kind; the embedded one has C.UTF-8 from the start. */
function foreignLocale(template: string | null): string {
  return template === null ? ` lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'` : '';
}

async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
}

/** A template cannot be copied or renamed while somebody, say a connection that is just closing, is in it. */
async function whileInUse<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const isInUse = error instanceof pg.DatabaseError && error.code === '55006';
      if (!isInUse || tries >= 100) throw error;
      await sleep(50);
    }
  }
}

function asAdministrator<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  return asClient(serverUrl(), work);
}

async function asClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  // Where the server trusts its users any will do; tests look for it where no password may stand.
  url.password ||= 'a-password-that-is-not-asked-for';
  return url.href;
}

function serverUrl(): string {
  return fromGlobalSetup('POSTERN_TEST_SERVER_URL');
}

function prefix(): string {
  return fromGlobalSetup('POSTERN_TEST_DATABASE_PREFIX');
}

function fromGlobalSetup(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the tests through jest (npm test).`);
  return value;
}
