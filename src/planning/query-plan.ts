import type { FieldNode, GraphQLField } from 'graphql';
import type { Filter } from '../filters/filter.js';
import type { Occurrence } from '../filters/occurrence.js';
import type { ValueSource } from '../filters/value-source.js';
import type { BadUserInput } from '../foundation/postern-error.js';
import type { NamedColumn, NamedRelation } from '../naming/named-catalog.js';
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
  | { readonly kind: 'rows'; readonly key: string; readonly single: boolean; readonly rows: RowsPlan }
  | { readonly kind: 'constant'; readonly key: string; readonly value: string | null }
  /** `__schema` or `__type`: answered by graphql-js on the caller's visible schema. */
  | { readonly kind: 'introspection'; readonly key: string; readonly nodes: readonly FieldNode[] };

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
  readonly orderBy: readonly OrderTerm[];
  readonly limit: LimitPlan;
  readonly offset: ValueSource | null;
}

export type OutputPlan =
  | {
      readonly kind: 'column';
      readonly key: string;
      readonly column: NamedColumn;
      readonly selection: ValueSelection | null;
    }
  | { readonly kind: 'constant'; readonly key: string; readonly value: string }
  | { readonly kind: 'toOne'; readonly key: string; readonly relation: NamedRelation; readonly row: RowPlan }
  | {
      readonly kind: 'toMany';
      readonly key: string;
      readonly relation: NamedRelation;
      readonly rows: RowsPlan;
    };

export interface OrderTerm {
  readonly column: NamedColumn;
  readonly direction: OrderDirection;
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
  | { readonly kind: 'default'; readonly rows: number };

/** Limits of a database, and later of a key, that a plan depends on. */
export interface PlanLimits {
  readonly defaultLimit: number;
  readonly maxLimit: number;
}
