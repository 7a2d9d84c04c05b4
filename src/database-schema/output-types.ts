import type { ImplementableObjectRef, InterfaceRef, ObjectRef } from '@pothos/core';
import type { NamedColumn, NamedRelation, NamedTable } from '../naming/named-catalog.js';
import { createAggregateTypes, type AggregateTypes } from './aggregate-types.js';
import { createConnectionTypes, type ConnectionTypes } from './connection-types.js';
import type { DeclareInTurn } from './declare-in-turn.js';
import {
  callerScope,
  columnScope,
  keyScope,
  meaning,
  relationScope,
  type Resolution,
} from './field-options.js';
import type { InputTypes } from './input-types.js';
import { aggregateArguments, connectionArguments, listArguments } from './list-arguments.js';
import type { DatabaseSchemaBuilder, DatabaseSchemaTypes } from './schema-builder.js';
import type { ValueTypes } from './value-types.js';

export interface OutputTypes extends ConnectionTypes, AggregateTypes {
  /** `Film`: one row. */
  rowOf(table: NamedTable): RowRef;
  /** What all rows with a primary key have in common (https://graphql.org/learn/global-object-identification). */
  node(): InterfaceRef<DatabaseSchemaTypes, object>;
}

type RowRef = ObjectRef<DatabaseSchemaTypes, object>;
type NewRowRef = ImplementableObjectRef<DatabaseSchemaTypes, object>;

export function createOutputTypes(
  builder: DatabaseSchemaBuilder,
  values: ValueTypes,
  inputs: InputTypes,
  resolution: Resolution,
  declareInTurn: DeclareInTurn,
): OutputTypes {
  const rows = new Map<NamedTable, RowRef>();
  let node: InterfaceRef<DatabaseSchemaTypes, object> | undefined;
  const nodeOf = () => (node ??= declareNode(builder, resolution));
  const rowOf = (table: NamedTable): RowRef => {
    const known = rows.get(table);
    if (known) return known;
    const ref = builder.objectRef<object>(table.typeName);
    // Known before it is declared: rows lead to each other.
    rows.set(table, ref);
    declareInTurn(() => declareRow(ref, table));
    return ref;
  };
  const declareRow = (ref: NewRowRef, table: NamedTable): void => {
    const { comment } = table.source;
    ref.implement({
      ...(comment === null ? {} : { description: comment }),
      ...(table.primaryKey && { interfaces: [nodeOf()], isTypeOf: () => true }),
    });
    if (table.primaryKey) addNodeId(ref, table, table.primaryKey);
    for (const column of table.columns) addColumn(ref, table, column);
    for (const relation of table.relations) addRelation(ref, table, relation);
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
  const addNodeId = (ref: RowRef, table: NamedTable, key: readonly NamedColumn[]): void => {
    builder.objectField(ref, 'nodeId', (t) =>
      t.field({
        type: 'ID',
        nullable: false,
        description: 'Finds the row again through the field node.',
        authScopes: keyScope(table, key),
        extensions: meaning({ kind: 'nodeId', table, key }),
        ...resolution,
      }),
    );
  };
  const addRelation = (ref: RowRef, table: NamedTable, relation: NamedRelation): void => {
    const { target } = relation;
    const options = {
      authScopes: relationScope(table, relation),
      extensions: meaning({ kind: 'relation', relation }),
      ...resolution,
    };
    if (relation.isToMany) addPages(ref, table, relation);
    builder.objectField(ref, relation.name, (t) =>
      relation.isToMany
        ? t.field({
            ...options,
            type: [rowOf(target)],
            nullable: false,
            description: `Rows of ${target.name} that belong to this one.`,
            args: listArguments(t.arg, target, inputs),
          })
        : t.field({
            ...options,
            type: rowOf(target),
            nullable: true,
            description: `The row of ${target.name} that belongs to this one.`,
          }),
    );
  };
  const connections = createConnectionTypes(builder, rowOf, resolution);
  const aggregates = createAggregateTypes(builder, values, resolution);
  const addPages = (ref: RowRef, table: NamedTable, relation: NamedRelation): void => {
    const { target, name } = relation;
    builder.objectField(ref, `${name}Connection`, (t) =>
      t.field({
        type: connections.connectionOf(target),
        nullable: false,
        description: `Rows of ${target.name} that belong to this one, page by page.`,
        args: connectionArguments(t.arg, target, inputs),
        authScopes: relationScope(table, relation),
        extensions: meaning({ kind: 'relatedConnection', relation }),
        ...resolution,
      }),
    );
    if (!target.aggregate) return;
    builder.objectField(ref, `${name}Aggregate`, (t) =>
      t.field({
        type: aggregates.aggregateOf(target),
        nullable: false,
        description: `Rows of ${target.name} that belong to this one, summed up.`,
        args: aggregateArguments(t.arg, target, inputs),
        authScopes: relationScope(table, relation, 'aggregate'),
        extensions: meaning({ kind: 'relatedAggregate', relation }),
        ...resolution,
      }),
    );
  };
  return { rowOf, node: nodeOf, ...connections, ...aggregates };
}

function declareNode(
  builder: DatabaseSchemaBuilder,
  resolution: Resolution,
): InterfaceRef<DatabaseSchemaTypes, object> {
  return builder.interfaceRef<object>('Node').implement({
    description: 'A row that can be found again by its nodeId.',
    fields: (t) => ({
      // Rows have their own: what it asks for depends on the table.
      nodeId: t.field({ type: 'ID', nullable: false, authScopes: callerScope, ...resolution }),
    }),
  });
}
