import {
  createCapabilitySpace,
  type CapabilitySpace,
  type Grantables,
} from '../capability/capability-space.js';
import type { DatabaseOffer } from '../control-plane/control-plane.js';
import type { Verb } from '../capability/verb.js';

/** The columns of each table, by the name of the field that shows them. */
const columnsOf = {
  apiKeys: [
    'id',
    'version',
    'name',
    'description',
    'tags',
    'accessAs',
    'database',
    'validFrom',
    'validUntil',
    'allowedAddresses',
    'capabilities',
    'effectiveCapabilities',
    'effectiveRights',
    'rowNarrowing',
    'state',
    'stateReason',
    'brokenPolicies',
    'disabledAt',
    'disabledBy',
    'revokedAt',
    'revokedBy',
    'restorableUntil',
    // The stops of many keys at once, which are listed by themselves.
    'stops',
    'secrets',
    'lastUsedAt',
    'lastUsedAddress',
    'days',
    'createdAt',
    'createdBy',
  ],
  users: [
    'id',
    'version',
    'email',
    'name',
    'enabled',
    'deletedAt',
    'deletedBy',
    'attributes',
    // Written only: no field shows it.
    'password',
    'passwordSetAt',
    'sessions',
    'groups',
    'effectiveRights',
    'apiKeys',
  ],
  groups: ['id', 'version', 'name', 'database', 'apiAccess', 'capabilities', 'rowRules', 'members'],
  databases: ['id', 'version', 'slug', 'enabled', 'status', 'settings', 'removedAt'],
  auditEvents: [
    'id',
    'sequence',
    'at',
    'action',
    'actor',
    'asUser',
    'target',
    'address',
    'requestId',
    'before',
    'after',
  ],
  decisions: [
    'id',
    'at',
    'code',
    'apiKey',
    'address',
    'missing',
    'cause',
    'user',
    'signInCause',
    'presentedKeyId',
    'isShared',
    'count',
    'firstAt',
    'lastAt',
    'explanation',
  ],
} as const;

const namedCapabilities = ['users:impersonate', 'users:setAttributes', 'databases:connect'] as const;

/**
 * What capabilities can speak of in the built-in database `gateway`. Its tables and columns are those of the
 * management API, fields that are computed (such as `state`) included; keys and names are the same.
 */
export const managementGrantables: Grantables = {
  tables: [
    table('apiKeys', ['select', 'insert', 'update']),
    table('users', ['select', 'insert', 'update', 'delete']),
    table('groups', ['select', 'insert', 'update', 'delete']),
    table('databases', ['select', 'insert', 'update', 'delete']),
    table('auditEvents', ['select']),
    table('decisions', ['select']),
  ],
  named: namedCapabilities,
};

export const managementSpace: CapabilitySpace = createCapabilitySpace(managementGrantables);

const NO_ROWS = 'rows of the database gateway cannot be narrowed: narrow what may be done by capabilities.';

/** Whatever would narrow its rows is broken, and so closes what it narrows. */
export const managementOffer: DatabaseOffer = {
  space: managementSpace,
  laterTables: new Set(),
  checkRowRule: () => [{ field: 'where', message: NO_ROWS }],
  checkRowNarrowing: () => [{ field: 'rowNarrowing', message: NO_ROWS }],
};

const REMOVED = 'the database was removed.';

/** Of a database that was removed, whose keys are still listed: nothing can be granted there, and nothing is. */
export const nothingOffer: DatabaseOffer = {
  space: createCapabilitySpace({ tables: [], named: [] }),
  laterTables: new Set(),
  checkRowRule: () => [{ field: 'table', message: REMOVED }],
  checkRowNarrowing: () => [{ field: 'rowNarrowing', message: REMOVED }],
};

export type ManagementTable = keyof typeof columnsOf;

export type ManagementColumn<Table extends ManagementTable> = (typeof columnsOf)[Table][number];

/**
 * What a field, an argument or an input needs, in the text that a refusal shows as `missing`. `users:select` is
 * the row alone; `users.email:select` the row and that column.
 */
export type CapabilityReference =
  | { [T in ManagementTable]: `${T}:${Verb}` | `${T}.${ManagementColumn<T>}:${Verb}` }[ManagementTable]
  | (typeof namedCapabilities)[number];

function table(name: ManagementTable, verbs: readonly Verb[]): Grantables['tables'][number] {
  const columns = columnsOf[name].map((column) => ({ key: column, name: column, guarded: false }));
  return { key: name, name, verbs, columns };
}
