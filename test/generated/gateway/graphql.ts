/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { createApiKey: { secret: string, apiKey: { id: string, version: number, name: string, state: ApiKeyState, capabilities: Array<string> | null, effectiveCapabilities: Array<string>, allowedAddresses: Array<string> | null, validFrom: string | null, validUntil: string | null } } };

export type UpdateApiKeyMutationVariables = Exact<{
  input: UpdateApiKeyInput;
}>;


export type UpdateApiKeyMutation = { updateApiKey: { apiKey: { id: string, version: number, allowedAddresses: Array<string> | null, accessAs: { email: string } | null } } };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string | number;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: { apiKey: { state: ApiKeyState, stateReason: string } } };

export type KeysQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type KeysQuery = { apiKeys: { totalCount: number, nodes: Array<{ id: string, name: string, state: ApiKeyState, lastUsedAt: string | null, accessAs: { email: string, groups: Array<{ name: string }> } | null, database: { slug: string } }> } };

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

export const CreateApiKeyDocument = new TypedDocumentString(`
    mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    secret
    apiKey {
      id
      version
      name
      state
      capabilities
      effectiveCapabilities
      allowedAddresses
      validFrom
      validUntil
    }
  }
}
    `) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const UpdateApiKeyDocument = new TypedDocumentString(`
    mutation UpdateApiKey($input: UpdateApiKeyInput!) {
  updateApiKey(input: $input) {
    apiKey {
      id
      version
      allowedAddresses
      accessAs {
        email
      }
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateApiKeyMutation, UpdateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = new TypedDocumentString(`
    mutation RevokeApiKey($id: ID!) {
  revokeApiKey(input: {id: $id}) {
    apiKey {
      state
      stateReason
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const KeysDocument = new TypedDocumentString(`
    query Keys($search: String) {
  apiKeys(first: 10, search: $search, orderBy: [NAME_ASC]) {
    totalCount
    nodes {
      id
      name
      state
      accessAs {
        email
        groups {
          name
        }
      }
      database {
        slug
      }
      lastUsedAt
    }
  }
}
    `) as unknown as TypedDocumentString<KeysQuery, KeysQueryVariables>;