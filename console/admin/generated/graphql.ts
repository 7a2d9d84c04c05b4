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

export const ApiKeysDocument = {"__meta__":{"hash":"sha256:b68df75aa091a8cf20f2118cdec89c9c29b2652f21a6242382490478bbad0f1c"}} as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const DatabasesDocument = {"__meta__":{"hash":"sha256:fbd6a8113213ac321c2a43b8eb3c2aa7718ffab9575c5381d599a051c550a2e0"}} as unknown as TypedDocumentString<DatabasesQuery, DatabasesQueryVariables>;
export const MeDocument = {"__meta__":{"hash":"sha256:67188dc2d7e2ea5d6484fa21930315d7148f4258a0f5b42a293cf420add53be2"}} as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const SignInDocument = {"__meta__":{"hash":"sha256:4068135b7df4931f47095a58233aae87477827e69e9bf0bc3abef6ca2dfd50a4"}} as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const SignOutDocument = {"__meta__":{"hash":"sha256:39300be1f6ff47633a8c264de2a924d5b71367b646d3bf86d82d7c51c6543956"}} as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const EndSessionDocument = {"__meta__":{"hash":"sha256:cf30392ec42c0d5bde55b9541f495a77fc504776c071550fe02ad65d620998fd"}} as unknown as TypedDocumentString<EndSessionMutation, EndSessionMutationVariables>;
export const ChangePasswordDocument = {"__meta__":{"hash":"sha256:0fae4d0b82a8c660042c69b423673fa260d454dc164ac7bb5e7c658adbfb3fc5"}} as unknown as TypedDocumentString<ChangePasswordMutation, ChangePasswordMutationVariables>;