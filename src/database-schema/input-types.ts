import type { EnumRef, InputObjectRef } from '@pothos/core';
import { isOrdered } from '../filters/operators.js';
import { columnHolds } from '../filters/parse-filter.js';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import { orderDirections } from '../planning/query-plan.js';
import type { ComparisonTypes } from './comparison-types.js';
import type { DeclareInTurn } from './declare-in-turn.js';
import type { DatabaseSchemaBuilder, DatabaseSchemaTypes } from './schema-builder.js';
import type { ValueTypes } from './value-types.js';

export interface InputTypes {
  /** `FilmFilter`. */
  filterOf(table: NamedTable): InputRef;
  /** `FilmOrderBy`; null: nothing of it can be ordered by. */
  orderByOf(table: NamedTable): InputRef | null;
  /** `FilmColumn`. */
  columnsOf(table: NamedTable): EnumRef<DatabaseSchemaTypes, string>;
  direction(): EnumRef<DatabaseSchemaTypes, string>;
  /** Whether all columns of a key can be arguments: some types are only read. */
  takesKey(key: readonly NamedColumn[]): boolean;
  /** An argument for each column of a key. */
  keyArguments(arg: ArgBuilder, key: readonly NamedColumn[]): ReturnType<typeof declareKeyArguments>;
}

export type InputRef = InputObjectRef<DatabaseSchemaTypes, object>;
type NewInputRef = ReturnType<typeof newInputRef>;
export type ArgBuilder = PothosSchemaTypes.InputFieldBuilder<DatabaseSchemaTypes, 'Arg'>['field'] &
  Omit<PothosSchemaTypes.InputFieldBuilder<DatabaseSchemaTypes, 'Arg'>, 'field'>;

/** Declares each input type when it is first asked for, so that nothing unused stands in the schema. */
export function createInputTypes(
  builder: DatabaseSchemaBuilder,
  values: ValueTypes,
  comparisons: ComparisonTypes,
  declareInTurn: DeclareInTurn,
): InputTypes {
  const filters = new Map<NamedTable, InputRef>();
  const orders = new Map<NamedTable, InputRef>();
  const toMany = new Map<NamedTable, InputRef>();
  const columnEnums = new Map<NamedTable, EnumRef<DatabaseSchemaTypes, string>>();
  let countOrder: InputRef | undefined;
  let direction: EnumRef<DatabaseSchemaTypes, string> | undefined;

  // Filters refer to each other, and a table's to itself: each is known before its members are asked for.
  const declared = (
    known: Map<NamedTable, InputRef>,
    table: NamedTable,
    suffix: string,
    declare: (ref: NewInputRef) => void,
  ): InputRef => {
    const ref = known.get(table);
    if (ref) return ref;
    const created = newInputRef(builder, `${table.typeName}${suffix}`);
    known.set(table, created);
    declareInTurn(() => declare(created));
    return created;
  };
  const filterOf = (table: NamedTable): InputRef =>
    declared(filters, table, 'Filter', (ref) =>
      declareFilter(ref, table, (column) => comparisons.comparisonOf(column), { filterOf, toManyOf }),
    );
  const toManyOf = (table: NamedTable): InputRef =>
    declared(toMany, table, 'ToManyFilter', (ref) =>
      declareToMany(ref, table, filterOf(table), comparisons.countOf()),
    );
  const orderByOf = (table: NamedTable): InputRef | null => {
    if (!table.columns.some((column) => isOrdered(columnHolds(column)))) return null;
    return declared(orders, table, 'OrderBy', (ref) =>
      declareOrderBy(ref, table, directionOf(), { orderByOf, countOrderOf }),
    );
  };
  const directionOf = () => (direction ??= declareDirection(builder));
  const countOrderOf = (): InputRef => (countOrder ??= declareCountOrder(builder, directionOf()));
  const columnsOf = (table: NamedTable) => memoised(columnEnums, table, () => declareColumns(builder, table));

  return {
    takesKey: (key) => key.every((column) => values.inputOf(column) !== null),
    keyArguments: (arg, key) => declareKeyArguments(arg, key, values),
    filterOf,
    orderByOf,
    columnsOf,
    direction: directionOf,
  };
}

function newInputRef(builder: DatabaseSchemaBuilder, name: string) {
  return builder.inputRef<object>(name);
}

function memoised<Key, Value>(known: Map<Key, Value>, key: Key, make: (key: Key) => Value): Value {
  const value = known.get(key) ?? make(key);
  known.set(key, value);
  return value;
}

function declareFilter(
  ref: NewInputRef,
  table: NamedTable,
  comparisonOf: (column: NamedColumn) => InputRef,
  related: RelatedFilters,
): InputRef {
  return ref.implement({
    description: `Conditions on rows of ${table.name}; all members must hold.`,
    fields: (t) => ({
      and: t.field({
        type: [ref],
        required: false,
        description: 'All of these hold; true for an empty list.',
      }),
      or: t.field({
        type: [ref],
        required: false,
        description: 'At least one of these holds; false for an empty list.',
      }),
      not: t.field({ type: ref, required: false, description: 'This does not hold.' }),
      ...Object.fromEntries(
        table.columns.map((column) => [
          column.name,
          t.field({ type: comparisonOf(column), required: false }),
        ]),
      ),
      ...Object.fromEntries(
        table.relations.map((relation) => [
          relation.name,
          t.field({
            type: relation.isToMany ? related.toManyOf(relation.target) : related.filterOf(relation.target),
            required: false,
            description: relation.isToMany
              ? 'About the rows that it leads to.'
              : 'The row that it leads to is there, and this holds for it.',
          }),
        ]),
      ),
    }),
  });
}

function declareKeyArguments(arg: ArgBuilder, key: readonly NamedColumn[], values: ValueTypes) {
  return Object.fromEntries(
    key.map((column) => {
      const type = values.inputOf(column);
      if (!type) throw new Error(`The column ${column.name} cannot be an argument.`);
      return [column.name, arg({ type, required: true })];
    }),
  );
}

interface RelatedFilters {
  filterOf(table: NamedTable): InputRef;
  toManyOf(table: NamedTable): InputRef;
}

function declareToMany(ref: NewInputRef, table: NamedTable, filter: InputRef, count: InputRef): InputRef {
  return ref.implement({
    description: `Conditions on the rows of ${table.name} that belong to a row; all of them must hold.`,
    fields: (t) => ({
      some: t.field({
        type: filter,
        required: false,
        description: 'There is at least one for which this holds.',
      }),
      none: t.field({
        type: filter,
        required: false,
        description: 'There is none for which this holds.',
      }),
      every: t.field({
        type: filter,
        required: false,
        description: 'This holds for all of them; true where there are none.',
      }),
      count: t.field({ type: count, required: false, description: 'How many there are.' }),
    }),
  });
}

function declareOrderBy(
  ref: NewInputRef,
  table: NamedTable,
  direction: EnumRef<DatabaseSchemaTypes, string>,
  related: { orderByOf(table: NamedTable): InputRef | null; countOrderOf(): InputRef },
): InputRef {
  return ref.implement({
    description: `One thing to order rows of ${table.name} by. Give several objects to order by several things.`,
    isOneOf: true,
    fields: (t) => ({
      ...Object.fromEntries(
        table.columns
          .filter((column) => isOrdered(columnHolds(column)))
          .map((column) => [column.name, t.field({ type: direction, required: false })]),
      ),
      ...Object.fromEntries(
        table.relations.flatMap((relation) => {
          const type = relation.isToMany ? related.countOrderOf() : related.orderByOf(relation.target);
          const description = relation.isToMany
            ? 'By the number of rows that it leads to.'
            : 'By the row that it leads to; a missing one counts as null.';
          return type ? [[relation.name, t.field({ type, required: false, description })]] : [];
        }),
      ),
    }),
  });
}

function declareCountOrder(
  builder: DatabaseSchemaBuilder,
  direction: EnumRef<DatabaseSchemaTypes, string>,
): InputRef {
  return builder.inputRef<object>('CountOrderBy').implement({
    description: 'An order by a number of rows.',
    isOneOf: true,
    fields: (t) => ({ count: t.field({ type: direction, required: false }) }),
  });
}

function declareColumns(
  builder: DatabaseSchemaBuilder,
  table: NamedTable,
): EnumRef<DatabaseSchemaTypes, string> {
  return builder.enumType(`${table.typeName}Column`, {
    description: `A column of ${table.name}.`,
    values: Object.fromEntries(table.columns.map(({ enumValue }) => [enumValue, { value: enumValue }])),
  });
}

function declareDirection(builder: DatabaseSchemaBuilder): EnumRef<DatabaseSchemaTypes, string> {
  return builder.enumType('OrderDirection', {
    description:
      'Direction of an order. Without a word on nulls: last when ascending, first when descending.',
    values: Object.fromEntries(orderDirections.map((name) => [name, { value: name }])),
  });
}
