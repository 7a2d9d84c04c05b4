import { RequestCache } from '@pothos/plugin-scope-auth';
import type { GraphQLField } from 'graphql';
import type { CapabilitySet } from '../capability/capability-set.js';
import { printReference, type Reference } from '../planning/reference.js';
import type { QueryPlan } from '../planning/query-plan.js';
import { isGranted } from './is-granted.js';
import type { DatabaseSchemaBuilder, GuardContext } from './schema-builder.js';

/** What the guard says about a whole operation. */
export type Verdict =
  | { readonly kind: 'allowed' }
  /** Every capability that is missing, as it would be granted, sorted. */
  | { readonly kind: 'forbidden'; readonly missing: readonly [string, ...string[]] };

/**
 * The one enforcement point for capabilities on a registered database, asked once for an operation before any SQL
 * runs. Output fields are judged by their own `authScopes`, through scope-auth's own evaluation; what scope-auth
 * never sees (filters, orders, keys) by the same function that its scope calls.
 */
export function guard(builder: DatabaseSchemaBuilder, plan: QueryPlan, effective: CapabilitySet): Verdict {
  const missing = new Set<string>();
  const context: GuardContext = { effective };
  // Its own cache for this builder: the shared one goes by the context alone and would mix two schemas' rules.
  const cache = new RequestCache(builder, context);
  for (const field of plan.outputFields) {
    for (const reference of requiredBy(field, cache, effective)) missing.add(printReference(reference));
  }
  for (const reference of plan.references) {
    if (!isGranted(effective, reference)) missing.add(printReference(reference));
  }
  const [first, ...more] = [...missing].sort();
  return first === undefined ? { kind: 'allowed' } : { kind: 'forbidden', missing: [first, ...more] };
}

/** Every reference that an operation needs, once each, in the order in which `missing` would name it. */
export function neededReferences(plan: QueryPlan): readonly Reference[] {
  const ofFields = plan.outputFields.flatMap((field) => scopesOf(field).capability ?? []);
  const byText = new Map([...ofFields, ...plan.references].map((one) => [printReference(one), one] as const));
  return [...byText].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, reference]) => reference);
}

/** What the field's scopes refuse; empty when they allow it. */
function requiredBy(
  field: GraphQLField<unknown, unknown>,
  cache: RequestCache<PothosTypes>,
  effective: CapabilitySet,
): readonly Reference[] {
  const scopes = scopesOf(field);
  const failure = cache.evaluateScopeMap(scopes);
  if (failure === null) return [];
  const references = scopes.capability?.filter((reference) => !isGranted(effective, reference)) ?? [];
  // Fail closed: a refusal that names nothing, or a promise, is a defect of the schema and not a permission.
  if (references.length === 0)
    throw new Error(`The scopes of ${field.name} refuse without naming what is missing.`);
  return references;
}

type PothosTypes = DatabaseSchemaBuilder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never;

interface FieldScopes {
  readonly caller?: true;
  readonly capability?: readonly [Reference, ...Reference[]];
}

function scopesOf(field: GraphQLField<unknown, unknown>): FieldScopes {
  const options = field.extensions['pothosOptions'] as { readonly authScopes?: FieldScopes } | undefined;
  const scopes = options?.authScopes;
  // Fail closed: scope-auth itself allows a field without scopes, and an empty map too.
  if (!scopes || (scopes.caller !== true && !scopes.capability)) {
    throw new Error(`The field ${field.name} has no authScopes.`);
  }
  return scopes;
}
