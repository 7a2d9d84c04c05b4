import { allowsColumn, allowsRow, type CapabilitySet } from '../capability/capability-set.js';
import type { Reference } from '../planning/reference.js';

/** What the scope `capability` asks, and the guard for all that scope-auth never sees. Whatever is unknown to the set is not granted. */
export function isGranted(effective: CapabilitySet, { table, column, verb }: Reference): boolean {
  return column ? allowsColumn(effective, table.id, column.id, verb) : allowsRow(effective, table.id, verb);
}
