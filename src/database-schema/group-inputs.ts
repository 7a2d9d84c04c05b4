import { upperFirst } from '../naming/graphql-name.js';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import { aggregateFunctions, type AggregateFunction } from '../planning/aggregate-call.js';
import { isOrdered } from '../filters/operators.js';
import { columnHolds } from '../filters/parse-filter.js';
import { calculated } from './calculated.js';
import type { ComparisonTypes } from './comparison-types.js';
import type { InputRef, InputTypes } from './input-types.js';
import type { DatabaseSchemaBuilder } from './schema-builder.js';

/** `FilmHaving` and `FilmGroupOrderBy`, which look like a group: `{ count: …, sum: { length: … } }`. */
export interface GroupInputs {
  havingOf(table: NamedTable): InputRef;
  orderByOf(table: NamedTable): InputRef;
}

export function createGroupInputs(
  builder: DatabaseSchemaBuilder,
  inputs: InputTypes,
  comparisons: ComparisonTypes,
): GroupInputs {
  const declared = new Map<string, InputRef>();
  const declare = (name: string, make: () => InputRef): InputRef => {
    const ref = declared.get(name) ?? make();
    declared.set(name, ref);
    return ref;
  };
  const havingOfFunction = (table: NamedTable, call: AggregateFunction): InputRef =>
    declare(`${table.typeName}${sharedName(call)}Having`, () =>
      builder.inputRef<object>(`${table.typeName}${sharedName(call)}Having`).implement({
        fields: (t) =>
          Object.fromEntries(
            calculated(table, call).map(({ column, result }) => {
              const type =
                call === 'countDistinct' ? comparisons.countOf() : comparisons.comparisonOf(result);
              return [column.name, t.field({ type, required: false })];
            }),
          ),
      }),
    );
  const orderOfColumns = (name: string, columns: readonly NamedColumn[]): InputRef =>
    declare(name, () =>
      builder.inputRef<object>(name).implement({
        isOneOf: true,
        fields: (t) =>
          Object.fromEntries(
            columns.map((column) => [column.name, t.field({ type: inputs.direction(), required: false })]),
          ),
      }),
    );
  const functionsOf = (table: NamedTable) =>
    aggregateFunctions.filter((call) => calculated(table, call).length > 0);

  return {
    havingOf: (table) => {
      const ref = builder.inputRef<object>(`${table.typeName}Having`);
      return ref.implement({
        description: `Conditions on groups of ${table.name}; all members must hold.`,
        fields: (t) => ({
          and: t.field({ type: [ref], required: false, description: 'All of these hold.' }),
          or: t.field({ type: [ref], required: false, description: 'At least one of these holds.' }),
          not: t.field({ type: ref, required: false, description: 'This does not hold.' }),
          count: t.field({ type: comparisons.countOf(), required: false }),
          ...Object.fromEntries(
            functionsOf(table).map((call) => [
              call,
              t.field({ type: havingOfFunction(table, call), required: false }),
            ]),
          ),
        }),
      });
    },
    orderByOf: (table) => {
      const keys = table.columns.filter((column) => isOrdered(columnHolds(column)));
      return builder.inputRef<object>(`${table.typeName}GroupOrderBy`).implement({
        description: `One thing to order groups of ${table.name} by: a key, their number of rows, or a calculation.`,
        isOneOf: true,
        fields: (t) => ({
          ...(keys.length > 0 && {
            key: t.field({
              type: orderOfColumns(`${table.typeName}GroupKeyOrderBy`, keys),
              required: false,
            }),
          }),
          count: t.field({ type: inputs.direction(), required: false }),
          ...Object.fromEntries(
            functionsOf(table).map((call) => {
              const columns = calculated(table, call).map(({ column }) => column);
              const name = `${table.typeName}${sharedName(call)}OrderBy`;
              return [call, t.field({ type: orderOfColumns(name, columns), required: false })];
            }),
          ),
        }),
      });
    },
  };
}

/** Least and greatest value are of the same columns and types. */
function sharedName(call: AggregateFunction): string {
  return upperFirst(call === 'max' ? 'min' : call);
}
