import { scalarNames } from '../catalog/scalar.js';
import { upperFirst } from './graphql-name.js';

/**
 * What a table's or an enum's name brings with it, and what Postern keeps for itself. A schema builder uses no
 * name that is not listed here; a new suffix goes in here first, so that no table is ever named like it.
 */
const fieldSuffixes = ['', 'ByPk', 'Connection', 'Aggregate', 'Groups'];

const rowTypeSuffixes = [
  ...['', 'Filter', 'ToManyFilter', 'OrderBy', 'Column', 'Connection', 'Edge'],
  ...['Aggregate', 'AggregateFilter', 'CountDistinct', 'Sum', 'Avg', 'Min', 'Max', 'Stddev'],
  ...['Group', 'GroupKey', 'GroupOrderBy', 'GroupKeyOrderBy', 'Having'],
  ...['CountDistinct', 'Sum', 'Avg', 'Min', 'Stddev'].flatMap((name) => [`${name}Having`, `${name}OrderBy`]),
  ...['Insert', 'Set', 'Inc', 'OnConflict', 'MutationResult'],
];

// `ArrayFilter` is for columns that hold an array of it. Not `ListFilter`: views such as `film_list` are common.
const valueTypeSuffixes = ['', 'Filter', 'ArrayFilter', 'MatrixFilter', 'AggregateFilter'];

const ranges = ['Int', 'BigInt', 'Decimal', 'Date', 'DateTime', 'LocalDateTime'].map(
  (name) => `${name}Range`,
);

const valueTypes = [...scalarNames, 'ID', ...ranges];

export const reservedTypes: ReadonlySet<string> = new Set([
  ...['Query', 'Mutation', 'Subscription', 'Node', 'PageInfo', 'OrderDirection'],
  ...['CountFilter', 'CountOrderBy', 'NullFilter', 'AnyArrayFilter', 'JSONPathFilter', 'TSVectorFilter'],
  ...ranges.flatMap((name) => [`${name}Input`, `${name.replace('Range', 'Multirange')}Filter`]),
  ...valueTypes.flatMap((name) => valueTypeSuffixes.map((suffix) => name + suffix)),
]);

/** `nothing` stands in a schema of which a caller may see no table. */
export const reservedFields: ReadonlySet<string> = new Set(['node', 'nodes', 'nothing']);

/** Members of a row's type, filter and order beside its columns. */
export const reservedColumns: ReadonlySet<string> = new Set(['and', 'or', 'not', 'all', 'nodeId']);

/** Arguments that stand beside the columns of a key in `update<Type>ByPk`. */
export const reservedKeyColumns: ReadonlySet<string> = new Set(['set', 'inc']);

/** GraphQL's own: no enum value may be one of these. */
export const reservedValues: ReadonlySet<string> = new Set(['true', 'false', 'null']);

export function queryFieldsOf(tableName: string): readonly string[] {
  return fieldSuffixes.map((suffix) => tableName + suffix);
}

/** Fields of a row that a relation brings with it. Only those to many have all of them, but that can change. */
export function relationFieldsOf(relationName: string): readonly string[] {
  return ['', 'Aggregate', 'Connection'].map((suffix) => relationName + suffix);
}

/** `filmByTitleAndYear`, for a unique key, or for a relation by these columns. */
export function nameByColumns(tableName: string, columnNames: readonly string[]): string {
  return `${tableName}By${columnNames.map(upperFirst).join('And')}`;
}

/** Row types and mutation fields: the two never look alike, since one starts in upper case. */
export function rowTypesOf(typeName: string): readonly string[] {
  const mutations = [`insert${typeName}`, `insert${typeName}One`, `update${typeName}`, `delete${typeName}`];
  const byPk = [`update${typeName}ByPk`, `delete${typeName}ByPk`];
  return [...rowTypeSuffixes.map((suffix) => typeName + suffix), ...mutations, ...byPk];
}

/** The object in answers and, once composites can be written, the one in input. */
export function compositeTypesOf(typeName: string): readonly string[] {
  return [typeName, `${typeName}Input`];
}

export function enumTypesOf(typeName: string): readonly string[] {
  return valueTypeSuffixes.map((suffix) => typeName + suffix);
}
