import { everything, type CapabilitySet } from '../../src/capability/capability-set.js';
import { introspect } from '../../src/catalog/introspect.js';
import { accessOf, type AccessFacts, type CallerAccess } from '../../src/database-schema/caller-access.js';
import {
  serveDatabase,
  type ServedDatabase,
  type ServedSettings,
} from '../../src/database-schema/served-database.js';
import { openDataPool, readOnSnapshot } from '../../src/execution/data-pool.js';
import { Secret } from '../../src/foundation/secret.js';
import { nameCatalog } from '../../src/naming/name-catalog.js';
import { testCursors } from '../support/test-cursors.js';
import { createTestDatabase } from '../support/test-database.js';

/** The sample database as the gateway serves it, without a gateway and with limits that are soon reached. */
export interface ServedCrm {
  readonly served: ServedDatabase;
  /** Everything that there is, the guarded column too. */
  readonly all: CapabilitySet;
  readonly url: string;
  /** A caller with all of it. */
  readonly access: CallerAccess;
  close(): Promise<void>;
}

export const crmLimits = { defaultLimit: 5, maxLimit: 50 };

/** `furnish` is SQL that adds to the clone before it is read. */
export async function serveCrm(
  furnish = '',
  settings: Partial<ServedSettings> = {},
  template: 'crm' | 'empty' = 'crm',
): Promise<ServedCrm> {
  const database = await createTestDatabase({ template });
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
      sessionRole: null,
      sessionSettings: {},
      ...settings,
    },
    named,
    data,
    cursors: testCursors,
    previous: null,
  });
  return {
    served,
    all: everything(served.space),
    access: accessTo(served, everything(served.space)),
    url: database.url,
    close: async () => {
      await data.close();
      await database.drop();
    },
  };
}

/** The access of a caller whose one group grants everything, without rules, as far as `effective` goes. */
export function accessTo(served: ServedDatabase, effective: CapabilitySet): CallerAccess {
  const guarded = served.space.tables.flatMap((table) =>
    table.columns.flatMap(({ key }) => table.verbs.map((verb) => `${table.key}.${key}:${verb}`)),
  );
  return accessOf(
    served,
    callerFacts({ groups: [{ grants: ['*:*', ...guarded], rowRules: [] }] }),
    effective,
  );
}

/** Somebody, but for what matters to a test. */
export function callerFacts(facts: Partial<AccessFacts>): AccessFacts {
  return {
    user: { id: 'user', email: 'anna@example.com', attributes: {} },
    key: { id: 'key', tags: [], rowNarrowing: null },
    groups: [],
    ...facts,
  };
}
