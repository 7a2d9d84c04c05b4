import type { EnumRef } from '@pothos/core';
import type { CatalogType } from '../catalog/catalog.js';
import { elementOf, scalarOf, type ScalarName } from '../catalog/scalar.js';
import type { NamedCatalog, NamedEnum, NamedTypes } from '../naming/named-catalog.js';
import { aggregateFunctions } from '../planning/aggregate-call.js';
import { calculated } from './calculated.js';
import type { DatabaseSchemaBuilder, DatabaseSchemaTypes } from './schema-builder.js';
import { createScalar, type CustomScalarName } from './scalars.js';

/** A scalar by its name, or an enum of the database; of an array, that of its elements. */
export type LeafType = ScalarName | EnumRef<DatabaseSchemaTypes, string>;

export type LeafTypeOf = (value: TypedValue) => LeafType;

/** A column, or an attribute of a composite. */
export interface TypedValue extends NamedTypes {
  readonly source: { readonly type: CatalogType };
}

/** Declares the scalars and enums that the catalog's columns use, and only those. */
export function createLeafTypes(builder: DatabaseSchemaBuilder, catalog: NamedCatalog): LeafTypeOf {
  const values = withMembers(
    catalog.tables.flatMap((table) => [
      ...table.columns,
      ...aggregateFunctions.flatMap((call) => calculated(table, call).map(({ result }) => result)),
    ]),
  );
  const scalars = new Set(values.filter(({ enumType }) => !enumType).map(scalarOfValue));
  for (const name of scalars) if (isCustom(name)) builder.addScalarType(name, createScalar(name));
  const enums = new Map<NamedEnum, EnumRef<DatabaseSchemaTypes, string>>();
  for (const { enumType } of values) {
    if (enumType && !enums.has(enumType)) enums.set(enumType, declareEnum(builder, enumType));
  }
  return (value) => (value.enumType ? enums.get(value.enumType) : undefined) ?? scalarOfValue(value);
}

/** With the attributes of composites, and theirs. */
function withMembers(columns: readonly TypedValue[]): readonly TypedValue[] {
  const values = new Set<TypedValue>();
  const add = (value: TypedValue): void => {
    if (values.has(value)) return;
    values.add(value);
    value.compositeType?.attributes.forEach(add);
  };
  columns.forEach(add);
  return [...values];
}

/** Of a range, the scalar of its bounds. */
function scalarOfValue({ source }: TypedValue): ScalarName {
  const element = elementOf(source.type);
  if (element.kind === 'range') return scalarOf(element.bound);
  return scalarOf(element.kind === 'multirange' ? element.range.bound : element);
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
