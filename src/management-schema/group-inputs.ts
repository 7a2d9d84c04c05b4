import { coveredByField, needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';

export function defineCreateGroupInput(builder: ManagementBuilder) {
  return builder.inputType('CreateGroupInput', {
    description: 'A new group of a database. Nobody is in it yet.',
    fields: (t) => ({
      name: t.string({
        ...needs('groups.name:insert'),
        required: true,
        description: 'What people will call it; unique in its database.',
      }),
      database: t.string({
        ...needs('groups.database:insert'),
        required: true,
        description: 'The slug of the database that it grants something in. Cannot be changed later.',
      }),
      capabilities: t.stringList({
        ...needs('groups.capabilities:insert'),
        description:
          'What it grants, such as ["person:select", "person.privateNote:select"]; "*" for any table or any verb. Absent: nothing yet.',
      }),
      apiAccess: t.boolean({
        ...needs('groups.apiAccess:insert'),
        description: `${accessDescription} Absent: true.`,
      }),
    }),
  });
}

export function defineUpdateGroupInput(builder: ManagementBuilder) {
  return builder.inputType('UpdateGroupInput', {
    description: 'A change of a group. What is absent stays as it is; null is refused.',
    fields: (t) => ({
      id: t.id({ ...coveredByField, required: true, description: 'The id of the group.' }),
      version: t.int({
        ...coveredByField,
        required: true,
        description:
          'The version that was read. When it is no longer the current one, nothing is changed: CONFLICT.',
      }),
      name: t.string({
        ...needs('groups.name:update'),
        description: 'What people will call it; unique in its database.',
      }),
      apiAccess: t.boolean({ ...needs('groups.apiAccess:update'), description: accessDescription }),
    }),
  });
}

export function defineGroupIdInput(builder: ManagementBuilder) {
  return builder.inputType('GroupIdInput', {
    description: 'Names a group.',
    fields: (t) => ({ id: t.id({ ...coveredByField, required: true, description: 'The id of the group.' }) }),
  });
}

export function defineGroupMemberInput(builder: ManagementBuilder) {
  return builder.inputType('GroupMemberInput', {
    description: 'A group, and a user who is to be in it or not.',
    fields: (t) => ({
      groupId: t.id({ ...coveredByField, required: true, description: 'The id of the group.' }),
      userId: t.id({ ...coveredByField, required: true, description: 'The id of the user.' }),
    }),
  });
}

const accessDescription =
  'Whether its members may use the API. A user needs one group of the database where this is so.';
