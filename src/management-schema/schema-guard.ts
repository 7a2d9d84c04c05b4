import {
  defaultFieldResolver,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { missingOf } from './capability-reference.js';
import { needsOf, referencesOfArguments } from './input-needs.js';
import { forbidden } from './management-builder.js';
import type { CapabilityReference } from './management-catalog.js';
import type { ManagementContext } from './management-context.js';

type Field = GraphQLField<unknown, unknown>;

/** Throws, naming the place, unless every field has scope rules and every input says what it needs. */
export function assertGuarded(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        referencesOfField(type.name, field);
        field.args.forEach(needsOf);
      }
    } else if (isInputObjectType(type)) {
      Object.values(type.getFields()).forEach(needsOf);
    }
  }
}

/**
 * What scope-auth asks for when the field is resolved. Throws where that cannot be told: no rules, rules that are
 * empty (the plugin would allow), or rules that depend on the row.
 */
export function referencesOfField(typeName: string, field: Field): readonly CapabilityReference[] {
  const options = field.extensions['pothosOptions'] as { readonly authScopes?: unknown } | undefined;
  const scopes = options?.authScopes;
  if (isScopes(scopes)) return scopes.capability ?? [];
  throw new Error(
    `${typeName}.${field.name} needs authScopes: { capability: [...] } with at least one, or { caller: true }.`,
  );
}

/** Puts what inputs need before each resolver, as scope-auth puts what its field needs. */
export function guardInputs(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) if (field.args.length > 0) guardArguments(field);
  }
}

function guardArguments(field: Field): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args: Record<string, unknown>, context, info) => {
    const missing = missingOf(
      (context as ManagementContext).effective,
      referencesOfArguments(field.args, args),
    );
    if (missing.length > 0) throw forbidden(missing);
    return resolve(source, args, context, info);
  };
}

interface Scopes {
  readonly caller?: true;
  readonly capability?: readonly CapabilityReference[];
}

function isScopes(scopes: unknown): scopes is Scopes {
  if (typeof scopes !== 'object' || scopes === null) return false;
  const { caller, capability, ...others } = scopes as Record<string, unknown>;
  const capabilityFits = capability === undefined || (Array.isArray(capability) && capability.length > 0);
  const callerFits = caller === undefined || caller === true;
  return (
    Object.keys(others).length === 0 &&
    capabilityFits &&
    callerFits &&
    (capability !== undefined || caller === true)
  );
}
