import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from './tables.js';

/**
 * For a statement of which it is known that an index leads to what it needs, which is little: PostgreSQL, which guesses
 * for itself, would at times rather read the whole table, with every processor there is.
 */
export function byIndex<Result>(
  db: Kysely<Tables>,
  read: (trx: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (trx) => {
    await sql`SELECT set_config('enable_seqscan', 'off', true), set_config('random_page_cost', '1', true),
      set_config('max_parallel_workers_per_gather', '0', true)`.execute(trx);
    return read(trx);
  });
}
