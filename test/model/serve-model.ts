import { introspect } from '../../src/catalog/introspect.js';
import { effectiveRights } from '../../src/control-plane/rights.js';
import { accessOf, type CallerAccess } from '../../src/database-schema/caller-access.js';
import { serveDatabase, type ServedDatabase } from '../../src/database-schema/served-database.js';
import { openDataPool, readOnSnapshot, type DataPool } from '../../src/execution/data-pool.js';
import { Secret } from '../../src/foundation/secret.js';
import { nameCatalog } from '../../src/naming/name-catalog.js';
import type { NamedCatalog } from '../../src/naming/named-catalog.js';
import { testCursors } from '../support/test-cursors.js';
import { createTestDatabase } from '../support/test-database.js';
import type { Caller, World } from './model-world.js';
import { modelSchema, tables } from './model-schema.js';

/** The model's database, for real. */
export interface ModelDatabase {
  readonly named: NamedCatalog;
  fill(rows: World['rows']): Promise<void>;
  /** As the gateway serves it with the settings of a world. */
  serve(world: World, denials: 'FORBID' | 'HIDE'): ServedDatabase;
  close(): Promise<void>;
}

export async function createModelDatabase(): Promise<ModelDatabase> {
  const database = await createTestDatabase();
  const data = openDataPool({
    url: new Secret(database.url),
    statementTimeoutMs: 10_000,
    maxConnections: 3,
    onIdleError: () => undefined,
  });
  await data.pool.query(modelSchema);
  const catalog = await readOnSnapshot(data, (query) => introspect(query, { schemas: ['public'] }));
  const { named } = nameCatalog(catalog, { entries: [] }, { defaultSchema: 'public' });
  return {
    named,
    fill: (rows) => fill(data, named, rows),
    serve: ({ guarded, defaultLimit }, denials) =>
      serveDatabase({
        id: 'model',
        slug: 'model',
        version: 1,
        settings: {
          guardedColumns: guarded,
          defaultLimit,
          maxLimit: 50,
          newColumns: 'OPEN',
          denials,
          maxDepth: 10,
          sessionRole: null,
          sessionSettings: {},
        },
        named,
        data,
        cursors: testCursors,
        previous: null,
      }),
    close: async () => {
      await data.close();
      await database.drop();
    },
  };
}

/** The caller as it comes out of the control plane. */
export function accessOfCaller(served: ServedDatabase, caller: Caller): CallerAccess {
  const store = (text: string) => storedForm(served, text);
  const idOf = (table: string) => served.named.tables.find(({ name }) => name === table)?.id ?? table;
  const groups = caller.groups.map(({ grants, rules }) => ({
    grants: grants.map(store),
    rowRules: rules.map(({ table, verb, where }) => {
      return { table: idOf(table), verb, where, check: null, presets: null };
    }),
  }));
  const key = { ...caller.key, rowNarrowing: caller.narrowing };
  const capabilities = caller.subset?.map(store) ?? null;
  const effective = effectiveRights(served.offer, groups, { ...key, capabilities });
  return accessOf(served, { user: caller.user, key, groups }, effective);
}

/** Also of what could not be granted now: a column may have become guarded after its wildcard was stored. */
function storedForm(served: ServedDatabase, text: string): string {
  const [place = '', verb = ''] = text.split(':');
  const [name, columnName] = place.split('.');
  const table = served.named.tables.find((candidate) => candidate.name === name);
  const column = table?.columns.find((candidate) => candidate.name === columnName);
  return `${table?.id ?? '*'}${column ? `.${column.id}` : ''}:${verb}`;
}

/** In one transaction: foreign keys are looked at in the end. */
async function fill(data: DataPool, named: NamedCatalog, rows: World['rows']): Promise<void> {
  const statements = tables.map(({ name, columns }) => {
    const sources = named.tables.find((table) => table.name === name)?.columns ?? [];
    const list = Object.keys(columns).map(
      (column) => sources.find((one) => one.name === column)?.source.name,
    );
    const tuples = (rows[name] ?? []).map(
      (row) =>
        `(${Object.keys(columns)
          .map((column) => literal(row[column]))
          .join()})`,
    );
    return tuples.length > 0 ? `insert into ${name} (${list.join()}) values ${tuples.join()};` : '';
  });
  const clear = tables.map(({ name }) => `delete from ${name};`);
  await data.pool.query(`begin; ${clear.join('')} ${statements.join('')} commit;`);
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}
