import type { NamedColumn, NamedRelation, NamedTable } from '../naming/named-catalog.js';
import type { AggregateFunction } from './aggregate-call.js';
import type { PageInfoMember } from './page-info.js';

/**
 * What a field of a database schema stands for. `database-schema` puts it into `extensions.postern` of each field
 * that it makes, and the planner reads it there: one name less to agree upon.
 */
export type FieldMeaning =
  | { readonly kind: 'list' | 'connection' | 'aggregate' | 'groups'; readonly table: NamedTable }
  | { readonly kind: 'byKey'; readonly table: NamedTable; readonly key: readonly NamedColumn[] }
  /** The row that a `nodeId` names; `tables` are those that have one, by name. */
  | { readonly kind: 'node'; readonly tables: ReadonlyMap<string, NamedTable> }
  /** The one field of a schema in which the caller may see no table at all. Always null. */
  | { readonly kind: 'nothing' }
  // Of a row.
  | { readonly kind: 'column'; readonly column: NamedColumn }
  | { readonly kind: 'nodeId'; readonly table: NamedTable; readonly key: readonly NamedColumn[] }
  | {
      readonly kind: 'relation' | 'relatedConnection' | 'relatedAggregate';
      readonly relation: NamedRelation;
    }
  /** Of a value that is an object; an attribute of a composite by its position. */
  | { readonly kind: 'member'; readonly member: RangeMember | number }
  // Of a connection, its edges and its page info.
  | { readonly kind: 'edges' | 'nodes' | 'pageInfo' | 'totalCount' | 'cursor' | 'edgeNode' }
  | { readonly kind: 'pageInfoMember'; readonly member: PageInfoMember }
  // Of an aggregate or a group.
  | { readonly kind: 'count' | 'groupKeys' }
  | { readonly kind: 'function'; readonly call: AggregateFunction }
  | { readonly kind: 'functionOf'; readonly call: AggregateFunction; readonly column: NamedColumn }
  | { readonly kind: 'groupKey'; readonly column: NamedColumn };

export type RangeMember = 'lower' | 'upper' | 'lowerInclusive' | 'upperInclusive' | 'isEmpty';

export function meaningOf(field: {
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly name: string;
}): FieldMeaning {
  const meaning = field.extensions['postern'];
  if (meaning === undefined) throw new Error(`The field ${field.name} has no meaning to the planner.`);
  return meaning as FieldMeaning;
}
