import type { NamedColumn } from '../naming/named-catalog.js';
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
      readonly operator: Exclude<OperatorName, 'isNull'>;
      readonly operand: ValueSource;
    }
  | { readonly kind: 'isNull'; readonly column: NamedColumn; readonly operand: ValueSource };
