import { sql, type Kysely } from 'kysely';
import { emptySet, isEmpty, union } from '../capability/capability-set.js';
import type { GroupRights } from './group-rights.js';
import type { ApiKeyRecord } from './records.js';
import { hasId } from './record-queries.js';
import { narrowRights } from './rights.js';
import type { Tables } from './tables.js';

/** Whether each of the keys may do anything, for keys that nothing else stops. */
export async function judgeEffect(
  db: Kysely<Tables>,
  rights: GroupRights,
  keys: readonly ApiKeyRecord[],
): Promise<readonly boolean[]> {
  const groupsByUser = await readMemberships(db, keys);
  // Many keys are alike.
  const verdicts = new Map<string, boolean>();
  return keys.map((key) => {
    const groupIds = groupsByUser.get(key.accessAsUserId) ?? [];
    const kind = JSON.stringify([key.databaseId, groupIds, key.capabilities, key.rowNarrowing]);
    const verdict = verdicts.get(kind) ?? hasEffect(rights, groupIds, key);
    verdicts.set(kind, verdict);
    return verdict;
  });
}

function hasEffect({ groups, offers }: GroupRights, groupIds: readonly string[], key: ApiKeyRecord): boolean {
  const own = groupIds
    .map((id) => groups.get(id))
    .filter((group) => group !== undefined)
    .filter(({ databaseId }) => databaseId === key.databaseId);
  if (!own.some(({ apiAccess }) => apiAccess)) return false;
  const offer = offers.get(key.databaseId);
  if (offer === undefined) return true;
  const granted = own
    .map((group) => group.rights ?? emptySet(offer.space))
    .reduce(union, emptySet(offer.space));
  return !isEmpty(narrowRights(offer, granted, key));
}

async function readMemberships(
  db: Kysely<Tables>,
  keys: readonly ApiKeyRecord[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const userIds = [...new Set(keys.map(({ accessAsUserId }) => accessAsUserId))];
  const { rows } = await sql<{ readonly userId: string; readonly groupIds: readonly string[] }>`
    SELECT m.user_id AS "userId", array_agg(m.group_id ORDER BY m.group_id) AS "groupIds"
    FROM gateway.group_members m WHERE ${hasId('m.user_id', userIds)} GROUP BY m.user_id`.execute(db);
  return new Map(rows.map(({ userId, groupIds }) => [userId, groupIds]));
}
