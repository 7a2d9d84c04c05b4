import type { NamedTable } from '../naming/named-catalog.js';
import type { ArgBuilder, InputTypes } from './input-types.js';

/** What fields that read rows take: which rows, in which order, how many. */

/** Of a list. */
export function listArguments(arg: ArgBuilder, table: NamedTable, inputs: InputTypes) {
  return {
    ...orderedArguments(arg, table, inputs),
    distinctOn: arg({
      type: [inputs.columnsOf(table)],
      required: false,
      description: 'One row for each combination of these columns: the first in the order.',
    }),
    limit: arg.int({ required: false }),
    offset: arg.int({ required: false }),
  };
}

/** Of a connection. */
export function connectionArguments(arg: ArgBuilder, table: NamedTable, inputs: InputTypes) {
  return {
    ...orderedArguments(arg, table, inputs),
    first: arg.int({ required: false, description: 'At most so many rows from the beginning.' }),
    after: arg.string({ required: false, description: 'Only rows behind this cursor.' }),
    last: arg.int({ required: false, description: 'At most so many rows from the end.' }),
    before: arg.string({ required: false, description: 'Only rows before this cursor.' }),
  };
}

/** Of an aggregate; whoever may read no column cannot filter by one. */
export function aggregateArguments(arg: ArgBuilder, table: NamedTable, inputs: InputTypes) {
  return table.columns.length === 0 ? {} : { where: whereArgument(arg, table, inputs) };
}

export function whereArgument(arg: ArgBuilder, table: NamedTable, inputs: InputTypes) {
  return arg({ type: inputs.filterOf(table), required: false });
}

function orderedArguments(arg: ArgBuilder, table: NamedTable, inputs: InputTypes) {
  const orderBy = inputs.orderByOf(table);
  return {
    where: whereArgument(arg, table, inputs),
    ...(orderBy && { orderBy: arg({ type: [orderBy], required: false }) }),
  };
}
