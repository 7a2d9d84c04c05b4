import {
  getNamedType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

export type AnyField = GraphQLField<unknown, unknown>;

/** The field of the query type that lists the rows of a table, and the type of its rows. */
export interface Listed {
  readonly field: string;
  readonly type: GraphQLObjectType;
}

/** By the name of the rows' type: what a client that knows nothing but the schema takes for the tables. */
export function listedTables(schema: GraphQLSchema): ReadonlyMap<string, Listed> {
  return new Map(
    fieldsOf(schema.getQueryType()).flatMap((field) => {
      const type = getNamedType(field.type);
      const isList = isNonNullType(field.type) && isListType(field.type.ofType);
      return isList && isObjectType(type) && !field.args.some(isRequiredArgument)
        ? [[type.name, { field: field.name, type }] as const]
        : [];
    }),
  );
}

/** The columns of each field that finds one row of a table: `FilmActor: actorId filmId`. */
export function keysOf(schema: GraphQLSchema): readonly string[] {
  const tables = listedTables(schema);
  return fieldsOf(schema.getQueryType()).flatMap(({ type, args }) =>
    isObjectType(type) && tables.has(type.name)
      ? [
          `${type.name}: ${args
            .map(({ name }) => name)
            .sort()
            .join(' ')}`,
        ]
      : [],
  );
}

/** The fields of rows that lead to rows, pages and aggregates left out: `Film > Language`. */
export function relationsOf(schema: GraphQLSchema): readonly string[] {
  const tables = listedTables(schema);
  return [...tables.values()].flatMap(({ type: owner }) =>
    fieldsOf(owner).flatMap(({ type }) => {
      const target = getNamedType(type).name;
      return tables.has(target) ? [`${owner.name} > ${target}`] : [];
    }),
  );
}

/** All fields of all object types and interfaces, as `Type.field`. */
export function allFields(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    !type.name.startsWith('__') && (isObjectType(type) || isInterfaceType(type))
      ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
      : [],
  );
}

function fieldsOf(type: GraphQLObjectType | null | undefined): readonly AnyField[] {
  return Object.values(type?.getFields() ?? {});
}
