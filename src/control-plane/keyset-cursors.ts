import { parseInstant } from '../foundation/instant.js';
import type { ControlPlaneNeeds } from './control-plane.js';
import { isPlainText } from './input-fields.js';
import { placeOf, type Order, type Place, type SortKey } from './keyset-order.js';
import { refuseInput } from './problems.js';

export type CursorNeeds = Pick<ControlPlaneNeeds, 'sealCursor' | 'unsealCursor'>;

interface OrderedList<Row> {
  /** The list and its order: cursors are sealed for it, so that one of another order is refused. */
  readonly orderName: string;
  readonly order: Order<Row>;
}

/** Sealed: what a list is sorted by may be what a caller may not read, nor find out by placing itself in the order. */
export function writeCursor<Row>(cursors: CursorNeeds, list: OrderedList<Row>, row: Row): string {
  const values = JSON.stringify(placeOf(list.order, row));
  // Blanks, which JSON ignores: the length of a cursor must not tell how long the values are.
  const blanks = ' '.repeat(CURSOR_STEP - 1 - ((Buffer.byteLength(values) + CURSOR_STEP - 1) % CURSOR_STEP));
  return cursors.sealCursor(list.orderName, values + blanks);
}

const CURSOR_STEP = 128;

export function readCursor<Row>(
  cursors: CursorNeeds,
  list: OrderedList<Row>,
  field: string,
  cursor: string | null,
): Place | null {
  if (cursor === null) return null;
  const content = parseJson(cursors.unsealCursor(list.orderName, cursor) ?? '');
  if (Array.isArray(content) && content.length === list.order.length) {
    const values: readonly unknown[] = content;
    if (values.every((value, index): value is string => isValueOf(list.order[index], value))) return values;
  }
  return refuseInput(
    field,
    'is not a cursor of this list in this order: take one from an edge of the same query.',
  );
}

function isValueOf<Row>(key: SortKey<Row> | undefined, value: unknown): boolean {
  if (key === undefined || typeof value !== 'string') return false;
  if (key.type === 'text') return isPlainText(value);
  if (key.type === 'bigint') return /^[0-9]{1,18}$/.test(value);
  return value === 'infinity' || value === '-infinity' || parseInstant(value).kind === 'parsed';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
