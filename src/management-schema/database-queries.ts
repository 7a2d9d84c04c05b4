import { listCapabilities } from '../capability/capability-text.js';
import { BadUserInput } from '../foundation/postern-error.js';
import { needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';

/** `databases`, `database` and `capabilities`. */
export function defineDatabaseQueries(builder: ManagementBuilder, refs: ManagementRefs): void {
  const slugOf = 'Its short name, such as `crm`; the gateway itself is `gateway`.';
  builder.queryFields((t) => ({
    databases: t.field({
      type: [refs.database],
      description: 'Every registered database, the gateway itself among them.',
      authScopes: { capability: ['databases:select'] },
      resolve: async (_root, _args, { controlPlane }) => [...(await controlPlane.databases.list())],
    }),
    database: t.field({
      type: refs.database,
      description: 'One database; null when there is none with this slug.',
      nullable: true,
      authScopes: { capability: ['databases:select'] },
      args: { slug: t.arg.string({ ...slugNeeds, required: true, description: slugOf }) },
      resolve: (_root, { slug }, { controlPlane }) => controlPlane.databases.bySlug(slug),
    }),
    capabilities: t.stringList({
      description:
        'Every capability that can be granted in a database, as its tables stand now. "*" for any table or any verb can be granted beside these.',
      authScopes: { capability: ['databases:select'] },
      args: { database: t.arg.string({ ...slugNeeds, required: true, description: slugOf }) },
      resolve: async (_root, { database: slug }, { controlPlane, loaders }) => {
        const database = await controlPlane.databases.bySlug(slug);
        if (database === null) {
          throw new BadUserInput([{ field: 'database', message: 'There is no database with this slug.' }]);
        }
        return listCapabilities((await loaders.offerOfDatabase.load(database.id)).space);
      },
    }),
  }));
}

/** Whether there is a database of that name is what reading slugs would tell. */
const slugNeeds = needs('databases.slug:select');
