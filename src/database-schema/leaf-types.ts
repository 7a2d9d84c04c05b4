import type { EnumRef } from '@pothos/core';
import { elementOf, scalarOf, type ScalarName } from '../catalog/scalar.js';
import { aggregateFunctions } from '../planning/aggregate-call.js';
import { calculated } from './calculated.js';
import type { NamedCatalog, NamedColumn, NamedEnum } from '../naming/named-catalog.js';
import type { DatabaseSchemaBuilder, DatabaseSchemaTypes } from './schema-builder.js';
import { createScalar, type CustomScalarName } from './scalars.js';

/** A scalar by its name, or an enum of the database; of an array, that of its elements. */
export type LeafType = ScalarName | EnumRef<DatabaseSchemaTypes, string>;

export type LeafTypeOf = (column: NamedColumn) => LeafType;

/** Declares the scalars and enums that the catalog's columns use, and only those. */
export function createLeafTypes(builder: DatabaseSchemaBuilder, catalog: NamedCatalog): LeafTypeOf {
  const columns = catalog.tables.flatMap((table) => [
    ...table.columns,
    ...aggregateFunctions.flatMap((call) => calculated(table, call).map(({ result }) => result)),
  ]);
  const scalars = new Set(columns.filter((column) => !column.enumType).map(scalarOfColumn));
  for (const name of scalars) if (isCustom(name)) builder.addScalarType(name, createScalar(name));
  const enums = new Map<NamedEnum, EnumRef<DatabaseSchemaTypes, string>>();
  for (const { enumType } of columns) {
    if (enumType && !enums.has(enumType)) enums.set(enumType, declareEnum(builder, enumType));
  }
  return (column) => (column.enumType ? enums.get(column.enumType) : undefined) ?? scalarOfColumn(column);
}

function scalarOfColumn(column: NamedColumn): ScalarName {
  return scalarOf(elementOf(column.source.type));
}

function isCustom(name: ScalarName): name is CustomScalarName {
  return name !== 'Int' && name !== 'Float' && name !== 'Boolean' && name !== 'String';
}

function declareEnum(builder: DatabaseSchemaBuilder, type: NamedEnum): EnumRef<DatabaseSchemaTypes, string> {
  return builder.enumType(type.typeName, {
    ...(type.source.comment === null ? {} : { description: type.source.comment }),
    // The label is the inner value: input arrives at the planner in the database's own words.
    values: Object.fromEntries(type.values.map(({ name, label }) => [name, { value: label }])),
  });
}
