import type { AggregateCall } from './aggregate-call.js';
import { resultOf } from './aggregate-call.js';
import { encoderOf, encoderOfNumber, type JsonEncoder } from './json-encoder.js';
import type { SummaryOutput } from './query-plan.js';

/** How what was summed up is written. */
export type SummaryShape = readonly SummaryShapePart[];

export type SummaryShapePart =
  | { readonly kind: 'constant'; readonly key: string; readonly value: string | null }
  | {
      readonly kind: 'value';
      readonly key: string;
      readonly cell: number;
      readonly encode: JsonEncoder;
      /** JSON text where there were no rows at all. */
      readonly ofNothing: string;
    }
  | { readonly kind: 'object'; readonly key: string; readonly shape: SummaryShape };

/** `cellOf` and `keyCellOf` give the cells that hold what a call gives, and the keys of a group. */
export function shapeOfSummary(
  output: readonly SummaryOutput[],
  cellOf: (call: AggregateCall) => number,
  keyCellOf?: (column: Extract<SummaryOutput, { kind: 'groupKey' }>['column']) => number,
): SummaryShape {
  return output.map((part): SummaryShapePart => {
    const { key } = part;
    switch (part.kind) {
      case 'constant':
        return part;
      case 'object':
        return { kind: 'object', key, shape: shapeOfSummary(part.output, cellOf, keyCellOf) };
      case 'call':
        return { kind: 'value', key, cell: cellOf(part.call), ...writingOf(part.call) };
      case 'groupKey': {
        if (!keyCellOf) throw new Error('There are keys in what is no group.');
        const encode = encoderOf(part.column, part.selection);
        return { kind: 'value', key, cell: keyCellOf(part.column), encode, ofNothing: 'null' };
      }
    }
  });
}

function writingOf(call: AggregateCall): { readonly encode: JsonEncoder; readonly ofNothing: string } {
  if (call.kind === 'count' || call.call === 'countDistinct')
    return { encode: encoderOfNumber, ofNothing: '0' };
  const result = resultOf(call.call, call.column);
  if (!result) throw new Error(`There is no ${call.call} of ${call.column.name}.`);
  return { encode: encoderOf(result), ofNothing: 'null' };
}
