import type { ValueSource } from './value-source.js';

/**
 * An input value whose structure is known while its leaves may still be variables: what a filter is parsed from,
 * be it an argument of an operation or the JSON of a rule.
 */
export type InputTree =
  | { readonly kind: 'null' }
  | { readonly kind: 'leaf'; readonly source: ValueSource }
  | { readonly kind: 'list'; readonly items: readonly InputTree[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, InputTree> };
