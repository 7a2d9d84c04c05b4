import type { ObjectRef } from '@pothos/core';
import type { KeyWithSecret } from '../control-plane/control-plane.js';
import type { ApiKeyRecord } from '../control-plane/records.js';
import type { ManagementBuilder, ManagementTypes } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';

/** What changes of API keys answer with. */
export interface ApiKeyPayloads {
  readonly key: ObjectRef<ManagementTypes, { readonly apiKey: ApiKeyRecord }>;
  readonly secret: ObjectRef<ManagementTypes, KeyWithSecret>;
}

/** `ApiKeyPayload` and `ApiKeySecretPayload`. */
export function defineApiKeyPayloads(builder: ManagementBuilder, refs: ManagementRefs): ApiKeyPayloads {
  const key = builder.objectRef<{ readonly apiKey: ApiKeyRecord }>('ApiKeyPayload');
  key.implement({
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
  const secret = builder.objectRef<KeyWithSecret>('ApiKeySecretPayload');
  secret.implement({
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
        // Whoever may make or renew a key may have it: the mutation itself was asked for its capability.
        authScopes: { caller: true },
        resolve: (payload) => payload.secret.reveal(),
      }),
    }),
  });
  return { key, secret };
}
