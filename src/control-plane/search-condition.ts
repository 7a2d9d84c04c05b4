import { sql, type RawBuilder } from 'kysely';
import { refuseInput } from './problems.js';

/** Whether any of the columns contains the text as it is (no pattern); case does not matter. */
export function containsText(columns: readonly RawBuilder<unknown>[], text: string): RawBuilder<unknown> {
  if (text.length > 200 || text.includes('\0'))
    refuseInput('search', 'must have at most 200 characters, none of them NUL.');
  const hits = columns.map((column) => sql`strpos(lower(${column}), lower(${text}::text)) > 0`);
  return sql`(${sql.join(hits, sql` OR `)})`;
}
