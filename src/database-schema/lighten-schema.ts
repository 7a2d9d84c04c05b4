import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldExtensions,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { neverResolved } from './field-options.js';

/**
 * Takes out of a schema what Pothos leaves in it of the way in which it was built: half of the memory that a database
 * of many tables costs. What is read later stays: each field's meaning and scopes.
 */
export function lightenSchema(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!type.name.startsWith('__')) lightenType(type);
  }
}

function lightenType(type: GraphQLNamedType): void {
  type.extensions = {};
  if (isObjectType(type) || isInterfaceType(type)) Object.values(type.getFields()).forEach(lightenField);
  // No type is ever resolved: the planner knows them all.
  if (isInterfaceType(type)) type.resolveType = null;
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) field.extensions = {};
  }
  if (isEnumType(type)) {
    for (const value of type.getValues()) value.extensions = {};
  }
}

function lightenField(field: GraphQLField<unknown, unknown>): void {
  field.extensions = keptOf(field.extensions);
  // Pothos wrapped it, and the wrapper holds on to all the rest.
  field.resolve = neverResolved.resolve;
  for (const argument of field.args) argument.extensions = {};
}

function keptOf({
  postern,
  pothosOptions,
}: GraphQLFieldExtensions<unknown, unknown>): GraphQLFieldExtensions<unknown, unknown> {
  // Without scopes it stays without: the guard refuses to judge such a field.
  const scopes = (pothosOptions as { readonly authScopes?: unknown } | undefined)?.authScopes;
  return { postern, pothosOptions: { authScopes: scopes } };
}
