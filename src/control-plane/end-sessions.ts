import { formatInstant } from '../foundation/instant.js';
import type { Change } from './changes.js';

/** Ends what is not ended yet of a user's sessions, all or all but one; gives back how many. The next request with one is refused. */
export async function endSessionsOf(
  trx: Change['trx'],
  userId: string,
  nowMs: number,
  keptId: string | null = null,
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('sessions')
    .set({ ended_at: formatInstant(nowMs) })
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .$if(keptId !== null, (query) => query.where('id', '!=', keptId ?? ''))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
