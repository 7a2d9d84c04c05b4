import { getIntrospectionQuery } from 'graphql';
import pg from 'pg';
import { Secret } from '../../src/foundation/secret.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { operator, startTestGateway, type TestGateway } from '../../test/support/test-gateway.js';
import { askForData, makeKey } from './world.js';

/** What a key may do, by its number: all sets differ in what they let be seen. */
interface Subject {
  readonly name: string;
  readonly databaseSlug: string;
  readonly operation: string;
  readonly capabilitiesOf: (index: number) => readonly string[];
}

const TABLES = 200;
const COLUMNS = 10;

const sample: Subject = {
  name: 'sample (7 tables)',
  databaseSlug: 'crm',
  operation: '{ person(limit: 5) { id firstName organisation { id name } } }',
  capabilitiesOf: (index) => [
    ...['person.id', 'person.firstName', 'person.organisationId', 'organisation.id', 'organisation.name'].map(
      select,
    ),
    ...['opportunity', 'opportunityLine', 'supportCase'].map(select),
    ...chosenBy(index, [
      ...['lastName', 'email', 'phone', 'createdAt'].map((name) => `person.${name}`),
      ...['industry', 'website', 'parentId', 'createdAt'].map((name) => `organisation.${name}`),
      ...['product', 'activity'],
    ]).map(select),
  ],
};

const generated: Subject = {
  name: `${TABLES} tables × ${COLUMNS} columns`,
  databaseSlug: 'generated',
  operation: '{ t000(limit: 5) { id c1 c2 t001 { id c3 } } }',
  capabilitiesOf: (index) => {
    const tables = Array.from({ length: TABLES }, (_, table) => nameOf(table));
    return [...tables.slice(0, -10), ...chosenBy(index, tables.slice(-10))].map(select);
  },
};

/** By the ten bits of its number; beyond 1,024 sets would repeat. */
function chosenBy(index: number, names: readonly string[]): readonly string[] {
  return names.filter((_, bit) => ((index >> bit) & 1) === 1);
}

function select(name: string): string {
  return `${name}:select`;
}

function nameOf(table: number): string {
  return `t${String(table).padStart(3, '0')}`;
}

export async function measureMemory(keys: number): Promise<void> {
  for (const subject of [sample, generated]) {
    for (const isDistinct of [false, true]) await measureSubject(subject, keys, isDistinct);
  }
}

/** A gateway of its own for each, so that nothing of the one before is in the figures. */
async function measureSubject(subject: Subject, keys: number, isDistinct: boolean): Promise<void> {
  const gateway = await startTestGateway({ LOG_LEVEL: 'error' });
  const database = await createTestDatabase();
  try {
    if (subject === generated) await addGenerated(gateway, database);
    const secrets = await makeKeys(gateway, subject, keys, isDistinct);
    await useOnce(gateway, subject, secrets[0] ?? '');
    const before = await heapBytes();
    const marks = [0.25, 0.5, 0.75, 1].map((share) => Math.floor(keys * share));
    const grown: string[] = [];
    for (const [index, secret] of secrets.entries()) {
      await useOnce(gateway, subject, secret);
      if (marks.includes(index + 1)) grown.push(`${index + 1}: ${megabytes((await heapBytes()) - before)}`);
    }
    const sets = isDistinct ? `${keys} sets` : 'one set';
    console.log(
      `${subject.name}, ${keys} keys of ${sets}: from ${megabytes(before)}, grown by ${grown.join(', ')}`,
    );
  } finally {
    await gateway.close();
    await database.drop();
  }
}

async function useOnce(gateway: TestGateway, subject: Subject, secret: string): Promise<void> {
  await askForData(gateway, secret, subject.operation);
  await askForData(gateway, secret, getIntrospectionQuery());
}

async function makeKeys(
  gateway: TestGateway,
  { databaseSlug, capabilitiesOf }: Subject,
  keys: number,
  isDistinct: boolean,
): Promise<readonly string[]> {
  const { email } = await makeKey(gateway, { name: 'memory', databaseSlug, capabilities: ['*:select'] });
  const secrets: string[] = [];
  for (let index = 0; index < keys; index += 1) {
    // The one set is of the middle, so that it is as large as the others are in the mean.
    const capabilities = capabilitiesOf(isDistinct ? index : 0b0101010101);
    secrets.push((await gateway.createKey({ as: email, databaseSlug, capabilities })).secret);
  }
  return secrets;
}

async function addGenerated({ controlPlane }: TestGateway, database: TestDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const columns = Array.from({ length: COLUMNS - 2 }, (_, index) => `c${index + 1} text`).join(', ');
  for (let table = TABLES - 1; table >= 0; table -= 1) {
    const next = nameOf(table + 1);
    const reference = table + 1 < TABLES ? `integer references ${next} (id)` : 'integer';
    await client.query(
      `create table ${nameOf(table)} (id integer primary key, ${columns}, ${next}_id ${reference})`,
    );
  }
  await client.end();
  await controlPlane.databases.add(operator, { slug: 'generated', url: new Secret(database.url) });
}

/** After what is only waiting to be collected is gone: twice, for what finalizers let go of. */
async function heapBytes(): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return process.memoryUsage().heapUsed;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
