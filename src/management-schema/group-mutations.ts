import { change } from './change.js';
import { defineGroupGrantMutations } from './group-grant-mutations.js';
import {
  defineCreateGroupInput,
  defineGroupIdInput,
  defineGroupMemberInput,
  defineUpdateGroupInput,
} from './group-inputs.js';
import { defineGroupPayload, type GroupPayloadRef } from './group-payload.js';
import { coveredByField } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import type { VerbRef } from './row-rule-type.js';
import { withoutAbsent } from './without-absent.js';

/** Everything that is done with groups: the groups, their members, what they grant. */
export function defineGroupMutations(builder: ManagementBuilder, refs: ManagementRefs, verb: VerbRef): void {
  const payload = defineGroupPayload(builder, refs);
  defineLifeMutations(builder, payload);
  defineMemberMutations(builder, payload);
  defineGroupGrantMutations(builder, payload, verb);
}

/** `createGroup`, `updateGroup` and `deleteGroup`. */
function defineLifeMutations(builder: ManagementBuilder, payload: GroupPayloadRef): void {
  const inputs = {
    create: defineCreateGroupInput(builder),
    update: defineUpdateGroupInput(builder),
    id: defineGroupIdInput(builder),
  };
  builder.mutationFields((t) => ({
    createGroup: t.field({
      type: payload,
      description: 'Makes a group of a database. What it grants, its members may do.',
      authScopes: { capability: ['groups:insert'] },
      args: {
        input: t.arg({
          ...coveredByField,
          type: inputs.create,
          required: true,
          description: 'The new group.',
        }),
      },
      resolve: (_root, { input: { database, ...others } }, context) =>
        change(context, async ({ groups }, actor) => ({
          group: await groups.create(actor, { ...withoutAbsent(others), databaseSlug: database }),
        })),
    }),
    updateGroup: t.field({
      type: payload,
      description: 'Renames a group, or lets its members use the API or not. What it grants stays.',
      authScopes: { capability: ['groups:update'] },
      args: {
        input: t.arg({ ...coveredByField, type: inputs.update, required: true, description: 'The change.' }),
      },
      resolve: (_root, { input }, context) =>
        change(context, async ({ groups }, actor) => ({
          group: await groups.update(actor, withoutAbsent(input)),
        })),
    }),
    deleteGroup: t.field({
      type: payload,
      description:
        'Deletes a group for good: its members lose what it granted, from the very next request on. The users stay.',
      authScopes: { capability: ['groups:delete'] },
      args: {
        input: t.arg({ ...coveredByField, type: inputs.id, required: true, description: 'Which group.' }),
      },
      resolve: (_root, { input }, context) =>
        change(context, async ({ groups }, actor) => ({ group: await groups.delete(actor, input.id) })),
    }),
  }));
}

/** `addGroupMember` and `removeGroupMember`. */
function defineMemberMutations(builder: ManagementBuilder, payload: GroupPayloadRef): void {
  const member = defineGroupMemberInput(builder);
  const args = { ...coveredByField, type: member, required: true, description: 'Who, and where.' } as const;
  builder.mutationFields((t) => ({
    addGroupMember: t.field({
      type: payload,
      description: 'Puts a user into a group: all of its keys may do what the group grants. Twice is once.',
      authScopes: { capability: ['groups.members:update'] },
      args: { input: t.arg(args) },
      resolve: (_root, { input }, context) =>
        change(context, async ({ groups }, actor) => ({
          group: await groups.addMember(actor, input.groupId, input.userId),
        })),
    }),
    removeGroupMember: t.field({
      type: payload,
      description:
        'Takes a user out of a group, from the very next request on. Who is not in it is passed over; the last enabled administrator stays.',
      authScopes: { capability: ['groups.members:update'] },
      args: { input: t.arg(args) },
      resolve: (_root, { input }, context) =>
        change(context, async ({ groups }, actor) => ({
          group: await groups.removeMember(actor, input.groupId, input.userId),
        })),
    }),
  }));
}
