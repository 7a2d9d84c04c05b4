import type { ObjectRef } from '@pothos/core';
import { PosternError } from '../foundation/postern-error.js';
import { Secret } from '../foundation/secret.js';
import { change } from './change.js';
import { coveredByField } from './input-needs.js';
import type { ManagementBuilder, ManagementTypes } from './management-builder.js';
import type { ManagementContext } from './management-context.js';

type CallerRef = ObjectRef<ManagementTypes, ManagementContext>;

/** `signIn`, `signOut` and `changePassword`: what somebody does for itself. */
export function defineSignInMutations(builder: ManagementBuilder, caller: CallerRef): void {
  defineSigning(builder, caller);
  defineChangePassword(builder, caller);
}

function defineSigning(builder: ManagementBuilder, caller: CallerRef): void {
  const input = builder.inputType('SignInInput', {
    description: 'Who signs in, and by what.',
    fields: (t) => ({
      email: t.string({ ...coveredByField, required: true, description: 'The e-mail address of the user.' }),
      password: t.string({ ...coveredByField, required: true, description: 'The password of the user.' }),
    }),
  });
  const payload = defineCallerPayload(builder, caller, 'SignInPayload', 'The user who has signed in.');
  builder.mutationFields((t) => ({
    signIn: t.field({
      type: payload,
      description:
        'Begins a session of the console, by POST to /graphql/gateway and without credentials. It stands alone in its operation. The session is a cookie, which counts together with the header "X-Postern-Console: 1".',
      authScopes: { caller: true },
      args: {
        input: t.arg({ ...coveredByField, type: input, required: true, description: 'Who and by what.' }),
      },
      // What is given was verified before anything of the operation ran: it runs as the user who signs in.
      resolve: async (_root, _args, context) => {
        await beginSession(context);
        return context;
      },
    }),
    signOut: t.boolean({
      description: 'Ends the session that asks, and says whether there was one.',
      authScopes: { caller: true },
      resolve: async (_root, _args, context) => {
        const { actor, session } = context;
        if (actor.kind !== 'session') return false;
        await change(context, ({ sessions }) => sessions.signOut(actor));
        session.forget();
        return true;
      },
    }),
  }));
}

async function beginSession({ actor, session, loaders }: ManagementContext): Promise<void> {
  if (actor.kind === 'key') {
    throw new PosternError('POLICY', 'An API key cannot sign in. Send signIn without a key.');
  }
  // Fail closed: who runs this was not verified by it.
  if (session.begin === null) {
    throw new PosternError('POLICY', 'Send signIn alone: it is the only field of its operation.');
  }
  await session.begin(actor);
  loaders.clear();
}

function defineChangePassword(builder: ManagementBuilder, caller: CallerRef): void {
  const input = builder.inputType('ChangePasswordInput', {
    description: 'Another password for the user who is signed in.',
    fields: (t) => ({
      currentPassword: t.string({ ...coveredByField, required: true, description: 'The present one.' }),
      newPassword: t.string({
        ...coveredByField,
        required: true,
        description: 'The one from now on: 15 to 256 characters of any kind.',
      }),
    }),
  });
  const payload = defineCallerPayload(
    builder,
    caller,
    'ChangePasswordPayload',
    'The user whose password was changed.',
  );
  builder.mutationField('changePassword', (t) =>
    t.field({
      type: payload,
      description: 'Changes the password of the user who is signed in, and ends its other sessions.',
      // One's own needs no capability, and a key has none of its own.
      authScopes: { caller: true },
      args: {
        input: t.arg({ ...coveredByField, type: input, required: true, description: 'Both passwords.' }),
      },
      resolve: async (_root, { input: { currentPassword, newPassword } }, context) => {
        await change(context, ({ sessions }, actor) =>
          sessions.changePassword(actor, {
            currentPassword: new Secret(currentPassword),
            newPassword: new Secret(newPassword),
          }),
        );
        return context;
      },
    }),
  );
}

function defineCallerPayload(
  builder: ManagementBuilder,
  caller: CallerRef,
  name: string,
  description: string,
) {
  return builder.objectRef<ManagementContext>(name).implement({
    description,
    fields: (t) => ({
      me: t.field({
        type: caller,
        description: 'As whom the caller acts.',
        authScopes: { caller: true },
        resolve: (context) => context,
      }),
    }),
  });
}
