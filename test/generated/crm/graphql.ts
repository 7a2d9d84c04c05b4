/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Conditions on one column; all of them must hold. A null operand is refused: use isNull. */
export type BooleanFilter = {
  /** Equal to. */
  eq?: boolean | null | undefined;
  /** One of these; false for an empty list. */
  in?: Array<boolean> | null | undefined;
  /** Whether the value is missing. */
  isNull?: boolean | null | undefined;
  /** Not equal to. A missing value is not: see isNull. */
  neq?: boolean | null | undefined;
  /** None of these; true for an empty list. */
  notIn?: Array<boolean> | null | undefined;
};

/** Conditions on one column; all of them must hold. A null operand is refused: use isNull. */
export type DateFilter = {
  /** Equal to. */
  eq?: string | null | undefined;
  /** Greater than. */
  gt?: string | null | undefined;
  /** Greater than or equal to. */
  gte?: string | null | undefined;
  /** One of these; false for an empty list. */
  in?: Array<string> | null | undefined;
  /** Whether the value is missing. */
  isNull?: boolean | null | undefined;
  /** Less than. */
  lt?: string | null | undefined;
  /** Less than or equal to. */
  lte?: string | null | undefined;
  /** Not equal to. A missing value is not: see isNull. */
  neq?: string | null | undefined;
  /** None of these; true for an empty list. */
  notIn?: Array<string> | null | undefined;
};

/** Conditions on one column; all of them must hold. A null operand is refused: use isNull. */
export type DecimalFilter = {
  /** Equal to. */
  eq?: string | null | undefined;
  /** Greater than. */
  gt?: string | null | undefined;
  /** Greater than or equal to. */
  gte?: string | null | undefined;
  /** One of these; false for an empty list. */
  in?: Array<string> | null | undefined;
  /** Whether the value is missing. */
  isNull?: boolean | null | undefined;
  /** Less than. */
  lt?: string | null | undefined;
  /** Less than or equal to. */
  lte?: string | null | undefined;
  /** Not equal to. A missing value is not: see isNull. */
  neq?: string | null | undefined;
  /** None of these; true for an empty list. */
  notIn?: Array<string> | null | undefined;
};

/** Conditions on one column; all of them must hold. A null operand is refused: use isNull. */
export type IntFilter = {
  /** Equal to. */
  eq?: number | null | undefined;
  /** Greater than. */
  gt?: number | null | undefined;
  /** Greater than or equal to. */
  gte?: number | null | undefined;
  /** One of these; false for an empty list. */
  in?: Array<number> | null | undefined;
  /** Whether the value is missing. */
  isNull?: boolean | null | undefined;
  /** Less than. */
  lt?: number | null | undefined;
  /** Less than or equal to. */
  lte?: number | null | undefined;
  /** Not equal to. A missing value is not: see isNull. */
  neq?: number | null | undefined;
  /** None of these; true for an empty list. */
  notIn?: Array<number> | null | undefined;
};

/** Conditions on one column; all of them must hold. A null operand is refused: use isNull. */
export type NullFilter = {
  /** Whether the value is missing. */
  isNull?: boolean | null | undefined;
};

/** How far a deal has come. Won and lost are final. */
export type OpportunityStage =
  | 'lead'
  | 'lost'
  | 'negotiation'
  | 'proposal'
  | 'qualified'
  | 'won';

/** Conditions on rows of product; all members must hold. */
export type ProductFilter = {
  /** All of these hold; true for an empty list. */
  and?: Array<ProductFilter> | null | undefined;
  attributes?: NullFilter | null | undefined;
  category?: StringFilter | null | undefined;
  discontinued?: BooleanFilter | null | undefined;
  id?: IntFilter | null | undefined;
  name?: StringFilter | null | undefined;
  /** This does not hold. */
  not?: ProductFilter | null | undefined;
  /** At least one of these holds; false for an empty list. */
  or?: Array<ProductFilter> | null | undefined;
  releasedOn?: DateFilter | null | undefined;
  sku?: StringFilter | null | undefined;
  tags?: NullFilter | null | undefined;
  unitPrice?: DecimalFilter | null | undefined;
};

/** Conditions on one column; all of them must hold. A null operand is refused: use isNull. */
export type StringFilter = {
  /** Contains this text, taken literally. */
  contains?: string | null | undefined;
  /** Ends with this text, taken literally. */
  endsWith?: string | null | undefined;
  /** Equal to. */
  eq?: string | null | undefined;
  /** Greater than. */
  gt?: string | null | undefined;
  /** Greater than or equal to. */
  gte?: string | null | undefined;
  /** SQL pattern, upper and lower case alike. */
  ilike?: string | null | undefined;
  /** One of these; false for an empty list. */
  in?: Array<string> | null | undefined;
  /** Whether the value is missing. */
  isNull?: boolean | null | undefined;
  /** SQL pattern: % stands for any text, _ for one character, \ makes the next one literal. */
  like?: string | null | undefined;
  /** Less than. */
  lt?: string | null | undefined;
  /** Less than or equal to. */
  lte?: string | null | undefined;
  /** Not equal to. A missing value is not: see isNull. */
  neq?: string | null | undefined;
  /** Does not match the SQL pattern, upper and lower case alike. */
  notIlike?: string | null | undefined;
  /** None of these; true for an empty list. */
  notIn?: Array<string> | null | undefined;
  /** Does not match the SQL pattern. */
  notLike?: string | null | undefined;
  /** Starts with this text, taken literally. */
  startsWith?: string | null | undefined;
};

export type PeopleOfQueryVariables = Exact<{
  organisationId: number;
  limit?: number | null | undefined;
}>;


export type PeopleOfQuery = { person: Array<{ id: number, firstName: string, lastName: string, email: string, createdAt: string }> };

export type OpportunityQueryVariables = Exact<{
  id: number;
}>;


export type OpportunityQuery = { opportunityByPk: { name: string, stage: OpportunityStage, amount: string | null, closeDate: string | null } | null };

export type ProductsQueryVariables = Exact<{
  where?: ProductFilter | null | undefined;
}>;


export type ProductsQuery = { product: Array<{ sku: string, unitPrice: string, tags: Array<string | null>, attributes: unknown, discontinued: boolean }> };

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

export const PeopleOfDocument = new TypedDocumentString(`
    query PeopleOf($organisationId: Int!, $limit: Int) {
  person(
    where: {organisationId: {eq: $organisationId}}
    orderBy: [{lastName: ASC}]
    limit: $limit
  ) {
    id
    firstName
    lastName
    email
    createdAt
  }
}
    `) as unknown as TypedDocumentString<PeopleOfQuery, PeopleOfQueryVariables>;
export const OpportunityDocument = new TypedDocumentString(`
    query Opportunity($id: Int!) {
  opportunityByPk(id: $id) {
    name
    stage
    amount
    closeDate
  }
}
    `) as unknown as TypedDocumentString<OpportunityQuery, OpportunityQueryVariables>;
export const ProductsDocument = new TypedDocumentString(`
    query Products($where: ProductFilter) {
  product(where: $where, limit: 5) {
    sku
    unitPrice
    tags
    attributes
    discontinued
  }
}
    `) as unknown as TypedDocumentString<ProductsQuery, ProductsQueryVariables>;