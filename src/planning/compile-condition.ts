import { sql } from 'kysely';
import type { RowCondition } from '../filters/filter.js';
import { sightToSql } from '../filters/filter-to-sql.js';
import { nameStatement, type CompiledStatement } from './compiled-statement.js';
import { BASE } from './levels.js';

/** The condition of an occurrence as it stands in a statement, for people; null: every row. Aliases may differ there. */
export function compileCondition(condition: RowCondition): CompiledStatement | null {
  let aliases = 0;
  const written = sightToSql(condition, BASE, { nextAlias: () => `r${(aliases += 1)}` });
  return written && nameStatement(sql`${written}`);
}
