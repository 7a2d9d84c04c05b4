/* eslint-disable */
import * as types from './graphql.js';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query ApiKeys($first: Int, $after: String, $last: Int, $before: String, $orderBy: [ApiKeyOrder!], $where: ApiKeyFilter, $search: String) {\n  apiKeys(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    orderBy: $orderBy\n    where: $where\n    search: $search\n  ) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    nodes {\n      id\n      name\n      description\n      state\n      stateReason\n      brokenPolicies\n      tags\n      capabilities\n      effectiveCapabilities\n      allowedAddresses\n      validFrom\n      validUntil\n      lastUsedAt\n      lastUsedAddress\n      accessAs {\n        id\n        email\n        name\n        enabled\n        deletedAt\n      }\n      database {\n        id\n        slug\n      }\n    }\n  }\n}\n\nquery Databases {\n  databases {\n    id\n    slug\n    enabled\n    status\n    settings\n    version\n    removedAt\n  }\n}": typeof types.ApiKeysDocument,
    "query Me {\n  me {\n    email\n    effectiveCapabilities\n    sessions {\n      id\n      createdAt\n      lastSeenAt\n      address\n      userAgent\n      isCurrent\n    }\n  }\n}\n\nmutation SignIn($email: String!, $password: String!) {\n  signIn(input: {email: $email, password: $password}) {\n    me {\n      email\n    }\n  }\n}\n\nmutation SignOut {\n  signOut\n}\n\nmutation EndSession($id: ID!) {\n  endSession(input: {id: $id}) {\n    session {\n      id\n    }\n  }\n}\n\nmutation ChangePassword($currentPassword: String!, $newPassword: String!) {\n  changePassword(\n    input: {currentPassword: $currentPassword, newPassword: $newPassword}\n  ) {\n    me {\n      email\n    }\n  }\n}": typeof types.MeDocument,
};
const documents: Documents = {
    "query ApiKeys($first: Int, $after: String, $last: Int, $before: String, $orderBy: [ApiKeyOrder!], $where: ApiKeyFilter, $search: String) {\n  apiKeys(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    orderBy: $orderBy\n    where: $where\n    search: $search\n  ) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    nodes {\n      id\n      name\n      description\n      state\n      stateReason\n      brokenPolicies\n      tags\n      capabilities\n      effectiveCapabilities\n      allowedAddresses\n      validFrom\n      validUntil\n      lastUsedAt\n      lastUsedAddress\n      accessAs {\n        id\n        email\n        name\n        enabled\n        deletedAt\n      }\n      database {\n        id\n        slug\n      }\n    }\n  }\n}\n\nquery Databases {\n  databases {\n    id\n    slug\n    enabled\n    status\n    settings\n    version\n    removedAt\n  }\n}": types.ApiKeysDocument,
    "query Me {\n  me {\n    email\n    effectiveCapabilities\n    sessions {\n      id\n      createdAt\n      lastSeenAt\n      address\n      userAgent\n      isCurrent\n    }\n  }\n}\n\nmutation SignIn($email: String!, $password: String!) {\n  signIn(input: {email: $email, password: $password}) {\n    me {\n      email\n    }\n  }\n}\n\nmutation SignOut {\n  signOut\n}\n\nmutation EndSession($id: ID!) {\n  endSession(input: {id: $id}) {\n    session {\n      id\n    }\n  }\n}\n\nmutation ChangePassword($currentPassword: String!, $newPassword: String!) {\n  changePassword(\n    input: {currentPassword: $currentPassword, newPassword: $newPassword}\n  ) {\n    me {\n      email\n    }\n  }\n}": types.MeDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ApiKeys($first: Int, $after: String, $last: Int, $before: String, $orderBy: [ApiKeyOrder!], $where: ApiKeyFilter, $search: String) {\n  apiKeys(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    orderBy: $orderBy\n    where: $where\n    search: $search\n  ) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    nodes {\n      id\n      name\n      description\n      state\n      stateReason\n      brokenPolicies\n      tags\n      capabilities\n      effectiveCapabilities\n      allowedAddresses\n      validFrom\n      validUntil\n      lastUsedAt\n      lastUsedAddress\n      accessAs {\n        id\n        email\n        name\n        enabled\n        deletedAt\n      }\n      database {\n        id\n        slug\n      }\n    }\n  }\n}\n\nquery Databases {\n  databases {\n    id\n    slug\n    enabled\n    status\n    settings\n    version\n    removedAt\n  }\n}"): typeof import('./graphql.js').ApiKeysDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Me {\n  me {\n    email\n    effectiveCapabilities\n    sessions {\n      id\n      createdAt\n      lastSeenAt\n      address\n      userAgent\n      isCurrent\n    }\n  }\n}\n\nmutation SignIn($email: String!, $password: String!) {\n  signIn(input: {email: $email, password: $password}) {\n    me {\n      email\n    }\n  }\n}\n\nmutation SignOut {\n  signOut\n}\n\nmutation EndSession($id: ID!) {\n  endSession(input: {id: $id}) {\n    session {\n      id\n    }\n  }\n}\n\nmutation ChangePassword($currentPassword: String!, $newPassword: String!) {\n  changePassword(\n    input: {currentPassword: $currentPassword, newPassword: $newPassword}\n  ) {\n    me {\n      email\n    }\n  }\n}"): typeof import('./graphql.js').MeDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
