import type { ControlPlane } from '../control-plane/control-plane.js';
import type { DatabaseRecord } from '../control-plane/records.js';
import { BadUserInput } from '../foundation/postern-error.js';
import { Secret } from '../foundation/secret.js';
import { change } from './change.js';
import { coveredByField, needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { withoutAbsent } from './without-absent.js';

/** `updateDatabase`. */
export function defineDatabaseMutations(builder: ManagementBuilder, refs: ManagementRefs): void {
  const payload = definePayload(builder, refs);
  const updateInput = defineUpdateInput(builder);
  builder.mutationFields((t) => ({
    updateDatabase: t.field({
      type: payload,
      description:
        'Changes how a database is served. Running gateways serve it so from the next request on; changing more than limits needs users:impersonate.',
      authScopes: { capability: ['databases:update'] },
      args: {
        input: t.arg({ ...coveredByField, type: updateInput, required: true, description: 'The change.' }),
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
  }));
}

async function idOf(databases: ControlPlane['databases'], slug: string): Promise<string> {
  const database = await databases.bySlug(slug);
  if (database !== null) return database.id;
  throw new BadUserInput([{ field: 'slug', message: 'There is no database with this slug.' }]);
}

function defineUpdateInput(builder: ManagementBuilder) {
  return builder.inputType('UpdateDatabaseInput', {
    description: 'A change of a database. What is absent stays as it is; null is refused.',
    fields: (t) => ({
      slug: t.string({ ...coveredByField, required: true, description: 'The slug of the database.' }),
      version: t.int({
        ...coveredByField,
        required: true,
        description:
          'The version that was read. When it is no longer the current one, nothing is changed: CONFLICT.',
      }),
      url: t.string({
        ...needs('databases:connect'),
        description:
          'Where it is from now on: postgres://user:password@host:port/database. It is never shown again.',
      }),
      enabled: t.boolean({
        ...needs('databases.enabled:update'),
        description: 'False refuses every key of the database.',
      }),
      settings: t.field({
        ...needs('databases.settings:update'),
        type: 'JSON',
        description:
          'Settings to change, such as {"guardedColumns": ["person.privateNote"], "denials": "HIDE", "maxLifetimeDays": 90, "sessionSettings": {"app.user_id": "$user.id"}}; the others stay. The database gateway has the policies for its keys only: requireValidUntil, maxLifetimeDays, requireAllowedAddresses.',
      }),
      unsetSettings: t.stringList({
        ...needs('databases.settings:update'),
        description: 'Settings to put back to their defaults, by name.',
      }),
    }),
  });
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
