import { sql } from 'kysely';
import { newId } from '../foundation/ids.js';
import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import { nameActor } from './audit-chain.js';
import type { Change } from './changes.js';
import type { StopApiKeys } from './control-plane.js';
import { mayMakeAnyKey, refuseStrongerKey, type ResultingKey } from './escalation.js';
import { readKeyStop } from './key-stop-input.js';
import { hasId, msOf, readKeyStops } from './record-queries.js';
import type { KeyStopRecord } from './records.js';

/** The stop switch. Whoever may disable keys one by one may disable them all, its own among them. */
export async function stopApiKeys(change: Change, input: StopApiKeys): Promise<KeyStopRecord> {
  const { actor, trx, nowMs, record } = change;
  const { scope, target, reason, condition } = await readKeyStop(change, input);
  await allowLongStatements(change);
  const id = newId();
  const at = formatInstant(nowMs);
  const by = nameActor(actor);
  // A key that an earlier stop holds is held by both, and works again when neither stands.
  const { numAffectedRows } = await sql`
    UPDATE gateway.api_keys k SET disabled = true, stop_ids = k.stop_ids || ${id}::text, version = k.version + 1,
      disabled_at = CASE WHEN k.disabled THEN k.disabled_at ELSE ${at}::timestamptz END,
      disabled_by = CASE WHEN k.disabled THEN k.disabled_by ELSE ${by}::text END
    WHERE ${condition} AND k.revoked_at IS NULL AND (NOT k.disabled OR k.stop_ids <> '{}')`.execute(trx);
  const count = Number(numAffectedRows ?? 0);
  await trx
    .insertInto('key_stops')
    .values({ id, at, actor: by, scope, target, reason, key_count: count })
    .execute();
  await record({ action: 'apiKeys.stop', target: id, before: null, after: { scope, target, reason, count } });
  return existingStop(change, id);
}

/** Enables what this stop disabled and no other stop holds; a key that was touched by itself since is no longer its own. */
export async function undoKeyStop(change: Change, id: string): Promise<KeyStopRecord> {
  const { actor, trx, nowMs, record } = change;
  const stop = await existingStop(change, id);
  if (stop.undoneAtMs !== null) return stop;
  await refuseUndoing(change, id);
  await allowLongStatements(change);
  const counts = await releaseKeys(change, id);
  const undone = { undoneAt: formatInstant(nowMs), undoneBy: nameActor(actor) };
  await trx
    .updateTable('key_stops')
    .set({ undone_at: undone.undoneAt, undone_by: undone.undoneBy })
    .where('id', '=', id)
    .execute();
  const before = { undoneAt: null, undoneBy: null };
  await record({ action: 'apiKeys.undoStop', target: id, before, after: { ...undone, ...counts } });
  return existingStop(change, id);
}

/** How many different keys an undoing is judged by, where the actor may not make any key whatever. */
const MAX_JUDGED = 1000;

/** Asks for as much as making each of the keys that would work again; what several have in common is asked once. */
async function refuseUndoing({ actor, trx, offerOf }: Change, id: string): Promise<void> {
  if (mayMakeAnyKey(actor)) return;
  // Which tags a key has does not matter to the judgement, and would make most keys different.
  const { rows } = await sql<ResultingKey>`
    SELECT DISTINCT k.user_id AS "accessAsUserId", k.database_id AS "databaseId", k.capabilities,
      CASE WHEN k.tags = '{}' THEN k.tags ELSE ARRAY['tagged'] END AS tags,
      ${msOf('k.valid_until')} AS "validUntilMs", k.allowed_addresses AS "allowedAddresses",
      k.row_narrowing AS "rowNarrowing"
    FROM gateway.api_keys k WHERE k.stop_ids = ARRAY[${id}::text] LIMIT ${MAX_JUDGED + 1}`.execute(trx);
  if (rows.length > MAX_JUDGED) {
    throw new PosternError(
      'LIMIT_EXCEEDED',
      `More than ${MAX_JUDGED} different keys would have to be judged one by one. Let somebody undo the stop who has users:impersonate and whose own key has neither end nor addresses nor narrowing, or undo it at the command line.`,
    );
  }
  for (const key of rows) refuseStrongerKey(actor, key, offerOf);
}

async function releaseKeys(
  { trx }: Change,
  id: string,
): Promise<{ readonly enabled: number; readonly heldByOtherStops: number }> {
  const { rows } = await sql<{ readonly enabled: number; readonly heldByOtherStops: number }>`
    WITH released AS (
      UPDATE gateway.api_keys k SET stop_ids = held.others, disabled = held.next IS NOT NULL,
        disabled_at = s.at, disabled_by = s.actor, version = k.version + 1
      FROM (
        SELECT x.id, array_remove(x.stop_ids, ${id}::text) AS others,
          (array_remove(x.stop_ids, ${id}::text))[1] AS next
        FROM gateway.api_keys x WHERE ${id}::text = ANY (x.stop_ids)
      ) held LEFT JOIN gateway.key_stops s ON s.id = held.next
      WHERE k.id = held.id RETURNING k.disabled
    )
    SELECT (count(*) FILTER (WHERE NOT disabled))::int AS enabled,
      (count(*) FILTER (WHERE disabled))::int AS "heldByOtherStops" FROM released`.execute(trx);
  return rows[0] ?? { enabled: 0, heldByOtherStops: 0 };
}

/** All keys of a large control plane take longer than a change may otherwise. Reading is not held up meanwhile. */
async function allowLongStatements({ trx }: Change): Promise<void> {
  await sql`SET LOCAL statement_timeout = '900s'`.execute(trx);
}

async function existingStop({ trx }: Change, id: string): Promise<KeyStopRecord> {
  const [stop] = await readKeyStops(trx, hasId('s.id', [id]));
  if (stop === undefined) throw new PosternError('NOT_FOUND', 'There is no stop with this id.');
  return stop;
}
