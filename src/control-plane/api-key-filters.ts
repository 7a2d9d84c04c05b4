import { sql, type Kysely, type RawBuilder } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import { breaksPolicyCondition } from './api-key-policy-condition.js';
import { apiKeyStateFilter } from './api-key-state-filter.js';
import type { Clock } from '../foundation/clock.js';
import type { ApiKeyQuery } from './control-plane.js';
import type { GroupRightsReader } from './group-rights.js';
import { isPlainText } from './input-fields.js';
import { findDatabase, hasId } from './record-queries.js';
import type { ApiKeyRecord } from './records.js';
import type { Sieve } from './sieve.js';
import type { Tables } from './tables.js';

type Where = NonNullable<ApiKeyQuery['where']>;

interface ApiKeyFilters extends Pick<Sieve<ApiKeyRecord>, 'filters' | 'judgement'> {
  readonly dearFilters: readonly RawBuilder<unknown>[];
  /** Whose keys: of a user, of a database. */
  readonly owner: readonly RawBuilder<unknown>[];
  /** Keys that have one user or one tag are few, as a rule. */
  readonly isFew: boolean;
}

/** What `where` asks of the key `k` and its use `use`. */
export async function apiKeyFilters(
  db: Kysely<Tables>,
  needs: { readonly clock: Clock; readonly groupRights: GroupRightsReader },
  where: Where,
): Promise<ApiKeyFilters> {
  const { state, accessAsUserId, databaseSlug, tag, expiresBeforeMs, neverUsed, breaksPolicy } = where;
  const database = isGiven(databaseSlug) ? await findDatabase(db, databaseSlug) : undefined;
  const inState = isGiven(state) ? await apiKeyStateFilter(db, needs, state, database?.id ?? null) : null;
  return {
    owner: [
      ...(isGiven(accessAsUserId) ? [hasId('k.user_id', [accessAsUserId])] : []),
      ...(isGiven(databaseSlug) ? [database ? sql`k.database_id = ${database.id}` : sql`false`] : []),
    ],
    isFew: isGiven(accessAsUserId) || isGiven(tag),
    filters: [
      ...(inState?.conditions ?? []),
      ...(isGiven(tag) ? [isPlainText(tag) ? sql`k.tags @> ARRAY[${tag}::text]` : sql`false`] : []),
      ...(isGiven(expiresBeforeMs) ? [endsBefore(expiresBeforeMs)] : []),
      ...(isGiven(neverUsed) ? [isUnused(neverUsed)] : []),
      ...(isGiven(breaksPolicy) ? [await policyCondition(db, needs.clock(), breaksPolicy)] : []),
    ],
    dearFilters: inState?.dear ?? [],
    judgement: inState?.judgement,
  };
}

async function policyCondition(
  db: Kysely<Tables>,
  nowMs: number,
  breaksPolicy: boolean,
): Promise<RawBuilder<unknown>> {
  const condition = await breaksPolicyCondition(db, nowMs);
  return breaksPolicy ? condition : sql`NOT ${condition}`;
}

/** By the expression that an index has. */
function endsBefore(ms: number): RawBuilder<unknown> {
  return sql`coalesce(k.valid_until, 'infinity'::timestamptz) < ${formatInstant(ms)}::timestamptz`;
}

/** As `endsBefore`: keys that were never used are at one end of an index. */
function isUnused(neverUsed: boolean): RawBuilder<unknown> {
  const used = sql`coalesce(use.last_used_at, 'infinity'::timestamptz)`;
  return neverUsed ? sql`${used} = 'infinity'` : sql`${used} < 'infinity'`;
}

function isGiven<Value>(value: Value): value is NonNullable<Value> {
  return value !== null && value !== undefined;
}
