import {
  getNamedType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { writeArguments } from './crawl-arguments.js';
import { listedTables, type AnyField } from './crawl-schema.js';

export interface Selections {
  /**
   * All fields of the type. `left`: how many rows deep it may go on, where a page, an edge or an aggregate is no row;
   * `only`: by which field, from the first row that is met.
   */
  select(type: GraphQLNamedType, left: number, only?: string): string;
  /** The fields of a row that lead to other rows, to pages of them or to what sums them up. */
  waysOn(type: GraphQLObjectType): readonly string[];
  /** Everything that was selected, as `Type.field`. */
  readonly asked: Set<string>;
}

export function createSelections(schema: GraphQLSchema): Selections {
  const tables = listedTables(schema);
  const asked = new Set<string>();
  const leadsToRows = (owner: GraphQLObjectType, field: AnyField): boolean => {
    const type = getNamedType(field.type);
    // Pages and aggregates take arguments; what a value is made of takes none.
    return tables.has(owner.name) && isObjectType(type) && (tables.has(type.name) || field.args.length > 0);
  };
  const select: Selections['select'] = (type, left, only) => {
    if (!isObjectType(type)) return '';
    const isRow = tables.has(type.name);
    const fields = Object.values(type.getFields()).flatMap((field) => {
      const cost = leadsToRows(type, field) ? 1 : 0;
      if (cost > left || (cost > 0 && only !== undefined && field.name !== only)) return [];
      asked.add(`${type.name}.${field.name}`);
      // The rows of a page stand in it twice: once they are enough as values.
      const below = field.name === 'nodes' && !isRow ? 0 : left - cost;
      const selection = select(getNamedType(field.type), below, isRow ? undefined : only);
      return [`${field.name}${writeArguments(field, {})}${selection}`];
    });
    return ` { __typename ${fields.join(' ')} }`;
  };
  return {
    select,
    waysOn: (type) =>
      Object.values(type.getFields())
        .filter((field) => leadsToRows(type, field))
        .map(({ name }) => name),
    asked,
  };
}
