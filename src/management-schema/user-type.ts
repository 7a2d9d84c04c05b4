import { readsColumn } from './column-scopes.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { pageArguments, pageRequestOf } from './page-arguments.js';

/** `User`. */
export function defineUser(builder: ManagementBuilder, refs: ManagementRefs): void {
  refs.user.implement({
    description:
      'A person or service known to the gateway. What it may do is the union of what its groups grant.',
    fields: (t) => ({
      id: t.id({
        description: 'Stays the same for ever.',
        authScopes: readsColumn('users', 'id'),
        resolve: (user) => user.id,
      }),
      version: t.int({
        description: 'Goes up with each change. An update names the version that it changes.',
        authScopes: readsColumn('users', 'version'),
        resolve: (user) => user.version,
      }),
      email: t.string({
        description: 'The address that the user is known and signs in by.',
        authScopes: readsColumn('users', 'email'),
        resolve: (user) => user.email,
      }),
      name: t.string({
        description: 'What people call the user.',
        nullable: true,
        authScopes: readsColumn('users', 'name'),
        resolve: (user) => user.name,
      }),
      enabled: t.boolean({
        description: 'While false, the user cannot sign in, and every key that acts for it is refused.',
        authScopes: readsColumn('users', 'enabled'),
        resolve: (user) => user.enabled,
      }),
      deletedAt: t.field({
        type: 'DateTime',
        description: 'When the user was deleted. Null: it was not.',
        nullable: true,
        authScopes: readsColumn('users', 'deletedAt'),
        resolve: (user) => user.deletedAtMs,
      }),
      deletedBy: t.field({
        type: refs.user,
        description: 'Who deleted the user. Null: nobody, or the operator.',
        nullable: true,
        authScopes: readsColumn('users', 'deletedBy', 'users:select'),
        resolve: (user, _args, { loaders }) =>
          user.deletedByUserId === null ? null : loaders.user.load(user.deletedByUserId),
      }),
      passwordSetAt: t.field({
        type: 'DateTime',
        description: 'When the password was set. Null: there is none, so that the user cannot sign in.',
        nullable: true,
        authScopes: readsColumn('users', 'passwordSetAt'),
        resolve: (user) => user.passwordSetAtMs,
      }),
      sessions: t.field({
        type: [refs.session],
        description: 'Where the user is signed in, the newest first.',
        authScopes: readsColumn('users', 'sessions'),
        resolve: (user, _args, { loaders }) => loaders.sessionsOfUser.load(user.id),
      }),
      attributes: t.field({
        type: 'JSON',
        description: 'Facts about the user that row rules can read, such as {"region": "EU"}.',
        authScopes: readsColumn('users', 'attributes'),
        resolve: (user) => user.attributes,
      }),
      groups: t.field({
        type: [refs.group],
        description: 'The groups that the user is a member of, of all databases.',
        authScopes: readsColumn('users', 'groups', 'groups:select'),
        resolve: (user, _args, { loaders }) => loaders.groupsOfUser.load(user.id),
      }),
      apiKeys: t.field({
        type: refs.apiKeyConnection,
        description: 'The keys that act for the user, the newest first. Revoked ones stay listed.',
        authScopes: readsColumn('users', 'apiKeys', 'apiKeys:select'),
        args: pageArguments(builder),
        resolve: (user, args, { loaders }) => loaders.apiKeysOfUser.load(user.id, pageRequestOf(args)),
      }),
    }),
  });
}
