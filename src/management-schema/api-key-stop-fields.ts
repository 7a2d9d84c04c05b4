import type { KeyStopRecord } from '../control-plane/records.js';
import { change } from './change.js';
import { readsColumn } from './column-scopes.js';
import { coveredByField, needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { pageRequestOf } from './page-arguments.js';
import { withoutAbsent } from './without-absent.js';

/** `apiKeyStops`, `stopApiKeys` and `undoApiKeyStop`. */
export function defineApiKeyStopFields(builder: ManagementBuilder, refs: ManagementRefs): void {
  const payload = definePayload(builder, refs);
  const stopInput = defineStopInput(builder);
  const idInput = defineIdInput(builder);
  builder.queryFields((t) => ({
    apiKeyStops: t.field({
      type: refs.apiKeyStopConnection,
      description: 'Every turn of the stop switch, the newest first, a page at a time.',
      authScopes: readsColumn('apiKeys', 'stops'),
      args: {
        first: t.arg.int({ ...coveredByField, description: 'At most this many rows.' }),
        after: t.arg.string({ ...coveredByField, description: 'Only rows after this cursor.' }),
      },
      resolve: (_root, { first, after }, { controlPlane }) =>
        controlPlane.apiKeys.stops(pageRequestOf({ first, after, last: undefined, before: undefined })),
    }),
  }));
  builder.mutationFields((t) => ({
    stopApiKeys: t.field({
      type: payload,
      description:
        "The stop switch: disables every enabled key of a user, a database or a tag at once, from its very next request on. The caller's own key may be among them, and is then refused too; the command line can always undo it. Keys that are made later are not stopped.",
      authScopes: { capability: ['apiKeys.state:update'] },
      args: {
        input: t.arg({
          ...coveredByField,
          type: stopInput,
          required: true,
          description: 'Whose keys, and why.',
        }),
      },
      resolve: (_root, { input: { database, ...others } }, context) =>
        change(context, async ({ apiKeys }, actor) => ({
          stop: await apiKeys.stop(actor, withoutAbsent({ ...others, databaseSlug: database })),
        })),
    }),
    undoApiKeyStop: t.field({
      type: payload,
      description:
        'Lets the keys of a stop work again: all that it disabled, but for those that were enabled, disabled or revoked by themselves since or that another stop holds. Asked of the caller is as much as for making each of them. Undoing twice changes nothing.',
      authScopes: { capability: ['apiKeys.state:update'] },
      args: {
        input: t.arg({ ...coveredByField, type: idInput, required: true, description: 'Which stop.' }),
      },
      resolve: (_root, { input }, context) =>
        change(context, async ({ apiKeys }, actor) => ({ stop: await apiKeys.undoStop(actor, input.id) })),
    }),
  }));
}

/** The count tells how many keys fit, so that naming something needs what filtering by it needs. */
function defineStopInput(builder: ManagementBuilder) {
  return builder.inputType('StopApiKeysInput', {
    description: 'Whose keys are stopped: of a user, of a database or of a tag, exactly one of the three.',
    fields: (t) => ({
      accessAsUserId: t.id({
        ...needs('apiKeys.accessAs:select'),
        description: 'All keys that act for the user with this id, in whatever database.',
      }),
      database: t.string({
        ...needs('apiKeys.database:select', 'databases.slug:select'),
        description: 'All keys that open the database with this slug.',
      }),
      tag: t.string({ ...needs('apiKeys.tags:select'), description: 'All keys with exactly this tag.' }),
      reason: t.string({
        ...coveredByField,
        description: 'Why, for other administrators. Holders of the keys are not told.',
      }),
    }),
  });
}

function defineIdInput(builder: ManagementBuilder) {
  return builder.inputType('ApiKeyStopIdInput', {
    description: 'Names a stop of API keys.',
    fields: (t) => ({ id: t.id({ ...coveredByField, required: true, description: 'The id of the stop.' }) }),
  });
}

function definePayload(builder: ManagementBuilder, refs: ManagementRefs) {
  return builder.objectRef<{ readonly stop: KeyStopRecord }>('ApiKeyStopPayload').implement({
    description: 'The stop after the change.',
    fields: (t) => ({
      stop: t.field({
        type: refs.apiKeyStop,
        description: 'The stop as it stands now.',
        authScopes: readsColumn('apiKeys', 'stops'),
        resolve: (payload) => payload.stop,
      }),
    }),
  });
}
