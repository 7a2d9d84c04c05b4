/**
 * Where a value of a filter comes from when the statement runs. A filter never holds the caller's values, so
 * that one plan serves every value of its variables.
 */
export type ValueSource =
  /** Written in the document or in a rule; already in the form that PostgreSQL reads. */
  | { readonly kind: 'constant'; readonly value: unknown }
  /** A coerced variable of the operation, or a part of it. */
  | { readonly kind: 'variable'; readonly path: ValuePath }
  /** A list written out, whose items may be variables. */
  | { readonly kind: 'list'; readonly items: readonly ValueSource[] };

/** A variable's name, then members and indices inside its value. */
export type ValuePath = readonly [string, ...(string | number)[]];

/** The value itself; `undefined` where the variable has none. */
export function readValue(source: ValueSource, variables: Readonly<Record<string, unknown>>): unknown {
  switch (source.kind) {
    case 'constant':
      return source.value;
    case 'variable':
      return valueAt(variables, source.path);
    case 'list':
      return source.items.map((item) => readValue(item, variables));
  }
}

export function valueAt(variables: Readonly<Record<string, unknown>>, path: ValuePath): unknown {
  let value: unknown = variables;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}
