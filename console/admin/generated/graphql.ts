/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A database to register. It is connected to once before it is. */
export type AddDatabaseInput = {
  /** How it is to be served, such as {"guardedColumns": ["person.privateNote"], "denials": "HIDE", "maxLifetimeDays": 90, "sessionSettings": {"app.user_id": "$user.id"}}. Absent: everything at its default. */
  settings?: unknown;
  /** Its short name, as in /graphql/crm: lower-case letters, digits and hyphens. Cannot be changed later. */
  slug: string;
  /** Where it is: postgres://user:password@host:port/database. It is never shown again. */
  url: string;
};

/** Which API keys to list. Everything that is given must fit. */
export type ApiKeyFilter = {
  /** Acting for the user with this id. */
  accessAsUserId?: string | number | null | undefined;
  /** True: breaking a policy of its database, and not revoked. False: all others. Keys that were made before a policy was set are listed so, not broken. */
  breaksPolicy?: boolean | null | undefined;
  /** Opening the database with this slug. */
  database?: string | null | undefined;
  /** Ending before this instant, those that have ended too. */
  expiresBefore?: string | null | undefined;
  /** True: never used. False: used at least once. */
  neverUsed?: boolean | null | undefined;
  /** In one of these states now. */
  state?: Array<ApiKeyState> | null | undefined;
  /** With exactly this tag. */
  tag?: string | null | undefined;
};

/** How a list of API keys is sorted. Keys without the instant in question come last. */
export type ApiKeyOrder =
  /** The oldest first. */
  | 'CREATED_AT_ASC'
  /** The newest first. */
  | 'CREATED_AT_DESC'
  /** Those that were not used for longest first. */
  | 'LAST_USED_AT_ASC'
  /** The most recently used first. */
  | 'LAST_USED_AT_DESC'
  /** By name, from A. */
  | 'NAME_ASC'
  /** By name, from Z. */
  | 'NAME_DESC'
  /** Those that expire first first. */
  | 'VALID_UNTIL_ASC'
  /** Those that expire last first. */
  | 'VALID_UNTIL_DESC';

/** What an update can take away from a key. Taking a restriction away makes the key stronger. */
export type ApiKeyRestriction =
  /** The list of source addresses: usable from anywhere. */
  | 'ALLOWED_ADDRESSES'
  /** The subset of capabilities: everything that its user may do, also what is granted later. */
  | 'CAPABILITIES'
  /** The description. It restricts nothing, but is emptied in the same way. */
  | 'DESCRIPTION'
  /** The narrowing of rows: every row that its user may reach. */
  | 'ROW_NARROWING'
  /** The start: valid from now on. */
  | 'VALID_FROM'
  /** The end: valid until revoked. */
  | 'VALID_UNTIL';

/** Whether a key works now, and if not, the first reason why. */
export type ApiKeyState =
  /** It works. */
  | 'ACTIVE'
  /** The database that it opens is disabled. */
  | 'DATABASE_DISABLED'
  /** It was disabled and can be enabled again. */
  | 'DISABLED'
  /** Its `validUntil` has come. */
  | 'EXPIRED'
  /** Its `validFrom` lies in the future. */
  | 'NOT_YET_VALID'
  /** It is accepted but may do nothing: its user has no capability here, or none that the key names. */
  | 'NO_EFFECTIVE_CAPABILITIES'
  /** It was revoked. Its secret never works again. */
  | 'REVOKED'
  /** The user whom it acts for was deleted; it works again when it is assigned to another user. */
  | 'USER_DELETED'
  /** The user whom it acts for is disabled; it works again when the user is enabled. */
  | 'USER_DISABLED';

/** What keys that are stopped together have in common. */
export type ApiKeyStopScope =
  /** The database that they open. */
  | 'DATABASE'
  /** A tag. */
  | 'TAG'
  /** The user whom they act for, in whatever database. */
  | 'USER';

/** Which audit events to list. Everything that is given must fit. */
export type AuditEventFilter = {
  /** Exactly this action, such as "apiKeys.revoke". */
  action?: string | null | undefined;
  /** Done by the API key or the signed-in user with this id, or by "operator". */
  actor?: string | null | undefined;
  /** At this instant or after it. */
  from?: string | null | undefined;
  /** Changes of what has this id. */
  target?: string | null | undefined;
  /** Before this instant. */
  until?: string | null | undefined;
};

/** A new API key. Only name, user and database are required; everything else narrows it. */
export type CreateApiKeyInput = {
  /** The id of the user whom it acts for. */
  accessAsUserId: string | number;
  /** IPv4 and IPv6 addresses and CIDR blocks that it may be used from, such as ["203.0.113.7", "2001:db8::/32"]. Absent: from anywhere. An empty list is refused. */
  allowedAddresses?: Array<string> | null | undefined;
  /** The subset that it is narrowed to, such as ["person:select", "activity:*"]. It never adds to what its user may do. Absent: everything the user has, also what is granted later. An empty list is refused. */
  capabilities?: Array<string> | null | undefined;
  /** The slug of the one database that it opens. Cannot be changed later. */
  database: string;
  /** What it is for, in free words. */
  description?: string | null | undefined;
  /** What people will call it. */
  name: string;
  /** The rows that it is narrowed to: {"tables": {"person": <filter>}, "otherTables": "NONE" or "ALL"}. */
  rowNarrowing?: unknown;
  /** Labels to find it by. */
  tags?: Array<string> | null | undefined;
  /** Valid from this instant on. Absent: at once. */
  validFrom?: string | null | undefined;
  /** Valid before this instant, and no longer at it. Absent: no end. */
  validUntil?: string | null | undefined;
};

/** A new group of a database. Nobody is in it yet. */
export type CreateGroupInput = {
  /** Whether its members may use the API. A user needs one group of the database where this is so. Absent: true. */
  apiAccess?: boolean | null | undefined;
  /** What it grants, such as ["person:select", "person.privateNote:select"]; "*" for any table or any verb. Absent: nothing yet. */
  capabilities?: Array<string> | null | undefined;
  /** The slug of the database that it grants something in. Cannot be changed later. */
  database: string;
  /** What people will call it; unique in its database. */
  name: string;
};

/** A new user. */
export type CreateUserInput = {
  /** Facts about the user that row rules can read: an object, such as {"region": "EU"}. */
  attributes?: unknown;
  /** The address that the user is known and signs in by; no two users share one. */
  email: string;
  /** What people call the user. */
  name?: string | null | undefined;
  /** What the user signs in with: 15 to 256 characters of any kind, and not one of the passwords that are tried first. Absent: the user cannot sign in. */
  password?: string | null | undefined;
};

/** A request as somebody imagines it: exactly one of `apiKeyId` and `userId`. */
export type ExplainAccessInput = {
  /** The address that the request would come from. Absent: one that is not known. */
  address?: string | null | undefined;
  /** The key that would ask. An id that no key has is explained as INVALID_API_KEY. */
  apiKeyId?: string | number | null | undefined;
  /** When. Absent: now. */
  at?: string | null | undefined;
  /** The slug of the database that would be asked, as in /graphql/crm. Required with `userId`; that of the key when absent. */
  database?: string | null | undefined;
  /** Which operation of the document, where it has several. */
  operationName?: string | null | undefined;
  /** The GraphQL document. */
  query: string;
  /** The user who would ask, signed in: with all rights of the user in `database`. */
  userId?: string | number | null | undefined;
  /** The variables of the operation, an object. */
  variables?: unknown;
};

/** Why an API key was not accepted, where the caller is only told that it was not. */
export type InvalidApiKeyCause =
  /** The text is no key, or has a typing error. */
  | 'MALFORMED'
  /** No key has the id in the text. */
  | 'UNKNOWN'
  /** The secret was right, and the key is not allowed from that network address. */
  | 'WRONG_ADDRESS'
  /** There is such a key, and it has another secret. */
  | 'WRONG_SECRET';

/** Names a rule. */
export type RemoveRowRuleInput = {
  /** The id of the group. */
  groupId: string | number;
  /** The table as `rowRules` shows it: by name, or as it is stored where the table is gone. */
  table: string;
  /** What it narrows. */
  verb: Verb;
};

/** Why a right that is granted is not there. */
export type RightRemoval =
  /** A row rule that does not fit the tables any more, in each group that grants it. */
  | 'BROKEN_ROW_RULE'
  /** The row narrowing of the key, which does not fit the tables any more, and so closes everything. */
  | 'ROW_NARROWING'
  /** The subset of capabilities that the key is narrowed to. */
  | 'SUBSET';

/** Which rows a grant reaches. */
export type SetRowRuleInput = {
  /** What must hold for a row after it was written. Absent: `where`. */
  check?: unknown;
  /** The id of the group. */
  groupId: string | number;
  /** Values to write in place of the caller's, such as {"ownerEmail": "$user.email"}. */
  presets?: unknown;
  /** The table, by its GraphQL name. */
  table: string;
  /** What to narrow. */
  verb: Verb;
  /** The rows, by a filter as in `where` of a query, such as {"ownerEmail": {"eq": "$user.email"}}. Variables: $user.id, $user.email, $user.attributes.<path>, $key.id, $key.tags, $now. */
  where: unknown;
};

/** Why a sign-in was refused. */
export type SignInCause =
  /** The user has no password, and cannot sign in. */
  | 'NO_PASSWORD'
  /** No user that is not deleted has the address. */
  | 'UNKNOWN_EMAIL'
  /** The password was right, and the user is disabled. */
  | 'USER_DISABLED'
  /** The password was another one. */
  | 'WRONG_PASSWORD';

/** Whose keys are stopped: of a user, of a database or of a tag, exactly one of the three. */
export type StopApiKeysInput = {
  /** All keys that act for the user with this id, in whatever database. */
  accessAsUserId?: string | number | null | undefined;
  /** All keys that open the database with this slug. */
  database?: string | null | undefined;
  /** Why, for other administrators. Holders of the keys are not told. */
  reason?: string | null | undefined;
  /** All keys with exactly this tag. */
  tag?: string | null | undefined;
};

/** A change of an API key. What is absent stays as it is; null is refused. Say `unset` to take a restriction away. */
export type UpdateApiKeyInput = {
  /** The id of the user whom it acts for from now on. */
  accessAsUserId?: string | number | null | undefined;
  /** IPv4 and IPv6 addresses and CIDR blocks that it may be used from, such as ["203.0.113.7", "2001:db8::/32"]. */
  allowedAddresses?: Array<string> | null | undefined;
  /** The subset that it is narrowed to, such as ["person:select", "activity:*"]. It never adds to what its user may do. */
  capabilities?: Array<string> | null | undefined;
  /** What it is for, in free words. */
  description?: string | null | undefined;
  /** The id of the key. */
  id: string | number;
  /** What people will call it. */
  name?: string | null | undefined;
  /** The rows that it is narrowed to: {"tables": {"person": <filter>}, "otherTables": "NONE" or "ALL"}. */
  rowNarrowing?: unknown;
  /** Labels to find it by, in place of the present ones. */
  tags?: Array<string> | null | undefined;
  /** Restrictions to take away. */
  unset?: Array<ApiKeyRestriction> | null | undefined;
  /** Valid from this instant on. */
  validFrom?: string | null | undefined;
  /** Valid before this instant, and no longer at it. */
  validUntil?: string | null | undefined;
  /** The version that was read. When it is no longer the current one, nothing is changed: CONFLICT. */
  version: number;
};

/** A change of a database. What is absent stays as it is; null is refused. */
export type UpdateDatabaseInput = {
  /** False refuses every key of the database. */
  enabled?: boolean | null | undefined;
  /** Settings to change, such as {"guardedColumns": ["person.privateNote"], "denials": "HIDE", "maxLifetimeDays": 90, "sessionSettings": {"app.user_id": "$user.id"}}; the others stay. The database gateway has the policies for its keys only: requireValidUntil, maxLifetimeDays, requireAllowedAddresses. */
  settings?: unknown;
  /** The slug of the database. */
  slug: string;
  /** Settings to put back to their defaults, by name. */
  unsetSettings?: Array<string> | null | undefined;
  /** Where it is from now on: postgres://user:password@host:port/database. It is never shown again. */
  url?: string | null | undefined;
  /** The version that was read. When it is no longer the current one, nothing is changed: CONFLICT. */
  version: number;
};

/** A change of a group. What is absent stays as it is; null is refused. */
export type UpdateGroupInput = {
  /** Whether its members may use the API. A user needs one group of the database where this is so. */
  apiAccess?: boolean | null | undefined;
  /** The id of the group. */
  id: string | number;
  /** What people will call it; unique in its database. */
  name?: string | null | undefined;
  /** The version that was read. When it is no longer the current one, nothing is changed: CONFLICT. */
  version: number;
};

/** A change of a user. What is absent stays as it is; null is refused. Say `unset` to take a name away. */
export type UpdateUserInput = {
  /** Facts about the user that row rules can read: an object, such as {"region": "EU"}. In place of all that are there. */
  attributes?: unknown;
  /** The address that the user is known and signs in by; no two users share one. */
  email?: string | null | undefined;
  /** The id of the user. */
  id: string | number;
  /** What people call the user. */
  name?: string | null | undefined;
  /** What to take away. */
  unset?: Array<UserDetail> | null | undefined;
  /** The version that was read. When it is no longer the current one, nothing is changed: CONFLICT. */
  version: number;
};

/** What an update can take away from a user. */
export type UserDetail =
  /** The name. */
  | 'NAME';

/** Which users to list. Everything that is given must fit. */
export type UserFilter = {
  /** Deleted ones only, or only those that are not. */
  deleted?: boolean | null | undefined;
  /** Enabled, or not. */
  enabled?: boolean | null | undefined;
  /** Members of the group with this id. */
  group?: string | number | null | undefined;
};

/** What can be done with the rows of a table. */
export type Verb =
  /** Counting them and calculating over them. */
  | 'AGGREGATE'
  /** Deleting them. */
  | 'DELETE'
  /** Making them. */
  | 'INSERT'
  /** Reading them. */
  | 'SELECT'
  /** Changing them. */
  | 'UPDATE';

export type AuditEventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  where?: AuditEventFilter | null | undefined;
}>;


export type AuditEventsQuery = { auditEvents: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, sequence: string, at: string, action: string, actor: string, target: string | null, address: string | null, requestId: string | null, before: unknown, after: unknown, asUser: { id: string, email: string, name: string | null } | null }> } };

export type AuditExportQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  where?: AuditEventFilter | null | undefined;
}>;


export type AuditExportQuery = { auditEvents: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, sequence: string, at: string, action: string, actor: string, target: string | null, address: string | null, requestId: string | null, before: unknown, after: unknown, asUser: { id: string, email: string, name: string | null } | null }> } };

export type ListedAuditEventFragment = { id: string, sequence: string, at: string, action: string, actor: string, target: string | null, address: string | null, requestId: string | null, before: unknown, after: unknown, asUser: { id: string, email: string, name: string | null } | null };

export type DatabaseDetailsFragment = { id: string, slug: string, version: number, enabled: boolean, status: string, settings: unknown, removedAt: string | null };

export type DatabaseQueryVariables = Exact<{
  slug: string;
}>;


export type DatabaseQuery = { database: { id: string, slug: string, version: number, enabled: boolean, status: string, settings: unknown, removedAt: string | null } | null };

export type AddDatabaseMutationVariables = Exact<{
  input: AddDatabaseInput;
}>;


export type AddDatabaseMutation = { addDatabase: { database: { slug: string } } };

export type UpdateDatabaseMutationVariables = Exact<{
  input: UpdateDatabaseInput;
}>;


export type UpdateDatabaseMutation = { updateDatabase: { database: { id: string, slug: string, version: number, enabled: boolean, status: string, settings: unknown, removedAt: string | null } } };

export type ReloadDatabaseMutationVariables = Exact<{
  slug: string;
}>;


export type ReloadDatabaseMutation = { reloadDatabase: { database: { id: string, slug: string, version: number, enabled: boolean, status: string, settings: unknown, removedAt: string | null } } };

export type RemoveDatabaseMutationVariables = Exact<{
  slug: string;
}>;


export type RemoveDatabaseMutation = { removeDatabase: { database: { id: string } } };

export type GroupsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  database?: string | null | undefined;
}>;


export type GroupsQuery = { groups: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, name: string, apiAccess: boolean, capabilities: Array<string>, rowRules: Array<{ broken: string | null }>, database: { slug: string }, members: { totalCount: number } }> } };

export type GroupDetailsFragment = { id: string, version: number, name: string, apiAccess: boolean, capabilities: Array<string>, rowRules: Array<{ table: string, verb: Verb, where: unknown, check: unknown, presets: unknown, broken: string | null }>, database: { slug: string, settings: unknown } };

export type GroupQueryVariables = Exact<{
  id: string | number;
}>;


export type GroupQuery = { group: { id: string, version: number, name: string, apiAccess: boolean, capabilities: Array<string>, rowRules: Array<{ table: string, verb: Verb, where: unknown, check: unknown, presets: unknown, broken: string | null }>, database: { slug: string, settings: unknown } } | null };

export type GroupMembersQueryVariables = Exact<{
  id: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type GroupMembersQuery = { group: { members: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, email: string, name: string | null, enabled: boolean, deletedAt: string | null }> } } | null };

export type CapabilitiesQueryVariables = Exact<{
  database: string;
}>;


export type CapabilitiesQuery = { capabilities: Array<string> };

export type CreateGroupMutationVariables = Exact<{
  input: CreateGroupInput;
}>;


export type CreateGroupMutation = { createGroup: { group: { id: string } } };

export type UpdateGroupMutationVariables = Exact<{
  input: UpdateGroupInput;
}>;


export type UpdateGroupMutation = { updateGroup: { group: { id: string, version: number, name: string, apiAccess: boolean, capabilities: Array<string>, rowRules: Array<{ table: string, verb: Verb, where: unknown, check: unknown, presets: unknown, broken: string | null }>, database: { slug: string, settings: unknown } } } };

export type DeleteGroupMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteGroupMutation = { deleteGroup: { group: { id: string } } };

export type AddGroupMemberMutationVariables = Exact<{
  groupId: string | number;
  userId: string | number;
}>;


export type AddGroupMemberMutation = { addGroupMember: { group: { id: string } } };

export type RemoveGroupMemberMutationVariables = Exact<{
  groupId: string | number;
  userId: string | number;
}>;


export type RemoveGroupMemberMutation = { removeGroupMember: { group: { id: string } } };

export type GrantCapabilitiesMutationVariables = Exact<{
  groupId: string | number;
  capabilities: Array<string> | string;
}>;


export type GrantCapabilitiesMutation = { grantCapabilities: { group: { id: string, version: number, name: string, apiAccess: boolean, capabilities: Array<string>, rowRules: Array<{ table: string, verb: Verb, where: unknown, check: unknown, presets: unknown, broken: string | null }>, database: { slug: string, settings: unknown } } } };

export type RevokeCapabilitiesMutationVariables = Exact<{
  groupId: string | number;
  capabilities: Array<string> | string;
}>;


export type RevokeCapabilitiesMutation = { revokeCapabilities: { group: { id: string, version: number, name: string, apiAccess: boolean, capabilities: Array<string>, rowRules: Array<{ table: string, verb: Verb, where: unknown, check: unknown, presets: unknown, broken: string | null }>, database: { slug: string, settings: unknown } } } };

export type SetRowRuleMutationVariables = Exact<{
  input: SetRowRuleInput;
}>;


export type SetRowRuleMutation = { setRowRule: { group: { id: string, version: number, name: string, apiAccess: boolean, capabilities: Array<string>, rowRules: Array<{ table: string, verb: Verb, where: unknown, check: unknown, presets: unknown, broken: string | null }>, database: { slug: string, settings: unknown } } } };

export type RemoveRowRuleMutationVariables = Exact<{
  input: RemoveRowRuleInput;
}>;


export type RemoveRowRuleMutation = { removeRowRule: { group: { id: string, version: number, name: string, apiAccess: boolean, capabilities: Array<string>, rowRules: Array<{ table: string, verb: Verb, where: unknown, check: unknown, presets: unknown, broken: string | null }>, database: { slug: string, settings: unknown } } } };

export type UserChoicesQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type UserChoicesQuery = { users: { totalCount: number, nodes: Array<{ id: string, email: string, name: string | null, enabled: boolean, deletedAt: string | null, groups: Array<{ id: string, name: string, database: { slug: string } }> }> } };

export type UserInDatabaseQueryVariables = Exact<{
  id: string | number;
  database: string;
}>;


export type UserInDatabaseQuery = { user: { id: string, email: string, name: string | null, enabled: boolean, deletedAt: string | null, effectiveRights: Array<{ capability: string, allowed: boolean }> } | null };

export type DatabaseCapabilitiesQueryVariables = Exact<{
  database: string;
}>;


export type DatabaseCapabilitiesQuery = { capabilities: Array<string>, groups: { nodes: Array<{ id: string, name: string, capabilities: Array<string> }> } };

export type EditedKeyFragment = { id: string, version: number, name: string, description: string | null, validFrom: string | null, validUntil: string | null, allowedAddresses: Array<string> | null, capabilities: Array<string> | null, rowNarrowing: unknown, tags: Array<string>, accessAs: { id: string, email: string, name: string | null } | null, database: { id: string, slug: string } };

export type EditedApiKeyQueryVariables = Exact<{
  id: string | number;
}>;


export type EditedApiKeyQuery = { apiKey: { id: string, version: number, name: string, description: string | null, validFrom: string | null, validUntil: string | null, allowedAddresses: Array<string> | null, capabilities: Array<string> | null, rowNarrowing: unknown, tags: Array<string>, accessAs: { id: string, email: string, name: string | null } | null, database: { id: string, slug: string } } | null };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { createApiKey: { secret: string, apiKey: { id: string, name: string } } };

export type UpdateApiKeyMutationVariables = Exact<{
  input: UpdateApiKeyInput;
}>;


export type UpdateApiKeyMutation = { updateApiKey: { apiKey: { id: string, version: number, name: string, description: string | null, validFrom: string | null, validUntil: string | null, allowedAddresses: Array<string> | null, capabilities: Array<string> | null, rowNarrowing: unknown, tags: Array<string>, accessAs: { id: string, email: string, name: string | null } | null, database: { id: string, slug: string } } } };

export type ShownKeyFragment = { id: string, name: string, description: string | null, state: ApiKeyState, stateReason: string, brokenPolicies: Array<string>, tags: Array<string>, capabilities: Array<string> | null, effectiveCapabilities: Array<string>, rowNarrowing: unknown, allowedAddresses: Array<string> | null, validFrom: string | null, validUntil: string | null, lastUsedAt: string | null, lastUsedAddress: string | null, createdAt: string, disabledAt: string | null, disabledBy: string | null, revokedAt: string | null, revokedBy: string | null, restorableUntil: string | null, secrets: Array<{ hint: string, createdAt: string, lastUsedAt: string | null, validUntil: string | null }> };

export type ApiKeyPageQueryVariables = Exact<{
  id: string | number;
}>;


export type ApiKeyPageQuery = { apiKey: { id: string, name: string, description: string | null, state: ApiKeyState, stateReason: string, brokenPolicies: Array<string>, tags: Array<string>, capabilities: Array<string> | null, effectiveCapabilities: Array<string>, rowNarrowing: unknown, allowedAddresses: Array<string> | null, validFrom: string | null, validUntil: string | null, lastUsedAt: string | null, lastUsedAddress: string | null, createdAt: string, disabledAt: string | null, disabledBy: string | null, revokedAt: string | null, revokedBy: string | null, restorableUntil: string | null, accessAs: { id: string, email: string, name: string | null, enabled: boolean, deletedAt: string | null } | null, createdBy: { id: string, email: string, name: string | null } | null, database: { id: string, slug: string }, secrets: Array<{ hint: string, createdAt: string, lastUsedAt: string | null, validUntil: string | null }> } | null };

export type BareApiKeyPageQueryVariables = Exact<{
  id: string | number;
}>;


export type BareApiKeyPageQuery = { apiKey: { id: string, name: string, description: string | null, state: ApiKeyState, stateReason: string, brokenPolicies: Array<string>, tags: Array<string>, capabilities: Array<string> | null, effectiveCapabilities: Array<string>, rowNarrowing: unknown, allowedAddresses: Array<string> | null, validFrom: string | null, validUntil: string | null, lastUsedAt: string | null, lastUsedAddress: string | null, createdAt: string, disabledAt: string | null, disabledBy: string | null, revokedAt: string | null, revokedBy: string | null, restorableUntil: string | null, secrets: Array<{ hint: string, createdAt: string, lastUsedAt: string | null, validUntil: string | null }> } | null };

export type ApiKeyRightsQueryVariables = Exact<{
  id: string | number;
}>;


export type ApiKeyRightsQuery = { apiKey: { id: string, effectiveRights: Array<{ capability: string, allowed: boolean, removedBy: Array<RightRemoval>, grantedBy: Array<{ id: string, name: string }>, closedIn: Array<{ id: string, name: string }> }> } | null };

export type ApiKeyDaysQueryVariables = Exact<{
  id: string | number;
}>;


export type ApiKeyDaysQuery = { apiKey: { id: string, days: Array<{ day: string, uses: number, denials: number, denialsByCode: Array<{ code: string, count: number }> }> } | null };

export type ApiKeyDecisionsQueryVariables = Exact<{
  id: string | number;
}>;


export type ApiKeyDecisionsQuery = { decisions: { totalCount: number, nodes: Array<{ id: string, code: string, cause: InvalidApiKeyCause | null, at: string, count: number, isShared: boolean, address: string | null, missing: Array<string> | null }> } };

export type DisableApiKeyMutationVariables = Exact<{
  id: string | number;
}>;


export type DisableApiKeyMutation = { disableApiKey: { apiKey: { id: string } } };

export type EnableApiKeyMutationVariables = Exact<{
  id: string | number;
}>;


export type EnableApiKeyMutation = { enableApiKey: { apiKey: { id: string } } };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string | number;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: { apiKey: { id: string } } };

export type RotateApiKeyMutationVariables = Exact<{
  id: string | number;
  overlapSeconds: number;
}>;


export type RotateApiKeyMutation = { rotateApiKey: { secret: string } };

export type RestoreApiKeyMutationVariables = Exact<{
  id: string | number;
}>;


export type RestoreApiKeyMutation = { restoreApiKey: { secret: string } };

export type ListedKeyFragment = { id: string, name: string, description: string | null, state: ApiKeyState, stateReason: string, brokenPolicies: Array<string>, tags: Array<string>, capabilities: Array<string> | null, effectiveCapabilities: Array<string>, allowedAddresses: Array<string> | null, validFrom: string | null, validUntil: string | null, lastUsedAt: string | null, lastUsedAddress: string | null };

export type ApiKeysQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  orderBy?: Array<ApiKeyOrder> | ApiKeyOrder | null | undefined;
  where?: ApiKeyFilter | null | undefined;
  search?: string | null | undefined;
}>;


export type ApiKeysQuery = { apiKeys: { pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, name: string, description: string | null, state: ApiKeyState, stateReason: string, brokenPolicies: Array<string>, tags: Array<string>, capabilities: Array<string> | null, effectiveCapabilities: Array<string>, allowedAddresses: Array<string> | null, validFrom: string | null, validUntil: string | null, lastUsedAt: string | null, lastUsedAddress: string | null, accessAs: { id: string, email: string, name: string | null, enabled: boolean, deletedAt: string | null } | null, database: { id: string, slug: string } }> } };

export type ApiKeyCountQueryVariables = Exact<{
  where?: ApiKeyFilter | null | undefined;
  search?: string | null | undefined;
}>;


export type ApiKeyCountQuery = { apiKeys: { totalCount: number } };

export type BareApiKeysQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  orderBy?: Array<ApiKeyOrder> | ApiKeyOrder | null | undefined;
  where?: ApiKeyFilter | null | undefined;
}>;


export type BareApiKeysQuery = { apiKeys: { pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, name: string, description: string | null, state: ApiKeyState, stateReason: string, brokenPolicies: Array<string>, tags: Array<string>, capabilities: Array<string> | null, effectiveCapabilities: Array<string>, allowedAddresses: Array<string> | null, validFrom: string | null, validUntil: string | null, lastUsedAt: string | null, lastUsedAddress: string | null }> } };

export type BareApiKeyCountQueryVariables = Exact<{
  where?: ApiKeyFilter | null | undefined;
}>;


export type BareApiKeyCountQuery = { apiKeys: { totalCount: number } };

export type DatabasesQueryVariables = Exact<{ [key: string]: never; }>;


export type DatabasesQuery = { databases: Array<{ id: string, slug: string, enabled: boolean, status: string, settings: unknown, version: number, removedAt: string | null }> };

export type UsersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  where?: UserFilter | null | undefined;
  search?: string | null | undefined;
}>;


export type UsersQuery = { users: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, email: string, name: string | null, enabled: boolean, deletedAt: string | null, groups: Array<{ id: string, name: string, database: { slug: string } }>, apiKeys: { totalCount: number } }> } };

export type UserDetailsFragment = { id: string, version: number, email: string, name: string | null, attributes: unknown, enabled: boolean, deletedAt: string | null, passwordSetAt: string | null };

export type UserQueryVariables = Exact<{
  id: string | number;
}>;


export type UserQuery = { user: { id: string, version: number, email: string, name: string | null, attributes: unknown, enabled: boolean, deletedAt: string | null, passwordSetAt: string | null } | null };

export type UserGroupsQueryVariables = Exact<{
  id: string | number;
}>;


export type UserGroupsQuery = { user: { groups: Array<{ id: string, name: string, apiAccess: boolean, database: { slug: string } }> } | null };

export type UserKeysQueryVariables = Exact<{
  id: string | number;
}>;


export type UserKeysQuery = { user: { apiKeys: { totalCount: number, nodes: Array<{ id: string, name: string, state: ApiKeyState, stateReason: string, lastUsedAt: string | null, database: { slug: string } }> } } | null };

export type UserSessionsQueryVariables = Exact<{
  id: string | number;
}>;


export type UserSessionsQuery = { user: { sessions: Array<{ id: string, createdAt: string, lastSeenAt: string, address: string | null, userAgent: string | null, isCurrent: boolean }> } | null };

export type KeysThatFitQueryVariables = Exact<{
  where: ApiKeyFilter;
}>;


export type KeysThatFitQuery = { apiKeys: { totalCount: number, nodes: Array<{ id: string, name: string, database: { slug: string } }> } };

export type GroupChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type GroupChoicesQuery = { groups: { totalCount: number, nodes: Array<{ id: string, name: string, database: { slug: string } }> } };

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = { createUser: { user: { id: string } } };

export type UpdateUserMutationVariables = Exact<{
  input: UpdateUserInput;
}>;


export type UpdateUserMutation = { updateUser: { user: { id: string, version: number, email: string, name: string | null, attributes: unknown, enabled: boolean, deletedAt: string | null, passwordSetAt: string | null } } };

export type DisableUserMutationVariables = Exact<{
  id: string | number;
}>;


export type DisableUserMutation = { disableUser: { user: { id: string, version: number, email: string, name: string | null, attributes: unknown, enabled: boolean, deletedAt: string | null, passwordSetAt: string | null } } };

export type EnableUserMutationVariables = Exact<{
  id: string | number;
}>;


export type EnableUserMutation = { enableUser: { user: { id: string, version: number, email: string, name: string | null, attributes: unknown, enabled: boolean, deletedAt: string | null, passwordSetAt: string | null } } };

export type DeleteUserMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteUserMutation = { deleteUser: { user: { id: string, version: number, email: string, name: string | null, attributes: unknown, enabled: boolean, deletedAt: string | null, passwordSetAt: string | null } } };

export type RestoreUserMutationVariables = Exact<{
  id: string | number;
}>;


export type RestoreUserMutation = { restoreUser: { user: { id: string, version: number, email: string, name: string | null, attributes: unknown, enabled: boolean, deletedAt: string | null, passwordSetAt: string | null } } };

export type SetUserPasswordMutationVariables = Exact<{
  id: string | number;
  password: string;
}>;


export type SetUserPasswordMutation = { setUserPassword: { user: { id: string, version: number, email: string, name: string | null, attributes: unknown, enabled: boolean, deletedAt: string | null, passwordSetAt: string | null } } };

export type EndSessionsMutationVariables = Exact<{
  userId: string | number;
}>;


export type EndSessionsMutation = { endSessions: { endedCount: number } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { email: string, effectiveCapabilities: Array<string>, sessions: Array<{ id: string, createdAt: string, lastSeenAt: string, address: string | null, userAgent: string | null, isCurrent: boolean }> } };

export type SignInMutationVariables = Exact<{
  email: string;
  password: string;
}>;


export type SignInMutation = { signIn: { me: { email: string } } };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { signOut: boolean };

export type EndSessionMutationVariables = Exact<{
  id: string | number;
}>;


export type EndSessionMutation = { endSession: { session: { id: string } } };

export type ChangePasswordMutationVariables = Exact<{
  currentPassword: string;
  newPassword: string;
}>;


export type ChangePasswordMutation = { changePassword: { me: { email: string } } };

export type ApiKeyStopsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ApiKeyStopsQuery = { apiKeyStops: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, at: string, by: string, scope: ApiKeyStopScope, target: string, reason: string | null, count: number, undoneAt: string | null, undoneBy: string | null }> } };

export type StopApiKeysMutationVariables = Exact<{
  input: StopApiKeysInput;
}>;


export type StopApiKeysMutation = { stopApiKeys: { stop: { id: string, count: number } } };

export type UndoApiKeyStopMutationVariables = Exact<{
  id: string | number;
}>;


export type UndoApiKeyStopMutation = { undoApiKeyStop: { stop: { id: string } } };

export type ShownExplanationFragment = { allowed: boolean, code: string | null, missing: Array<string>, plan: unknown, steps: Array<{ check: string, subject: string | null, passed: boolean, detail: string }>, statements: Array<{ sql: string, parameters: unknown }> };

export type DecisionQueryVariables = Exact<{
  id: string | number;
}>;


export type DecisionQuery = { decision: { id: string, code: string, cause: InvalidApiKeyCause | null, signInCause: SignInCause | null, at: string, firstAt: string, lastAt: string, count: number, isShared: boolean, address: string | null, missing: Array<string> | null, presentedKeyId: string | null, apiKey: { id: string, name: string } | null, user: { id: string, email: string, name: string | null } | null, explanation: { allowed: boolean, code: string | null, missing: Array<string>, plan: unknown, steps: Array<{ check: string, subject: string | null, passed: boolean, detail: string }>, statements: Array<{ sql: string, parameters: unknown }> } | null } | null };

export type ExplainAccessQueryVariables = Exact<{
  input: ExplainAccessInput;
}>;


export type ExplainAccessQuery = { explainAccess: { allowed: boolean, code: string | null, missing: Array<string>, plan: unknown, steps: Array<{ check: string, subject: string | null, passed: boolean, detail: string }>, statements: Array<{ sql: string, parameters: unknown }> } };

export type KeyChoicesQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type KeyChoicesQuery = { apiKeys: { nodes: Array<{ id: string, name: string, state: ApiKeyState, database: { id: string, slug: string }, accessAs: { id: string, email: string } | null }> } };

export type KeyChoiceQueryVariables = Exact<{
  id: string | number;
}>;


export type KeyChoiceQuery = { apiKey: { id: string, name: string, database: { id: string, slug: string } } | null };

export type UserChoiceQueryVariables = Exact<{
  id: string | number;
}>;


export type UserChoiceQuery = { user: { id: string, email: string, name: string | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ListedAuditEventFragmentDoc = new TypedDocumentString(`
    fragment ListedAuditEvent on AuditEvent {
  id
  sequence
  at
  action
  actor
  asUser {
    id
    email
    name
  }
  target
  address
  requestId
  before
  after
}
    `, {"fragmentName":"ListedAuditEvent"}) as unknown as TypedDocumentString<ListedAuditEventFragment, unknown>;
export const DatabaseDetailsFragmentDoc = new TypedDocumentString(`
    fragment DatabaseDetails on Database {
  id
  slug
  version
  enabled
  status
  settings
  removedAt
}
    `, {"fragmentName":"DatabaseDetails"}) as unknown as TypedDocumentString<DatabaseDetailsFragment, unknown>;
export const GroupDetailsFragmentDoc = new TypedDocumentString(`
    fragment GroupDetails on Group {
  id
  version
  name
  apiAccess
  capabilities
  rowRules {
    table
    verb
    where
    check
    presets
    broken
  }
  database {
    slug
    settings
  }
}
    `, {"fragmentName":"GroupDetails"}) as unknown as TypedDocumentString<GroupDetailsFragment, unknown>;
export const EditedKeyFragmentDoc = new TypedDocumentString(`
    fragment EditedKey on ApiKey {
  id
  version
  name
  description
  validFrom
  validUntil
  allowedAddresses
  capabilities
  rowNarrowing
  tags
  accessAs {
    id
    email
    name
  }
  database {
    id
    slug
  }
}
    `, {"fragmentName":"EditedKey"}) as unknown as TypedDocumentString<EditedKeyFragment, unknown>;
export const ShownKeyFragmentDoc = new TypedDocumentString(`
    fragment ShownKey on ApiKey {
  id
  name
  description
  state
  stateReason
  brokenPolicies
  tags
  capabilities
  effectiveCapabilities
  rowNarrowing
  allowedAddresses
  validFrom
  validUntil
  lastUsedAt
  lastUsedAddress
  createdAt
  disabledAt
  disabledBy
  revokedAt
  revokedBy
  restorableUntil
  secrets {
    hint
    createdAt
    lastUsedAt
    validUntil
  }
}
    `, {"fragmentName":"ShownKey"}) as unknown as TypedDocumentString<ShownKeyFragment, unknown>;
export const ListedKeyFragmentDoc = new TypedDocumentString(`
    fragment ListedKey on ApiKey {
  id
  name
  description
  state
  stateReason
  brokenPolicies
  tags
  capabilities
  effectiveCapabilities
  allowedAddresses
  validFrom
  validUntil
  lastUsedAt
  lastUsedAddress
}
    `, {"fragmentName":"ListedKey"}) as unknown as TypedDocumentString<ListedKeyFragment, unknown>;
export const UserDetailsFragmentDoc = new TypedDocumentString(`
    fragment UserDetails on User {
  id
  version
  email
  name
  attributes
  enabled
  deletedAt
  passwordSetAt
}
    `, {"fragmentName":"UserDetails"}) as unknown as TypedDocumentString<UserDetailsFragment, unknown>;
export const ShownExplanationFragmentDoc = new TypedDocumentString(`
    fragment ShownExplanation on AccessExplanation {
  allowed
  code
  missing
  plan
  steps {
    check
    subject
    passed
    detail
  }
  statements {
    sql
    parameters
  }
}
    `, {"fragmentName":"ShownExplanation"}) as unknown as TypedDocumentString<ShownExplanationFragment, unknown>;
export const AuditEventsDocument = {"__meta__":{"hash":"sha256:e79074f986dcf9650594f5ed1c7cfaff9873bed8f80011b20b9c58a633a3e442"}} as unknown as TypedDocumentString<AuditEventsQuery, AuditEventsQueryVariables>;
export const AuditExportDocument = {"__meta__":{"hash":"sha256:c479a6e08cc6b258a8472ca0e8622d8178cb1e603fa6900cdd6b60938d56126a"}} as unknown as TypedDocumentString<AuditExportQuery, AuditExportQueryVariables>;
export const DatabaseDocument = {"__meta__":{"hash":"sha256:7f8f3a28ef5a1994196c24d5f6a8e014e235a36ccda52396d23ba28a73f47c20"}} as unknown as TypedDocumentString<DatabaseQuery, DatabaseQueryVariables>;
export const AddDatabaseDocument = {"__meta__":{"hash":"sha256:b74fc896358458044d6a30709f0e1135c4197654553120a8824a564e6049d4f3"}} as unknown as TypedDocumentString<AddDatabaseMutation, AddDatabaseMutationVariables>;
export const UpdateDatabaseDocument = {"__meta__":{"hash":"sha256:d8c6716f07dcae812ab94e6271f0db7ff171a4cfe3a35b3638ab76a0d9f1417a"}} as unknown as TypedDocumentString<UpdateDatabaseMutation, UpdateDatabaseMutationVariables>;
export const ReloadDatabaseDocument = {"__meta__":{"hash":"sha256:4280e333b45e2a3c96ad7b5108986699d4d789903ea76dd3b70acf6cac6b06d4"}} as unknown as TypedDocumentString<ReloadDatabaseMutation, ReloadDatabaseMutationVariables>;
export const RemoveDatabaseDocument = {"__meta__":{"hash":"sha256:055226d7f22102b95c303e027533002b56cb5e2fc793cf21bab6de6cf562fcc4"}} as unknown as TypedDocumentString<RemoveDatabaseMutation, RemoveDatabaseMutationVariables>;
export const GroupsDocument = {"__meta__":{"hash":"sha256:77f6e9172ff0715076bfb04d6c14261e540fbce1bc8ba1283207ee3e291b1e9c"}} as unknown as TypedDocumentString<GroupsQuery, GroupsQueryVariables>;
export const GroupDocument = {"__meta__":{"hash":"sha256:fc1555c97783897e7402bb5c1b9f2a8d92dcc3be6458ec9ab8f5cf247ebc0c6c"}} as unknown as TypedDocumentString<GroupQuery, GroupQueryVariables>;
export const GroupMembersDocument = {"__meta__":{"hash":"sha256:404820f6e2e5fbfa64b0135e2a749118ae6331227169f463ecd542a38b86e920"}} as unknown as TypedDocumentString<GroupMembersQuery, GroupMembersQueryVariables>;
export const CapabilitiesDocument = {"__meta__":{"hash":"sha256:46ee427e0ef2182d24a9a242d6aea4c76fadc6933f304215b0a313589a36e01f"}} as unknown as TypedDocumentString<CapabilitiesQuery, CapabilitiesQueryVariables>;
export const CreateGroupDocument = {"__meta__":{"hash":"sha256:30a21129158358f3f480bb672107ba4a9dd92a18b107fa896258f8d7c350c511"}} as unknown as TypedDocumentString<CreateGroupMutation, CreateGroupMutationVariables>;
export const UpdateGroupDocument = {"__meta__":{"hash":"sha256:23076cfa33ad6c74421ddbc0aa7eebd6b2003a423a98fa47d6890b10784b0a2f"}} as unknown as TypedDocumentString<UpdateGroupMutation, UpdateGroupMutationVariables>;
export const DeleteGroupDocument = {"__meta__":{"hash":"sha256:98a0a5be508acd3a25e337acffa9f03143249b83f2a2ff1922d2e4998b19a4bd"}} as unknown as TypedDocumentString<DeleteGroupMutation, DeleteGroupMutationVariables>;
export const AddGroupMemberDocument = {"__meta__":{"hash":"sha256:4b65b7f5e0b0385f9817db7c43dea18fc5525b76c3d1835b09728754adcb5986"}} as unknown as TypedDocumentString<AddGroupMemberMutation, AddGroupMemberMutationVariables>;
export const RemoveGroupMemberDocument = {"__meta__":{"hash":"sha256:e8d49f6c2bc2d5beec888ed13bb5b066d44b31ffaa3b35110379f4566b76ccf8"}} as unknown as TypedDocumentString<RemoveGroupMemberMutation, RemoveGroupMemberMutationVariables>;
export const GrantCapabilitiesDocument = {"__meta__":{"hash":"sha256:33e26077b1f0046f7a2949342e9ed03825b5f7d37903311332dd00c572633fc6"}} as unknown as TypedDocumentString<GrantCapabilitiesMutation, GrantCapabilitiesMutationVariables>;
export const RevokeCapabilitiesDocument = {"__meta__":{"hash":"sha256:b8e1d02d8da7c2105a14ee09ee734bff7925c782940dd55e46dc3efb172da20f"}} as unknown as TypedDocumentString<RevokeCapabilitiesMutation, RevokeCapabilitiesMutationVariables>;
export const SetRowRuleDocument = {"__meta__":{"hash":"sha256:cc41656d227192f60f79276be7fdafc07a12a8e96d2a0dceb6ad21f2f6bcf934"}} as unknown as TypedDocumentString<SetRowRuleMutation, SetRowRuleMutationVariables>;
export const RemoveRowRuleDocument = {"__meta__":{"hash":"sha256:96faa1049c1c4482a821e051ead3fba9e7d0813c891f65df0cd1825cbd2619a8"}} as unknown as TypedDocumentString<RemoveRowRuleMutation, RemoveRowRuleMutationVariables>;
export const UserChoicesDocument = {"__meta__":{"hash":"sha256:8f090916bde051c44c81975d49ab552ac331c82e0ef1a798cb36c3cc4cc8b095"}} as unknown as TypedDocumentString<UserChoicesQuery, UserChoicesQueryVariables>;
export const UserInDatabaseDocument = {"__meta__":{"hash":"sha256:85d4ecf561dad2adc4e9b3f9949d35a985c7225b5081e0056a560caefb316692"}} as unknown as TypedDocumentString<UserInDatabaseQuery, UserInDatabaseQueryVariables>;
export const DatabaseCapabilitiesDocument = {"__meta__":{"hash":"sha256:0d21a6bf78328716c08fd02e8d1dc2672de6e6d171ef653010bb6d7038f1a70d"}} as unknown as TypedDocumentString<DatabaseCapabilitiesQuery, DatabaseCapabilitiesQueryVariables>;
export const EditedApiKeyDocument = {"__meta__":{"hash":"sha256:6b98eee696b8cefcd810430db79c65f8632fb335ca7c09fc478a26af6a0c0469"}} as unknown as TypedDocumentString<EditedApiKeyQuery, EditedApiKeyQueryVariables>;
export const CreateApiKeyDocument = {"__meta__":{"hash":"sha256:bfcb452e0bb3682353c3c4a60e4e52958ead6e18edb244d114f6ff91fae821d3"}} as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const UpdateApiKeyDocument = {"__meta__":{"hash":"sha256:414eb8462a1fe703c1b8de278bbe7a0b8dbf9d603a8584e2a7de2cbde9395f49"}} as unknown as TypedDocumentString<UpdateApiKeyMutation, UpdateApiKeyMutationVariables>;
export const ApiKeyPageDocument = {"__meta__":{"hash":"sha256:71c5b7f9a702da81d381f96e026b60f800ba84ec990eb6efcff7d32b5214c2e2"}} as unknown as TypedDocumentString<ApiKeyPageQuery, ApiKeyPageQueryVariables>;
export const BareApiKeyPageDocument = {"__meta__":{"hash":"sha256:1b689ce2ab89d254d63f1fe0ff4160fd105103f93a674a068fa47886620e68d2"}} as unknown as TypedDocumentString<BareApiKeyPageQuery, BareApiKeyPageQueryVariables>;
export const ApiKeyRightsDocument = {"__meta__":{"hash":"sha256:abc03102a8c5aa329f747dd9522951bcac5f3776d5fe83c76ccbb7400f6d9f70"}} as unknown as TypedDocumentString<ApiKeyRightsQuery, ApiKeyRightsQueryVariables>;
export const ApiKeyDaysDocument = {"__meta__":{"hash":"sha256:b0674e9dbfed0c96d47ad34266e899f618924d8de56be6216806c5abee53239a"}} as unknown as TypedDocumentString<ApiKeyDaysQuery, ApiKeyDaysQueryVariables>;
export const ApiKeyDecisionsDocument = {"__meta__":{"hash":"sha256:7eadb854e6736d443d1b11a2cb68d6c2a2da7ff51ecb80355da13a390a32f2b9"}} as unknown as TypedDocumentString<ApiKeyDecisionsQuery, ApiKeyDecisionsQueryVariables>;
export const DisableApiKeyDocument = {"__meta__":{"hash":"sha256:e6c7a90707ff888428d7574a6eebc99b2a4755070f285ceac624d4bde8384e04"}} as unknown as TypedDocumentString<DisableApiKeyMutation, DisableApiKeyMutationVariables>;
export const EnableApiKeyDocument = {"__meta__":{"hash":"sha256:f78f7d7db376a8b93de1177838b791c2fe78a0c9bd65e84bb7006a41a1d21314"}} as unknown as TypedDocumentString<EnableApiKeyMutation, EnableApiKeyMutationVariables>;
export const RevokeApiKeyDocument = {"__meta__":{"hash":"sha256:8c42f9292e84a850deaa014cf3c21049ee98883256eda67964537eaf79a048ee"}} as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const RotateApiKeyDocument = {"__meta__":{"hash":"sha256:6e4f216c302da7847d44f8db7bb9edc147f0aa8ee92907f65d0f2a3751de32b9"}} as unknown as TypedDocumentString<RotateApiKeyMutation, RotateApiKeyMutationVariables>;
export const RestoreApiKeyDocument = {"__meta__":{"hash":"sha256:ffa88a41514b60b3f4fb21f45b40292daa05666c0df1139f3fd5728614cbb15b"}} as unknown as TypedDocumentString<RestoreApiKeyMutation, RestoreApiKeyMutationVariables>;
export const ApiKeysDocument = {"__meta__":{"hash":"sha256:dc5c9222c26102ae4782dc8dfe6e770e644378e4809ec2888c97e97cc9fe41ea"}} as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const ApiKeyCountDocument = {"__meta__":{"hash":"sha256:c5223ddc5f32dfe5eeb19cdbb003104a01a75e85ce202f567501b25b689d1640"}} as unknown as TypedDocumentString<ApiKeyCountQuery, ApiKeyCountQueryVariables>;
export const BareApiKeysDocument = {"__meta__":{"hash":"sha256:091cfc9116a428919ff2c24c0b26968217c4195b00f6cb465d23a175ff631ec9"}} as unknown as TypedDocumentString<BareApiKeysQuery, BareApiKeysQueryVariables>;
export const BareApiKeyCountDocument = {"__meta__":{"hash":"sha256:5900cf992172b04b134437c794d5c15886637e5b0cf10bc1ea904c22cc8025bd"}} as unknown as TypedDocumentString<BareApiKeyCountQuery, BareApiKeyCountQueryVariables>;
export const DatabasesDocument = {"__meta__":{"hash":"sha256:fbd6a8113213ac321c2a43b8eb3c2aa7718ffab9575c5381d599a051c550a2e0"}} as unknown as TypedDocumentString<DatabasesQuery, DatabasesQueryVariables>;
export const UsersDocument = {"__meta__":{"hash":"sha256:f5c7d6728605b3a05c4341faa6f4ae4b4b13dca06a35b8935a40e67b06bde49e"}} as unknown as TypedDocumentString<UsersQuery, UsersQueryVariables>;
export const UserDocument = {"__meta__":{"hash":"sha256:e1adad8b20261b1365db00f7abcd1c572c4aef0077a8f84e50afcac7bb2db076"}} as unknown as TypedDocumentString<UserQuery, UserQueryVariables>;
export const UserGroupsDocument = {"__meta__":{"hash":"sha256:0b183c59cf4a1e71a39c5582a98d44fa2ed816bb3e3f99c37fa8989010dac74d"}} as unknown as TypedDocumentString<UserGroupsQuery, UserGroupsQueryVariables>;
export const UserKeysDocument = {"__meta__":{"hash":"sha256:1434a1869a5de1052f6be7e784f5a50cc94f4e4203d582c8a82f386a9db38f19"}} as unknown as TypedDocumentString<UserKeysQuery, UserKeysQueryVariables>;
export const UserSessionsDocument = {"__meta__":{"hash":"sha256:d6df8d8cf323fecfe5725d51a219ea48bce297ab60d19e35b4abad4cb1e1c0b9"}} as unknown as TypedDocumentString<UserSessionsQuery, UserSessionsQueryVariables>;
export const KeysThatFitDocument = {"__meta__":{"hash":"sha256:01e1f26bfb0e21bc361a76a73cbc3ebb1fcc6332fd6f718e4f4f3caee4241f84"}} as unknown as TypedDocumentString<KeysThatFitQuery, KeysThatFitQueryVariables>;
export const GroupChoicesDocument = {"__meta__":{"hash":"sha256:0530f43f0560889993c0c1f1ef14cea18d3bd24a5c36765b3eec37763bb92592"}} as unknown as TypedDocumentString<GroupChoicesQuery, GroupChoicesQueryVariables>;
export const CreateUserDocument = {"__meta__":{"hash":"sha256:0ebbbcb523a4d81b2585985e9de05bbd10d222c8e8a32e0c1de40d9285dde03a"}} as unknown as TypedDocumentString<CreateUserMutation, CreateUserMutationVariables>;
export const UpdateUserDocument = {"__meta__":{"hash":"sha256:622691a611fd3dc52446ba7010ede6cff12a32ccf8d6e6839b93420635c49041"}} as unknown as TypedDocumentString<UpdateUserMutation, UpdateUserMutationVariables>;
export const DisableUserDocument = {"__meta__":{"hash":"sha256:b9c68e14f8580a5918b0766a306b0a027e0502f89e1f85a37af068ed059de904"}} as unknown as TypedDocumentString<DisableUserMutation, DisableUserMutationVariables>;
export const EnableUserDocument = {"__meta__":{"hash":"sha256:c2d42263bf266602ae2ae5cdac8070ccfc2162a07bd3b927cd0b4760902af071"}} as unknown as TypedDocumentString<EnableUserMutation, EnableUserMutationVariables>;
export const DeleteUserDocument = {"__meta__":{"hash":"sha256:68021ff17e025bd37c3839c88a79b1823d8632608b633e950b8fc4f1b2101f30"}} as unknown as TypedDocumentString<DeleteUserMutation, DeleteUserMutationVariables>;
export const RestoreUserDocument = {"__meta__":{"hash":"sha256:f50b4aeff04487f9e568e568f8f0281ba90e8c5b832948c438916e70a2336531"}} as unknown as TypedDocumentString<RestoreUserMutation, RestoreUserMutationVariables>;
export const SetUserPasswordDocument = {"__meta__":{"hash":"sha256:42fc828b7389e165638349a9a36d6107bec4994ebff11cef92af5bf62cbc41dd"}} as unknown as TypedDocumentString<SetUserPasswordMutation, SetUserPasswordMutationVariables>;
export const EndSessionsDocument = {"__meta__":{"hash":"sha256:20b1a1a44e25ffd1b460be2a9cc58668e9d4bc1372250ef1926dbd52fe32c429"}} as unknown as TypedDocumentString<EndSessionsMutation, EndSessionsMutationVariables>;
export const MeDocument = {"__meta__":{"hash":"sha256:67188dc2d7e2ea5d6484fa21930315d7148f4258a0f5b42a293cf420add53be2"}} as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const SignInDocument = {"__meta__":{"hash":"sha256:4068135b7df4931f47095a58233aae87477827e69e9bf0bc3abef6ca2dfd50a4"}} as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const SignOutDocument = {"__meta__":{"hash":"sha256:39300be1f6ff47633a8c264de2a924d5b71367b646d3bf86d82d7c51c6543956"}} as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const EndSessionDocument = {"__meta__":{"hash":"sha256:cf30392ec42c0d5bde55b9541f495a77fc504776c071550fe02ad65d620998fd"}} as unknown as TypedDocumentString<EndSessionMutation, EndSessionMutationVariables>;
export const ChangePasswordDocument = {"__meta__":{"hash":"sha256:0fae4d0b82a8c660042c69b423673fa260d454dc164ac7bb5e7c658adbfb3fc5"}} as unknown as TypedDocumentString<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const ApiKeyStopsDocument = {"__meta__":{"hash":"sha256:f1acdecf880b77724b78666e821a1ae584edd1c981060702964391fc6c9a7007"}} as unknown as TypedDocumentString<ApiKeyStopsQuery, ApiKeyStopsQueryVariables>;
export const StopApiKeysDocument = {"__meta__":{"hash":"sha256:0a93964aaf906f29a98eb027e0ec2ae0707964606473cc6f8f299736802b0467"}} as unknown as TypedDocumentString<StopApiKeysMutation, StopApiKeysMutationVariables>;
export const UndoApiKeyStopDocument = {"__meta__":{"hash":"sha256:c38454ee77ea9940daa87ffd9db312ffb29c368837c4b84757da6c8964b5f23c"}} as unknown as TypedDocumentString<UndoApiKeyStopMutation, UndoApiKeyStopMutationVariables>;
export const DecisionDocument = {"__meta__":{"hash":"sha256:36e1de438a7aae041f00e907be05923a32c591e9570ab7027f2809a088fb21d2"}} as unknown as TypedDocumentString<DecisionQuery, DecisionQueryVariables>;
export const ExplainAccessDocument = {"__meta__":{"hash":"sha256:49695b0d56d7ce3991b2dd9b1929b0206fac3e73ddefc465efb39d1ee76223fe"}} as unknown as TypedDocumentString<ExplainAccessQuery, ExplainAccessQueryVariables>;
export const KeyChoicesDocument = {"__meta__":{"hash":"sha256:743604bbb017f5abbb9c346c273327d2348b7e24d3140790b8cd36015b59351d"}} as unknown as TypedDocumentString<KeyChoicesQuery, KeyChoicesQueryVariables>;
export const KeyChoiceDocument = {"__meta__":{"hash":"sha256:fe278e5880cc33c442ae70dd84325100b3a0bcaa6b400c02b165aef7577dc552"}} as unknown as TypedDocumentString<KeyChoiceQuery, KeyChoiceQueryVariables>;
export const UserChoiceDocument = {"__meta__":{"hash":"sha256:82014f712d10ce3716ee1f23216c2f11517be7dd1e975327735fc72eba2437db"}} as unknown as TypedDocumentString<UserChoiceQuery, UserChoiceQueryVariables>;