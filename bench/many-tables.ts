import { getIntrospectionQuery } from 'graphql';
import { Secret } from '../src/foundation/secret.js';
import { startSecondGateway } from '../test/http/second-gateway.js';
import { databaseOf, sentStatements } from '../test/support/sent-statements.js';
import { createTestDatabase, type TestDatabase } from '../test/support/test-database.js';
import { operator, startTestGateway, type TestGateway } from '../test/support/test-gateway.js';
import { startTestServer, stopTestServer } from '../test/support/test-server.js';
import { askForData, makeKey, type Principal } from './access/world.js';
import { fillDatabase, nameOf, size } from './many-tables/generated-database.js';
import { megabytes, milliseconds, readMemory, timed, writeMemory } from './many-tables/memory.js';
import { measureParts } from './many-tables/parts.js';
import { withCollector } from './access/with-collector.js';

/* What a database of many tables costs: see bench/README.md. */

async function main(): Promise<void> {
  await startTestServer();
  const database = await createTestDatabase();
  try {
    const filled = await timed(() => fillDatabase(database.url));
    const { tables, columns, foreignKeys } = size;
    console.log(
      `${tables} tables of ${columns} columns, ${foreignKeys} foreign keys, made in ${milliseconds(filled.ms)}`,
    );
    console.log('\nstep by step');
    await measureParts(database.url);
    await measureGateway(database);
  } finally {
    await database.drop();
    await stopTestServer();
  }
}

const QUERY = `{ ${nameOf(0)}(limit: 2) { id name next { id name other { id } } ${nameOf(-1)} { id } } }`;

async function measureGateway(database: TestDatabase): Promise<void> {
  const gateway = await startTestGateway({ LOG_LEVEL: 'error' });
  try {
    console.log('\nadded to a gateway');
    await printMemory('before');
    const added = await timed(() =>
      gateway.controlPlane.databases.add(operator, { slug: 'generated', url: new Secret(database.url) }),
    );
    console.log(`added in ${milliseconds(added.ms)}`);
    const all = await measureFirstAnswer(gateway, database);
    await measureIntrospection(gateway, 'all', all.secret);
    await measureReload(gateway, all.secret);
    await measureNarrowed(gateway, all.email, 5);
    await measureNarrowed(gateway, all.email, size.tables / 2);
    await measureStart(gateway, all.secret);
  } finally {
    await gateway.close();
  }
}

async function measureFirstAnswer(gateway: TestGateway, database: TestDatabase): Promise<Principal> {
  const granted: Principal[] = [];
  const sent = await sentStatements(async () => {
    // Whoever grants has to know what there is: this reads the catalog and builds the schema.
    const { ms, result } = await timed(() =>
      makeKey(gateway, {
        name: 'all',
        databaseSlug: 'generated',
        capabilities: ['*:select', '*:aggregate'],
      }),
    );
    granted.push(result);
    console.log(`first grant, which reads the catalog and builds the schema: ${milliseconds(ms)}`);
    const first = await timed(() => askForData(gateway, result.secret, QUERY));
    console.log(`first answer: ${milliseconds(first.ms)}`);
  });
  const [all] = granted;
  if (!all) throw new Error('Nothing was granted.');
  const catalog = (sent.get(databaseOf(database.url)) ?? []).filter((sql) =>
    /^\s*with .*relation as/.test(sql),
  );
  console.log(`queries of the catalog so far: ${catalog.length}`);
  const second = await timed(() => askForData(gateway, all.secret, QUERY));
  console.log(`second answer: ${milliseconds(second.ms)}`);
  await printMemory('served');
  return all;
}

async function measureReload(gateway: TestGateway, secret: string): Promise<void> {
  const { databases } = gateway.controlPlane;
  const record = await databases.bySlug('generated');
  if (!record) throw new Error('The database is not registered.');
  for (const turn of ['once', 'twice', 'three times']) {
    await databases.reload(operator, record.id);
    const { ms } = await timed(() => askForData(gateway, secret, QUERY));
    console.log(`reloaded ${turn}: answered in ${milliseconds(ms)}`);
  }
  await printMemory('reloaded');
}

async function measureNarrowed(gateway: TestGateway, email: string, tables: number): Promise<void> {
  const capabilities = Array.from({ length: tables }, (_, table) => nameOf(table)).flatMap((name) => [
    `${name}:select`,
    `${name}:aggregate`,
  ]);
  const { secret } = await gateway.createKey({ as: email, databaseSlug: 'generated', capabilities });
  const { ms } = await timed(() => askForData(gateway, secret, `{ ${nameOf(0)}(limit: 2) { id name } }`));
  console.log(`\na key to ${tables} tables: first answer, with its schema, in ${milliseconds(ms)}`);
  await measureIntrospection(gateway, `${tables} tables`, secret);
  await printMemory(`with a schema of ${tables} tables`);
}

async function measureIntrospection(gateway: TestGateway, what: string, secret: string): Promise<void> {
  for (const turn of ['first', 'second']) {
    const { ms, result } = await timed(() => askForData(gateway, secret, getIntrospectionQuery()));
    console.log(`introspection of ${what}, ${turn}: ${megabytes(result.length)} in ${milliseconds(ms)}`);
  }
}

/** Another instance, as if started anew: until it has given its first answer. */
async function measureStart(gateway: TestGateway, secret: string): Promise<void> {
  const { ms, result } = await timed(async () => {
    const second = startSecondGateway(gateway);
    await askForData(second, secret, QUERY);
    return second;
  });
  console.log(`\nanother instance: from its start to its first answer ${milliseconds(ms)}`);
  await result.close();
}

async function printMemory(when: string): Promise<void> {
  console.log(`memory, ${when}: ${writeMemory(await readMemory())}`);
}

await withCollector(import.meta.url, main);
