import { sql, type Kysely } from 'kysely';
import type { PosternError } from '../foundation/postern-error.js';
import { newestKeysFirst } from './api-key-page.js';
import type { Page, PageRequest } from './control-plane.js';
import type { CursorNeeds } from './keyset-cursors.js';
import { keysetPages } from './keyset-pages.js';
import { apiKeyColumns, apiKeyTables, userColumns } from './record-queries.js';
import type { ApiKeyRecord, UserRecord } from './records.js';
import type { Tables } from './tables.js';
import { byEmail } from './user-page.js';

/** The keys of each user, the newest first; revoked ones too. */
export function pagesOfApiKeysOfUsers(
  db: Kysely<Tables>,
  cursors: CursorNeeds,
  userIds: readonly string[],
  request: PageRequest,
): Promise<(Page<ApiKeyRecord> | PosternError)[]> {
  const list = {
    orderName: 'apiKeys of user',
    columns: apiKeyColumns,
    tables: apiKeyTables,
    conditions: [],
    order: newestKeysFirst,
    parent: sql`k.user_id`,
  };
  return keysetPages(db, cursors, list, userIds, request);
}

/** The members of each group by e-mail address; deleted users too, who are members again when they are restored. */
export function pagesOfMembersOfGroups(
  db: Kysely<Tables>,
  cursors: CursorNeeds,
  groupIds: readonly string[],
  request: PageRequest,
): Promise<(Page<UserRecord> | PosternError)[]> {
  const list = {
    orderName: 'members of group',
    columns: userColumns,
    tables: sql`gateway.group_members m JOIN gateway.users u ON u.id = m.user_id`,
    conditions: [],
    order: byEmail,
    parent: sql`m.group_id`,
  };
  return keysetPages(db, cursors, list, groupIds, request);
}
