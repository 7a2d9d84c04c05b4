import type { SessionRecord } from '../control-plane/records.js';
import { change } from './change.js';
import { coveredByField } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';

/** `endSession` and `endSessions`. */
export function defineSessionMutations(builder: ManagementBuilder, refs: ManagementRefs): void {
  const one = builder.inputType('EndSessionInput', {
    description: 'Names a session.',
    fields: (t) => ({
      id: t.id({ ...coveredByField, required: true, description: 'The id of the session.' }),
    }),
  });
  const all = builder.inputType('EndSessionsInput', {
    description: 'Names a user whose sessions are to end.',
    fields: (t) => ({
      userId: t.id({ ...coveredByField, required: true, description: 'The id of the user.' }),
    }),
  });
  const payloads = definePayloads(builder, refs);
  builder.mutationFields((t) => ({
    endSession: t.field({
      type: payloads.one,
      description: `Ends a session: its next request is refused. ${OWN_OR_ANY}, and users.sessions:select, since it is shown.`,
      // The service tells one's own from others'.
      authScopes: { caller: true },
      args: { input: t.arg({ ...coveredByField, type: one, required: true, description: 'Which session.' }) },
      resolve: (_root, { input: { id } }, context) =>
        change(context, async ({ sessions }, actor) => {
          const session = await sessions.end(actor, id);
          if (actor.kind === 'session' && actor.sessionId === session.id) context.session.forget();
          return { session };
        }),
    }),
    endSessions: t.field({
      type: payloads.all,
      description: `Signs a user out everywhere. ${OWN_OR_ANY}.`,
      authScopes: { caller: true },
      args: { input: t.arg({ ...coveredByField, type: all, required: true, description: 'Whose.' }) },
      resolve: (_root, { input: { userId } }, context) =>
        change(context, async ({ sessions }, actor) => {
          const endedCount = await sessions.endAll(actor, userId);
          if (actor.kind === 'session' && actor.user.id === userId) context.session.forget();
          return { endedCount };
        }),
    }),
  }));
}

const OWN_OR_ANY =
  'Whoever is signed in may do so to its own; to those of others it takes the capability users.sessions:update';

function definePayloads(builder: ManagementBuilder, refs: ManagementRefs) {
  const authScopes = { caller: true } as const;
  const one = builder.objectRef<{ readonly session: SessionRecord }>('EndSessionPayload').implement({
    description: 'What was ended.',
    fields: (t) => ({
      session: t.field({
        type: refs.session,
        description: 'The session, which counts no more.',
        authScopes,
        resolve: (payload) => payload.session,
      }),
    }),
  });
  const all = builder.objectRef<{ readonly endedCount: number }>('EndSessionsPayload').implement({
    description: 'What was ended.',
    fields: (t) => ({
      endedCount: t.int({
        description: 'How many sessions there were.',
        authScopes,
        resolve: (payload) => payload.endedCount,
      }),
    }),
  });
  return { one, all };
}
