import { sql, type Kysely } from 'kysely';
import type { MakeChange } from './changes.js';
import type { ControlPlaneNeeds, UserService } from './control-plane.js';
import { isPlainText } from './input-fields.js';
import { pagesOfMembersOfGroups } from './pages-of-parents.js';
import { hasId, inOrderOf, readUsers } from './record-queries.js';
import type { Tables } from './tables.js';
import { createUser, updateUser } from './user-changes.js';
import { deleteUser, disableUser, enableUser, restoreUser } from './user-life.js';
import { pageOfUsers } from './user-page.js';
import { preparePassword, setUserPassword } from './user-password.js';
import { readUserState } from './user-state.js';

export function createUserService(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  needs: ControlPlaneNeeds,
): UserService {
  return {
    create: async (actor, input) => {
      const { email, name = null, password = null } = input;
      const prepared =
        password === null ? null : await preparePassword(needs.passwords, password, { email, name });
      return makeChange(actor, (change) => createUser(change, input, prepared));
    },
    update: (actor, input) => makeChange(actor, (change) => updateUser(change, input)),
    setPassword: async (actor, id, password) => {
      const [user] = await readUsers(db, hasId('u.id', [id]));
      // There is none, or not for long: the change itself says so.
      const owner = user ?? { email: '', name: null };
      const prepared = await preparePassword(needs.passwords, password, owner);
      return makeChange(actor, (change) => setUserPassword(change, id, prepared));
    },
    disable: (actor, id) => makeChange(actor, (change) => disableUser(change, id)),
    enable: (actor, id) => makeChange(actor, (change) => enableUser(change, id)),
    delete: (actor, id) => makeChange(actor, (change) => deleteUser(change, id)),
    restore: (actor, id) => makeChange(actor, (change) => restoreUser(change, id)),
    byIds: async (ids) => inOrderOf(ids, await readUsers(db, hasId('u.id', ids)), (user) => user.id),
    byEmail: async (email) => {
      if (!isPlainText(email)) return null;
      const [user] = await readUsers(
        db,
        sql`lower(u.email COLLATE "C") = lower(${email.trim()}::text COLLATE "C") AND u.deleted_at IS NULL`,
      );
      return user ?? null;
    },
    stateIn: (userId, databaseSlug) => readUserState(db, userId, databaseSlug),
    page: (query) => pageOfUsers(db, needs, query),
    pagesOfGroups: (groupIds, request) => pagesOfMembersOfGroups(db, needs, groupIds, request),
  };
}
