import { readsColumn } from './column-scopes.js';
import type { ManagementContext } from './management-context.js';
import { isDatabaseUnavailable } from './management-loaders.js';
import type { ManagementRefs } from './management-refs.js';
import type { DatabaseRecord } from '../control-plane/records.js';

/** `Database`. */
export function defineDatabase(refs: ManagementRefs): void {
  refs.database.implement({
    description:
      'A PostgreSQL database behind the gateway, or the gateway itself (`gateway`). How to connect to it is never shown.',
    fields: (t) => ({
      id: t.id({
        description: 'Stays the same for ever.',
        authScopes: readsColumn('databases', 'id'),
        resolve: (database) => database.id,
      }),
      version: t.int({
        description: 'Goes up with each change. An update names the version that it changes.',
        authScopes: readsColumn('databases', 'version'),
        resolve: (database) => database.version,
      }),
      slug: t.string({
        description: 'Its short name, as in /graphql/crm.',
        authScopes: readsColumn('databases', 'slug'),
        resolve: (database) => database.slug,
      }),
      enabled: t.boolean({
        description: 'While false, every key of the database is refused.',
        authScopes: readsColumn('databases', 'enabled'),
        resolve: (database) => database.enabled,
      }),
      status: t.string({
        description:
          'READY: it answers queries. DISABLED: its keys are refused. UNAVAILABLE: it cannot be reached or read now. REMOVED: it was removed for good.',
        authScopes: readsColumn('databases', 'status'),
        resolve: statusOf,
      }),
      settings: t.field({
        type: 'JSON',
        description: 'What was set for it; everything else stands at its default.',
        authScopes: readsColumn('databases', 'settings'),
        resolve: (database) => database.settings,
      }),
      removedAt: t.field({
        type: 'DateTime',
        description: 'When it was removed: its keys still name it, and nothing else does. Null: it was not.',
        nullable: true,
        authScopes: readsColumn('databases', 'removedAt'),
        resolve: (database) => database.removedAtMs,
      }),
    }),
  });
}

async function statusOf(
  database: DatabaseRecord,
  _args: object,
  { loaders }: ManagementContext,
): Promise<'READY' | 'DISABLED' | 'UNAVAILABLE' | 'REMOVED'> {
  if (database.removedAtMs !== null) return 'REMOVED';
  if (!database.enabled) return 'DISABLED';
  try {
    await loaders.offerOfDatabase.load(database.id);
    return 'READY';
  } catch (error) {
    if (isDatabaseUnavailable(error)) return 'UNAVAILABLE';
    throw error;
  }
}
