import type { ObjectRef } from '@pothos/core';
import type { NamedColumn, NamedRelation, NamedTable } from '../naming/named-catalog.js';
import { columnScope, meaning, relationScope, type Resolution } from './field-options.js';
import type { InputTypes } from './input-types.js';
import type { DatabaseSchemaBuilder, DatabaseSchemaTypes } from './schema-builder.js';
import type { ValueTypes } from './value-types.js';

export interface OutputTypes {
  /** `Film`: one row. */
  rowOf(table: NamedTable): RowRef;
}

type RowRef = ObjectRef<DatabaseSchemaTypes, object>;

export function createOutputTypes(
  builder: DatabaseSchemaBuilder,
  values: ValueTypes,
  inputs: InputTypes,
  resolution: Resolution,
): OutputTypes {
  const rows = new Map<NamedTable, RowRef>();
  const rowOf = (table: NamedTable): RowRef => {
    const known = rows.get(table);
    if (known) return known;
    const { comment } = table.source;
    const ref = builder.objectRef<object>(table.typeName);
    // Known before its fields are declared: rows lead to each other.
    rows.set(table, ref);
    ref.implement(comment === null ? {} : { description: comment });
    for (const column of table.columns) addColumn(ref, table, column);
    for (const relation of table.relations) addRelation(ref, table, relation);
    return ref;
  };
  const addColumn = (ref: RowRef, table: NamedTable, column: NamedColumn): void => {
    const { source } = column;
    const options = {
      ...(source.comment === null ? {} : { description: source.comment }),
      nullable: !source.notNull,
      authScopes: columnScope(table, column),
      extensions: meaning({ kind: 'column', column }),
      ...resolution,
    };
    builder.objectField(ref, column.name, (t) => t.field({ ...options, type: values.outputOf(column) }));
  };
  const addRelation = (ref: RowRef, table: NamedTable, relation: NamedRelation): void => {
    const { target } = relation;
    const options = {
      authScopes: relationScope(table, relation),
      extensions: meaning({ kind: 'relation', relation }),
      ...resolution,
    };
    builder.objectField(ref, relation.name, (t) =>
      relation.isToMany
        ? t.field({
            ...options,
            type: [rowOf(target)],
            nullable: false,
            description: `Rows of ${target.name} that belong to this one.`,
            args: inputs.listArguments(t.arg, target),
          })
        : t.field({
            ...options,
            type: rowOf(target),
            nullable: true,
            description: `The row of ${target.name} that belongs to this one.`,
          }),
    );
  };
  return { rowOf };
}
