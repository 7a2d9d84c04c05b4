import { isId } from '../foundation/ids.js';
import type { ApiKeyEnums } from './api-key-enums.js';
import { columnOfOrder } from './api-key-enums.js';
import { coveredByField, needs, needsPerValue } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { pageArguments, pageRequestOf } from './page-arguments.js';
import { withoutAbsent } from './without-absent.js';

/** `apiKeys` and `apiKey`. */
export function defineApiKeyQueries(
  builder: ManagementBuilder,
  refs: ManagementRefs,
  enums: ApiKeyEnums,
): void {
  const filter = defineFilter(builder, enums);
  builder.queryFields((t) => ({
    apiKeys: t.field({
      type: refs.apiKeyConnection,
      description: 'The API keys, a page at a time. Revoked ones stay listed.',
      authScopes: { capability: ['apiKeys:select'] },
      args: {
        ...pageArguments(builder),
        search: t.arg.string({ ...searchNeeds, description: searchDescription }),
        where: t.arg({ ...coveredByField, type: filter, description: 'Only keys that fit all of this.' }),
        orderBy: t.arg({
          ...needsPerValue((value) => columnOfOrder[value as keyof typeof columnOfOrder]),
          type: [enums.order],
          description: 'Sorted by the first, then the second … The newest first when absent.',
        }),
      },
      resolve: (_root, { search, where, orderBy, ...page }, { controlPlane }) =>
        controlPlane.apiKeys.page({
          ...pageRequestOf(page),
          ...withoutAbsent({ search, orderBy, where: where && filterOf(where) }),
        }),
    }),
    apiKey: t.field({
      type: refs.apiKey,
      description: 'One API key; null when there is none with this id.',
      nullable: true,
      authScopes: { capability: ['apiKeys:select'] },
      args: { id: t.arg.id({ ...coveredByField, required: true, description: 'The id of the key.' }) },
      resolve: (_root, { id }, { loaders }) => (isId(id) ? loaders.apiKey.load(id) : null),
    }),
  }));
}

const searchDescription =
  'Only keys with this text in their name, their description, a tag or the e-mail address of their user (case does not matter), or with exactly this id.';

const searchNeeds = needs(
  'apiKeys.id:select',
  'apiKeys.name:select',
  'apiKeys.description:select',
  'apiKeys.tags:select',
  'apiKeys.accessAs:select',
  'users.email:select',
);

type ApiKeyFilter = ReturnType<typeof defineFilter>['$inferInput'];

/** As the service names things: databases by slug, instants in milliseconds. */
function filterOf({ database, expiresBefore, ...others }: ApiKeyFilter) {
  return withoutAbsent({ ...others, databaseSlug: database, expiresBeforeMs: expiresBefore });
}

function defineFilter(builder: ManagementBuilder, enums: ApiKeyEnums) {
  return builder.inputType('ApiKeyFilter', {
    description: 'Which API keys to list. Everything that is given must fit.',
    fields: (t) => ({
      state: t.field({
        ...needs('apiKeys.state:select'),
        type: [enums.state],
        description: 'In one of these states now.',
      }),
      accessAsUserId: t.id({
        ...needs('apiKeys.accessAs:select'),
        description: 'Acting for the user with this id.',
      }),
      database: t.string({
        ...needs('apiKeys.database:select', 'databases.slug:select'),
        description: 'Opening the database with this slug.',
      }),
      tag: t.string({ ...needs('apiKeys.tags:select'), description: 'With exactly this tag.' }),
      expiresBefore: t.field({
        ...needs('apiKeys.validUntil:select'),
        type: 'DateTime',
        description: 'Ending before this instant, those that have ended too.',
      }),
      neverUsed: t.boolean({
        ...needs('apiKeys.lastUsedAt:select'),
        description: 'True: never used. False: used at least once.',
      }),
      breaksPolicy: t.boolean({
        ...needs('apiKeys.brokenPolicies:select'),
        description:
          'True: breaking a policy of its database, and not revoked. False: all others. Keys that were made before a policy was set are listed so, not broken.',
      }),
    }),
  });
}
