// Writes what is generated: the SDL of both databases into schema/, then typed documents by codegen.ts.
// Runs on the build (npm run build) and on an embedded PostgreSQL of its own.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import pg from 'pg';
import { introspect } from '../dist/src/catalog/introspect.js';
import { buildDatabaseSchema } from '../dist/src/database-schema/build-database-schema.js';
import { startEmbeddedPostgres } from '../dist/src/embedded/embedded-postgres.js';
import { buildManagementSchema } from '../dist/src/management-schema/management-schema.js';
import { nameCatalog } from '../dist/src/naming/name-catalog.js';
import { createSampleDatabase } from '../dist/src/sample/sample-database.js';

async function sampleSchema() {
  const folder = await mkdtemp(join(tmpdir(), 'postern-generate-'));
  const server = await startEmbeddedPostgres({
    dataDirectory: folder,
    log: console.error,
    durability: 'none',
  });
  const client = new pg.Client({ connectionString: server.url });
  try {
    await client.connect();
    const query = (text, values) => client.query(text, values);
    await createSampleDatabase(query);
    const catalog = await introspect(async (text, values) => (await query(text, values)).rows, {
      schemas: ['public'],
    });
    return buildDatabaseSchema(nameCatalog(catalog, { entries: [] }, { defaultSchema: 'public' }).named)
      .schema;
  } finally {
    await client.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const schemas = { gateway: buildManagementSchema(), crm: await sampleSchema() };
await mkdir('schema', { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  // Sorted, so that a diff shows what changed and not where it stands.
  await writeFile(join('schema', `${name}.graphql`), `${printSchema(lexicographicSortSchema(schema))}\n`);
}
execFileSync('npx', ['--no-install', 'graphql-codegen', '--config', 'codegen.ts', '--silent'], {
  stdio: 'inherit',
});
