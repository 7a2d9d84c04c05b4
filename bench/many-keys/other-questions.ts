import type { ControlPlane } from '../../src/control-plane/control-plane.js';
import { pick } from './key-questions.js';
import type { Question } from './measure.js';
import type { Sample } from './sample.js';

/** What is read for a list of keys with everything that belongs to them, as the management API's loaders do. */
export function questionsAboutRelations({
  apiKeys,
  users,
  groups,
  databases,
}: ControlPlane): readonly Question[] {
  const withRelations = async (first: number): Promise<void> => {
    const { edges } = await apiKeys.page({ first });
    const keys = edges.map(({ node }) => node);
    const unique = (ids: readonly string[]) => [...new Set(ids)];
    const userIds = unique(keys.map(({ accessAsUserId }) => accessAsUserId));
    await Promise.all([
      apiKeys.statesOf(keys.map(({ id }) => id)),
      apiKeys.secretsOf(keys.map(({ id }) => id)),
      users.byIds(userIds),
      databases.byIds(unique(keys.map(({ databaseId }) => databaseId))),
    ]);
    const groupIds = unique((await groups.ofUsers(userIds)).flat().map(({ id }) => id));
    await Promise.all([groups.grantsOf(groupIds), groups.rowRulesOf(groupIds)]);
  };
  return [1, 50].map((first) => ({
    name: `${first} keys with states, secrets, users, groups and databases`,
    prepare: () => Promise.resolve(() => withRelations(first)),
  }));
}

export function questionsAboutUsersAndGroups(
  { users, groups }: ControlPlane,
  sample: Sample,
): readonly Question[] {
  type Query = Parameters<typeof users.page>[0];
  const asks = (name: string, queryOf: (turn: number) => Query): Question => ({
    name: `users: ${name}`,
    prepare: (turn) => Promise.resolve(() => users.page({ first: 50, ...queryOf(turn) })),
  });
  return [
    asks('first page', () => ({})),
    asks('last page', () => ({ first: null, last: 50 })),
    {
      name: 'users: middle page',
      prepare: async (turn) => {
        const [edge] = (await users.page({ search: pick(sample.emails, turn) })).edges;
        return () => users.page({ first: 50, after: edge?.cursor ?? null });
      },
    },
    asks('search for an address', (turn) => ({ search: pick(sample.emails, turn) })),
    asks('search for a name', (turn) => ({ search: pick(sample.userNames, turn) })),
    asks('search for a common word', () => ({ search: 'Anna' })),
    asks('search for a domain', () => ({ search: '@partner-firm.example' })),
    asks('search for one or two characters', (turn) => ({ search: pick(['a', 'zq', 'ë', '%'], turn) })),
    asks('search without a hit', () => ({ search: 'nobody has this' })),
    asks('disabled', () => ({ where: { enabled: false } })),
    asks('deleted', () => ({ where: { deleted: true } })),
    asks('of a group', (turn) => ({ where: { group: pick(sample.groupIds, turn) } })),
    asks('of a group, searched', (turn) => ({
      search: pick(sample.userNames, turn),
      where: { group: pick(sample.groupIds, turn) },
    })),
    {
      name: 'users: totalCount',
      isApart: true,
      prepare: async () => {
        const result = await users.page({ first: 0 });
        return () => result.totalCount();
      },
    },
    { name: 'groups: first page', prepare: () => Promise.resolve(() => groups.page({ first: 50 })) },
    {
      name: 'groups: first page of a database',
      prepare: () => Promise.resolve(() => groups.page({ first: 50, databaseSlug: 'crm' })),
    },
  ];
}
