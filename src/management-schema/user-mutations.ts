import type { UserRecord } from '../control-plane/records.js';
import { BadUserInput } from '../foundation/postern-error.js';
import { change } from './change.js';
import { coveredByField, needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { withoutAbsent } from './without-absent.js';

/** `createUser`, `disableUser`, `enableUser` and `deleteUser`. */
export function defineUserMutations(builder: ManagementBuilder, refs: ManagementRefs): void {
  const createInput = defineCreateInput(builder);
  const idInput = defineIdInput(builder);
  const payload = definePayload(builder, refs);
  builder.mutationFields((t) => {
    const idArgument = () => ({
      input: t.arg({ ...coveredByField, type: idInput, required: true, description: 'Which user.' }),
    });
    return {
      createUser: t.field({
        type: payload,
        description: 'Makes a user. It may do nothing until it is a member of a group.',
        authScopes: { capability: ['users:insert'] },
        args: {
          input: t.arg({
            ...coveredByField,
            type: createInput,
            required: true,
            description: 'The new user.',
          }),
        },
        resolve: (_root, { input: { attributes, ...others } }, context) =>
          change(context, async ({ users }, actor) => ({
            user: await users.create(
              actor,
              withoutAbsent({ ...others, attributes: readAttributes(attributes) }),
            ),
          })),
      }),
      disableUser: t.field({
        type: payload,
        description: 'Stops a user: every key that acts for it is refused from the very next request on.',
        authScopes: { capability: ['users.enabled:update'] },
        args: idArgument(),
        resolve: (_root, { input }, context) =>
          change(context, async ({ users }, actor) => ({ user: await users.disable(actor, input.id) })),
      }),
      enableUser: t.field({
        type: payload,
        description: 'Lets a disabled user, and the keys that act for it, work again.',
        authScopes: { capability: ['users.enabled:update'] },
        args: idArgument(),
        resolve: (_root, { input }, context) =>
          change(context, async ({ users }, actor) => ({ user: await users.enable(actor, input.id) })),
      }),
      deleteUser: t.field({
        type: payload,
        description:
          'Deletes a user: every key that acts for it is refused. The user stays readable by its id.',
        authScopes: { capability: ['users:delete'] },
        args: idArgument(),
        resolve: (_root, { input }, context) =>
          change(context, async ({ users }, actor) => ({ user: await users.delete(actor, input.id) })),
      }),
    };
  });
}

function defineCreateInput(builder: ManagementBuilder) {
  return builder.inputType('CreateUserInput', {
    description: 'A new user.',
    fields: (t) => ({
      email: t.string({
        ...needs('users.email:insert'),
        required: true,
        description: 'The address that the user is known by; no two users share one.',
      }),
      name: t.string({ ...needs('users.name:insert'), description: 'What people call the user.' }),
      attributes: t.field({
        // Row rules read them, so that setting them is giving rights: a capability that no wildcard covers.
        ...needs('users.attributes:insert', 'users:setAttributes'),
        type: 'JSON',
        description: 'Facts about the user that row rules can read: an object, such as {"region": "EU"}.',
      }),
    }),
  });
}

function readAttributes(attributes: unknown): Readonly<Record<string, unknown>> | undefined {
  if (attributes === undefined || attributes === null) return undefined;
  if (typeof attributes === 'object' && !Array.isArray(attributes)) return { ...attributes };
  throw new BadUserInput([
    { field: 'attributes', message: 'must be a JSON object, such as {"region": "EU"}.' },
  ]);
}

function defineIdInput(builder: ManagementBuilder) {
  return builder.inputType('UserIdInput', {
    description: 'Names a user.',
    fields: (t) => ({ id: t.id({ ...coveredByField, required: true, description: 'The id of the user.' }) }),
  });
}

function definePayload(builder: ManagementBuilder, refs: ManagementRefs) {
  return builder.objectRef<{ readonly user: UserRecord }>('UserPayload').implement({
    description: 'The user after the change.',
    fields: (t) => ({
      user: t.field({
        type: refs.user,
        description: 'The user as it stands now.',
        authScopes: { capability: ['users:select'] },
        resolve: (payload) => payload.user,
      }),
    }),
  });
}
