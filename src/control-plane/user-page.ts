import { sql, type Kysely } from 'kysely';
import type { ControlPlaneNeeds, Page, UserService } from './control-plane.js';
import { keysetPage, type SortKey } from './keyset-page.js';
import { hasId, userColumns } from './record-queries.js';
import type { UserRecord } from './records.js';
import { containsText } from './search-condition.js';
import type { Tables } from './tables.js';

/** Users by e-mail address. What is not asked for is not filtered: deleted users are listed too. */
export function pageOfUsers(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  query: Parameters<UserService['page']>[0],
): Promise<Page<UserRecord>> {
  const { enabled, group, deleted } = query.where ?? {};
  const search = query.search?.trim() ?? '';
  return keysetPage(
    db,
    needs,
    {
      orderName: 'users',
      columns: userColumns,
      tables: sql`gateway.users u`,
      conditions: [
        ...(search === '' ? [] : [containsText([sql`u.email`, sql`u.name`], search)]),
        ...(typeof enabled === 'boolean' ? [sql`u.enabled = ${enabled}`] : []),
        ...(typeof deleted === 'boolean' ? [sql`(u.deleted_at IS NOT NULL) = ${deleted}`] : []),
        ...(typeof group === 'string'
          ? [
              sql`EXISTS (SELECT FROM gateway.group_members m WHERE m.user_id = u.id AND ${hasId('m.group_id', [group])})`,
            ]
          : []),
      ],
      order: byEmail,
    },
    query,
  );
}

export const byEmail: readonly SortKey<UserRecord>[] = [
  {
    expression: sql`lower(u.email COLLATE "C")`,
    type: 'text',
    direction: 'ASC',
    valueOf: ({ email }) => foldAscii(email),
  },
  { expression: sql`u.id`, type: 'text', direction: 'ASC', valueOf: ({ id }) => id },
];

/** As `lower` does under "C": only A to Z. */
function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
