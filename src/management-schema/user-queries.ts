import { isId } from '../foundation/ids.js';
import { coveredByField, needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { pageArguments, pageRequestOf } from './page-arguments.js';
import { withoutAbsent } from './without-absent.js';

/** `users` and `user`. */
export function defineUserQueries(builder: ManagementBuilder, refs: ManagementRefs): void {
  const filter = defineFilter(builder);
  builder.queryFields((t) => ({
    users: t.field({
      type: refs.userConnection,
      description: 'The users, a page at a time.',
      authScopes: { capability: ['users:select'] },
      args: {
        ...pageArguments(builder),
        search: t.arg.string({
          ...needs('users.email:select', 'users.name:select'),
          description: 'Only users with this text in their e-mail address or name; case does not matter.',
        }),
        where: t.arg({ ...coveredByField, type: filter, description: 'Only users that fit all of this.' }),
      },
      resolve: (_root, { search, where, ...page }, { controlPlane }) =>
        controlPlane.users.page({
          ...pageRequestOf(page),
          ...withoutAbsent({ search, where: where && withoutAbsent(where) }),
        }),
    }),
    user: t.field({
      type: refs.user,
      description: 'One user, deleted ones too; null when there is none with this id.',
      nullable: true,
      authScopes: { capability: ['users:select'] },
      args: { id: t.arg.id({ ...coveredByField, required: true, description: 'The id of the user.' }) },
      resolve: (_root, { id }, { loaders }) => (isId(id) ? loaders.user.load(id) : null),
    }),
  }));
}

function defineFilter(builder: ManagementBuilder) {
  return builder.inputType('UserFilter', {
    description: 'Which users to list. Everything that is given must fit.',
    fields: (t) => ({
      enabled: t.boolean({ ...needs('users.enabled:select'), description: 'Enabled, or not.' }),
      group: t.id({
        ...needs('users.groups:select', 'groups.members:select'),
        description: 'Members of the group with this id.',
      }),
      deleted: t.boolean({
        ...needs('users.deletedAt:select'),
        description: 'Deleted ones only, or only those that are not.',
      }),
    }),
  });
}
