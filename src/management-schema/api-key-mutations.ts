import type { ApiKeyEnums } from './api-key-enums.js';
import { defineCreateApiKeyInput, defineUpdateApiKeyInput } from './api-key-inputs.js';
import type { ApiKeyPayloads } from './api-key-payloads.js';
import { change } from './change.js';
import { coveredByField } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import { withoutAbsent } from './without-absent.js';

/** `createApiKey` and `updateApiKey`. */
export function defineApiKeyMutations(
  builder: ManagementBuilder,
  payloads: ApiKeyPayloads,
  enums: ApiKeyEnums,
): void {
  const inputs = {
    create: defineCreateApiKeyInput(builder),
    update: defineUpdateApiKeyInput(builder, enums),
  };
  builder.mutationFields((t) => ({
    createApiKey: t.field({
      type: payloads.secret,
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
      type: payloads.key,
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
  }));
}
