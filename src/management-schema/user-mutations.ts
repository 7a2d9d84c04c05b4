import { Secret } from '../foundation/secret.js';
import { BadUserInput } from '../foundation/postern-error.js';
import { change } from './change.js';
import { coveredByField } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { defineCreateUserInput, defineSetPasswordInput, defineUpdateUserInput } from './user-inputs.js';
import { defineUserLifeMutations } from './user-life-mutations.js';
import { defineUserPayload } from './user-payload.js';
import { withoutAbsent } from './without-absent.js';

/** `createUser`, `updateUser` and `setUserPassword`, and those that begin and end a user. */
export function defineUserMutations(builder: ManagementBuilder, refs: ManagementRefs): void {
  const inputs = {
    create: defineCreateUserInput(builder),
    update: defineUpdateUserInput(builder),
    password: defineSetPasswordInput(builder),
  };
  const payload = defineUserPayload(builder, refs);
  builder.mutationFields((t) => ({
    createUser: t.field({
      type: payload,
      description: 'Makes a user. It may do nothing until it is a member of a group.',
      authScopes: { capability: ['users:insert'] },
      args: {
        input: t.arg({
          ...coveredByField,
          type: inputs.create,
          required: true,
          description: 'The new user.',
        }),
      },
      resolve: (_root, { input: { attributes, password, ...others } }, context) =>
        change(context, async ({ users }, actor) => ({
          user: await users.create(
            actor,
            withoutAbsent({
              ...others,
              attributes: readAttributes(attributes),
              password: typeof password === 'string' ? new Secret(password) : null,
            }),
          ),
        })),
    }),
    updateUser: t.field({
      type: payload,
      description: 'Changes a user. Keys and sessions go on; the very next request is judged by the change.',
      authScopes: { capability: ['users:update'] },
      args: {
        input: t.arg({ ...coveredByField, type: inputs.update, required: true, description: 'The change.' }),
      },
      resolve: (_root, { input }, context) =>
        change(context, async ({ users }, actor) => ({
          user: await users.update(actor, withoutAbsent(input)),
        })),
    }),
    setUserPassword: t.field({
      type: payload,
      description: 'Gives a user another password and ends all of its sessions.',
      authScopes: { capability: ['users.password:update'] },
      args: {
        input: t.arg({ ...coveredByField, type: inputs.password, required: true, description: 'For whom.' }),
      },
      resolve: (_root, { input }, context) =>
        change(context, async ({ users }, actor) => ({
          user: await users.setPassword(actor, input.id, new Secret(input.password)),
        })),
    }),
  }));
  defineUserLifeMutations(builder, payload);
}

function readAttributes(attributes: unknown): Readonly<Record<string, unknown>> | undefined {
  if (attributes === undefined || attributes === null) return undefined;
  if (typeof attributes === 'object' && !Array.isArray(attributes)) return { ...attributes };
  throw new BadUserInput([
    { field: 'attributes', message: 'must be a JSON object, such as {"region": "EU"}.' },
  ]);
}
