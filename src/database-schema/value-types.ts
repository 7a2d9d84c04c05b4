import {
  InputListRef,
  ListRef,
  type InputObjectRef,
  type InputTypeParam,
  type ObjectRef,
  type TypeParam,
} from '@pothos/core';
import type { CatalogRange, CatalogType } from '../catalog/catalog.js';
import { scalarOf, type ScalarName } from '../catalog/scalar.js';
import type { NamedAttribute, NamedComposite } from '../naming/named-catalog.js';
import type { RangeMember } from '../planning/field-meaning.js';
import { callerScope, meaning, type Resolution } from './field-options.js';
import type { LeafTypeOf, TypedValue } from './leaf-types.js';
import type { DatabaseSchemaBuilder, DatabaseSchemaTypes } from './schema-builder.js';

/** The GraphQL types of whole values: scalars and enums, lists of them, and the objects that ranges and composites are. */
export interface ValueTypes {
  outputOf(value: TypedValue): TypeParam<DatabaseSchemaTypes>;
  /** Null for what is only read: composites, and arrays whose items have no type in input. */
  inputOf(value: TypedValue): InputTypeParam<DatabaseSchemaTypes> | null;
  rangeInputOf(range: CatalogRange): InputTypeParam<DatabaseSchemaTypes>;
}

type Output = TypeParam<DatabaseSchemaTypes>;
type Input = InputTypeParam<DatabaseSchemaTypes>;

/** Each object type is declared when it is first asked for. */
export function createValueTypes(
  builder: DatabaseSchemaBuilder,
  leafOf: LeafTypeOf,
  resolution: Resolution,
): ValueTypes {
  const ranges = new Map<ScalarName, ObjectRef<DatabaseSchemaTypes, object>>();
  const rangeInputs = new Map<ScalarName, InputObjectRef<DatabaseSchemaTypes, object>>();
  const composites = new Map<NamedComposite, ObjectRef<DatabaseSchemaTypes, object>>();

  const rangeOf = ({ bound }: CatalogRange) =>
    memoised(ranges, scalarOf(bound), (scalar) => declareRange(builder, scalar, resolution));
  const rangeInputOf = ({ bound }: CatalogRange) =>
    memoised(rangeInputs, scalarOf(bound), (scalar) => declareRangeInput(builder, scalar));
  const compositeOf = (type: NamedComposite) =>
    memoised(composites, type, () => declareComposite(builder, type, outputOf, resolution));

  const outputOf = (value: TypedValue): Output => outputOfType(value.source.type, value);
  const outputOfType = (type: CatalogType, value: TypedValue): Output => {
    switch (type.kind) {
      case 'array': {
        let list = outputOfType(type.element, value);
        for (let depth = 0; depth < type.dimensions; depth += 1) list = new ListRef(list, true);
        return list;
      }
      case 'range':
        return rangeOf(type);
      case 'multirange':
        return new ListRef<DatabaseSchemaTypes, unknown>(rangeOf(type.range), false);
      case 'composite':
        if (!value.compositeType) throw new Error(`The composite ${type.sql} got no name.`);
        return compositeOf(value.compositeType);
      default:
        return leafOf(value);
    }
  };
  const inputOfType = (type: CatalogType, value: TypedValue): Input | null => {
    switch (type.kind) {
      case 'array': {
        let list = inputOfType(type.element, value);
        if (list === null || type.element.kind === 'array' || type.element.kind === 'multirange') return null;
        for (let depth = 0; depth < type.dimensions; depth += 1) list = new InputListRef(list, false);
        return list;
      }
      case 'range':
        return rangeInputOf(type);
      case 'multirange':
        return new InputListRef<DatabaseSchemaTypes, unknown>(rangeInputOf(type.range), true);
      case 'composite':
        return null;
      default:
        return leafOf(value);
    }
  };
  return { outputOf, inputOf: (value) => inputOfType(value.source.type, value), rangeInputOf };
}

function memoised<Key, Value>(known: Map<Key, Value>, key: Key, make: (key: Key) => Value): Value {
  const value = known.get(key) ?? make(key);
  known.set(key, value);
  return value;
}

function declareRange(builder: DatabaseSchemaBuilder, scalar: ScalarName, resolution: Resolution) {
  const options = (member: RangeMember) => ({
    authScopes: callerScope,
    extensions: meaning({ kind: 'member', member }),
    ...resolution,
  });
  return builder.objectRef<object>(`${scalar}Range`).implement({
    description: `A range of ${scalar}; what comes out can be put in again.`,
    fields: (t) => ({
      lower: t.field({
        type: scalar,
        nullable: true,
        description: 'Null where it is open, or where the range is empty.',
        ...options('lower'),
      }),
      upper: t.field({ type: scalar, nullable: true, ...options('upper') }),
      lowerInclusive: t.field({ type: 'Boolean', nullable: false, ...options('lowerInclusive') }),
      upperInclusive: t.field({ type: 'Boolean', nullable: false, ...options('upperInclusive') }),
      isEmpty: t.field({ type: 'Boolean', nullable: false, ...options('isEmpty') }),
    }),
  });
}

function declareRangeInput(builder: DatabaseSchemaBuilder, scalar: ScalarName) {
  return builder.inputRef<object>(`${scalar}RangeInput`).implement({
    description: `A range of ${scalar}. A bound that is null or left out is open.`,
    fields: (t) => ({
      lower: t.field({ type: scalar, required: false }),
      upper: t.field({ type: scalar, required: false }),
      lowerInclusive: t.boolean({ required: false, description: 'True where nothing is said.' }),
      upperInclusive: t.boolean({ required: false, description: 'False where nothing is said.' }),
      isEmpty: t.boolean({ required: false, description: 'The empty range, whatever else is said.' }),
    }),
  });
}

function declareComposite(
  builder: DatabaseSchemaBuilder,
  type: NamedComposite,
  outputOf: (value: NamedAttribute) => Output,
  resolution: Resolution,
) {
  const { comment } = type.source;
  return builder.objectRef<object>(type.typeName).implement({
    ...(comment === null ? {} : { description: comment }),
    fields: (t) =>
      Object.fromEntries(
        type.attributes.map((attribute, member) => [
          attribute.name,
          t.field({
            type: outputOf(attribute),
            nullable: true,
            ...(attribute.source.comment === null ? {} : { description: attribute.source.comment }),
            authScopes: callerScope,
            extensions: meaning({ kind: 'member', member }),
            ...resolution,
          }),
        ]),
      ),
  });
}
