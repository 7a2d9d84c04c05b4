import { graphql } from '../generated/crm/gql.js';

export const peopleOf = graphql(`
  query PeopleOf($organisationId: Int!, $limit: Int) {
    person(where: { organisationId: { eq: $organisationId } }, orderBy: [{ lastName: ASC }], limit: $limit) {
      id
      firstName
      lastName
      email
      createdAt
    }
  }
`);

export const opportunity = graphql(`
  query Opportunity($id: Int!) {
    opportunityByPk(id: $id) {
      name
      stage
      amount
      closeDate
    }
  }
`);

export const productsTagged = graphql(`
  query Products($where: ProductFilter) {
    product(where: $where, limit: 5) {
      sku
      unitPrice
      tags
      attributes
      discontinued
    }
  }
`);
