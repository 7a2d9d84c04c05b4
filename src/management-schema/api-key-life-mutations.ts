import type { ApiKeyPayloads } from './api-key-payloads.js';
import { change } from './change.js';
import { coveredByField } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';

/** `rotateApiKey`, `disableApiKey`, `enableApiKey`, `revokeApiKey` and `restoreApiKey`. */
export function defineApiKeyLifeMutations(builder: ManagementBuilder, payloads: ApiKeyPayloads): void {
  const rotateInput = defineRotateInput(builder);
  const idInput = defineIdInput(builder);
  const whichKey = { ...coveredByField, type: idInput, required: true, description: 'Which key.' } as const;
  builder.mutationFields((t) => ({
    rotateApiKey: t.field({
      type: payloads.secret,
      description:
        'Gives an API key a new secret and shows it, this once; the key keeps its id and everything else. Its secrets before that work until the overlap is over, each with a last use of its own. Asked of the caller is as much as for making the key.',
      authScopes: { capability: ['apiKeys.secrets:update'] },
      args: {
        input: t.arg({
          ...coveredByField,
          type: rotateInput,
          required: true,
          description: 'Which key, and for how long both secrets work.',
        }),
      },
      resolve: (_root, { input }, context) =>
        change(context, ({ apiKeys }, actor) => apiKeys.rotate(actor, input)),
    }),
    disableApiKey: t.field({
      type: payloads.key,
      description:
        'Switches an API key off; the very next request with it is refused. It can be enabled again. One that a stop holds stays disabled when the stop is undone.',
      authScopes: { capability: ['apiKeys.state:update'] },
      args: { input: t.arg(whichKey) },
      resolve: (_root, { input }, context) =>
        change(context, async ({ apiKeys }, actor) => ({ apiKey: await apiKeys.disable(actor, input.id) })),
    }),
    enableApiKey: t.field({
      type: payloads.key,
      description:
        'Lets a disabled API key work again, also one that a stop holds. Asked of the caller is as much as for making the key.',
      authScopes: { capability: ['apiKeys.state:update'] },
      args: { input: t.arg(whichKey) },
      resolve: (_root, { input }, context) =>
        change(context, async ({ apiKeys }, actor) => ({ apiKey: await apiKeys.enable(actor, input.id) })),
    }),
    revokeApiKey: t.field({
      type: payloads.key,
      description:
        'Ends an API key; the very next request with it is refused, and its secrets never work again. It stays listed, and can be restored for 30 days, with a new secret.',
      authScopes: { capability: ['apiKeys.state:update'] },
      args: { input: t.arg(whichKey) },
      resolve: (_root, { input }, context) =>
        change(context, async ({ apiKeys }, actor) => ({ apiKey: await apiKeys.revoke(actor, input.id) })),
    }),
    restoreApiKey: t.field({
      type: payloads.secret,
      description:
        'Takes the revocation of an API key back, within 30 days, and shows its new secret, this once; the old ones stay dead. A key that was disabled stays so. Asked of the caller is as much as for making the key.',
      authScopes: { capability: ['apiKeys.state:update', 'apiKeys.secrets:update'] },
      args: { input: t.arg(whichKey) },
      resolve: (_root, { input }, context) =>
        change(context, ({ apiKeys }, actor) => apiKeys.restore(actor, input.id)),
    }),
  }));
}

function defineRotateInput(builder: ManagementBuilder) {
  return builder.inputType('RotateApiKeyInput', {
    description: 'A new secret for an API key.',
    fields: (t) => ({
      id: t.id({ ...coveredByField, required: true, description: 'The id of the key.' }),
      overlapSeconds: t.int({
        ...coveredByField,
        required: true,
        description:
          'How long the secrets that it has now work on: from 0, which ends them at once, to 2592000, which is 30 days. None is given more time than it had.',
      }),
    }),
  });
}

function defineIdInput(builder: ManagementBuilder) {
  return builder.inputType('ApiKeyIdInput', {
    description: 'Names an API key.',
    fields: (t) => ({ id: t.id({ ...coveredByField, required: true, description: 'The id of the key.' }) }),
  });
}
