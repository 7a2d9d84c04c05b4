import type { CreateUser, UpdateUser } from './control-plane.js';
import { readAttributes, readEmail, readName } from './input-fields.js';
import type { Problems } from './problems.js';
import type { UserRecord } from './records.js';

/** What a user is, beside being enabled or not. */
export type UserFields = Pick<UserRecord, 'email' | 'name' | 'attributes'>;

export function readNewUser(problems: Problems, input: CreateUser): UserFields {
  return {
    email: readEmail(problems, 'email', input.email),
    name: present(input.name) ? readName(problems, 'name', input.name) : null,
    attributes: readAttributes(problems, 'attributes', input.attributes ?? {}),
  };
}

/** The user's fields as they would be after the update. */
export function readChangedUser(problems: Problems, user: UserRecord, input: UpdateUser): UserFields {
  // The services are called by more than GraphQL, which would refuse an unknown value by itself.
  const unset: readonly string[] = input.unset ?? [];
  for (const member of ['email', 'attributes'] as const) {
    if (input[member] === null) problems.add(member, 'must not be null: leave it out to keep it.');
  }
  if (input.name === null)
    problems.add('name', 'must not be null: leave it out to keep it, or use unset: [NAME].');
  if (unset.some((detail) => detail !== 'NAME')) problems.add('unset', 'only NAME can be unset.');
  if (unset.includes('NAME') && present(input.name)) {
    problems.add('unset', 'NAME is set and unset at once: decide for one.');
  }
  const name = present(input.name) ? readName(problems, 'name', input.name) : user.name;
  return {
    email: present(input.email) ? readEmail(problems, 'email', input.email) : user.email,
    name: unset.includes('NAME') ? null : name,
    attributes: present(input.attributes)
      ? readAttributes(problems, 'attributes', input.attributes)
      : user.attributes,
  };
}

function present<Value>(value: Value): value is NonNullable<Value> {
  return value !== null && value !== undefined;
}
