import { sql, type Kysely } from 'kysely';
import type { ControlPlaneNeeds, GroupService, Page } from './control-plane.js';
import type { Order } from './keyset-order.js';
import { keysetPage } from './keyset-page.js';
import { groupColumns, isOfDatabase } from './record-queries.js';
import type { GroupRecord } from './records.js';
import type { Tables } from './tables.js';

/** Groups by name, of one database or of all. */
export function pageOfGroups(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  query: Parameters<GroupService['page']>[0],
): Promise<Page<GroupRecord>> {
  const { databaseSlug } = query;
  return keysetPage(
    db,
    needs,
    {
      orderName: 'groups',
      columns: groupColumns,
      tables: sql`gateway.groups g`,
      conditions: typeof databaseSlug === 'string' ? [isOfDatabase(databaseSlug)] : [],
      order: byName,
    },
    query,
  );
}

const byName: Order<GroupRecord> = [
  { expression: sql`g.name COLLATE "C"`, type: 'text', direction: 'ASC', valueOf: ({ name }) => name },
  { expression: sql`g.id`, type: 'text', direction: 'ASC', valueOf: ({ id }) => id },
];
