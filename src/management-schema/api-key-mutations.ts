import type { ApiKeyRecord } from '../control-plane/records.js';
import type { Secret } from '../foundation/secret.js';
import type { ApiKeyEnums } from './api-key-enums.js';
import { defineCreateApiKeyInput, defineUpdateApiKeyInput } from './api-key-inputs.js';
import { change } from './change.js';
import { coveredByField } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { withoutAbsent } from './without-absent.js';

/** `createApiKey`, `updateApiKey` and `revokeApiKey`. */
export function defineApiKeyMutations(
  builder: ManagementBuilder,
  refs: ManagementRefs,
  enums: ApiKeyEnums,
): void {
  const inputs = {
    create: defineCreateApiKeyInput(builder),
    update: defineUpdateApiKeyInput(builder, enums),
    id: defineIdInput(builder),
  };
  const payload = definePayload(builder, refs);
  const secretPayload = defineSecretPayload(builder, refs);
  builder.mutationFields((t) => ({
    createApiKey: t.field({
      type: secretPayload,
      description: 'Makes an API key and shows its secret, this once.',
      authScopes: { capability: ['apiKeys:insert'] },
      args: {
        input: t.arg({ ...coveredByField, type: inputs.create, required: true, description: 'The new key.' }),
      },
      resolve: (_root, { input: { database, validFrom, validUntil, ...others } }, context) =>
        change(context, ({ apiKeys }, actor) =>
          apiKeys.create(
            actor,
            withoutAbsent({
              ...others,
              databaseSlug: database,
              validFromMs: validFrom,
              validUntilMs: validUntil,
            }),
          ),
        ),
    }),
    updateApiKey: t.field({
      type: payload,
      description: 'Changes an API key; its secret stays. The very next request with the key is bound by it.',
      authScopes: { capability: ['apiKeys:update'] },
      args: {
        input: t.arg({ ...coveredByField, type: inputs.update, required: true, description: 'The change.' }),
      },
      resolve: (_root, { input: { validFrom, validUntil, ...others } }, context) =>
        change(context, async ({ apiKeys }, actor) => ({
          apiKey: await apiKeys.update(
            actor,
            withoutAbsent({ ...others, validFromMs: validFrom, validUntilMs: validUntil }),
          ),
        })),
    }),
    revokeApiKey: t.field({
      type: payload,
      description: 'Ends an API key for good; the very next request with it is refused. It stays listed.',
      authScopes: { capability: ['apiKeys.state:update'] },
      args: {
        input: t.arg({ ...coveredByField, type: inputs.id, required: true, description: 'Which key.' }),
      },
      resolve: (_root, { input }, context) =>
        change(context, async ({ apiKeys }, actor) => ({ apiKey: await apiKeys.revoke(actor, input.id) })),
    }),
  }));
}

function defineIdInput(builder: ManagementBuilder) {
  return builder.inputType('ApiKeyIdInput', {
    description: 'Names an API key.',
    fields: (t) => ({ id: t.id({ ...coveredByField, required: true, description: 'The id of the key.' }) }),
  });
}

function definePayload(builder: ManagementBuilder, refs: ManagementRefs) {
  return builder.objectRef<{ readonly apiKey: ApiKeyRecord }>('ApiKeyPayload').implement({
    description: 'The key after the change.',
    fields: (t) => ({
      apiKey: t.field({
        type: refs.apiKey,
        description: 'The key as it stands now.',
        authScopes: { capability: ['apiKeys:select'] },
        resolve: (payload) => payload.apiKey,
      }),
    }),
  });
}

function defineSecretPayload(builder: ManagementBuilder, refs: ManagementRefs) {
  const ref = builder.objectRef<{ readonly apiKey: ApiKeyRecord; readonly secret: Secret }>(
    'ApiKeySecretPayload',
  );
  return ref.implement({
    description: 'The one time that the secret is shown.',
    fields: (t) => ({
      apiKey: t.field({
        type: refs.apiKey,
        description: 'The key as it stands now.',
        authScopes: { capability: ['apiKeys:select'] },
        resolve: (payload) => payload.apiKey,
      }),
      secret: t.string({
        description:
          'The whole text of the key, to be sent as "Authorization: Bearer <key>". Keep it: the gateway does not, and cannot show it again.',
        // Whoever may make a key may have it: the mutation itself was asked for its capability.
        authScopes: { caller: true },
        resolve: (payload) => payload.secret.reveal(),
      }),
    }),
  });
}
