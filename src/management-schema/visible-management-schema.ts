import {
  getNamedType,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLType,
} from 'graphql';
import type { CapabilitySet } from '../capability/capability-set.js';
import { missingOf } from './capability-reference.js';
import { needsOf } from './input-needs.js';
import { referencesOfField } from './schema-guard.js';

/**
 * The management schema as far as a caller with these capabilities may use it: what introspection shows. Fields,
 * arguments and inputs that would be refused are gone, and with them what only they lead to. For introspection
 * alone: an operation runs on the whole schema, behind `findMissingCapabilities`.
 */
export function visibleManagementSchema(schema: GraphQLSchema, effective: CapabilitySet): GraphQLSchema {
  const visibility = { effective, types: findVisibleTypes(schema, effective) };
  const copies = new Map<string, GraphQLNamedType>();
  const copyOf = <Type extends GraphQLNamedType>(type: Type): Type => {
    const copy = copies.get(type.name) ?? copyType(type, visibility, (inner) => rewrap(inner, copyOf));
    copies.set(type.name, copy);
    return copy as Type;
  };
  const rootOf = (type: GraphQLObjectType | null | undefined) =>
    type && visibility.types.has(type.name) ? copyOf(type) : null;
  return new GraphQLSchema({
    query: rootOf(schema.getQueryType()),
    mutation: rootOf(schema.getMutationType()),
    directives: schema.getDirectives(),
  });
}

interface Visibility {
  readonly effective: CapabilitySet;
  /** Names of the object types with at least one visible field. */
  readonly types: ReadonlySet<string>;
}

type Field = GraphQLField<unknown, unknown>;
type Input = GraphQLArgument | GraphQLInputField;
type Retype = <Type extends GraphQLType>(type: Type) => Type;

/** Starts from all object types and drops those without a visible field until none is left to drop. */
function findVisibleTypes(schema: GraphQLSchema, effective: CapabilitySet): ReadonlySet<string> {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  const types = new Set(objects.map((type) => type.name));
  for (let size = -1; size !== types.size;) {
    size = types.size;
    for (const type of objects) {
      if (isIntrospection(type)) continue;
      const fields: Field[] = Object.values(type.getFields());
      if (!fields.some((field) => isFieldVisible(type, field, { effective, types }))) types.delete(type.name);
    }
  }
  return types;
}

function isFieldVisible(parent: GraphQLObjectType, field: Field, { effective, types }: Visibility): boolean {
  const type = getNamedType(field.type);
  return (
    missingOf(effective, referencesOfField(parent.name, field)).length === 0 &&
    (!isObjectType(type) || types.has(type.name)) &&
    field.args.every((argument) => !isRequiredArgument(argument) || isInputVisible(argument, effective))
  );
}

/** An input object without which nothing can be written is visible only if all that it requires is. */
function isInputVisible(input: Input, effective: CapabilitySet): boolean {
  const declared = needsOf(input);
  if (declared.kind === 'capabilities' && missingOf(effective, declared.references).length > 0) return false;
  const type = getNamedType(input.type);
  if (!isInputObjectType(type)) return true;
  const fields = Object.values(type.getFields());
  const required = fields.filter(isRequiredInputField);
  return (
    required.every((field) => isInputVisible(field, effective)) &&
    fields.some((field) => isInputVisible(field, effective))
  );
}

function copyType(type: GraphQLNamedType, visibility: Visibility, retype: Retype): GraphQLNamedType {
  if (isObjectType(type) && !isIntrospection(type)) return copyObject(type, visibility, retype);
  return isInputObjectType(type) ? copyInputObject(type, visibility, retype) : type;
}

function copyObject(type: GraphQLObjectType, visibility: Visibility, retype: Retype): GraphQLObjectType {
  const { fields, ...config } = type.toConfig();
  const visible = Object.values(type.getFields()).filter((field: Field) =>
    isFieldVisible(type, field, visibility),
  );
  const isShown = (name: string, args: readonly GraphQLArgument[]) =>
    args.some((argument) => argument.name === name && isInputVisible(argument, visibility.effective));
  return new GraphQLObjectType({
    ...config,
    // Types refer to each other: their fields are made when all of them have a name.
    fields: () =>
      Object.fromEntries(
        visible.map(({ name, args }) => {
          const { args: allArguments = {}, type: fieldType, ...field } = fields[name] ?? missingField(name);
          const shown = Object.entries(allArguments).filter(([argument]) => isShown(argument, args));
          const retyped = shown.map(
            ([argument, own]) => [argument, { ...own, type: retype(own.type) }] as const,
          );
          return [name, { ...field, type: retype(fieldType), args: Object.fromEntries(retyped) }];
        }),
      ),
  });
}

function copyInputObject(
  type: GraphQLInputObjectType,
  { effective }: Visibility,
  retype: Retype,
): GraphQLInputObjectType {
  const { fields, ...config } = type.toConfig();
  const visible = Object.values(type.getFields()).filter((field) => isInputVisible(field, effective));
  return new GraphQLInputObjectType({
    ...config,
    fields: () =>
      Object.fromEntries(
        visible.map(({ name }) => {
          const field = fields[name] ?? missingField(name);
          return [name, { ...field, type: retype(field.type) }];
        }),
      ),
  });
}

function rewrap<Type extends GraphQLType>(
  type: Type,
  copyOf: (named: GraphQLNamedType) => GraphQLNamedType,
): Type {
  if (isNonNullType(type))
    return new GraphQLNonNull(rewrap(type.ofType as GraphQLType, copyOf) as never) as never;
  if (isListType(type)) return new GraphQLList(rewrap(type.ofType, copyOf)) as never;
  return copyOf(type as GraphQLNamedType) as never;
}

function isIntrospection(type: GraphQLNamedType): boolean {
  return type.name.startsWith('__');
}

function missingField(name: string): never {
  throw new Error(`The field ${name} is missing from its own type.`);
}
