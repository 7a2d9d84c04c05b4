import { encoderOf, type JsonEncoder } from './json-encoder.js';
import type { OutputPlan } from './query-plan.js';

/** One row as PostgreSQL sent it: text or null, in the order of the statement's columns. */
export type TextRow = readonly (string | null)[];

export type RowWriter = (row: TextRow) => string;

/** Writes rows as JSON objects. All that can be known beforehand (keys, commas, encoders) is worked out once. */
export function createRowWriter(output: readonly OutputPlan[]): RowWriter {
  const parts = output.map((plan, index): Part => {
    const prefix = `${index === 0 ? '{' : ','}${JSON.stringify(plan.key)}:`;
    if (plan.kind === 'constant') return { text: prefix + JSON.stringify(plan.value), encode: null };
    return { text: prefix, encode: encoderOf(plan.column) };
  });
  if (parts.length === 0) return () => '{}';
  return (row) => {
    let text = '';
    let position = 0;
    for (const part of parts) {
      text += part.text;
      if (part.encode === null) continue;
      const value = row[position++];
      text += value === null || value === undefined ? 'null' : part.encode(value);
    }
    return text + '}';
  };
}

interface Part {
  readonly text: string;
  /** Null where the text is complete without a value of the row. */
  readonly encode: JsonEncoder | null;
}
