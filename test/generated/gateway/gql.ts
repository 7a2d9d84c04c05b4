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
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      secret\n      apiKey {\n        id\n        version\n        name\n        state\n        capabilities\n        effectiveCapabilities\n        allowedAddresses\n        validFrom\n        validUntil\n      }\n    }\n  }\n": typeof types.CreateApiKeyDocument,
    "\n  mutation UpdateApiKey($input: UpdateApiKeyInput!) {\n    updateApiKey(input: $input) {\n      apiKey {\n        id\n        version\n        allowedAddresses\n        accessAs {\n          email\n        }\n      }\n    }\n  }\n": typeof types.UpdateApiKeyDocument,
    "\n  mutation RevokeApiKey($id: ID!) {\n    revokeApiKey(input: { id: $id }) {\n      apiKey {\n        state\n        stateReason\n      }\n    }\n  }\n": typeof types.RevokeApiKeyDocument,
    "\n  query Keys($search: String) {\n    apiKeys(first: 10, search: $search, orderBy: [NAME_ASC]) {\n      totalCount\n      nodes {\n        id\n        name\n        state\n        accessAs {\n          email\n          groups {\n            name\n          }\n        }\n        database {\n          slug\n        }\n        lastUsedAt\n      }\n    }\n  }\n": typeof types.KeysDocument,
};
const documents: Documents = {
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      secret\n      apiKey {\n        id\n        version\n        name\n        state\n        capabilities\n        effectiveCapabilities\n        allowedAddresses\n        validFrom\n        validUntil\n      }\n    }\n  }\n": types.CreateApiKeyDocument,
    "\n  mutation UpdateApiKey($input: UpdateApiKeyInput!) {\n    updateApiKey(input: $input) {\n      apiKey {\n        id\n        version\n        allowedAddresses\n        accessAs {\n          email\n        }\n      }\n    }\n  }\n": types.UpdateApiKeyDocument,
    "\n  mutation RevokeApiKey($id: ID!) {\n    revokeApiKey(input: { id: $id }) {\n      apiKey {\n        state\n        stateReason\n      }\n    }\n  }\n": types.RevokeApiKeyDocument,
    "\n  query Keys($search: String) {\n    apiKeys(first: 10, search: $search, orderBy: [NAME_ASC]) {\n      totalCount\n      nodes {\n        id\n        name\n        state\n        accessAs {\n          email\n          groups {\n            name\n          }\n        }\n        database {\n          slug\n        }\n        lastUsedAt\n      }\n    }\n  }\n": types.KeysDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      secret\n      apiKey {\n        id\n        version\n        name\n        state\n        capabilities\n        effectiveCapabilities\n        allowedAddresses\n        validFrom\n        validUntil\n      }\n    }\n  }\n"): typeof import('./graphql.js').CreateApiKeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateApiKey($input: UpdateApiKeyInput!) {\n    updateApiKey(input: $input) {\n      apiKey {\n        id\n        version\n        allowedAddresses\n        accessAs {\n          email\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.js').UpdateApiKeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeApiKey($id: ID!) {\n    revokeApiKey(input: { id: $id }) {\n      apiKey {\n        state\n        stateReason\n      }\n    }\n  }\n"): typeof import('./graphql.js').RevokeApiKeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Keys($search: String) {\n    apiKeys(first: 10, search: $search, orderBy: [NAME_ASC]) {\n      totalCount\n      nodes {\n        id\n        name\n        state\n        accessAs {\n          email\n          groups {\n            name\n          }\n        }\n        database {\n          slug\n        }\n        lastUsedAt\n      }\n    }\n  }\n"): typeof import('./graphql.js').KeysDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
