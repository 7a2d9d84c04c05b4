import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildClientSchema,
  getIntrospectionQuery,
  isLeafType,
  getNamedType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { existsSync } from 'node:fs';
import { Secret } from '../../src/foundation/secret.js';
import { loadDump } from '../support/load-dump.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ask, operator, startTestGateway, type TestGateway } from '../support/test-gateway.js';
import type { Row } from './crawl-arguments.js';
import { countCatalog, type CountedCatalog } from './crawl-catalog.js';
import { crawl, type Crawl } from './crawl-operations.js';
import { allFields, keysOf, listedTables, relationsOf } from './crawl-schema.js';

/**
 * Databases that nobody here designed, crawled by a client that knows nothing but what introspection says. Their
 * dumps have licences of their own and lie beside the project; where they are missing there is nothing to crawl.
 */

const DATA = new URL('../../../shared/data/', import.meta.url);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ LOG_LEVEL: 'warn' });
});
afterAll(async () => {
  await gateway.close();
});

for (const name of ['chinook', 'pagila']) {
  const file = new URL(`${name}.sql`, DATA);
  const isThere = existsSync(file);
  if (!isThere) {
    process.stderr.write(
      `\nNOT CRAWLED: ${name}. There is no ../shared/data/${name}.sql beside the project.\n\n`,
    );
  }
  (isThere ? describe : describe.skip)(name, () => {
    let database: TestDatabase;
    let world: World;
    beforeAll(async () => {
      database = await createTestDatabase();
      await loadDump(database.url, file);
      world = await explore(name, database);
    });
    afterAll(() => database.drop());

    it('shows every table and view, every unique key and both ways of every foreign key', () => {
      const { counted, schema } = world;
      expect(sorted([...listedTables(schema).keys()])).toEqual(sorted(counted.tables.map(typeName)));
      expect(sorted(keysOf(schema))).toEqual(sorted(counted.keys.map(keyLine)));
      expect(sorted(relationsOf(schema))).toEqual(sorted(counted.relations.map(relationLine)));
    });

    it('is asked for every field that the schema has', () => {
      expect(allFields(world.schema).filter((field) => !world.crawl.asked.has(field))).toEqual([]);
      expect(world.crawl.withoutRow).toEqual([]);
    });

    it('answers every field three rows deep without an error', async () => {
      const failures = await failuresOf(world.crawl.operations, async (operation) => {
        const { status, body } = await ask(gateway, world.key, operation);
        return status === 200 && !body.errors
          ? null
          : `${status} ${JSON.stringify(body.errors)} to ${operation}`;
      });
      expect(failures).toEqual([]);
    });
  });
}

/** A few at a time, so that gateway and database both have something to do. */
async function failuresOf(
  operations: readonly string[],
  problemWith: (operation: string) => Promise<string | null>,
): Promise<readonly string[]> {
  const waiting = [...operations];
  const failures: string[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const problem = await problemWith(next);
      if (problem !== null) failures.push(problem);
    }
  };
  await Promise.all([lane(), lane(), lane()]);
  return failures;
}

interface World {
  readonly key: string;
  readonly schema: GraphQLSchema;
  readonly counted: CountedCatalog;
  readonly crawl: Crawl;
}

async function explore(slug: string, database: TestDatabase): Promise<World> {
  const key = await openWith(slug, database);
  const { body } = await ask(gateway, key, getIntrospectionQuery());
  const schema = buildClientSchema(body.data as unknown as IntrospectionQuery);
  return {
    key,
    schema,
    counted: await countCatalog(database.url),
    crawl: crawl(schema, await someRows(key, schema)),
  };
}

/** The secret of a key to all of it. */
async function openWith(slug: string, database: TestDatabase): Promise<string> {
  const { databases, groups, users } = gateway.controlPlane;
  await databases.add(operator, { slug, url: new Secret(database.url) });
  const user = await users.create(operator, { email: `${slug}@example.com` });
  const group = await groups.create(operator, {
    name: 'Readers',
    databaseSlug: slug,
    capabilities: ['*:select', '*:aggregate'],
  });
  await groups.addMember(operator, group.id, user.id);
  return (await gateway.createKey({ as: user.email, databaseSlug: slug })).secret;
}

async function someRows(key: string, schema: GraphQLSchema): Promise<ReadonlyMap<string, readonly Row[]>> {
  const rows = new Map<string, readonly Row[]>();
  for (const { field, type } of listedTables(schema).values()) {
    const values = Object.values(type.getFields()).filter((each) => isLeafType(getNamedType(each.type)));
    const { body, text } = await ask(
      gateway,
      key,
      `{ ${field}(limit: 20) { ${values.map((each) => each.name).join(' ')} } }`,
    );
    if (!body.data) throw new Error(text);
    rows.set(type.name, body.data[field] as readonly Row[]);
  }
  return rows;
}

function sorted(lines: readonly string[]): readonly string[] {
  return [...lines].sort();
}

/** `film_actor`, `FilmActor` → `FilmActor`: both databases use words of letters and digits only. */
function typeName(name: string): string {
  return name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function fieldName(name: string): string {
  const type = typeName(name);
  return type.charAt(0).toLowerCase() + type.slice(1);
}

function keyLine(line: string): string {
  const [table = '', columns = ''] = line.split(': ');
  return `${typeName(table)}: ${sorted(columns.split(' ').map(fieldName)).join(' ')}`;
}

function relationLine(line: string): string {
  return line.split(' > ').map(typeName).join(' > ');
}
