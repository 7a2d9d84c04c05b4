import type {
  ApiKeyFilter,
  ApiKeyOrder,
  ApiKeysQueryVariables,
  ApiKeyState,
} from '../../generated/graphql.js';

export const PAGE_SIZE = 25;

/** What the grid shows, as it stands in the address of the page. */
export interface KeysSearch {
  readonly q?: string | undefined;
  readonly show?: QuickFilter | undefined;
  readonly state?: ApiKeyState | undefined;
  readonly database?: string | undefined;
  readonly tag?: string | undefined;
  readonly user?: string | undefined;
  readonly sort?: ApiKeyOrder | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

export const quickFilters = ['attention', 'expiring', 'unused'] as const;
export type QuickFilter = (typeof quickFilters)[number];

export const keyStates: readonly ApiKeyState[] = [
  'ACTIVE',
  'NOT_YET_VALID',
  'EXPIRED',
  'DISABLED',
  'REVOKED',
  'USER_DISABLED',
  'USER_DELETED',
  'DATABASE_DISABLED',
  'NO_EFFECTIVE_CAPABILITIES',
];

const needsAttention: ApiKeyState[] = [
  'EXPIRED',
  'USER_DISABLED',
  'USER_DELETED',
  'DATABASE_DISABLED',
  'NO_EFFECTIVE_CAPABILITIES',
];

const orders: readonly ApiKeyOrder[] = [
  'CREATED_AT_DESC',
  'CREATED_AT_ASC',
  'NAME_ASC',
  'NAME_DESC',
  'VALID_UNTIL_ASC',
  'VALID_UNTIL_DESC',
  'LAST_USED_AT_ASC',
  'LAST_USED_AT_DESC',
];

/**
 * Anybody can type an address: what cannot be read counts as absent. It is said to be, since the router keeps what is not
 * mentioned.
 */
export function readKeysSearch(given: Record<string, unknown>): KeysSearch {
  const text = (name: string): string | undefined => {
    const value = given[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) || undefined : undefined;
  };
  const oneOf = <Value extends string>(name: string, values: readonly Value[]): Value | undefined =>
    values.find((value) => value === given[name]);
  return {
    q: text('q'),
    show: oneOf('show', quickFilters),
    state: oneOf('state', keyStates),
    database: text('database'),
    tag: text('tag'),
    user: text('user'),
    sort: oneOf('sort', orders),
    after: text('after'),
    before: text('before'),
  };
}

/** The query for a page of the grid; `now` decides what expires soon, to the hour, so that asking again finds the same. */
export function variablesOf(search: KeysSearch, now: Date): ApiKeysQueryVariables {
  const { q, sort, after, before } = search;
  return {
    ...(before === undefined ? { first: PAGE_SIZE } : { last: PAGE_SIZE, before }),
    ...(after !== undefined && { after }),
    ...(q !== undefined && { search: q }),
    orderBy: [sort ?? 'CREATED_AT_DESC'],
    where: whereOf(search, now),
  };
}

const HOUR_MS = 3_600_000;

function whereOf({ show, state, database, tag, user }: KeysSearch, now: Date): ApiKeyFilter {
  const soon = new Date(Math.ceil(now.getTime() / HOUR_MS) * HOUR_MS + 30 * 24 * HOUR_MS);
  return {
    ...(show === 'attention' && { state: needsAttention }),
    ...(show === 'expiring' && { state: ['ACTIVE' as const], expiresBefore: soon.toISOString() }),
    ...(show === 'unused' && { neverUsed: true }),
    ...(state !== undefined && { state: [state] }),
    ...(database !== undefined && { database }),
    ...(tag !== undefined && { tag }),
    ...(user !== undefined && { accessAsUserId: user }),
  };
}

export function isFiltered({ q, show, state, database, tag, user }: KeysSearch): boolean {
  return [q, show, state, database, tag, user].some((value) => value !== undefined);
}
