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
    "\n  query PeopleOf($organisationId: Int!, $limit: Int) {\n    person(where: { organisationId: { eq: $organisationId } }, orderBy: [{ lastName: ASC }], limit: $limit) {\n      id\n      firstName\n      lastName\n      email\n      createdAt\n    }\n  }\n": typeof types.PeopleOfDocument,
    "\n  query Opportunity($id: Int!) {\n    opportunityByPk(id: $id) {\n      name\n      stage\n      amount\n      closeDate\n    }\n  }\n": typeof types.OpportunityDocument,
    "\n  query Products($where: ProductFilter) {\n    product(where: $where, limit: 5) {\n      sku\n      unitPrice\n      tags\n      attributes\n      discontinued\n    }\n  }\n": typeof types.ProductsDocument,
};
const documents: Documents = {
    "\n  query PeopleOf($organisationId: Int!, $limit: Int) {\n    person(where: { organisationId: { eq: $organisationId } }, orderBy: [{ lastName: ASC }], limit: $limit) {\n      id\n      firstName\n      lastName\n      email\n      createdAt\n    }\n  }\n": types.PeopleOfDocument,
    "\n  query Opportunity($id: Int!) {\n    opportunityByPk(id: $id) {\n      name\n      stage\n      amount\n      closeDate\n    }\n  }\n": types.OpportunityDocument,
    "\n  query Products($where: ProductFilter) {\n    product(where: $where, limit: 5) {\n      sku\n      unitPrice\n      tags\n      attributes\n      discontinued\n    }\n  }\n": types.ProductsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PeopleOf($organisationId: Int!, $limit: Int) {\n    person(where: { organisationId: { eq: $organisationId } }, orderBy: [{ lastName: ASC }], limit: $limit) {\n      id\n      firstName\n      lastName\n      email\n      createdAt\n    }\n  }\n"): typeof import('./graphql.js').PeopleOfDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Opportunity($id: Int!) {\n    opportunityByPk(id: $id) {\n      name\n      stage\n      amount\n      closeDate\n    }\n  }\n"): typeof import('./graphql.js').OpportunityDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Products($where: ProductFilter) {\n    product(where: $where, limit: 5) {\n      sku\n      unitPrice\n      tags\n      attributes\n      discontinued\n    }\n  }\n"): typeof import('./graphql.js').ProductsDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
