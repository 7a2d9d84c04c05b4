import { readsColumn } from './column-scopes.js';
import type { ManagementRefs } from './management-refs.js';

/** `ApiKeySecret`. */
export function defineApiKeySecret(refs: ManagementRefs): void {
  refs.apiKeySecret.implement({
    description: 'What is kept of a secret: enough to tell it apart, nothing to use it with.',
    fields: (t) => ({
      hint: t.string({
        description: 'The last characters of the secret.',
        authScopes: readsColumn('apiKeys', 'secrets'),
        resolve: (secret) => secret.hint,
      }),
      validUntil: t.field({
        type: 'DateTime',
        description: 'When it ends, since a rotation replaced it. Null: the current secret.',
        nullable: true,
        authScopes: readsColumn('apiKeys', 'secrets'),
        resolve: (secret) => secret.validUntilMs,
      }),
      lastUsedAt: t.field({
        type: 'DateTime',
        description: 'When this secret was last accepted, to the minute. Null: never.',
        nullable: true,
        authScopes: readsColumn('apiKeys', 'secrets'),
        resolve: (secret) => secret.lastUsedAtMs,
      }),
      createdAt: t.field({
        type: 'DateTime',
        description: 'When it was made.',
        authScopes: readsColumn('apiKeys', 'secrets'),
        resolve: (secret) => secret.createdAtMs,
      }),
    }),
  });
}
