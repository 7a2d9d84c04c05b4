/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type ApiKeysQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  orderBy?: Array<ApiKeyOrder> | ApiKeyOrder | null | undefined;
  where?: ApiKeyFilter | null | undefined;
  search?: string | null | undefined;
}>;


export type ApiKeysQuery = { apiKeys: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, name: string, description: string | null, state: ApiKeyState, stateReason: string, brokenPolicies: Array<string>, tags: Array<string>, capabilities: Array<string> | null, effectiveCapabilities: Array<string>, allowedAddresses: Array<string> | null, validFrom: string | null, validUntil: string | null, lastUsedAt: string | null, lastUsedAddress: string | null, accessAs: { id: string, email: string, name: string | null, enabled: boolean, deletedAt: string | null } | null, database: { id: string, slug: string } }> } };

export type DatabasesQueryVariables = Exact<{ [key: string]: never; }>;


export type DatabasesQuery = { databases: Array<{ id: string, slug: string, enabled: boolean, status: string, settings: unknown, version: number, removedAt: string | null }> };

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
export const UserChoicesDocument = {"__meta__":{"hash":"sha256:8f090916bde051c44c81975d49ab552ac331c82e0ef1a798cb36c3cc4cc8b095"}} as unknown as TypedDocumentString<UserChoicesQuery, UserChoicesQueryVariables>;
export const UserInDatabaseDocument = {"__meta__":{"hash":"sha256:85d4ecf561dad2adc4e9b3f9949d35a985c7225b5081e0056a560caefb316692"}} as unknown as TypedDocumentString<UserInDatabaseQuery, UserInDatabaseQueryVariables>;
export const DatabaseCapabilitiesDocument = {"__meta__":{"hash":"sha256:0d21a6bf78328716c08fd02e8d1dc2672de6e6d171ef653010bb6d7038f1a70d"}} as unknown as TypedDocumentString<DatabaseCapabilitiesQuery, DatabaseCapabilitiesQueryVariables>;
export const EditedApiKeyDocument = {"__meta__":{"hash":"sha256:6b98eee696b8cefcd810430db79c65f8632fb335ca7c09fc478a26af6a0c0469"}} as unknown as TypedDocumentString<EditedApiKeyQuery, EditedApiKeyQueryVariables>;
export const CreateApiKeyDocument = {"__meta__":{"hash":"sha256:bfcb452e0bb3682353c3c4a60e4e52958ead6e18edb244d114f6ff91fae821d3"}} as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const UpdateApiKeyDocument = {"__meta__":{"hash":"sha256:414eb8462a1fe703c1b8de278bbe7a0b8dbf9d603a8584e2a7de2cbde9395f49"}} as unknown as TypedDocumentString<UpdateApiKeyMutation, UpdateApiKeyMutationVariables>;
export const ApiKeysDocument = {"__meta__":{"hash":"sha256:b68df75aa091a8cf20f2118cdec89c9c29b2652f21a6242382490478bbad0f1c"}} as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const DatabasesDocument = {"__meta__":{"hash":"sha256:fbd6a8113213ac321c2a43b8eb3c2aa7718ffab9575c5381d599a051c550a2e0"}} as unknown as TypedDocumentString<DatabasesQuery, DatabasesQueryVariables>;
export const MeDocument = {"__meta__":{"hash":"sha256:67188dc2d7e2ea5d6484fa21930315d7148f4258a0f5b42a293cf420add53be2"}} as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const SignInDocument = {"__meta__":{"hash":"sha256:4068135b7df4931f47095a58233aae87477827e69e9bf0bc3abef6ca2dfd50a4"}} as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const SignOutDocument = {"__meta__":{"hash":"sha256:39300be1f6ff47633a8c264de2a924d5b71367b646d3bf86d82d7c51c6543956"}} as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const EndSessionDocument = {"__meta__":{"hash":"sha256:cf30392ec42c0d5bde55b9541f495a77fc504776c071550fe02ad65d620998fd"}} as unknown as TypedDocumentString<EndSessionMutation, EndSessionMutationVariables>;
export const ChangePasswordDocument = {"__meta__":{"hash":"sha256:0fae4d0b82a8c660042c69b423673fa260d454dc164ac7bb5e7c658adbfb3fc5"}} as unknown as TypedDocumentString<ChangePasswordMutation, ChangePasswordMutationVariables>;