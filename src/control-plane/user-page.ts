import { sql, type Kysely } from 'kysely';
import type { ControlPlaneNeeds, Page, UserService } from './control-plane.js';
import { foldAscii } from './fold-ascii.js';
import type { Order } from './keyset-order.js';
import { keysetPage } from './keyset-page.js';
import { hasId, userColumns } from './record-queries.js';
import type { UserRecord } from './records.js';
import { readSearch, type SoughtText } from './search-condition.js';
import { usualPace, type Pace, type Search, type Sieve } from './sieve.js';
import type { Tables } from './tables.js';

type UserQuery = Parameters<UserService['page']>[0];

/** Users by e-mail address. What is not asked for is not filtered: deleted users are listed too. */
export function pageOfUsers(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  query: UserQuery,
  pace: Pace = usualPace,
): Promise<Page<UserRecord>> {
  return keysetPage(
    db,
    needs,
    {
      orderName: 'users',
      columns: userColumns,
      tables: sql`gateway.users u`,
      conditions: [],
      order: byEmail,
      sieve: sieveOf(query, pace),
    },
    query,
  );
}

function sieveOf(query: UserQuery, pace: Pace): Sieve<UserRecord> | undefined {
  const { enabled, group, deleted } = query.where ?? {};
  const filters = [
    ...(typeof enabled === 'boolean' ? [enabled ? sql`u.enabled` : sql`NOT u.enabled`] : []),
    ...(typeof deleted === 'boolean'
      ? [deleted ? sql`u.deleted_at IS NOT NULL` : sql`u.deleted_at IS NULL`]
      : []),
    ...(typeof group === 'string'
      ? [
          sql`EXISTS (SELECT FROM gateway.group_members m WHERE m.user_id = u.id AND ${hasId('m.group_id', [group])})`,
        ]
      : []),
  ];
  const sought = readSearch(query.search);
  if (filters.length === 0 && sought === null) return undefined;
  return {
    tableName: 'gateway.users',
    alias: 'u',
    walk: sql`gateway.users u`,
    joins: sql``,
    filters,
    search: sought && searchBy(sought),
    pace,
  };
}

function searchBy({ isIn, isFoundIn, isShort }: SoughtText): Search {
  const condition = isIn(userContent);
  const hits = sql`SELECT u.id FROM gateway.users u WHERE ${isFoundIn(userContent)}`;
  const look = { condition, price: 1 };
  return { ...look, prepare: () => Promise.resolve({ ...look, hits }), isShort };
}

/** What users are searched by, as their index has it. Of `u`. */
export const userContent = sql`gateway.user_content(u.email, u.name)`;

export const byEmail: Order<UserRecord> = [
  {
    expression: sql`lower(u.email COLLATE "C")`,
    type: 'text',
    direction: 'ASC',
    valueOf: ({ email }) => foldAscii(email),
  },
  { expression: sql`u.id`, type: 'text', direction: 'ASC', valueOf: ({ id }) => id },
];
