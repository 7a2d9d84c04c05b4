import { sql, type Kysely, type RawBuilder } from 'kysely';
import { rowRuleJson } from './authorization-query.js';
import type { GroupFacts } from './authorization-state.js';
import type { Tables } from './tables.js';

export interface GroupOfDatabase extends GroupFacts {
  readonly databaseId: string;
}

export async function readGroupFacts(
  db: Kysely<Tables>,
  where: RawBuilder<unknown>,
): Promise<readonly GroupOfDatabase[]> {
  const { rows } = await sql<GroupOfDatabase>`
    SELECT g.id, g.name, g.database_id AS "databaseId", g.api_access AS "apiAccess",
      ARRAY(SELECT x.capability FROM gateway.group_grants x WHERE x.group_id = g.id) AS grants,
      (SELECT coalesce(json_agg(${sql.raw(rowRuleJson)}), '[]')
       FROM gateway.row_rules x WHERE x.group_id = g.id) AS "rowRules"
    FROM gateway.groups g WHERE ${where} ORDER BY g.id`.execute(db);
  return rows;
}
