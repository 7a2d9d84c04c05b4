import type { NamedColumn, NamedRelation, NamedTable } from '../naming/named-catalog.js';

/**
 * What a field of a database schema stands for. `database-schema` puts it into `extensions.postern` of each field
 * that it makes, and the planner reads it there: one name less to agree upon.
 */
export type FieldMeaning =
  | { readonly kind: 'list'; readonly table: NamedTable }
  | { readonly kind: 'byPk'; readonly table: NamedTable; readonly key: readonly NamedColumn[] }
  | { readonly kind: 'column'; readonly column: NamedColumn }
  | { readonly kind: 'relation'; readonly relation: NamedRelation }
  /** Of a value that is an object; an attribute of a composite by its position. */
  | { readonly kind: 'member'; readonly member: RangeMember | number }
  /** The one field of a schema in which the caller may see no table at all. Always null. */
  | { readonly kind: 'nothing' };

export type RangeMember = 'lower' | 'upper' | 'lowerInclusive' | 'upperInclusive' | 'isEmpty';

export function meaningOf(field: {
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly name: string;
}): FieldMeaning {
  const meaning = field.extensions['postern'];
  if (meaning === undefined) throw new Error(`The field ${field.name} has no meaning to the planner.`);
  return meaning as FieldMeaning;
}
