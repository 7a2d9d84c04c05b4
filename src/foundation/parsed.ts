/** What a parser at the edge returns: the value, or a sentence that says what is wrong and what would be right. */
export type Parsed<Value> =
  { readonly kind: 'parsed'; readonly value: Value } | { readonly kind: 'refused'; readonly problem: string };

export function parsed<Value>(value: Value): Parsed<Value> {
  return { kind: 'parsed', value };
}

export function refused(problem: string): Parsed<never> {
  return { kind: 'refused', problem };
}
