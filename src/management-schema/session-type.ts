import type { ManagementRefs } from './management-refs.js';

/** `Session`. What leads to one asks for the right to see it. */
export function defineSession(refs: ManagementRefs): void {
  const authScopes = { caller: true } as const;
  refs.session.implement({
    description: 'A signed-in browser. It ends by itself, by signing out, or when somebody ends it.',
    fields: (t) => ({
      id: t.id({
        description: 'Names the session. It is not what the browser sends.',
        authScopes,
        resolve: (session) => session.id,
      }),
      createdAt: t.field({
        type: 'DateTime',
        description: 'When the user signed in.',
        authScopes,
        resolve: (session) => session.createdAtMs,
      }),
      lastSeenAt: t.field({
        type: 'DateTime',
        description: 'When it was last used, to the minute.',
        authScopes,
        resolve: (session) => session.lastSeenAtMs,
      }),
      address: t.string({
        description: 'The client address that it was last used from. Null: it was not known.',
        nullable: true,
        authScopes,
        resolve: (session) => session.address,
      }),
      userAgent: t.string({
        description: 'What the browser said of itself.',
        nullable: true,
        authScopes,
        resolve: (session) => session.userAgent,
      }),
      isCurrent: t.boolean({
        description: 'Whether it is the one that asks.',
        authScopes,
        resolve: (session, _args, { actor }) => actor.kind === 'session' && actor.sessionId === session.id,
      }),
    }),
  });
}
