import { everything, type CapabilitySet } from '../../src/capability/capability-set.js';
import { introspect } from '../../src/catalog/introspect.js';
import { serveDatabase, type ServedDatabase } from '../../src/database-schema/served-database.js';
import { openDataPool, readOnSnapshot } from '../../src/execution/data-pool.js';
import { Secret } from '../../src/foundation/secret.js';
import { nameCatalog } from '../../src/naming/name-catalog.js';
import { createTestDatabase } from '../support/test-database.js';

/** The sample database as the gateway serves it, without a gateway and with limits that are soon reached. */
export interface ServedCrm {
  readonly served: ServedDatabase;
  /** Everything that there is, the guarded column too. */
  readonly all: CapabilitySet;
  readonly url: string;
  close(): Promise<void>;
}

export const crmLimits = { defaultLimit: 5, maxLimit: 50 };

/** `furnish` is SQL that adds to the clone before it is read. */
export async function serveCrm(furnish = ''): Promise<ServedCrm> {
  const database = await createTestDatabase({ template: 'crm' });
  const data = openDataPool({
    url: new Secret(database.url),
    statementTimeoutMs: 10_000,
    maxConnections: 3,
    onIdleError: () => undefined,
  });
  if (furnish !== '') await data.pool.query(furnish);
  const catalog = await readOnSnapshot(data, (query) => introspect(query, { schemas: ['public'] }));
  const { named } = nameCatalog(catalog, { entries: [] }, { defaultSchema: 'public' });
  const served = serveDatabase({
    id: 'crm',
    slug: 'crm',
    version: 1,
    settings: {
      ...crmLimits,
      guardedColumns: ['person.privateNote'],
      newColumns: 'OPEN',
      denials: 'FORBID',
      maxDepth: 10,
    },
    named,
    data,
  });
  return {
    served,
    all: everything(served.space),
    url: database.url,
    close: async () => {
      await data.close();
      await database.drop();
    },
  };
}
