import { formatInstant } from '../foundation/instant.js';
import { existingKey, instantText } from './api-key-changes.js';
import { endSecrets } from './api-key-secrets.js';
import { nameActor } from './audit-chain.js';
import type { Change } from './changes.js';
import { refuseStrongerKey } from './escalation.js';
import { refuseInput } from './problems.js';
import type { ApiKeyRecord } from './records.js';

/** By itself: a key that a stop holds is no longer held by that, so that undoing the stop leaves it disabled. */
export async function disableApiKey(change: Change, id: string): Promise<ApiKeyRecord> {
  const { actor, trx, nowMs, record } = change;
  const key = await existingKey(trx, id);
  if (key.disabled && !(await isHeldByStop(change, id))) return key;
  const after = { disabledAt: formatInstant(nowMs), disabledBy: nameActor(actor) };
  await setKey(change, id, {
    disabled: true,
    disabled_at: after.disabledAt,
    disabled_by: after.disabledBy,
    stop_ids: [],
  });
  await record({ action: 'apiKeys.disable', target: id, before: describeDisabling(key), after });
  return existingKey(trx, id);
}

/** Gives back whatever the key may do, so that it is asked for as much as if the key were made. */
export async function enableApiKey(change: Change, id: string): Promise<ApiKeyRecord> {
  const { actor, trx, record, offerOf } = change;
  const key = await existingKey(trx, id);
  if (key.revokedAtMs !== null) {
    refuseInput('id', 'this key was revoked, which enabling does not take back: restore it first.');
  }
  if (!key.disabled) return key;
  refuseStrongerKey(actor, key, offerOf);
  await setKey(change, id, { disabled: false, disabled_at: null, disabled_by: null, stop_ids: [] });
  const after = { disabledAt: null, disabledBy: null };
  await record({ action: 'apiKeys.enable', target: id, before: describeDisabling(key), after });
  return existingKey(trx, id);
}

/** Final for its secrets: they end now, and stay ended if the key itself is restored. */
export async function revokeApiKey(change: Change, id: string): Promise<ApiKeyRecord> {
  const { actor, trx, nowMs, record } = change;
  const key = await existingKey(trx, id);
  if (key.revokedAtMs !== null) return key;
  const after = { revokedAt: formatInstant(nowMs), revokedBy: nameActor(actor) };
  await endSecrets(change, id, nowMs);
  await setKey(change, id, { revoked_at: after.revokedAt, revoked_by: after.revokedBy, stop_ids: [] });
  await record({
    action: 'apiKeys.revoke',
    target: id,
    before: { revokedAt: null, revokedBy: null },
    after,
  });
  return existingKey(trx, id);
}

/** The key in a new version, with these columns. */
export async function setKey({ trx }: Change, id: string, columns: KeyColumns): Promise<void> {
  await trx
    .updateTable('api_keys')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

interface KeyColumns {
  readonly disabled?: boolean;
  readonly disabled_at?: string | null;
  readonly disabled_by?: string | null;
  readonly stop_ids?: string[];
  readonly revoked_at?: string | null;
  readonly revoked_by?: string | null;
}

async function isHeldByStop({ trx }: Change, id: string): Promise<boolean> {
  const key = await trx.selectFrom('api_keys').select('stop_ids').where('id', '=', id).executeTakeFirst();
  return key !== undefined && key.stop_ids.length > 0;
}

function describeDisabling({ disabledAtMs, disabledBy }: ApiKeyRecord) {
  return { disabledAt: instantText(disabledAtMs), disabledBy };
}
