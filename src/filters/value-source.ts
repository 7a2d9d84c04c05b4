/**
 * Where a value of a filter comes from when the statement runs. A filter never holds the caller's values, so
 * that one plan serves every value of its variables and every caller with the same rules.
 */
export type ValueSource =
  /** Written in the document or in a rule; already in the form that PostgreSQL reads. */
  | { readonly kind: 'constant'; readonly value: unknown }
  /** A coerced variable of the operation, or a part of it. */
  | { readonly kind: 'variable'; readonly path: ValuePath }
  /** A list written out, whose items may be variables. */
  | { readonly kind: 'list'; readonly items: readonly ValueSource[] }
  /** Made of another value when the statement runs. */
  | {
      readonly kind: 'derived';
      readonly from: ValueSource;
      readonly derive: (value: unknown) => unknown;
    }
  /** A range written out, whose members may be variables. */
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, ValueSource])[] }
  /** What a row rule or a narrowing takes from the caller, by the name of its slot. */
  | { readonly kind: 'caller'; readonly slot: string }
  /** The instant at which the operation is judged. */
  | { readonly kind: 'now' };

/** A variable's name, then members and indices inside its value. */
export type ValuePath = readonly [string, ...(string | number)[]];

/** What one run of an operation brings with it. */
export interface RunValues {
  readonly variables: Readonly<Record<string, unknown>>;
  /** By slot. */
  readonly caller: ReadonlyMap<string, unknown>;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** The value itself; `undefined` where the variable has none. */
export function readValue(source: ValueSource, run: RunValues): unknown {
  switch (source.kind) {
    case 'constant':
      return source.value;
    case 'variable':
      return valueAt(run.variables, source.path);
    case 'list':
      return source.items.map((item) => readValue(item, run));
    case 'derived':
      return source.derive(readValue(source.from, run));
    case 'object':
      return Object.fromEntries(source.members.map(([name, member]) => [name, readValue(member, run)]));
    case 'caller':
      // Fail closed: a rule whose value is missing must not compare with nothing.
      if (!run.caller.has(source.slot)) throw new Error(`The caller has no value for ${source.slot}.`);
      return run.caller.get(source.slot);
    case 'now':
      return new Date(run.nowMs).toISOString();
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
