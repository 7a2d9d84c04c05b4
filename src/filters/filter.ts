import type { NamedColumn, NamedRelation } from '../naming/named-catalog.js';
import type { OperatorName } from './operators.js';
import type { ValueSource } from './value-source.js';

/** A parsed and type-checked condition on the rows of one table. Immutable, without values of any caller. */
export type Filter =
  /** True for an empty list. */
  | { readonly kind: 'and'; readonly filters: readonly Filter[] }
  /** False for an empty list. */
  | { readonly kind: 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | {
      readonly kind: 'compare';
      readonly column: NamedColumn;
      /** What of the column's value is compared; absent: all of it. */
      readonly part?: ValuePart;
      readonly operator: ComparisonName;
      readonly operand: ValueSource;
    }
  | {
      readonly kind: 'isNull';
      readonly column: NamedColumn;
      readonly part?: Extract<ValuePart, { kind: 'path' }>;
      readonly operand: ValueSource;
    }
  | RelationFilter
  | CountFilter;

export type ComparisonName = Exclude<OperatorName, 'isNull' | 'length' | 'path'>;

export type ValuePart =
  /** The number of an array's items. */
  | { readonly kind: 'length' }
  /** What stands at the path of a JSON value: keys and positions, as texts. */
  | { readonly kind: 'path'; readonly at: ValueSource };

/** About the rows that a relation leads to: an occurrence of its target. */
export interface RelationFilter {
  readonly kind: 'relation';
  readonly relation: NamedRelation;
  /** `one`: the row of a to-one relation is there and the filter holds for it. */
  readonly quantifier: 'one' | Quantifier;
  readonly filter: Filter;
  /** The target's columns that this occurrence refers to. */
  readonly columns: ReadonlySet<NamedColumn>;
  /** Where it is decided already which rows there are to be seen; else whoever makes SQL of it decides. */
  readonly seen?: RowCondition;
}

/** About the number of rows that a to-many relation leads to. */
export interface CountFilter {
  readonly kind: 'count';
  readonly relation: NamedRelation;
  readonly columns: ReadonlySet<NamedColumn>;
  readonly seen?: RowCondition;
  readonly operator: CountOperator;
  readonly operand: ValueSource;
}

/** Which rows of an occurrence there are to be seen. Three named cases: nothing that is absent means "all". */
export type RowCondition =
  { readonly kind: 'all' } | { readonly kind: 'none' } | { readonly kind: 'where'; readonly filter: Filter };

export const quantifiers = ['some', 'none', 'every'] as const;
export type Quantifier = (typeof quantifiers)[number];

export const countOperators = ['eq', 'neq', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte'] as const;
export type CountOperator = (typeof countOperators)[number];
