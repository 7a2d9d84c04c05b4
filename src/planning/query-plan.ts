import type { FieldNode, GraphQLField } from 'graphql';
import type { BadUserInput } from '../foundation/postern-error.js';
import type { CountOperator, ComparisonName, Filter } from '../filters/filter.js';
import type { AggregateOccurrence, AnyOccurrence, Occurrence } from '../filters/occurrence.js';
import type { ValueSource } from '../filters/value-source.js';
import type { NamedColumn, NamedRelation } from '../naming/named-catalog.js';
import type { AggregateCall } from './aggregate-call.js';
import type { PageInfoMember } from './page-info.js';
import type { Reference } from './reference.js';
import type { ValueSelection } from './value-selection.js';
import type { Observation } from './variable-recorder.js';

/**
 * What an operation reads, decided but not yet SQL. Immutable and free of the caller's values: one plan serves
 * every caller with the same capabilities and rules and every value of the variables that the observations allow.
 */
export interface QueryPlan {
  /** In the order of the answer. */
  readonly roots: readonly RootPlan[];
  /** Every output field selected, once each: their own `authScopes` are what the guard evaluates. */
  readonly outputFields: readonly GraphQLField<unknown, unknown>[];
  /** Every other reference that the operation makes, once each: filters, orders, keys, sides of relations. */
  readonly references: readonly Reference[];
  /** What is wrong with the input, for whoever may make the references. A plan with a problem must not run. */
  readonly problem: BadUserInput | null;
  /** What the planner saw of the variables. */
  readonly observations: readonly Observation[];
}

export type RootPlan =
  | ReadingRoot
  | ConstantPlan
  /** `__schema` or `__type`: answered by graphql-js on the caller's visible schema. */
  | { readonly kind: 'introspection'; readonly key: string; readonly nodes: readonly FieldNode[] };

/** A root that a statement is sent for. */
export type ReadingRoot =
  | { readonly kind: 'rows'; readonly key: string; readonly single: boolean; readonly rows: RowsPlan }
  | { readonly kind: 'connection'; readonly key: string; readonly connection: ConnectionPlan }
  | { readonly kind: 'summary'; readonly key: string; readonly summary: SummaryPlan }
  | { readonly kind: 'groups'; readonly key: string; readonly groups: GroupsPlan };

export interface ConstantPlan {
  readonly kind: 'constant';
  readonly key: string;
  readonly value: string | null;
}

/** One row as it is shown. */
export interface RowPlan {
  /** What decides which rows are to be seen: all columns that are referred to here. */
  readonly occurrence: Occurrence;
  readonly output: readonly OutputPlan[];
}

/** A list of rows, or the one with a key. */
export interface RowsPlan extends RowPlan {
  /** Where its arguments stand in the operation, such as `organisation.person`. */
  readonly path: string;
  readonly where: Filter | null;
  /** One row for each combination of these: the first in the order. Empty: every row. */
  readonly distinctOn: readonly NamedColumn[];
  readonly orderBy: readonly OrderTerm[];
  readonly limit: LimitPlan;
  readonly offset: ValueSource | null;
}

export type OutputPlan =
  | ConstantPlan
  | {
      readonly kind: 'column';
      readonly key: string;
      readonly column: NamedColumn;
      readonly selection: ValueSelection | null;
    }
  | NodeIdPlan
  | { readonly kind: 'toOne'; readonly key: string; readonly relation: NamedRelation; readonly row: RowPlan }
  | {
      readonly kind: 'toMany';
      readonly key: string;
      readonly relation: NamedRelation;
      readonly rows: RowsPlan;
    }
  | {
      readonly kind: 'connection';
      readonly key: string;
      readonly relation: NamedRelation;
      readonly connection: ConnectionPlan;
    }
  | {
      readonly kind: 'summary';
      readonly key: string;
      readonly relation: NamedRelation;
      readonly summary: SummaryPlan;
    };

/** What finds the row again through `node`. */
export interface NodeIdPlan {
  readonly kind: 'nodeId';
  readonly key: string;
  readonly tableName: string;
  readonly columns: readonly NamedColumn[];
}

/** Pages of a list (https://relay.dev/graphql/connections.htm). All parts are about the same rows. */
export interface ConnectionPlan {
  /** Without output of its own. */
  readonly rows: RowsPlan;
  readonly parts: readonly ConnectionPart[];
}

export type ConnectionPart =
  | ConstantPlan
  | { readonly kind: 'nodes'; readonly key: string; readonly output: readonly OutputPlan[] }
  | { readonly kind: 'edges'; readonly key: string; readonly parts: readonly EdgePart[] }
  | { readonly kind: 'pageInfo'; readonly key: string; readonly parts: readonly PageInfoPart[] }
  | { readonly kind: 'totalCount'; readonly key: string };

export type EdgePart =
  | ConstantPlan
  | { readonly kind: 'cursor'; readonly key: string }
  | { readonly kind: 'node'; readonly key: string; readonly output: readonly OutputPlan[] };

export type PageInfoPart =
  ConstantPlan | { readonly kind: 'member'; readonly key: string; readonly member: PageInfoMember };

/** Rows counted and calculated over, as one object. */
export interface SummaryPlan {
  readonly occurrence: AnyOccurrence;
  readonly path: string;
  readonly where: Filter | null;
  readonly output: readonly SummaryOutput[];
}

export type SummaryOutput =
  | ConstantPlan
  | { readonly kind: 'call'; readonly key: string; readonly call: AggregateCall }
  | { readonly kind: 'object'; readonly key: string; readonly output: readonly SummaryOutput[] }
  /** Of groups only. */
  | {
      readonly kind: 'groupKey';
      readonly key: string;
      readonly column: NamedColumn;
      readonly selection: ValueSelection | null;
    };

/** Rows put into groups, each of which is summed up. */
export interface GroupsPlan {
  readonly occurrence: AggregateOccurrence;
  readonly path: string;
  readonly by: readonly NamedColumn[];
  readonly where: Filter | null;
  readonly having: Having | null;
  readonly orderBy: readonly GroupOrderTerm[];
  readonly limit: LimitPlan;
  readonly offset: ValueSource | null;
  readonly output: readonly SummaryOutput[];
}

/** A condition on groups. */
export type Having =
  | { readonly kind: 'and'; readonly parts: readonly Having[] }
  | { readonly kind: 'or'; readonly parts: readonly Having[] }
  | { readonly kind: 'not'; readonly part: Having }
  | { readonly kind: 'isNull'; readonly call: AggregateCall; readonly operand: ValueSource }
  | {
      readonly kind: 'compare';
      readonly call: AggregateCall;
      readonly operator: ComparisonName | CountOperator;
      readonly operand: ValueSource;
    };

export interface GroupOrderTerm {
  readonly by: AggregateCall | { readonly kind: 'groupKey'; readonly column: NamedColumn };
  readonly direction: OrderDirection;
}

/** One thing that rows are put in order by. */
export interface OrderTerm {
  /** To-one relations on the way to it. */
  readonly hops: readonly Hop[];
  readonly by: { readonly kind: 'column'; readonly column: NamedColumn } | ({ readonly kind: 'count' } & Hop);
  readonly direction: OrderDirection;
}

/** A relation with what is looked at behind it. */
export interface Hop {
  readonly relation: NamedRelation;
  readonly occurrence: Occurrence;
}

export const orderDirections = [
  'ASC',
  'DESC',
  'ASC_NULLS_FIRST',
  'ASC_NULLS_LAST',
  'DESC_NULLS_FIRST',
  'DESC_NULLS_LAST',
] as const;

export type OrderDirection = (typeof orderDirections)[number];

export type LimitPlan =
  /** By a unique key: there is at most one row. */
  | { readonly kind: 'one' }
  /** Asked for; refused above `max`. */
  | { readonly kind: 'given'; readonly source: ValueSource; readonly max: number }
  /** Not asked for: at most `rows`, and the answer says when there were more. */
  | { readonly kind: 'default'; readonly rows: number }
  | PagePlan;

/** A page of a connection. */
export interface PagePlan {
  readonly kind: 'page';
  /** Null: `defaultSize`. */
  readonly size: ValueSource | null;
  readonly defaultSize: number;
  readonly max: number;
  /** `last` rather than `first`: the rows are read in the opposite order, and shown in the order asked for. */
  readonly isBackward: boolean;
  readonly after: ValueSource | null;
  readonly before: ValueSource | null;
}

/** Limits of a database, and later of a key, that a plan depends on. */
export interface PlanLimits {
  readonly defaultLimit: number;
  readonly maxLimit: number;
}
