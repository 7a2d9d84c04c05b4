/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Conditions on rows of activity; all members must hold. */
export type ActivityFilter = {
  /** All of these hold; true for an empty list. */
  and?: Array<ActivityFilter> | null | undefined;
  details?: JsonFilter | null | undefined;
  durationMinutes?: IntFilter | null | undefined;
  happenedAt?: DateTimeFilter | null | undefined;
  id?: IntFilter | null | undefined;
  kind?: ActivityKindFilter | null | undefined;
  /** This does not hold. */
  not?: ActivityFilter | null | undefined;
  /** The row that it leads to is there, and this holds for it. */
  opportunity?: OpportunityFilter | null | undefined;
  opportunityId?: IntFilter | null | undefined;
  /** At least one of these holds; false for an empty list. */
  or?: Array<ActivityFilter> | null | undefined;
  participants?: StringArrayFilter | null | undefined;
  /** The row that it leads to is there, and this holds for it. */
  person?: PersonFilter | null | undefined;
  personId?: IntFilter | null | undefined;
  subject?: StringFilter | null | undefined;
  /** The row that it leads to is there, and this holds for it. */
  supportCase?: SupportCaseFilter | null | undefined;
  supportCaseId?: IntFilter | null | undefined;
};

export type ActivityKind =
  | 'call'
  | 'email'
  | 'meeting'
  | 'note'
  | 'task';

/** Conditions on one column; all of them must hold. A null operand is refused: use isNull. */
export type ActivityKindFilter = {
  /** Equal to. */
  eq?: ActivityKind | null | undefined;
  /** Greater than. */
  gt?: ActivityKind | null | undefined;
  /** Greater than or equal to. */
  gte?: ActivityKind | null | undefined;
  /** One of these; false for an empty list. */
  in?: Array<ActivityKind> | null | undefined;
  /** Whether the value is missing. */
  isNull?: boolean | null | undefined;
  /** Less than. */
  lt?: ActivityKind | null | undefined;
  /** Less than or equal to. */
  lte?: ActivityKind | null | undefined;
  /** Not equal to. A missing value is not: see isNull. */
  neq?: ActivityKind | null | undefined;
  /** None of these; true for an empty list. */
  notIn?: Array<ActivityKind> | null | undefined;
};

/** Conditions on the rows of activity that belong to a row; all of them must hold. */
export type ActivityToManyFilter = {
  /** How many there are. */
  count?: CountFilter | null | undefined;
  /** This holds for all of them; true where there are none. */
  every?: ActivityFilter | null | undefined;
  /** There is none for which this holds. */
  none?: ActivityFilter | null | undefined;
  /** There is at least one for which this holds. */
  some?: ActivityFilter | null | undefined;
};

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

export type CasePriority =
  | 'high'
  | 'low'
  | 'normal'
  | 'urgent';

/** Conditions on one column; all of them must hold. A null operand is refused: use isNull. */
export type CasePriorityFilter = {
  /** Equal to. */
  eq?: CasePriority | null | undefined;
  /** Greater than. */
  gt?: CasePriority | null | undefined;
  /** Greater than or equal to. */
  gte?: CasePriority | null | undefined;
  /** One of these; false for an empty list. */
  in?: Array<CasePriority> | null | undefined;
  /** Whether the value is missing. */
  isNull?: boolean | null | undefined;
  /** Less than. */
  lt?: CasePriority | null | undefined;
  /** Less than or equal to. */
  lte?: CasePriority | null | undefined;
  /** Not equal to. A missing value is not: see isNull. */
  neq?: CasePriority | null | undefined;
  /** None of these; true for an empty list. */
  notIn?: Array<CasePriority> | null | undefined;
};

export type CaseStatus =
  | 'closed'
  | 'open'
  | 'solved'
  | 'waiting';

/** Conditions on one column; all of them must hold. A null operand is refused: use isNull. */
export type CaseStatusFilter = {
  /** Equal to. */
  eq?: CaseStatus | null | undefined;
  /** Greater than. */
  gt?: CaseStatus | null | undefined;
  /** Greater than or equal to. */
  gte?: CaseStatus | null | undefined;
  /** One of these; false for an empty list. */
  in?: Array<CaseStatus> | null | undefined;
  /** Whether the value is missing. */
  isNull?: boolean | null | undefined;
  /** Less than. */
  lt?: CaseStatus | null | undefined;
  /** Less than or equal to. */
  lte?: CaseStatus | null | undefined;
  /** Not equal to. A missing value is not: see isNull. */
  neq?: CaseStatus | null | undefined;
  /** None of these; true for an empty list. */
  notIn?: Array<CaseStatus> | null | undefined;
};

/** Conditions on a number; all of them must hold. */
export type CountFilter = {
  /** Equal to. */
  eq?: number | null | undefined;
  /** Greater than. */
  gt?: number | null | undefined;
  /** Greater than or equal to. */
  gte?: number | null | undefined;
  /** One of these; false for an empty list. */
  in?: Array<number> | null | undefined;
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
export type DateTimeFilter = {
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
export type JsonFilter = {
  /** Everything in it is in this one. */
  containedBy?: unknown;
  /** Contains this; a text is taken literally. */
  contains?: unknown;
  /** Equal to. */
  eq?: unknown;
  /** Has all of these keys; true for an empty list. */
  hasAllKeys?: Array<string> | null | undefined;
  /** Has one of these keys; false for an empty list. */
  hasAnyKey?: Array<string> | null | undefined;
  /** Has this key, or this text in a list. */
  hasKey?: string | null | undefined;
  /** Whether the value is missing. */
  isNull?: boolean | null | undefined;
  /** Not equal to. A missing value is not: see isNull. */
  neq?: unknown;
  /** About what stands at a path. */
  path?: JsonPathFilter | null | undefined;
};

/** Conditions on what stands at a path of a JSON value; all of them must hold. */
export type JsonPathFilter = {
  /** Keys of objects and positions in lists, such as ["address", "lines", "0"]. */
  at: Array<string>;
  /** Contains this JSON value. */
  contains?: unknown;
  /** Equal to. */
  eq?: unknown;
  /** Whether there is anything, be it JSON null. */
  exists?: boolean | null | undefined;
  /** Greater than. */
  gt?: unknown;
  /** Greater than or equal to. */
  gte?: unknown;
  /** SQL pattern, upper and lower case alike. */
  ilike?: string | null | undefined;
  /** One of these; false for an empty list. */
  in?: Array<unknown> | null | undefined;
  /** Some of it matches the regular expression, upper and lower case alike. */
  iregex?: string | null | undefined;
  /** Whether there is nothing at the path, or JSON null. */
  isNull?: boolean | null | undefined;
  /** A text that has this SQL pattern. */
  like?: string | null | undefined;
  /** Less than: a number than a number, a text than a text. */
  lt?: unknown;
  /** Less than or equal to. */
  lte?: unknown;
  /** Not equal to. A missing value is not: see isNull. */
  neq?: unknown;
  /** None of these; true for an empty list. */
  notIn?: Array<unknown> | null | undefined;
  /** Some of it matches the regular expression (POSIX, as in PostgreSQL). */
  regex?: string | null | undefined;
};

/** Conditions on rows of opportunity; all members must hold. */
export type OpportunityFilter = {
  /** About the rows that it leads to. */
  activity?: ActivityToManyFilter | null | undefined;
  amount?: DecimalFilter | null | undefined;
  /** All of these hold; true for an empty list. */
  and?: Array<OpportunityFilter> | null | undefined;
  closeDate?: DateFilter | null | undefined;
  createdAt?: DateTimeFilter | null | undefined;
  id?: IntFilter | null | undefined;
  name?: StringFilter | null | undefined;
  /** This does not hold. */
  not?: OpportunityFilter | null | undefined;
  /** About the rows that it leads to. */
  opportunityLine?: OpportunityLineToManyFilter | null | undefined;
  /** At least one of these holds; false for an empty list. */
  or?: Array<OpportunityFilter> | null | undefined;
  /** The row that it leads to is there, and this holds for it. */
  organisation?: OrganisationFilter | null | undefined;
  organisationId?: IntFilter | null | undefined;
  ownerEmail?: StringFilter | null | undefined;
  /** The row that it leads to is there, and this holds for it. */
  person?: PersonFilter | null | undefined;
  personId?: IntFilter | null | undefined;
  stage?: OpportunityStageFilter | null | undefined;
};

/** Conditions on rows of opportunityLine; all members must hold. */
export type OpportunityLineFilter = {
  /** All of these hold; true for an empty list. */
  and?: Array<OpportunityLineFilter> | null | undefined;
  id?: IntFilter | null | undefined;
  /** This does not hold. */
  not?: OpportunityLineFilter | null | undefined;
  /** The row that it leads to is there, and this holds for it. */
  opportunity?: OpportunityFilter | null | undefined;
  opportunityId?: IntFilter | null | undefined;
  /** At least one of these holds; false for an empty list. */
  or?: Array<OpportunityLineFilter> | null | undefined;
  /** The row that it leads to is there, and this holds for it. */
  product?: ProductFilter | null | undefined;
  productId?: IntFilter | null | undefined;
  quantity?: IntFilter | null | undefined;
  unitPrice?: DecimalFilter | null | undefined;
};

/** Conditions on the rows of opportunityLine that belong to a row; all of them must hold. */
export type OpportunityLineToManyFilter = {
  /** How many there are. */
  count?: CountFilter | null | undefined;
  /** This holds for all of them; true where there are none. */
  every?: OpportunityLineFilter | null | undefined;
  /** There is none for which this holds. */
  none?: OpportunityLineFilter | null | undefined;
  /** There is at least one for which this holds. */
  some?: OpportunityLineFilter | null | undefined;
};

/** How far a deal has come. Won and lost are final. */
export type OpportunityStage =
  | 'lead'
  | 'lost'
  | 'negotiation'
  | 'proposal'
  | 'qualified'
  | 'won';

/** Conditions on one column; all of them must hold. A null operand is refused: use isNull. */
export type OpportunityStageFilter = {
  /** Equal to. */
  eq?: OpportunityStage | null | undefined;
  /** Greater than. */
  gt?: OpportunityStage | null | undefined;
  /** Greater than or equal to. */
  gte?: OpportunityStage | null | undefined;
  /** One of these; false for an empty list. */
  in?: Array<OpportunityStage> | null | undefined;
  /** Whether the value is missing. */
  isNull?: boolean | null | undefined;
  /** Less than. */
  lt?: OpportunityStage | null | undefined;
  /** Less than or equal to. */
  lte?: OpportunityStage | null | undefined;
  /** Not equal to. A missing value is not: see isNull. */
  neq?: OpportunityStage | null | undefined;
  /** None of these; true for an empty list. */
  notIn?: Array<OpportunityStage> | null | undefined;
};

/** Conditions on the rows of opportunity that belong to a row; all of them must hold. */
export type OpportunityToManyFilter = {
  /** How many there are. */
  count?: CountFilter | null | undefined;
  /** This holds for all of them; true where there are none. */
  every?: OpportunityFilter | null | undefined;
  /** There is none for which this holds. */
  none?: OpportunityFilter | null | undefined;
  /** There is at least one for which this holds. */
  some?: OpportunityFilter | null | undefined;
};

/** Conditions on rows of organisation; all members must hold. */
export type OrganisationFilter = {
  /** All of these hold; true for an empty list. */
  and?: Array<OrganisationFilter> | null | undefined;
  createdAt?: DateTimeFilter | null | undefined;
  id?: IntFilter | null | undefined;
  industry?: StringFilter | null | undefined;
  name?: StringFilter | null | undefined;
  /** This does not hold. */
  not?: OrganisationFilter | null | undefined;
  /** About the rows that it leads to. */
  opportunity?: OpportunityToManyFilter | null | undefined;
  /** At least one of these holds; false for an empty list. */
  or?: Array<OrganisationFilter> | null | undefined;
  /** About the rows that it leads to. */
  organisation?: OrganisationToManyFilter | null | undefined;
  /** The row that it leads to is there, and this holds for it. */
  parent?: OrganisationFilter | null | undefined;
  parentId?: IntFilter | null | undefined;
  /** About the rows that it leads to. */
  person?: PersonToManyFilter | null | undefined;
  /** About the rows that it leads to. */
  supportCase?: SupportCaseToManyFilter | null | undefined;
  website?: StringFilter | null | undefined;
};

/** Conditions on the rows of organisation that belong to a row; all of them must hold. */
export type OrganisationToManyFilter = {
  /** How many there are. */
  count?: CountFilter | null | undefined;
  /** This holds for all of them; true where there are none. */
  every?: OrganisationFilter | null | undefined;
  /** There is none for which this holds. */
  none?: OrganisationFilter | null | undefined;
  /** There is at least one for which this holds. */
  some?: OrganisationFilter | null | undefined;
};

/** Conditions on rows of person; all members must hold. */
export type PersonFilter = {
  /** About the rows that it leads to. */
  activity?: ActivityToManyFilter | null | undefined;
  /** All of these hold; true for an empty list. */
  and?: Array<PersonFilter> | null | undefined;
  createdAt?: DateTimeFilter | null | undefined;
  email?: StringFilter | null | undefined;
  firstName?: StringFilter | null | undefined;
  id?: IntFilter | null | undefined;
  lastName?: StringFilter | null | undefined;
  /** This does not hold. */
  not?: PersonFilter | null | undefined;
  /** About the rows that it leads to. */
  opportunity?: OpportunityToManyFilter | null | undefined;
  /** At least one of these holds; false for an empty list. */
  or?: Array<PersonFilter> | null | undefined;
  /** The row that it leads to is there, and this holds for it. */
  organisation?: OrganisationFilter | null | undefined;
  organisationId?: IntFilter | null | undefined;
  phone?: StringFilter | null | undefined;
  privateNote?: StringFilter | null | undefined;
  /** About the rows that it leads to. */
  supportCase?: SupportCaseToManyFilter | null | undefined;
};

/** Conditions on the rows of person that belong to a row; all of them must hold. */
export type PersonToManyFilter = {
  /** How many there are. */
  count?: CountFilter | null | undefined;
  /** This holds for all of them; true where there are none. */
  every?: PersonFilter | null | undefined;
  /** There is none for which this holds. */
  none?: PersonFilter | null | undefined;
  /** There is at least one for which this holds. */
  some?: PersonFilter | null | undefined;
};

/** Conditions on rows of product; all members must hold. */
export type ProductFilter = {
  /** All of these hold; true for an empty list. */
  and?: Array<ProductFilter> | null | undefined;
  attributes?: JsonFilter | null | undefined;
  category?: StringFilter | null | undefined;
  discontinued?: BooleanFilter | null | undefined;
  id?: IntFilter | null | undefined;
  name?: StringFilter | null | undefined;
  /** This does not hold. */
  not?: ProductFilter | null | undefined;
  /** About the rows that it leads to. */
  opportunityLine?: OpportunityLineToManyFilter | null | undefined;
  /** At least one of these holds; false for an empty list. */
  or?: Array<ProductFilter> | null | undefined;
  releasedOn?: DateFilter | null | undefined;
  sku?: StringFilter | null | undefined;
  /** About the rows that it leads to. */
  supportCase?: SupportCaseToManyFilter | null | undefined;
  tags?: StringArrayFilter | null | undefined;
  unitPrice?: DecimalFilter | null | undefined;
};

/** Conditions on one column; all of them must hold. A null operand is refused: use isNull. */
export type StringArrayFilter = {
  /** Everything in it is in this one. */
  containedBy?: Array<string | null | undefined> | null | undefined;
  /** Contains this; a text is taken literally. */
  contains?: Array<string | null | undefined> | null | undefined;
  /** Equal to. */
  eq?: Array<string | null | undefined> | null | undefined;
  /** Whether the value is missing. */
  isNull?: boolean | null | undefined;
  /** How many items there are. */
  length?: CountFilter | null | undefined;
  /** Not equal to. A missing value is not: see isNull. */
  neq?: Array<string | null | undefined> | null | undefined;
  /** Has something in common with this one. */
  overlaps?: Array<string | null | undefined> | null | undefined;
};

/** Conditions on one column; all of them must hold. A null operand is refused: use isNull. */
export type StringFilter = {
  /** Contains this; a text is taken literally. */
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
  /** Some of it matches the regular expression, upper and lower case alike. */
  iregex?: string | null | undefined;
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
  /** Some of it matches the regular expression (POSIX, as in PostgreSQL). */
  regex?: string | null | undefined;
  /** All of it matches the pattern of SIMILAR TO. */
  similar?: string | null | undefined;
  /** Starts with this text, taken literally. */
  startsWith?: string | null | undefined;
};

/** Conditions on rows of supportCase; all members must hold. */
export type SupportCaseFilter = {
  /** About the rows that it leads to. */
  activity?: ActivityToManyFilter | null | undefined;
  /** All of these hold; true for an empty list. */
  and?: Array<SupportCaseFilter> | null | undefined;
  caseNumber?: StringFilter | null | undefined;
  closedAt?: DateTimeFilter | null | undefined;
  id?: IntFilter | null | undefined;
  /** This does not hold. */
  not?: SupportCaseFilter | null | undefined;
  openedAt?: DateTimeFilter | null | undefined;
  /** At least one of these holds; false for an empty list. */
  or?: Array<SupportCaseFilter> | null | undefined;
  /** The row that it leads to is there, and this holds for it. */
  organisation?: OrganisationFilter | null | undefined;
  organisationId?: IntFilter | null | undefined;
  /** The row that it leads to is there, and this holds for it. */
  person?: PersonFilter | null | undefined;
  personId?: IntFilter | null | undefined;
  priority?: CasePriorityFilter | null | undefined;
  /** The row that it leads to is there, and this holds for it. */
  product?: ProductFilter | null | undefined;
  productId?: IntFilter | null | undefined;
  status?: CaseStatusFilter | null | undefined;
  subject?: StringFilter | null | undefined;
};

/** Conditions on the rows of supportCase that belong to a row; all of them must hold. */
export type SupportCaseToManyFilter = {
  /** How many there are. */
  count?: CountFilter | null | undefined;
  /** This holds for all of them; true where there are none. */
  every?: SupportCaseFilter | null | undefined;
  /** There is none for which this holds. */
  none?: SupportCaseFilter | null | undefined;
  /** There is at least one for which this holds. */
  some?: SupportCaseFilter | null | undefined;
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