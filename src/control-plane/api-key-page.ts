import { sql, type Kysely, type RawBuilder } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import { breaksPolicyCondition } from './api-key-policy-condition.js';
import type { ApiKeyOrder, ApiKeyQuery, ControlPlaneNeeds, Page, PageRequest } from './control-plane.js';
import { isPlainText } from './input-fields.js';
import { keysetPage, type SortKey } from './keyset-page.js';
import { refuseInput } from './problems.js';
import { apiKeyColumns, apiKeyTables, hasId, hasSlug } from './record-queries.js';
import type { ApiKeyRecord } from './records.js';
import { containsText } from './search-condition.js';
import { keyStateCondition } from './api-key-state-condition.js';
import type { Tables } from './tables.js';

/** API keys, the newest first unless asked otherwise. What is not asked for is not filtered: revoked keys are listed too. */
export async function pageOfApiKeys(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  query: PageRequest & ApiKeyQuery,
): Promise<Page<ApiKeyRecord>> {
  const orders = readOrders(query.orderBy ?? []);
  return keysetPage(
    db,
    needs,
    {
      orderName: `apiKeys ${orders.join(' ')}`,
      columns: apiKeyColumns,
      tables: sql`${tablesFor(orders)} JOIN gateway.users u ON u.id = k.user_id JOIN gateway.databases d ON d.id = k.database_id`,
      conditions: [
        ...searchConditions(query.search),
        ...(await filterConditions(db, needs, query.where ?? {})),
      ],
      order: sortKeysOf(orders),
    },
    query,
  );
}

/** By last use the list is a walk along an index of `api_key_use`, which only an inner join permits. */
function tablesFor(orders: readonly ApiKeyOrder[]): RawBuilder<unknown> {
  if (orders[0]?.startsWith('LAST_USED') !== true) return apiKeyTables;
  return sql`gateway.api_keys k JOIN gateway.api_key_use use ON use.api_key_id = k.id`;
}

function readOrders(orders: readonly ApiKeyOrder[]): readonly ApiKeyOrder[] {
  const columns = orders.map((order) => order.replace(/_(ASC|DESC)$/, ''));
  if (new Set(columns).size < columns.length) refuseInput('orderBy', 'names the same thing twice.');
  return orders.length === 0 ? ['CREATED_AT_DESC'] : orders;
}

function searchConditions(search: string | null | undefined): readonly RawBuilder<unknown>[] {
  const text = search?.trim() ?? '';
  if (text === '') return [];
  const tags = sql`array_to_string(k.tags, chr(10))`;
  return [
    sql`(k.id = ${text} OR ${containsText([sql`k.name`, sql`k.description`, tags, sql`u.email`], text)})`,
  ];
}

async function filterConditions(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  where: NonNullable<ApiKeyQuery['where']>,
): Promise<readonly RawBuilder<unknown>[]> {
  const { state, accessAsUserId, databaseSlug, tag, expiresBeforeMs, neverUsed, breaksPolicy } = where;
  return [
    ...(isGiven(state) ? [await keyStateCondition(db, needs, state)] : []),
    ...(isGiven(accessAsUserId) ? [hasId('k.user_id', [accessAsUserId])] : []),
    ...(isGiven(databaseSlug) ? [hasSlug(databaseSlug)] : []),
    ...(isGiven(tag) ? [isPlainText(tag) ? sql`k.tags @> ARRAY[${tag}::text]` : sql`false`] : []),
    ...(isGiven(expiresBeforeMs)
      ? [sql`k.valid_until < ${formatInstant(expiresBeforeMs)}::timestamptz`]
      : []),
    ...(isGiven(neverUsed) ? [sql`(use.last_used_at IS NULL) = ${neverUsed}`] : []),
    ...(isGiven(breaksPolicy) ? [await policyCondition(db, needs, breaksPolicy)] : []),
  ];
}

async function policyCondition(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  breaksPolicy: boolean,
): Promise<RawBuilder<unknown>> {
  const condition = await breaksPolicyCondition(db, needs.clock());
  return breaksPolicy ? condition : sql`NOT ${condition}`;
}

/** The id last, so that no two keys have the same place; keys without the instant last in both directions. */
function sortKeysOf(orders: readonly ApiKeyOrder[]): readonly SortKey<ApiKeyRecord>[] {
  const keys = orders.map((order) => sortKeys[order]);
  const last = orders.at(-1);
  return [
    ...keys,
    {
      // The index that the list is walked by ends in its own table's key.
      expression: last?.startsWith('LAST_USED') === true ? sql`use.api_key_id` : sql`k.id`,
      type: 'text',
      direction: keys.at(-1)?.direction ?? 'ASC',
      valueOf: ({ id }) => id,
    },
  ];
}

const sortKeys: Readonly<Record<ApiKeyOrder, SortKey<ApiKeyRecord>>> = {
  NAME_ASC: byName('ASC'),
  NAME_DESC: byName('DESC'),
  CREATED_AT_ASC: byInstant(
    'ASC',
    () => sql`k.created_at`,
    (key) => key.createdAtMs,
  ),
  CREATED_AT_DESC: byInstant(
    'DESC',
    () => sql`k.created_at`,
    (key) => key.createdAtMs,
  ),
  VALID_UNTIL_ASC: byInstant(
    'ASC',
    (absent) => sql`coalesce(k.valid_until, ${absent})`,
    (key) => key.validUntilMs,
  ),
  VALID_UNTIL_DESC: byInstant(
    'DESC',
    (absent) => sql`coalesce(k.valid_until, ${absent})`,
    (key) => key.validUntilMs,
  ),
  LAST_USED_AT_ASC: byInstant(
    'ASC',
    (absent) => sql`coalesce(use.last_used_at, ${absent})`,
    (key) => key.lastUsedAtMs,
  ),
  LAST_USED_AT_DESC: byInstant(
    'DESC',
    (absent) => sql`coalesce(use.last_used_at, ${absent})`,
    (key) => key.lastUsedAtMs,
  ),
};

/** The order of a list for which none was asked. Below the table that it reads. */
export const newestKeysFirst = sortKeysOf(['CREATED_AT_DESC']);

function byName(direction: 'ASC' | 'DESC'): SortKey<ApiKeyRecord> {
  return { expression: sql`k.name`, type: 'text', direction, valueOf: ({ name }) => name };
}

function byInstant(
  direction: 'ASC' | 'DESC',
  expression: (absent: RawBuilder<unknown>) => RawBuilder<unknown>,
  msOf: (key: ApiKeyRecord) => number | null,
): SortKey<ApiKeyRecord> {
  const absent = direction === 'ASC' ? 'infinity' : '-infinity';
  return {
    expression: expression(sql`${sql.lit(absent)}::timestamptz`),
    type: 'instant',
    direction,
    valueOf: (key) => {
      const ms = msOf(key);
      return ms === null ? absent : formatInstant(ms);
    },
  };
}

function isGiven<Value>(value: Value): value is NonNullable<Value> {
  return value !== null && value !== undefined;
}
