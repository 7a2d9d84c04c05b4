import { BadUserInput } from '../foundation/postern-error.js';
import type { OrderTerm, RowsPlan } from './query-plan.js';

/** Makes cursors opaque, and knows its own again. `order` is not in the text, but must be the same to open it. */
export interface CursorSealing {
  readonly seal: (order: string, plain: string) => string;
  /** Null for whatever was not sealed for this order. */
  readonly unseal: (order: string, sealed: string) => string | null;
}

/** What a cursor belongs to: a table and an order, by ids, which a new name does not change. */
export function orderOf({ occurrence, orderBy }: RowsPlan): string {
  return JSON.stringify([occurrence.table.id, orderBy.map(printTerm)]);
}

function printTerm({ hops, by, direction }: OrderTerm): readonly string[] {
  const end = by.kind === 'column' ? by.column.id : `count ${by.relation.id}`;
  return [...hops.map(({ relation }) => relation.id), end, direction];
}

/** `values`: what the row is ordered by, in PostgreSQL's texts. */
export function writeCursor(
  sealing: CursorSealing,
  order: string,
  values: readonly (string | null)[],
): string {
  return sealing.seal(order, JSON.stringify(values));
}

/** Throws BadUserInput for what is no cursor of this order. */
export function readCursor(
  sealing: CursorSealing,
  order: string,
  cursor: unknown,
  field: string,
): readonly (string | null)[] {
  const plain = typeof cursor === 'string' ? sealing.unseal(order, cursor) : null;
  if (plain !== null) return JSON.parse(plain) as readonly (string | null)[];
  const message =
    'must be a cursor of this list in this very order. Begin again without it where the order or the gateway changed.';
  throw new BadUserInput([{ field, message }]);
}
