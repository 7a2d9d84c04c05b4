import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.js';

/** Reads that all see the control plane at one and the same moment. */
export function inSnapshot<Result>(
  db: Kysely<Tables>,
  read: (trx: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}
