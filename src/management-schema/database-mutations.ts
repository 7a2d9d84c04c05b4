import type { ControlPlane } from '../control-plane/control-plane.js';
import type { DatabaseRecord } from '../control-plane/records.js';
import { PosternError } from '../foundation/postern-error.js';
import { Secret } from '../foundation/secret.js';
import { change } from './change.js';
import {
  defineAddDatabaseInput,
  defineDatabaseSlugInput,
  defineUpdateDatabaseInput,
} from './database-inputs.js';
import { coveredByField } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { withoutAbsent } from './without-absent.js';

/** `addDatabase`, `updateDatabase`, `reloadDatabase` and `removeDatabase`. */
export function defineDatabaseMutations(builder: ManagementBuilder, refs: ManagementRefs): void {
  const payload = definePayload(builder, refs);
  const inputs = {
    add: defineAddDatabaseInput(builder),
    update: defineUpdateDatabaseInput(builder),
    slug: defineDatabaseSlugInput(builder),
  };
  const WHICH = { ...coveredByField, required: true, description: 'Which database.' } as const;
  builder.mutationFields((t) => ({
    addDatabase: t.field({
      type: payload,
      description:
        'Registers a database: it is connected to once, and served from then on. Nobody may use it before a group of it grants something.',
      authScopes: { capability: ['databases:insert'] },
      args: {
        input: t.arg({ ...coveredByField, type: inputs.add, required: true, description: 'The database.' }),
      },
      resolve: (_root, { input: { url, ...others } }, context) =>
        change(context, async ({ databases }, actor) => ({
          database: await databases.add(actor, { ...withoutAbsent(others), url: new Secret(url) }),
        })),
    }),
    updateDatabase: t.field({
      type: payload,
      description:
        'Changes how a database is served. Running gateways serve it so from the next request on; changing more than limits needs users:impersonate.',
      authScopes: { capability: ['databases:update'] },
      args: {
        input: t.arg({ ...coveredByField, type: inputs.update, required: true, description: 'The change.' }),
      },
      resolve: (_root, { input: { slug, url, ...others } }, context) =>
        change(context, async ({ databases }, actor) => ({
          database: await databases.update(actor, {
            ...withoutAbsent(others),
            id: await idOf(databases, slug),
            ...(url !== undefined && { url: url === null ? null : new Secret(url) }),
          }),
        })),
    }),
    reloadDatabase: t.field({
      type: payload,
      description:
        'Lets running gateways read the tables of a database again, without waiting for the next look.',
      authScopes: { capability: ['databases:update'] },
      args: { input: t.arg({ ...WHICH, type: inputs.slug }) },
      resolve: (_root, { input }, context) =>
        change(context, async ({ databases }, actor) => ({
          database: await databases.reload(actor, await idOf(databases, input.slug)),
        })),
    }),
    removeDatabase: t.field({
      type: payload,
      description:
        'Ends a database for good: its address is forgotten, its groups are deleted, and its keys are refused from the very next request on. Its slug is free again.',
      authScopes: { capability: ['databases:delete'] },
      args: { input: t.arg({ ...WHICH, type: inputs.slug }) },
      resolve: (_root, { input }, context) =>
        change(context, async ({ databases }, actor) => ({
          database: await databases.remove(actor, await idOf(databases, input.slug)),
        })),
    }),
  }));
}

async function idOf(databases: ControlPlane['databases'], slug: string): Promise<string> {
  const database = await databases.bySlug(slug);
  if (database !== null) return database.id;
  throw new PosternError('NOT_FOUND', 'There is no database with this slug.');
}

function definePayload(builder: ManagementBuilder, refs: ManagementRefs) {
  return builder.objectRef<{ readonly database: DatabaseRecord }>('DatabasePayload').implement({
    description: 'The database after the change.',
    fields: (t) => ({
      database: t.field({
        type: refs.database,
        description: 'The database as it stands now.',
        authScopes: { capability: ['databases:select'] },
        resolve: (payload) => payload.database,
      }),
    }),
  });
}
