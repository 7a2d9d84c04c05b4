import { readsColumn } from './column-scopes.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';

const authScopes = readsColumn('apiKeys', 'stops');

/** `ApiKeyStop`. */
export function defineApiKeyStop(builder: ManagementBuilder, refs: ManagementRefs): void {
  const scope = defineScope(builder);
  refs.apiKeyStop.implement({
    description:
      'A turn of the stop switch: all enabled keys of a user, a database or a tag disabled at once.',
    fields: (t) => ({
      id: t.id({
        description: 'Stays the same for ever. The state reason of its keys names it.',
        authScopes,
        resolve: (stop) => stop.id,
      }),
      at: t.field({
        type: 'DateTime',
        description: 'When it was.',
        authScopes,
        resolve: (stop) => stop.atMs,
      }),
      by: t.string({
        description:
          'Who it was: the id of a key, the id of a user who was signed in, or "operator" for the command line.',
        authScopes,
        resolve: (stop) => stop.by,
      }),
      scope: t.field({
        type: scope,
        description: 'What the keys had in common.',
        authScopes,
        resolve: (stop) => stop.scope,
      }),
      target: t.string({
        description: 'Which: the id of the user, the slug of the database, or the tag.',
        authScopes,
        resolve: (stop) => stop.target,
      }),
      reason: t.string({
        description: 'Why, in the words of whoever did it. Holders of the keys are not told.',
        nullable: true,
        authScopes,
        resolve: (stop) => stop.reason,
      }),
      count: t.int({
        description: 'How many keys it stopped, those that another stop held already included.',
        authScopes,
        resolve: (stop) => stop.count,
      }),
      undoneAt: t.field({
        type: 'DateTime',
        description: 'When it was undone. Null: it stands.',
        nullable: true,
        authScopes,
        resolve: (stop) => stop.undoneAtMs,
      }),
      undoneBy: t.string({
        description: 'Who undid it. Null: it stands.',
        nullable: true,
        authScopes,
        resolve: (stop) => stop.undoneBy,
      }),
    }),
  });
}

function defineScope(builder: ManagementBuilder) {
  return builder.enumType('ApiKeyStopScope', {
    description: 'What keys that are stopped together have in common.',
    values: {
      USER: { description: 'The user whom they act for, in whatever database.', value: 'USER' },
      DATABASE: { description: 'The database that they open.', value: 'DATABASE' },
      TAG: { description: 'A tag.', value: 'TAG' },
    } as const,
  });
}
