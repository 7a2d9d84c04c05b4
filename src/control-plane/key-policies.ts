import { parseAddressList } from '../foundation/ip-address.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Change } from './changes.js';
import { policyNames } from './database-settings.js';
import { hasId, readDatabases } from './record-queries.js';
import type { ApiKeyRecord, DatabaseRecord, DatabaseSettings } from './records.js';

export type PolicyName = (typeof policyNames)[number];

/** What policies look at. */
type KeyTerms = Pick<ApiKeyRecord, 'validFromMs' | 'validUntilMs' | 'allowedAddresses'>;

/**
 * The policies of its database that a key breaks now. A key that broke a new policy when that was set keeps working:
 * it is listed (`api-key-policy-condition.ts` says the same in SQL) until somebody changes it.
 */
export function brokenPolicies(
  { settings, removedAtMs }: Pick<DatabaseRecord, 'settings' | 'removedAtMs'>,
  key: KeyTerms,
  nowMs: number,
): PolicyName[] {
  if (removedAtMs !== null) return [];
  return policyNames.filter((name) => policies[name].isBroken(settings, key, nowMs));
}

/**
 * The one place that refuses a key for its database's policies, for every path on which a key or a secret is made or
 * changed: a policy binds the operator too. `isConcerned` leaves out policies that the change has nothing to do with.
 */
export async function refuseBrokenPolicies(
  { trx, nowMs }: Pick<Change, 'trx' | 'nowMs'>,
  key: KeyTerms & Pick<ApiKeyRecord, 'databaseId'>,
  isConcerned: (policy: PolicyName) => boolean = () => true,
): Promise<void> {
  const [database] = await readDatabases(trx, hasId('d.id', [key.databaseId]));
  if (database === undefined) throw new Error('The database of a key does not exist.');
  const { slug, settings } = database;
  const broken = brokenPolicies(database, key, nowMs).filter(isConcerned);
  const [first] = broken;
  if (first === undefined) return;
  const wanted = broken.map((name) => policies[name].describe(settings)).join('; ');
  throw new PosternError('POLICY', `By the policies of the database ${slug} a key ${wanted}.`, {
    policies: broken,
    field: policies[first].field,
  });
}

/** Whether a change from `before` to `after` touches what the policy is about. */
export function isGoverned(policy: PolicyName, before: KeyTerms, after: KeyTerms): boolean {
  if (policies[policy].field === 'allowedAddresses') {
    return JSON.stringify(before.allowedAddresses) !== JSON.stringify(after.allowedAddresses);
  }
  return before.validFromMs !== after.validFromMs || before.validUntilMs !== after.validUntilMs;
}

interface Policy {
  /** The field by which a key would satisfy it. */
  readonly field: 'validUntil' | 'allowedAddresses';
  readonly isBroken: (settings: DatabaseSettings, key: KeyTerms, nowMs: number) => boolean;
  /** What it wants, after "a key …". */
  readonly describe: (settings: DatabaseSettings) => string;
}

const DAY_MS = 86_400_000;

const policies: Readonly<Record<PolicyName, Policy>> = {
  requireValidUntil: {
    field: 'validUntil',
    isBroken: ({ requireValidUntil }, { validUntilMs }) =>
      requireValidUntil === true && validUntilMs === null,
    describe: () => 'must have an end (validUntil)',
  },
  maxLifetimeDays: {
    field: 'validUntil',
    isBroken: ({ maxLifetimeDays }, { validFromMs, validUntilMs }, nowMs) => {
      if (maxLifetimeDays === undefined) return false;
      const startMs = Math.max(nowMs, validFromMs ?? nowMs);
      return validUntilMs === null || validUntilMs > startMs + maxLifetimeDays * DAY_MS;
    },
    describe: ({ maxLifetimeDays }) =>
      `must end (validUntil) at most ${maxLifetimeDays ?? 0} days from now, or after its start (validFrom) where that lies in the future`,
  },
  requireAllowedAddresses: {
    field: 'allowedAddresses',
    isBroken: ({ requireAllowedAddresses }, { allowedAddresses }) =>
      requireAllowedAddresses === true && (allowedAddresses === null || reachesWholeFamily(allowedAddresses)),
    describe: () =>
      'must list the addresses that it may be used from (allowedAddresses), none of them all of a family such as 0.0.0.0/0 or ::/0',
  },
};

function reachesWholeFamily(addresses: readonly string[]): boolean {
  const blocks = parseAddressList(addresses);
  // Fail closed: what cannot be read is no list.
  return blocks.kind === 'refused' || blocks.value.some(({ prefix }) => prefix === 0);
}
