import type { ObjectRef } from '@pothos/core';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import { columnScope, meaning, neverRuns } from './field-options.js';
import type { LeafTypeOf } from './leaf-types.js';
import type { DatabaseSchemaBuilder, DatabaseSchemaTypes } from './schema-builder.js';

export interface OutputTypes {
  /** `Film`: one row. */
  rowOf(table: NamedTable): RowRef;
}

type RowRef = ObjectRef<DatabaseSchemaTypes, object>;

export function createOutputTypes(builder: DatabaseSchemaBuilder, leafOf: LeafTypeOf): OutputTypes {
  const rows = new Map<NamedTable, RowRef>();
  return {
    rowOf: (table) => {
      const known = rows.get(table);
      if (known) return known;
      const ref = declareRow(builder, leafOf, table);
      rows.set(table, ref);
      return ref;
    },
  };
}

function declareRow(builder: DatabaseSchemaBuilder, leafOf: LeafTypeOf, table: NamedTable): RowRef {
  const { comment } = table.source;
  const ref = builder.objectRef<object>(table.typeName);
  ref.implement(comment === null ? {} : { description: comment });
  for (const column of table.columns) {
    const { source } = column;
    const options = {
      ...(source.comment === null ? {} : { description: source.comment }),
      nullable: !source.notNull,
      authScopes: columnScope(table, column),
      extensions: meaning({ kind: 'column', column }),
      resolve: neverRuns,
    };
    builder.objectField(ref, column.name, (t) =>
      isList(column)
        ? t.field({ ...options, type: [leafOf(column)], nullable: { list: !source.notNull, items: true } })
        : t.field({ ...options, type: leafOf(column) }),
    );
  }
  return ref;
}

function isList(column: NamedColumn): boolean {
  return column.source.type.kind === 'array';
}
