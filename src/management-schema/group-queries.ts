import { isId } from '../foundation/ids.js';
import { coveredByField, needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { pageArguments, pageRequestOf } from './page-arguments.js';
import { withoutAbsent } from './without-absent.js';

/** `groups` and `group`. */
export function defineGroupQueries(builder: ManagementBuilder, refs: ManagementRefs): void {
  builder.queryFields((t) => ({
    groups: t.field({
      type: refs.groupConnection,
      description: 'The groups by name, a page at a time.',
      authScopes: { capability: ['groups:select'] },
      args: {
        database: t.arg.string({
          ...needs('groups.database:select', 'databases.slug:select'),
          description: 'Only groups of the database with this slug.',
        }),
        ...pageArguments(builder),
      },
      resolve: (_root, { database, ...page }, { controlPlane }) =>
        controlPlane.groups.page({
          ...pageRequestOf(page),
          ...withoutAbsent({ databaseSlug: database }),
        }),
    }),
    group: t.field({
      type: refs.group,
      description: 'One group; null when there is none with this id.',
      nullable: true,
      authScopes: { capability: ['groups:select'] },
      args: { id: t.arg.id({ ...coveredByField, required: true, description: 'The id of the group.' }) },
      resolve: (_root, { id }, { loaders }) => (isId(id) ? loaders.group.load(id) : null),
    }),
  }));
}
