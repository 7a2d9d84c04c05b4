import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { ControlPlaneNeeds, GroupService, Page } from './control-plane.js';
import { isSlug } from './input-fields.js';
import { keysetPage, type SortKey } from './keyset-page.js';
import { groupColumns } from './record-queries.js';
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
      conditions:
        typeof databaseSlug === 'string'
          ? [isSlug(databaseSlug) ? ofDatabase(databaseSlug) : sql`false`]
          : [],
      order: byName,
    },
    query,
  );
}

function ofDatabase(slug: string): RawBuilder<unknown> {
  return sql`g.database_id = (SELECT d.id FROM gateway.databases d WHERE d.slug = ${slug})`;
}

const byName: readonly SortKey<GroupRecord>[] = [
  { expression: sql`g.name COLLATE "C"`, type: 'text', direction: 'ASC', valueOf: ({ name }) => name },
  { expression: sql`g.id`, type: 'text', direction: 'ASC', valueOf: ({ id }) => id },
];
