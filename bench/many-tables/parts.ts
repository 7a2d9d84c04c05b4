import { printSchema } from 'graphql';
import { introspect } from '../../src/catalog/introspect.js';
import { buildDatabaseSchema } from '../../src/database-schema/build-database-schema.js';
import { openDataPool, readOnSnapshot } from '../../src/execution/data-pool.js';
import { Secret } from '../../src/foundation/secret.js';
import { nameCatalog } from '../../src/naming/name-catalog.js';
import type { NamedCatalog } from '../../src/naming/named-catalog.js';
import { megabytes, milliseconds, readMemory, timed } from './memory.js';

/** The steps from a database to its schema, one by one, without a gateway. */
export async function measureParts(url: string): Promise<void> {
  const catalog = await measureCatalog(url);
  const named = await timed(() => nameCatalog(catalog, { entries: [] }, { defaultSchema: 'public' }).named);
  console.log(`names: ${milliseconds(named.ms)}`);
  await measureSchema('schema', named.result);
  // What was compiled and cached on the way does not count twice.
  await measureSchema('schema, built again', named.result);
}

async function measureCatalog(url: string) {
  const data = openDataPool({
    url: new Secret(url),
    statementTimeoutMs: 60_000,
    maxConnections: 1,
    onIdleError: (error) => console.error(error.message),
  });
  for (const turn of ['first', 'second']) {
    const queries: string[] = [];
    await readOnSnapshot(data, async (query) => {
      await introspect(
        async (sql, values) => {
          const { ms, result } = await timed(() => query(sql, values));
          queries.push(milliseconds(ms));
          return result;
        },
        { schemas: ['public'] },
      );
    });
    console.log(`catalog, ${turn} time: ${queries.length} queries (${queries.join(', ')})`);
  }
  const whole = await timed(() =>
    readOnSnapshot(data, (query) => introspect(query, { schemas: ['public'] })),
  );
  await data.close();
  const { tables } = whole.result;
  const keys = tables.reduce((count, table) => count + table.foreignKeys.length, 0);
  console.log(
    `catalog as a whole: ${milliseconds(whole.ms)} for ${tables.length} tables, ${keys} foreign keys`,
  );
  return whole.result;
}

async function measureSchema(what: string, named: NamedCatalog): Promise<void> {
  const before = await readMemory();
  const { ms, result } = await timed(() => buildDatabaseSchema(named));
  const after = await readMemory();
  const types = Object.keys(result.schema.getTypeMap()).length;
  const grown = megabytes(after.heapBytes - before.heapBytes);
  const sdl = await timed(() => printSchema(result.schema));
  console.log(
    `${what}: ${milliseconds(ms)}, ${types} types, heap grown by ${grown}; ` +
      `SDL ${megabytes(sdl.result.length)} in ${milliseconds(sdl.ms)}`,
  );
}
