import { apiKeyStates as states } from '../../src/authentication/key-state.js';
import type {
  ApiKeyOrder,
  ApiKeyQuery,
  ApiKeyService,
  PageRequest,
} from '../../src/control-plane/control-plane.js';
import type { Question } from './measure.js';
import type { Sample } from './sample.js';

type Where = NonNullable<ApiKeyQuery['where']>;

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
const severalOrders: readonly (readonly ApiKeyOrder[])[] = [
  ['NAME_ASC', 'CREATED_AT_DESC'],
  ['CREATED_AT_DESC', 'NAME_ASC'],
];

export function questionsAboutKeys(apiKeys: ApiKeyService, sample: Sample): readonly Question[] {
  const page = (query: PageRequest & ApiKeyQuery) => apiKeys.page({ first: 50, ...query });
  const asks =
    (queryOf: (turn: number) => PageRequest & ApiKeyQuery): Question['prepare'] =>
    (turn) =>
      Promise.resolve(() => page(queryOf(turn)));
  const inTheMiddle =
    (query: ApiKeyQuery): Question['prepare'] =>
    async (turn) => {
      const after = await cursorOf(apiKeys, pick(sample.keyIds, turn), query.orderBy ?? []);
      return () => page({ ...query, after });
    };
  const searches = (name: string, terms: readonly string[], where: Where = {}): Question => ({
    name: `search: ${name}`,
    prepare: asks((turn) => ({ search: pick(terms, turn), where })),
  });
  const filters = (name: string, whereOf: (turn: number) => Where, query: ApiKeyQuery = {}): Question => ({
    name: `filter: ${name}`,
    prepare: asks((turn) => ({ ...query, where: whereOf(turn) })),
  });

  const everyOrder = [...orders.map((order) => [order]), ...severalOrders];
  return [
    ...everyOrder.map((orderBy) => ({
      name: `first page ${orderBy.join(', ')}`,
      prepare: asks(() => ({ orderBy })),
    })),
    ...everyOrder.map((orderBy) => ({
      name: `middle page ${orderBy.join(', ')}`,
      prepare: inTheMiddle({ orderBy }),
    })),
    ...everyOrder.map((orderBy) => ({
      name: `last page ${orderBy.join(', ')}`,
      prepare: () => Promise.resolve(() => apiKeys.page({ last: 50, orderBy })),
    })),
    searches('a whole name', sample.keyNames),
    searches('a part of a name', sample.nameParts),
    searches('a word of a description', sample.descriptionParts),
    searches('a tag', sample.tags),
    searches('an e-mail address', sample.emails),
    searches('an id', sample.keyIds),
    searches('20 keys among all', ['quetzal', '100% legacy', '(QUETZAL']),
    searches('a common word', ['nightly', 'export', 'Used by']),
    searches('a domain that many users have', ['@globex.example', '@acme.example', 'partner-firm']),
    searches('every user', ['.example']),
    searches('two characters', ['ci', '42', 'qz', 'xx', '_a']),
    searches('one character', ['a', '7', '%', '(', 'ë', 'q']),
    searches('no hit', ['nothing has this', 'zzzz', '0000000000000000', 'ÿ', '¿¿']),
    { name: 'search: a common word, middle page', prepare: inTheMiddle({ search: 'export' }) },
    {
      name: 'search: a tag, by name, middle page',
      prepare: inTheMiddle({ search: 'acal', orderBy: ['NAME_ASC'] }),
    },
    ...states.flatMap((state) => [
      filters(`state ${state}`, () => ({ state: [state] })),
      filters(`state ${state}, oldest first`, () => ({ state: [state] }), { orderBy: ['CREATED_AT_ASC'] }),
      filters(`state ${state}, by name`, () => ({ state: [state] }), { orderBy: ['NAME_ASC'] }),
      filters(`state ${state}, by last use`, () => ({ state: [state] }), { orderBy: ['LAST_USED_AT_DESC'] }),
      filters(`state ${state}, of a database`, () => ({ state: [state], databaseSlug: 'crm' })),
      searches(`a tag, in state ${state}`, sample.tags, { state: [state] }),
      searches(`a part of a name, in state ${state}`, sample.nameParts, { state: [state] }),
      searches(`a common word, in state ${state}, of a database`, ['export'], {
        state: [state],
        databaseSlug: 'crm',
      }),
    ]),
    filters('all states but ACTIVE', () => ({ state: states.filter((state) => state !== 'ACTIVE') })),
    { name: 'filter: state ACTIVE, middle page', prepare: inTheMiddle({ where: { state: ['ACTIVE'] } }) },
    { name: 'filter: state EXPIRED, middle page', prepare: inTheMiddle({ where: { state: ['EXPIRED'] } }) },
    filters('a tag', (turn) => ({ tag: pick(sample.tags, turn) })),
    filters('a tag, by name', (turn) => ({ tag: pick(sample.tags, turn) }), { orderBy: ['NAME_ASC'] }),
    filters('a user', (turn) => ({ accessAsUserId: pick(sample.userIds, turn) })),
    filters('a user, by name', (turn) => ({ accessAsUserId: pick(sample.userIds, turn) }), {
      orderBy: ['NAME_ASC'],
    }),
    filters('a user with thousands of keys', (turn) => ({ accessAsUserId: pick(sample.serviceIds, turn) })),
    filters(
      'a user with thousands of keys, by name',
      (turn) => ({ accessAsUserId: pick(sample.serviceIds, turn) }),
      {
        orderBy: ['NAME_ASC'],
      },
    ),
    filters('a database', (turn) => ({ databaseSlug: pick(['crm', 'billing', 'archive'], turn) })),
    filters('a database, by name', (turn) => ({ databaseSlug: pick(['crm', 'billing', 'archive'], turn) }), {
      orderBy: ['NAME_ASC'],
    }),
    filters('never used', () => ({ neverUsed: true })),
    filters('used', () => ({ neverUsed: false })),
    filters('never used, by name', () => ({ neverUsed: true }), { orderBy: ['NAME_ASC'] }),
    filters('ends within a week', () => ({ expiresBeforeMs: Date.now() + 7 * DAY_MS })),
    filters('ended 199 days ago', () => ({ expiresBeforeMs: Date.now() - 199 * DAY_MS })),
    filters('ended long ago', () => ({ expiresBeforeMs: Date.now() - 4_000 * DAY_MS })),
    ...countQuestions(apiKeys, sample),
  ];
}

const DAY_MS = 86_400_000;

function countQuestions(apiKeys: ApiKeyService, sample: Sample): readonly Question[] {
  const counts = (name: string, queryOf: (turn: number) => ApiKeyQuery): Question => ({
    name: `totalCount: ${name}`,
    isApart: true,
    prepare: async (turn) => {
      const result = await apiKeys.page({ first: 0, ...queryOf(turn) });
      return () => result.totalCount();
    },
  });
  return [
    counts('all', () => ({})),
    counts('a tag', (turn) => ({ where: { tag: pick(sample.tags, turn) } })),
    counts('search for a tag', (turn) => ({ search: pick(sample.tags, turn) })),
    counts('search for a common word', () => ({ search: 'export' })),
    counts('search for one character', () => ({ search: 'a' })),
    counts('state EXPIRED', () => ({ where: { state: ['EXPIRED'] } })),
    counts('state ACTIVE', () => ({ where: { state: ['ACTIVE'] } })),
    counts('state NO_EFFECTIVE_CAPABILITIES', () => ({ where: { state: ['NO_EFFECTIVE_CAPABILITIES'] } })),
  ];
}

/** The cursor of a key in an order, from a list of that key alone. */
async function cursorOf(
  apiKeys: ApiKeyService,
  id: string,
  orderBy: readonly ApiKeyOrder[],
): Promise<string | null> {
  return (await apiKeys.page({ orderBy, search: id })).edges[0]?.cursor ?? null;
}

export function pick<Item>(items: readonly Item[], turn: number): Item {
  const item = items[turn % items.length];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}
