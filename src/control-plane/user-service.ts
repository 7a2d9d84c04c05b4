import { sql, type Kysely } from 'kysely';
import { allowsNamed } from '../capability/capability-set.js';
import { newId } from '../foundation/ids.js';
import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Actor } from './actor.js';
import { refuseWithoutAdministrator } from './administrators.js';
import type { Change, MakeChange } from './changes.js';
import type { ControlPlaneNeeds, CreateUser, UserService } from './control-plane.js';
import { constraintOf } from './database-errors.js';
import { refuseEscalation } from './escalation.js';
import { isPlainText, readAttributes, readEmail, readName } from './input-fields.js';
import { Problems, refuseInput } from './problems.js';
import { hasId, inOrderOf, readUsers } from './record-queries.js';
import type { UserRecord } from './records.js';
import { rightsOfUserEverywhere } from './user-rights.js';
import type { Tables } from './tables.js';
import { pageOfUsers } from './user-page.js';

export function createUserService(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  needs: ControlPlaneNeeds,
): UserService {
  return {
    create: (actor, input) => makeChange(actor, (change) => createUser(change, input)),
    disable: (actor, id) => makeChange(actor, (change) => disableUser(change, id)),
    enable: (actor, id) => makeChange(actor, (change) => enableUser(change, id)),
    delete: (actor, id) => makeChange(actor, (change) => deleteUser(change, id)),
    byIds: async (ids) => inOrderOf(ids, await readUsers(db, hasId('u.id', ids)), (user) => user.id),
    byEmail: async (email) => {
      if (!isPlainText(email)) return null;
      const [user] = await readUsers(
        db,
        sql`lower(u.email COLLATE "C") = lower(${email.trim()}::text COLLATE "C") AND u.deleted_at IS NULL`,
      );
      return user ?? null;
    },
    page: (query) => pageOfUsers(db, needs, query),
  };
}

async function createUser({ actor, trx, nowMs, record }: Change, input: CreateUser): Promise<UserRecord> {
  const problems = new Problems();
  const email = readEmail(problems, 'email', input.email);
  const name =
    input.name === null || input.name === undefined ? null : readName(problems, 'name', input.name);
  const attributes = readAttributes(problems, 'attributes', input.attributes ?? {});
  problems.refuse();
  if (Object.keys(attributes).length > 0) refuseWithout(actor, 'users:setAttributes');

  const id = newId();
  try {
    await trx
      .insertInto('users')
      .values({ id, email, name, attributes: JSON.stringify(attributes), created_at: formatInstant(nowMs) })
      .execute();
  } catch (error) {
    if (constraintOf(error) !== 'users_email_key') throw error;
    refuseInput('email', 'belongs to another user already.');
  }
  await record({ action: 'users.create', target: id, before: null, after: { email, name, attributes } });
  return existingUser(trx, id);
}

async function disableUser({ trx, record }: Change, id: string): Promise<UserRecord> {
  const user = await undeletedUser(trx, id);
  if (!user.enabled) return user;
  await setEnabled(trx, id, false);
  await refuseWithoutAdministrator(trx, id);
  await record({ action: 'users.disable', target: id, before: { enabled: true }, after: { enabled: false } });
  return existingUser(trx, id);
}

/** Gives the user's keys back all that they may do, in every database. */
async function enableUser(change: Change, id: string): Promise<UserRecord> {
  const { actor, trx, record } = change;
  const user = await undeletedUser(trx, id);
  if (user.enabled) return user;
  refuseEscalation(actor, await rightsOfUserEverywhere(change, id));
  await setEnabled(trx, id, true);
  await record({ action: 'users.enable', target: id, before: { enabled: false }, after: { enabled: true } });
  return existingUser(trx, id);
}

async function deleteUser({ trx, nowMs, record }: Change, id: string): Promise<UserRecord> {
  const user = await existingUser(trx, id);
  if (user.deletedAtMs !== null) return user;
  await trx
    .updateTable('users')
    .set((eb) => ({ deleted_at: formatInstant(nowMs), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
  await refuseWithoutAdministrator(trx, id);
  await record({ action: 'users.delete', target: id, before: { email: user.email }, after: null });
  return existingUser(trx, id);
}

async function setEnabled(trx: Change['trx'], id: string, enabled: boolean): Promise<void> {
  await trx
    .updateTable('users')
    .set((eb) => ({ enabled, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

async function existingUser(trx: Change['trx'], id: string): Promise<UserRecord> {
  const [user] = await readUsers(trx, hasId('u.id', [id]));
  if (user === undefined) throw new PosternError('NOT_FOUND', 'There is no user with this id.');
  return user;
}

async function undeletedUser(trx: Change['trx'], id: string): Promise<UserRecord> {
  const user = await existingUser(trx, id);
  if (user.deletedAtMs !== null) {
    throw new PosternError('CONFLICT', 'This user was deleted, so it can be neither enabled nor disabled.', {
      currentVersion: user.version,
    });
  }
  return user;
}

/** For what a named capability alone permits; everything else is asked of the guard in front of the services. */
export function refuseWithout(actor: Actor, capability: string): void {
  if (actor.kind === 'operator' || allowsNamed(actor.effective, capability)) return;
  throw new PosternError('FORBIDDEN', undefined, { missing: [capability] });
}
