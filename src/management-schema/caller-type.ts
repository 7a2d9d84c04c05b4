import type { ObjectRef } from '@pothos/core';
import { printSet } from '../capability/capability-text.js';
import type { ManagementBuilder, ManagementTypes } from './management-builder.js';
import type { ManagementContext } from './management-context.js';
import type { ManagementRefs } from './management-refs.js';

/** `Caller` and `me`. */
export function defineCaller(
  builder: ManagementBuilder,
  refs: ManagementRefs,
): ObjectRef<ManagementTypes, ManagementContext> {
  const caller = builder.objectRef<ManagementContext>('Caller');
  caller.implement({
    description: 'Who is asking.',
    fields: (t) => ({
      kind: t.string({
        description: '`key`: an API key, acting for its user. `session`: a user who signed in.',
        authScopes: { caller: true },
        resolve: (context) => context.actor.kind,
      }),
      user: t.field({
        type: refs.user,
        description: 'The user whom the caller acts for.',
        nullable: true,
        authScopes: { capability: ['users:select'] },
        resolve: ({ actor, loaders }) => loaders.user.load(actor.user.id),
      }),
      email: t.string({
        description: 'The e-mail address of the user whom the caller acts for.',
        authScopes: { caller: true },
        resolve: ({ actor }) => actor.user.email,
      }),
      sessions: t.field({
        type: [refs.session],
        description: 'Where the user who is signed in is signed in, the newest first. A key sees none.',
        authScopes: { caller: true },
        // A key is narrower than its user.
        resolve: ({ actor, loaders }) =>
          actor.kind === 'session' ? loaders.sessionsOfUser.load(actor.user.id) : [],
      }),
      apiKey: t.field({
        type: refs.apiKey,
        description: 'The key that the request came with. Null: it came with a session.',
        nullable: true,
        authScopes: { capability: ['apiKeys:select'] },
        resolve: ({ actor, loaders }) => (actor.kind === 'key' ? loaders.apiKey.load(actor.keyId) : null),
      }),
      database: t.string({
        description: 'The slug of the database that is being asked: here always `gateway`.',
        authScopes: { caller: true },
        resolve: () => 'gateway',
      }),
      effectiveCapabilities: t.stringList({
        description: 'What the caller may do in this database now.',
        authScopes: { caller: true },
        resolve: (context) => printSet(context.effective),
      }),
    }),
  });
  builder.queryField('me', (t) =>
    t.field({
      type: caller,
      description: 'Who is asking, and what that caller may do. Needs no capability.',
      authScopes: { caller: true },
      resolve: (_root, _args, context) => context,
    }),
  );
  return caller;
}
