import { readsColumn } from './column-scopes.js';
import { existing } from './existing.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { pageArguments, pageRequestOf } from './page-arguments.js';
import { printStored } from './print-stored.js';

/** `Group`. */
export function defineGroup(builder: ManagementBuilder, refs: ManagementRefs): void {
  refs.group.implement({
    description: 'A group of users of one database. It grants its capabilities to all of its members.',
    fields: (t) => ({
      id: t.id({
        description: 'Stays the same for ever.',
        authScopes: readsColumn('groups', 'id'),
        resolve: (group) => group.id,
      }),
      version: t.int({
        description: 'Goes up with each change. An update names the version that it changes.',
        authScopes: readsColumn('groups', 'version'),
        resolve: (group) => group.version,
      }),
      name: t.string({
        description: 'What people call it; unique in its database.',
        authScopes: readsColumn('groups', 'name'),
        resolve: (group) => group.name,
      }),
      database: t.field({
        type: refs.database,
        description: 'The database that it grants something in.',
        authScopes: readsColumn('groups', 'database', 'databases:select'),
        resolve: async (group, _args, { loaders }) => existing(await loaders.database.load(group.databaseId)),
      }),
      apiAccess: t.boolean({
        description:
          'Whether its members may use the API. A user needs one group of the database where this is so.',
        authScopes: readsColumn('groups', 'apiAccess'),
        resolve: (group) => group.apiAccess,
      }),
      capabilities: t.stringList({
        description: 'What it grants, such as ["person:select", "person.privateNote:select"].',
        authScopes: readsColumn('groups', 'capabilities'),
        resolve: async (group, _args, { loaders }) =>
          printStored(
            (await loaders.offerOfDatabase.load(group.databaseId)).space,
            await loaders.grantsOfGroup.load(group.id),
          ),
      }),
      rowRules: t.field({
        type: [refs.rowRule],
        description: 'What narrows its grants to some rows; a grant without a rule reaches all rows.',
        authScopes: readsColumn('groups', 'rowRules'),
        resolve: async ({ id, databaseId }, _args, { loaders }) =>
          (await loaders.rowRulesOfGroup.load(id)).map((rule) => ({ databaseId, rule })),
      }),
      members: t.field({
        type: refs.userConnection,
        description:
          'Its members by e-mail address. Deleted users are among them: they are members again when they are restored.',
        authScopes: readsColumn('groups', 'members', 'users:select'),
        args: pageArguments(builder),
        resolve: (group, args, { loaders }) => loaders.membersOfGroup.load(group.id, pageRequestOf(args)),
      }),
    }),
  });
}
