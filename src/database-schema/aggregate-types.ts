import type { ObjectRef } from '@pothos/core';
import { upperFirst } from '../naming/graphql-name.js';
import type { NamedTable } from '../naming/named-catalog.js';
import { aggregateFunctions, type AggregateFunction } from '../planning/aggregate-call.js';
import { calculated } from './calculated.js';
import {
  aggregateScope,
  callerScope,
  columnScope,
  meaning,
  rowScope,
  type Resolution,
} from './field-options.js';
import type { DatabaseSchemaBuilder, DatabaseSchemaTypes } from './schema-builder.js';
import type { ValueTypes } from './value-types.js';

type ObjectType = ObjectRef<DatabaseSchemaTypes, object>;

export interface AggregateTypes {
  /** `FilmAggregate`: all rows summed up. */
  aggregateOf(table: NamedTable): ObjectType;
  /** `FilmGroup`: the rows that have the same key. */
  groupOf(table: NamedTable): ObjectType;
}

export function createAggregateTypes(
  builder: DatabaseSchemaBuilder,
  values: ValueTypes,
  resolution: Resolution,
): AggregateTypes {
  const aggregates = new Map<NamedTable, ObjectType>();
  const functions = new Map<string, ObjectType>();

  const functionOf = (table: NamedTable, call: AggregateFunction): ObjectType => {
    const name = `${table.typeName}${upperFirst(call)}`;
    const known = functions.get(name);
    if (known) return known;
    const ref = builder.objectRef<object>(name).implement({
      description: `${functionDescriptions[call]} For each column of ${table.name}.`,
    });
    functions.set(name, ref);
    for (const { column, result } of calculated(table, call)) {
      builder.objectField(ref, column.name, (t) =>
        t.field({
          type: call === 'countDistinct' ? 'Int' : values.outputOf(result),
          nullable: call !== 'countDistinct',
          authScopes: aggregateScope(table, column),
          extensions: meaning({ kind: 'functionOf', call, column }),
          ...resolution,
        }),
      );
    }
    return ref;
  };

  const addMembers = (ref: ObjectType, table: NamedTable): void => {
    builder.objectField(ref, 'count', (t) =>
      t.field({
        type: 'Int',
        nullable: false,
        description: 'How many rows there are.',
        authScopes: rowScope(table, 'aggregate'),
        extensions: meaning({ kind: 'count' }),
        ...resolution,
      }),
    );
    for (const call of aggregateFunctions) {
      if (calculated(table, call).length === 0) continue;
      builder.objectField(ref, call, (t) =>
        t.field({
          type: functionOf(table, call),
          nullable: false,
          description: functionDescriptions[call],
          authScopes: callerScope,
          extensions: meaning({ kind: 'function', call }),
          ...resolution,
        }),
      );
    }
  };

  const groupKeyOf = (table: NamedTable): ObjectType => {
    const ref = builder.objectRef<object>(`${table.typeName}GroupKey`).implement({
      description: `What rows of ${table.name} in one group have in common; null for a column that they were not grouped by.`,
    });
    for (const column of table.columns) {
      const options = {
        nullable: true,
        authScopes: columnScope(table, column),
        extensions: meaning({ kind: 'groupKey', column }),
        ...resolution,
      } as const;
      builder.objectField(ref, column.name, (t) => t.field({ ...options, type: values.outputOf(column) }));
    }
    return ref;
  };

  return {
    aggregateOf: (table) => {
      const known = aggregates.get(table);
      if (known) return known;
      const ref = builder.objectRef<object>(`${table.typeName}Aggregate`);
      aggregates.set(table, ref);
      ref.implement({ description: `Rows of ${table.name} summed up.` });
      addMembers(ref, table);
      return ref;
    },
    groupOf: (table) => {
      const ref = builder.objectRef<object>(`${table.typeName}Group`);
      ref.implement({ description: `Rows of ${table.name} with the same key, summed up.` });
      builder.objectField(ref, 'key', (t) =>
        t.field({
          type: groupKeyOf(table),
          nullable: false,
          authScopes: callerScope,
          extensions: meaning({ kind: 'groupKeys' }),
          ...resolution,
        }),
      );
      addMembers(ref, table);
      return ref;
    },
  };
}

const functionDescriptions: Readonly<Record<AggregateFunction, string>> = {
  countDistinct: 'How many different values there are, null left out.',
  sum: 'The sum; null where there is no value.',
  avg: 'The average; null where there is no value.',
  min: 'The least value; null where there is none.',
  max: 'The greatest value; null where there is none.',
  stddev: 'The standard deviation of a sample; null for fewer than two values.',
};
