import { newId } from '../foundation/ids.js';
import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import { canonicalJson } from './canonical-json.js';
import { changedMembers } from './changed-members.js';
import type { Change } from './changes.js';
import type { CreateUser, UpdateUser } from './control-plane.js';
import { constraintOf } from './database-errors.js';
import { refuseEscalation } from './escalation.js';
import { refuseWithout } from './named-capability.js';
import { Problems, refuseInput } from './problems.js';
import type { UserRecord } from './records.js';
import { readChangedUser, readNewUser, type UserFields } from './user-input.js';
import { existingUser, undeletedUser } from './user-life.js';
import { readPassword, type PreparedPassword } from './user-password.js';
import { rightsOfUserEverywhere } from './user-rights.js';

export async function createUser(
  { actor, trx, nowMs, record }: Change,
  input: CreateUser,
  prepared: PreparedPassword | null,
): Promise<UserRecord> {
  const problems = new Problems();
  const fields = readNewUser(problems, input);
  const password = readPassword(problems, 'password', prepared, nowMs);
  problems.refuse();
  if (Object.keys(fields.attributes).length > 0) refuseWithout(actor, 'users:setAttributes');
  // Nobody gets rights, but a password outlives the key that set it: one with limits of its own sets none.
  if (password !== null) refuseEscalation(actor, () => []);

  const id = newId();
  await refusingTakenEmail(() =>
    trx
      .insertInto('users')
      .values({ id, ...storedFields(fields), ...password, created_at: formatInstant(nowMs) })
      .execute(),
  );
  const after = { ...fields, hasPassword: password !== null };
  await record({ action: 'users.create', target: id, before: null, after });
  return existingUser(trx, id);
}

export async function updateUser(change: Change, input: UpdateUser): Promise<UserRecord> {
  const { actor, trx, record } = change;
  const before = await undeletedUser(trx, input.id);
  if (input.version !== before.version) {
    throw new PosternError('CONFLICT', undefined, { currentVersion: before.version });
  }
  const problems = new Problems();
  const after = readChangedUser(problems, before, input);
  problems.refuse();
  if (input.attributes !== undefined) refuseWithout(actor, 'users:setAttributes');
  const changed = changedMembers(describeFields(before), describeFields(after));
  if (changed === null) return before;
  // The address is what the user signs in by, and row rules go by it as by the attributes.
  if (before.email !== after.email || !isSame(before.attributes, after.attributes)) {
    refuseEscalation(actor, await rightsOfUserEverywhere(change, before.id));
  }
  await refusingTakenEmail(() =>
    trx
      .updateTable('users')
      .set((eb) => ({ ...storedFields(after), version: eb('version', '+', 1) }))
      .where('id', '=', before.id)
      .execute(),
  );
  await record({ action: 'users.update', target: before.id, ...changed });
  return existingUser(trx, before.id);
}

async function refusingTakenEmail(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (constraintOf(error) !== 'users_email_key') throw error;
    refuseInput('email', 'belongs to another user already.');
  }
}

function storedFields({ email, name, attributes }: UserFields) {
  return { email, name, attributes: JSON.stringify(attributes) };
}

function describeFields({ email, name, attributes }: UserFields): Readonly<Record<string, unknown>> {
  return { email, name, attributes };
}

function isSame(left: unknown, right: unknown): boolean {
  return canonicalJson(left) === canonicalJson(right);
}
