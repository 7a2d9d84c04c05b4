import { change } from './change.js';
import { coveredByField } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { UserPayloadRef } from './user-payload.js';

/** `disableUser`, `enableUser`, `deleteUser` and `restoreUser`. */
export function defineUserLifeMutations(builder: ManagementBuilder, payload: UserPayloadRef): void {
  const idInput = defineIdInput(builder);
  builder.mutationFields((t) => {
    const idArgument = () => ({
      input: t.arg({ ...coveredByField, type: idInput, required: true, description: 'Which user.' }),
    });
    return {
      disableUser: t.field({
        type: payload,
        description:
          'Stops a user: every key that acts for it is refused from the very next request on, and its sessions end.',
        authScopes: { capability: ['users.enabled:update'] },
        args: idArgument(),
        resolve: (_root, { input }, context) =>
          change(context, async ({ users }, actor) => ({ user: await users.disable(actor, input.id) })),
      }),
      enableUser: t.field({
        type: payload,
        description: 'Lets a disabled user sign in, and the keys that act for it work, again.',
        authScopes: { capability: ['users.enabled:update'] },
        args: idArgument(),
        resolve: (_root, { input }, context) =>
          change(context, async ({ users }, actor) => ({ user: await users.enable(actor, input.id) })),
      }),
      deleteUser: t.field({
        type: payload,
        description:
          'Deletes a user: every key that acts for it is refused, and its sessions end. The user stays readable by its id.',
        authScopes: { capability: ['users:delete'] },
        args: idArgument(),
        resolve: (_root, { input }, context) =>
          change(context, async ({ users }, actor) => ({ user: await users.delete(actor, input.id) })),
      }),
      restoreUser: t.field({
        type: payload,
        description:
          'Brings a deleted user back within 30 days, with its groups, keys and password. Later it is refused: POLICY.',
        authScopes: { capability: ['users.deletedAt:update'] },
        args: idArgument(),
        resolve: (_root, { input }, context) =>
          change(context, async ({ users }, actor) => ({ user: await users.restore(actor, input.id) })),
      }),
    };
  });
}

function defineIdInput(builder: ManagementBuilder) {
  return builder.inputType('UserIdInput', {
    description: 'Names a user.',
    fields: (t) => ({ id: t.id({ ...coveredByField, required: true, description: 'The id of the user.' }) }),
  });
}
