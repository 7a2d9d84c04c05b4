import { sql, type Kysely, type RawBuilder } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import { apiKeyFilters } from './api-key-filters.js';
import { searchForApiKeys } from './api-key-search.js';
import type { ApiKeyOrder, ApiKeyQuery, ControlPlaneNeeds, Page, PageRequest } from './control-plane.js';
import { foldAscii } from './fold-ascii.js';
import type { GroupRightsReader } from './group-rights.js';
import type { Order, SortKey } from './keyset-order.js';
import { keysetPage } from './keyset-page.js';
import { refuseInput } from './problems.js';
import { apiKeyColumns } from './record-queries.js';
import type { ApiKeyRecord } from './records.js';
import { usualPace, type Pace, type Sieve } from './sieve.js';
import type { Tables } from './tables.js';

/** API keys, the newest first unless asked otherwise. What is not asked for is not filtered: revoked keys are listed too. */
export async function pageOfApiKeys(
  db: Kysely<Tables>,
  needs: ApiKeyPageNeeds,
  query: PageRequest & ApiKeyQuery,
  pace: Pace = usualPace,
): Promise<Page<ApiKeyRecord>> {
  const orders = readOrders(query.orderBy ?? []);
  const tables = tablesFor(orders);
  const { owner, filters, dearFilters, judgement, isFew } = await apiKeyFilters(db, needs, query.where ?? {});
  const search = searchForApiKeys(db, query.search);
  // The keys of a user or a database have indexes of their own, in the order of their creation.
  const isByAge = orders[0]?.startsWith('CREATED_AT') === true;
  const sifted = isByAge ? filters : [...owner, ...filters];
  return keysetPage(
    db,
    needs,
    {
      orderName: `apiKeys ${orders.join(' ')}`,
      columns: apiKeyColumns,
      tables,
      conditions: isByAge ? owner : [],
      order: sortKeysOf(orders),
      sieve:
        search === null && sifted.length + dearFilters.length === 0
          ? undefined
          : {
              ...joined,
              walk: tables,
              filters: sifted,
              dearFilters,
              search,
              judgement,
              isFewByFilters: !isByAge && isFew,
              isInOrder: isByAge,
              keysOfHits: isByAge && orders.length === 1 ? [sql`h.created_at`, sql`h.id`] : undefined,
              pace,
            },
    },
    query,
  );
}

export interface ApiKeyPageNeeds extends Pick<ControlPlaneNeeds, 'clock' | 'sealCursor' | 'unsealCursor'> {
  readonly groupRights: GroupRightsReader;
}

const joined: Pick<Sieve<ApiKeyRecord>, 'tableName' | 'alias' | 'joins'> = {
  tableName: 'gateway.api_keys',
  alias: 'k',
  joins: sql`
    LEFT JOIN gateway.api_key_use use ON use.api_key_id = k.id
    LEFT JOIN gateway.users u ON u.id = k.user_id`,
};

/** By last use the list is a walk along an index of `api_key_use`, where each key has its row from the start. */
function tablesFor(orders: readonly ApiKeyOrder[]): RawBuilder<unknown> {
  return isByLastUse(orders[0])
    ? sql`gateway.api_key_use use JOIN gateway.api_keys k ON k.id = use.api_key_id`
    : sql`gateway.api_keys k LEFT JOIN gateway.api_key_use use ON use.api_key_id = k.id`;
}

function isByLastUse(order: ApiKeyOrder | undefined): boolean {
  return order?.startsWith('LAST_USED') === true;
}

function readOrders(orders: readonly ApiKeyOrder[]): readonly ApiKeyOrder[] {
  const columns = orders.map((order) => order.replace(/_(ASC|DESC)$/, ''));
  if (new Set(columns).size < columns.length) refuseInput('orderBy', 'names the same thing twice.');
  return orders.length === 0 ? ['CREATED_AT_DESC'] : orders;
}

/** The id last, so that no two keys have the same place; keys without the instant last in both directions. */
function sortKeysOf(orders: readonly ApiKeyOrder[]): Order<ApiKeyRecord> {
  const keys = orders.map((order) => sortKeys[order]);
  return [
    ...keys,
    {
      // The index that the list is walked by ends in its own table's key.
      expression: orders.length === 1 && isByLastUse(orders[0]) ? sql`use.api_key_id` : sql`k.id`,
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

/** By the rules of "C", as users are: no server's locale, and no upgrade of its libraries, moves a page. */
function byName(direction: 'ASC' | 'DESC'): SortKey<ApiKeyRecord> {
  return {
    expression: sql`lower(k.name COLLATE "C")`,
    type: 'text',
    direction,
    valueOf: ({ name }) => foldAscii(name),
  };
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
