import { coveredByField, needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';

export function defineCreateUserInput(builder: ManagementBuilder) {
  return builder.inputType('CreateUserInput', {
    description: 'A new user.',
    fields: (t) => ({
      email: t.string({ ...needs('users.email:insert'), required: true, description: emailDescription }),
      name: t.string({ ...needs('users.name:insert'), description: 'What people call the user.' }),
      attributes: t.field({
        // Row rules read them, so that setting them is giving rights: a capability that no wildcard covers.
        ...needs('users.attributes:insert', 'users:setAttributes'),
        type: 'JSON',
        description: attributesDescription,
      }),
      password: t.string({
        ...needs('users.password:insert'),
        description: `${passwordDescription} Absent: the user cannot sign in.`,
      }),
    }),
  });
}

export function defineUpdateUserInput(builder: ManagementBuilder) {
  const detail = builder.enumType('UserDetail', {
    description: 'What an update can take away from a user.',
    values: { NAME: { description: 'The name.', value: 'NAME' } } as const,
  });
  return builder.inputType('UpdateUserInput', {
    description:
      'A change of a user. What is absent stays as it is; null is refused. Say `unset` to take a name away.',
    fields: (t) => ({
      id: t.id({ ...coveredByField, required: true, description: 'The id of the user.' }),
      version: t.int({
        ...coveredByField,
        required: true,
        description:
          'The version that was read. When it is no longer the current one, nothing is changed: CONFLICT.',
      }),
      email: t.string({ ...needs('users.email:update'), description: emailDescription }),
      name: t.string({ ...needs('users.name:update'), description: 'What people call the user.' }),
      attributes: t.field({
        ...needs('users.attributes:update', 'users:setAttributes'),
        type: 'JSON',
        description: `${attributesDescription} In place of all that are there.`,
      }),
      unset: t.field({
        ...needs('users.name:update'),
        type: [detail],
        description: 'What to take away.',
      }),
    }),
  });
}

export function defineSetPasswordInput(builder: ManagementBuilder) {
  return builder.inputType('SetUserPasswordInput', {
    description: 'A password for a user, whatever the present one is.',
    fields: (t) => ({
      id: t.id({ ...coveredByField, required: true, description: 'The id of the user.' }),
      password: t.string({
        ...needs('users.password:update'),
        required: true,
        description: passwordDescription,
      }),
    }),
  });
}

const emailDescription = 'The address that the user is known and signs in by; no two users share one.';

const attributesDescription =
  'Facts about the user that row rules can read: an object, such as {"region": "EU"}.';

const passwordDescription =
  'What the user signs in with: 15 to 256 characters of any kind, and not one of the passwords that are tried first.';
