import { printSet } from '../capability/capability-text.js';
import { restorableUntilMs } from '../control-plane/api-key-renewal.js';
import { brokenPolicies } from '../control-plane/key-policies.js';
import { printStored } from './print-stored.js';
import type { ApiKeyEnums } from './api-key-enums.js';
import { readsColumn } from './column-scopes.js';
import { existing } from './existing.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementColumn, CapabilityReference } from './management-catalog.js';
import type { ManagementRefs } from './management-refs.js';

const reads = (column: ManagementColumn<'apiKeys'>, ...others: CapabilityReference[]) =>
  readsColumn('apiKeys', column, ...others);

const ACTOR = 'the id of a key, the id of a user who was signed in, or "operator" for the command line';

/** `ApiKey`. */
export function defineApiKey(builder: ManagementBuilder, refs: ManagementRefs, enums: ApiKeyEnums): void {
  refs.apiKey.implement({
    description:
      'What an external system authenticates with. It opens one database and acts for one user: it can never do more than that user can do now, and may be narrowed further.',
    fields: (t) => ({
      id: t.id({
        description:
          'Stays the same for ever, also when the secret is replaced. Part of the text of the key.',
        authScopes: reads('id'),
        resolve: (key) => key.id,
      }),
      version: t.int({
        description: 'Goes up with each change. An update names the version that it changes.',
        authScopes: reads('version'),
        resolve: (key) => key.version,
      }),
      name: t.string({
        description: 'What people call it.',
        authScopes: reads('name'),
        resolve: (key) => key.name,
      }),
      description: t.string({
        description: 'What it is for, in free words.',
        nullable: true,
        authScopes: reads('description'),
        resolve: (key) => key.description,
      }),
      tags: t.stringList({
        description: 'Labels to find it by.',
        authScopes: reads('tags'),
        resolve: (key) => key.tags,
      }),
    }),
  });
  defineReach(builder, refs);
  defineValidity(builder, refs, enums);
  defineEnding(builder, refs);
  defineUse(builder, refs);
}

/** For whom it acts, where, and what it may do there. */
function defineReach(builder: ManagementBuilder, refs: ManagementRefs): void {
  builder.objectFields(refs.apiKey, (t) => ({
    accessAs: t.field({
      type: refs.user,
      description: 'The user whom it acts for.',
      nullable: true,
      authScopes: reads('accessAs', 'users:select'),
      resolve: (key, _args, { loaders }) => loaders.user.load(key.accessAsUserId),
    }),
    database: t.field({
      type: refs.database,
      description: 'The one database that it opens.',
      authScopes: reads('database', 'databases:select'),
      resolve: async (key, _args, { loaders }) => existing(await loaders.database.load(key.databaseId)),
    }),
    capabilities: t.stringList({
      description:
        'What it is narrowed to, such as ["person:select"]. Null: everything the user has, also later additions.',
      nullable: true,
      authScopes: reads('capabilities'),
      resolve: async (key, _args, { loaders }) =>
        key.capabilities &&
        printStored((await loaders.offerOfDatabase.load(key.databaseId)).space, key.capabilities),
    }),
    effectiveCapabilities: t.stringList({
      description:
        "What it may do now: the capabilities of its user's groups in this database, as far as its own subset reaches.",
      authScopes: reads('effectiveCapabilities'),
      resolve: async (key, _args, { loaders }) => printSet(await loaders.effectiveOfApiKey.load(key.id)),
    }),
    rowNarrowing: t.field({
      type: 'JSON',
      description: 'Which rows it is narrowed to. Null: every row that its user may reach.',
      nullable: true,
      authScopes: reads('rowNarrowing'),
      resolve: (key) => key.rowNarrowing,
    }),
  }));
}

/** When and from where it may be used, and whether that is so now. */
function defineValidity(builder: ManagementBuilder, refs: ManagementRefs, enums: ApiKeyEnums): void {
  builder.objectFields(refs.apiKey, (t) => ({
    validFrom: t.field({
      type: 'DateTime',
      description: 'Valid from this instant on. Null: no start.',
      nullable: true,
      authScopes: reads('validFrom'),
      resolve: (key) => key.validFromMs,
    }),
    validUntil: t.field({
      type: 'DateTime',
      description: 'Valid before this instant, and no longer at it. Null: no end.',
      nullable: true,
      authScopes: reads('validUntil'),
      resolve: (key) => key.validUntilMs,
    }),
    allowedAddresses: t.stringList({
      description: 'The addresses and CIDR blocks that it may be used from. Null: from anywhere.',
      nullable: true,
      authScopes: reads('allowedAddresses'),
      resolve: (key) => key.allowedAddresses,
    }),
    state: t.field({
      type: enums.state,
      description: 'Whether it works now, as authentication sees it, the source address left aside.',
      authScopes: reads('state'),
      resolve: async (key, _args, { loaders }) => (await loaders.verdictOfApiKey.load(key.id)).state,
    }),
    stateReason: t.string({
      description: 'The same as a sentence for people.',
      authScopes: reads('stateReason'),
      resolve: async (key, _args, { loaders }) => (await loaders.verdictOfApiKey.load(key.id)).reason,
    }),
    brokenPolicies: t.stringList({
      description:
        'The policies of its database that it breaks now, such as ["requireValidUntil"]: it was made before they were set, and goes on working. Changes that make it stronger, a new secret among them, are refused until it keeps them.',
      authScopes: reads('brokenPolicies'),
      resolve: async (key, _args, { loaders, clock }) =>
        brokenPolicies(existing(await loaders.database.load(key.databaseId)), key, clock()),
    }),
  }));
}

/** Who took it out of use, and how long that can be taken back. */
function defineEnding(builder: ManagementBuilder, refs: ManagementRefs): void {
  builder.objectFields(refs.apiKey, (t) => ({
    disabledAt: t.field({
      type: 'DateTime',
      description: 'When it was disabled, by itself or by a stop. Null: it is not.',
      nullable: true,
      authScopes: reads('disabledAt'),
      resolve: (key) => key.disabledAtMs,
    }),
    disabledBy: t.string({
      description: `Who disabled it: ${ACTOR}. Null: it is not disabled.`,
      nullable: true,
      authScopes: reads('disabledBy'),
      resolve: (key) => key.disabledBy,
    }),
    revokedAt: t.field({
      type: 'DateTime',
      description: 'When it was revoked. Null: it is not.',
      nullable: true,
      authScopes: reads('revokedAt'),
      resolve: (key) => key.revokedAtMs,
    }),
    revokedBy: t.string({
      description: `Who revoked it: ${ACTOR}. Null: it is not revoked.`,
      nullable: true,
      authScopes: reads('revokedBy'),
      resolve: (key) => key.revokedBy,
    }),
    restorableUntil: t.field({
      type: 'DateTime',
      description:
        'Of a revoked key: before this instant it can be restored, with a new secret. Null: it is not revoked.',
      nullable: true,
      authScopes: reads('restorableUntil'),
      resolve: restorableUntilMs,
    }),
  }));
}

/** Its secrets, its last use and where it came from. */
function defineUse(builder: ManagementBuilder, refs: ManagementRefs): void {
  builder.objectFields(refs.apiKey, (t) => ({
    secrets: t.field({
      type: [refs.apiKeySecret],
      description:
        'What is kept of the secrets that still work, never the secrets. More than one while a rotation overlaps; none once it is revoked.',
      authScopes: reads('secrets'),
      resolve: (key, _args, { loaders }) => loaders.secretsOfApiKey.load(key.id),
    }),
    lastUsedAt: t.field({
      type: 'DateTime',
      description: 'When it was last accepted, to the minute. Null: never.',
      nullable: true,
      authScopes: reads('lastUsedAt'),
      resolve: (key) => key.lastUsedAtMs,
    }),
    lastUsedAddress: t.string({
      description: 'The address that it was last accepted from.',
      nullable: true,
      authScopes: reads('lastUsedAddress'),
      resolve: (key) => key.lastUsedAddress,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      authScopes: reads('createdAt'),
      resolve: (key) => key.createdAtMs,
    }),
    createdBy: t.field({
      type: refs.user,
      description: 'Who made it. Null: the operator, at the command line.',
      nullable: true,
      authScopes: reads('createdBy', 'users:select'),
      resolve: (key, _args, { loaders }) =>
        key.createdByUserId === null ? null : loaders.user.load(key.createdByUserId),
    }),
  }));
}
