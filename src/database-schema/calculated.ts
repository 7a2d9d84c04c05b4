import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import { resultOf, type AggregateFunction } from '../planning/aggregate-call.js';

/** The columns of which there is such a thing, with a column that stands for what it gives. */
export function calculated(
  table: NamedTable,
  call: AggregateFunction,
): readonly { readonly column: NamedColumn; readonly result: NamedColumn }[] {
  return (table.aggregate?.columns ?? []).flatMap((column) => {
    const result = resultOf(call, column);
    return result ? [{ column, result }] : [];
  });
}
