import { newId } from '../foundation/ids.js';
import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import { readChangedKey, readNewKey, type PlainKeyFields } from './api-key-input.js';
import { storeSecret } from './api-key-secrets.js';
import { canonicalJson } from './canonical-json.js';
import { readSubset } from './capability-input.js';
import { changedMembers } from './changed-members.js';
import type { Change } from './changes.js';
import type { ControlPlaneNeeds, CreateApiKey, KeyWithSecret, UpdateApiKey } from './control-plane.js';
import { endsAfter, reachesBeyond, refuseStrongerKey } from './escalation.js';
import { Problems } from './problems.js';
import { isRecord } from './input-fields.js';
import { isGoverned, refuseBrokenPolicies } from './key-policies.js';
import { findDatabase, hasId, readApiKeys, readUsers } from './record-queries.js';
import type { ApiKeyRecord } from './records.js';
import { grantedRights, greatestRights } from './rights.js';
import { readGroupsOfUser } from './user-rights.js';

export async function createApiKey(
  change: Change,
  mintSecret: ControlPlaneNeeds['mintSecret'],
  input: CreateApiKey,
): Promise<KeyWithSecret> {
  const { actor, trx, nowMs, record, offerOf } = change;
  const problems = new Problems();
  const plain = readNewKey(problems, input);
  await noteUnusableUser(problems, trx, input.accessAsUserId);
  const database =
    (await findDatabase(trx, input.databaseSlug)) ??
    problems.fail('database', 'there is no database with this slug.');
  const fields = { ...plain, accessAsUserId: input.accessAsUserId, databaseId: database.id };
  const capabilities =
    input.capabilities === null || input.capabilities === undefined
      ? null
      : await readKeySubset(change, problems, fields, input.capabilities);
  await noteBrokenNarrowing(change, problems, fields, input.rowNarrowing);
  problems.refuse();
  const key = { ...fields, capabilities };
  refuseStrongerKey(actor, key, offerOf);
  await refuseBrokenPolicies(change, key);

  const id = newId();
  await trx
    .insertInto('api_keys')
    .values({
      ...storedFields(key),
      id,
      database_id: database.id,
      created_at: formatInstant(nowMs),
      created_by_user_id: actor.kind === 'operator' ? null : actor.user.id,
    })
    .execute();
  const secret = await storeSecret(change, mintSecret, id);
  const after = { ...describeKey(key), database: input.databaseSlug };
  await record({ action: 'apiKeys.create', target: id, before: null, after });
  return { apiKey: await existingKey(trx, id), secret };
}

export async function updateApiKey(change: Change, input: UpdateApiKey): Promise<ApiKeyRecord> {
  const { actor, trx, record, offerOf } = change;
  const before = await existingKey(trx, input.id);
  const problems = new Problems();
  if (before.revokedAtMs !== null) {
    problems.fail('id', 'this key was revoked: restore it first, or create a new one.');
  }
  if (input.version !== before.version) {
    throw new PosternError('CONFLICT', undefined, { currentVersion: before.version });
  }
  const after = await readUpdatedKey(change, problems, before, input);
  const changed = changedMembers(describeKey(before), describeKey(after));
  if (changed === null) return before;
  const isStrengthened = isStronger(before, after);
  if (isStrengthened) refuseStrongerKey(actor, after, offerOf);
  // What is renamed or narrowed may go on breaking a policy that came after it.
  await refuseBrokenPolicies(change, after, (policy) => isStrengthened || isGoverned(policy, before, after));

  await trx
    .updateTable('api_keys')
    .set((eb) => ({ ...storedFields(after), version: eb('version', '+', 1) }))
    .where('id', '=', before.id)
    .execute();
  await record({ action: 'apiKeys.update', target: before.id, ...changed });
  return existingKey(trx, before.id);
}

type KeyFields = PlainKeyFields & Pick<ApiKeyRecord, 'accessAsUserId' | 'databaseId' | 'capabilities'>;

async function readUpdatedKey(
  change: Change,
  problems: Problems,
  before: ApiKeyRecord,
  input: UpdateApiKey,
): Promise<KeyFields> {
  const plain = readChangedKey(problems, before, input);
  const accessAsUserId = input.accessAsUserId ?? before.accessAsUserId;
  if (accessAsUserId !== before.accessAsUserId) {
    await noteUnusableUser(problems, change.trx, accessAsUserId);
  }
  const fields = { ...plain, accessAsUserId, databaseId: before.databaseId };
  const current = input.unset?.includes('CAPABILITIES') === true ? null : before.capabilities;
  const capabilities =
    input.capabilities === null || input.capabilities === undefined
      ? current
      : await readKeySubset(change, problems, fields, input.capabilities);
  // One that stays is not looked at again: it may have broken since, and must not stand in the way.
  await noteBrokenNarrowing(change, problems, fields, input.rowNarrowing);
  problems.refuse();
  return { ...fields, capabilities };
}

async function noteBrokenNarrowing(
  { trx, offerOf }: Change,
  problems: Problems,
  key: Pick<KeyFields, 'accessAsUserId' | 'databaseId'>,
  narrowing: unknown,
): Promise<void> {
  // What is no object was noted already.
  if (!isRecord(narrowing)) return;
  const offer = offerOf(key.databaseId);
  const groups = await readGroupsOfUser(trx, key.accessAsUserId, key.databaseId);
  for (const { field, message } of offer.checkRowNarrowing(narrowing, grantedRights(offer, groups))) {
    problems.add(field, message);
  }
}

async function readKeySubset(
  { trx, offerOf }: Change,
  problems: Problems,
  key: Pick<KeyFields, 'accessAsUserId' | 'databaseId'>,
  names: readonly string[],
): Promise<string[]> {
  const { space } = offerOf(key.databaseId);
  const groups = await readGroupsOfUser(trx, key.accessAsUserId, key.databaseId);
  return readSubset(problems, 'capabilities', space, names, greatestRights(space, groups));
}

/** Whether the change lets anybody do, at any time and from anywhere, what the key did not let them before. */
function isStronger(before: KeyFields, after: KeyFields): boolean {
  const kept = before.capabilities;
  return (
    after.accessAsUserId !== before.accessAsUserId ||
    endsAfter(after.validUntilMs, before.validUntilMs) ||
    (before.validFromMs !== null && (after.validFromMs === null || after.validFromMs < before.validFromMs)) ||
    reachesBeyond(after.allowedAddresses, before.allowedAddresses) ||
    // Which of two narrowings leaves more rows cannot be told, and by its answers a key tells what its narrowing asks.
    canonicalJson(before.rowNarrowing ?? null) !== canonicalJson(after.rowNarrowing ?? null) ||
    // Row rules may go by a key's tags.
    canonicalJson(before.tags) !== canonicalJson(after.tags) ||
    (kept !== null && !isWithin(after.capabilities, kept))
  );
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** By text: conservative, and needs no catalog. */
function isWithin(capabilities: readonly string[] | null, kept: readonly string[]): boolean {
  return capabilities?.every((capability) => kept.includes(capability)) ?? false;
}

async function noteUnusableUser(problems: Problems, trx: Change['trx'], userId: string): Promise<void> {
  const [user] = await readUsers(trx, hasId('u.id', [userId]));
  if (user === undefined) problems.add('accessAsUserId', 'there is no user with this id.');
  else if (user.deletedAtMs !== null) problems.add('accessAsUserId', 'this user was deleted.');
}

export async function existingKey(trx: Change['trx'], id: string): Promise<ApiKeyRecord> {
  const [key] = await readApiKeys(trx, hasId('k.id', [id]));
  if (key === undefined) throw new PosternError('NOT_FOUND', 'There is no API key with this id.');
  return key;
}

function storedFields(key: KeyFields) {
  return {
    name: key.name,
    description: key.description,
    tags: [...key.tags],
    user_id: key.accessAsUserId,
    valid_from: instantText(key.validFromMs),
    valid_until: instantText(key.validUntilMs),
    allowed_addresses: key.allowedAddresses === null ? null : [...key.allowedAddresses],
    capabilities: key.capabilities === null ? null : [...key.capabilities],
    row_narrowing: isPresent(key.rowNarrowing) ? JSON.stringify(key.rowNarrowing) : null,
  };
}

/** For the audit: under the API's names, instants as text. Capabilities as stored: a later rename does not move them. */
function describeKey(key: KeyFields): Readonly<Record<string, unknown>> {
  return {
    name: key.name,
    description: key.description,
    tags: key.tags,
    accessAsUserId: key.accessAsUserId,
    validFrom: instantText(key.validFromMs),
    validUntil: instantText(key.validUntilMs),
    allowedAddresses: key.allowedAddresses,
    capabilities: key.capabilities,
    rowNarrowing: key.rowNarrowing,
  };
}

export function instantText(ms: number | null): string | null {
  return ms === null ? null : formatInstant(ms);
}
