import { graphql } from '../generated/gateway/gql.js';

export const createApiKey = graphql(`
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
`);

export const updateApiKey = graphql(`
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
`);

export const revokeApiKey = graphql(`
  mutation RevokeApiKey($id: ID!) {
    revokeApiKey(input: { id: $id }) {
      apiKey {
        state
        stateReason
      }
    }
  }
`);

export const keysInGrid = graphql(`
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
`);
