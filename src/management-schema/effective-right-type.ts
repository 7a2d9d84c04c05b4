import { listRights, type ListedRight, type RightRemoval } from '../control-plane/listed-rights.js';
import type { DatabaseRecord, UserRecord } from '../control-plane/records.js';
import { BadUserInput } from '../foundation/postern-error.js';
import { existing } from './existing.js';
import { coveredByField } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { CapabilityReference } from './management-catalog.js';
import type { ManagementContext } from './management-context.js';
import type { ManagementRefs } from './management-refs.js';

/** What the groups of a user show where their rights are listed. */
const shownOfGroups: readonly CapabilityReference[] = [
  'users.groups:select',
  'groups.capabilities:select',
  'groups.rowRules:select',
];

/** `EffectiveRight`, `ApiKey.effectiveRights` and `User.effectiveRights`. */
export function defineEffectiveRights(builder: ManagementBuilder, refs: ManagementRefs): void {
  const right = defineEffectiveRight(builder, refs);
  builder.objectField(refs.apiKey, 'effectiveRights', (t) =>
    t.field({
      type: [right],
      description:
        "Everything that the groups of its user grant in its database, with which group grants it and what of it the key's own subset removes. `effectiveCapabilities` are those that are allowed.",
      authScopes: {
        capability: [
          'apiKeys.effectiveRights:select',
          'apiKeys.capabilities:select',
          'apiKeys.rowNarrowing:select',
          ...shownOfGroups,
        ],
      },
      resolve: (key, _args, { loaders }) => loaders.rightsOfApiKey.load(key.id),
    }),
  );
  builder.objectField(refs.user, 'effectiveRights', (t) =>
    t.field({
      type: [right],
      description:
        'Everything that the groups of the user grant in a database, with which group grants it. A key can only remove some of it.',
      authScopes: {
        capability: ['users.effectiveRights:select', 'databases.slug:select', ...shownOfGroups],
      },
      args: {
        database: t.arg.string({
          ...coveredByField,
          required: true,
          description: 'The slug of the database, such as `crm`.',
        }),
      },
      resolve: async (user, { database: slug }, context) => {
        const database = await context.loaders.databaseOfSlug.load(slug);
        if (database === null) {
          throw new BadUserInput([{ field: 'database', message: 'There is no database with this slug.' }]);
        }
        return rightsOfUser(context, user, database);
      },
    }),
  );
}

async function rightsOfUser(
  { loaders }: ManagementContext,
  { id }: UserRecord,
  database: DatabaseRecord,
): Promise<readonly ListedRight[]> {
  const groups = (await loaders.groupsOfUser.load(id)).filter((group) => group.databaseId === database.id);
  const facts = groups.map(async (group) => ({
    id: group.id,
    grants: await loaders.grantsOfGroup.load(group.id),
    rowRules: await loaders.rowRulesOfGroup.load(group.id),
  }));
  const offer = await loaders.offerOfDatabase.load(database.id);
  return listRights(offer, await Promise.all(facts), null);
}

function defineEffectiveRight(builder: ManagementBuilder, refs: ManagementRefs) {
  const removal = defineRightRemoval(builder);
  const authScopes = { capability: ['groups.capabilities:select'] } as const;
  const groupScopes = { capability: ['users.groups:select', 'groups:select'] } as const;
  return builder.objectRef<ListedRight>('EffectiveRight').implement({
    description: 'A right that groups of a user grant, and what becomes of it.',
    fields: (t) => ({
      capability: t.string({
        description:
          'Such as "person:select", or "person.email:select" where the columns of a table fare differently.',
        authScopes,
        resolve: (right) => right.capability,
      }),
      grantedBy: t.field({
        type: [refs.group],
        description: 'The groups that grant it, those too in which a broken row rule closes it.',
        authScopes: groupScopes,
        resolve: ({ grantedByIds }, _args, context) => loadGroups(context, grantedByIds),
      }),
      closedIn: t.field({
        type: [refs.group],
        description: 'Those among them in which a broken row rule closes it.',
        authScopes: { capability: [...groupScopes.capability, 'groups.rowRules:select'] },
        resolve: ({ closedInIds }, _args, context) => loadGroups(context, closedInIds),
      }),
      allowed: t.boolean({
        description: 'False: it is granted, and something removes it.',
        authScopes,
        resolve: (right) => right.allowed,
      }),
      removedBy: t.field({
        type: [removal],
        description: 'Everything that removes it. Empty: it is allowed.',
        authScopes,
        resolve: (right) => [...right.removedBy],
      }),
    }),
  });
}

function loadGroups({ loaders }: ManagementContext, ids: readonly string[]) {
  return Promise.all(ids.map(async (id) => existing(await loaders.group.load(id))));
}

function defineRightRemoval(builder: ManagementBuilder) {
  return builder.enumType('RightRemoval', {
    description: 'Why a right that is granted is not there.',
    values: {
      SUBSET: { value: 'SUBSET', description: 'The subset of capabilities that the key is narrowed to.' },
      ROW_NARROWING: {
        value: 'ROW_NARROWING',
        description:
          'The row narrowing of the key, which does not fit the tables any more, and so closes everything.',
      },
      BROKEN_ROW_RULE: {
        value: 'BROKEN_ROW_RULE',
        description: 'A row rule that does not fit the tables any more, in each group that grants it.',
      },
    } as const satisfies Record<RightRemoval, { readonly value: RightRemoval; readonly description: string }>,
  });
}
