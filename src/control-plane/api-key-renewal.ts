import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import { existingKey } from './api-key-changes.js';
import { setKey } from './api-key-life.js';
import { endSecrets, forgetOldSecrets, refuseManySecrets, storeSecret } from './api-key-secrets.js';
import type { Change } from './changes.js';
import type { ControlPlaneNeeds, KeyWithSecret, RotateApiKey } from './control-plane.js';
import { refuseStrongerKey } from './escalation.js';
import { refuseBrokenPolicies } from './key-policies.js';
import { Problems } from './problems.js';
import { hasId, readDatabases, readUsers } from './record-queries.js';
import type { ApiKeyRecord } from './records.js';

const DAY_MS = 86_400_000;
const MAX_OVERLAP_SECONDS = 30 * 86_400;
const RESTORABLE_MS = 30 * DAY_MS;

/** The end, exclusive, of the time in which a key can be restored; null: it is not revoked. */
export function restorableUntilMs({ revokedAtMs }: Pick<ApiKeyRecord, 'revokedAtMs'>): number | null {
  return revokedAtMs === null ? null : revokedAtMs + RESTORABLE_MS;
}

/** The secrets before the new one work on for a while, and none of them longer than it would have anyway. */
export async function rotateApiKey(
  change: Change,
  mintSecret: ControlPlaneNeeds['mintSecret'],
  { id, overlapSeconds }: RotateApiKey,
): Promise<KeyWithSecret> {
  const { trx, nowMs, record } = change;
  const key = await existingKey(trx, id);
  const problems = new Problems();
  if (key.revokedAtMs !== null) {
    problems.add('id', 'this key was revoked, so that it has no secret to replace: restore it instead.');
  }
  if (!Number.isInteger(overlapSeconds) || overlapSeconds < 0 || overlapSeconds > MAX_OVERLAP_SECONDS) {
    problems.add(
      'overlapSeconds',
      `must be a whole number from 0 (the old secret ends at once) to ${MAX_OVERLAP_SECONDS} (30 days).`,
    );
  }
  await refuseNewSecret(change, problems, key);

  const endMs = nowMs + overlapSeconds * 1000;
  await endSecrets(change, id, endMs);
  await refuseManySecrets(change, id);
  await forgetOldSecrets(change, id);
  const secret = await storeSecret(change, mintSecret, id);
  await setKey(change, id, {});
  const after = { overlapSeconds, earlierSecretsEndAt: formatInstant(endMs) };
  await record({ action: 'apiKeys.rotate', target: id, before: null, after });
  return { apiKey: await existingKey(trx, id), secret };
}

/** The key as it was before it was revoked, disabled if it was that, but for its secret. */
export async function restoreApiKey(
  change: Change,
  mintSecret: ControlPlaneNeeds['mintSecret'],
  id: string,
): Promise<KeyWithSecret> {
  const { trx, nowMs, record } = change;
  const key = await existingKey(trx, id);
  const { revokedAtMs, revokedBy } = key;
  const problems = new Problems();
  if (revokedAtMs === null) return problems.fail('id', 'this key is not revoked.');
  refuseLateRestoring(revokedAtMs, nowMs);
  await refuseNewSecret(change, problems, key);

  await endSecrets(change, id, revokedAtMs);
  await forgetOldSecrets(change, id);
  const secret = await storeSecret(change, mintSecret, id);
  await setKey(change, id, { revoked_at: null, revoked_by: null });
  const before = { revokedAt: formatInstant(revokedAtMs), revokedBy };
  await record({
    action: 'apiKeys.restore',
    target: id,
    before,
    after: { revokedAt: null, revokedBy: null },
  });
  return { apiKey: await existingKey(trx, id), secret };
}

/** Whoever renews a key holds a secret of it from then on, and is asked for as much as if it made the key. */
async function refuseNewSecret(change: Change, problems: Problems, key: ApiKeyRecord): Promise<void> {
  const [user] = await readUsers(change.trx, hasId('u.id', [key.accessAsUserId]));
  if (user?.deletedAtMs !== null) {
    problems.add('id', 'the user whom this key acts for was deleted: restore the user first.');
  }
  const [database] = await readDatabases(change.trx, hasId('d.id', [key.databaseId]));
  if (database?.removedAtMs !== null) {
    problems.add('id', 'the database that this key opens was removed: make a key for another one.');
  }
  problems.refuse();
  refuseStrongerKey(change.actor, key, change.offerOf);
  await refuseBrokenPolicies(change, key);
}

function refuseLateRestoring(revokedAtMs: number, nowMs: number): void {
  const endMs = revokedAtMs + RESTORABLE_MS;
  if (nowMs < endMs) return;
  throw new PosternError(
    'POLICY',
    `This key was revoked at ${formatInstant(revokedAtMs)} and could be restored until ${formatInstant(endMs)}: make a new one.`,
  );
}
