import type { Verb } from '../capability/verb.js';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';

/** One use of a table's rows (`column` null) or of one column, which the caller must be granted. */
export interface Reference {
  readonly table: NamedTable;
  readonly column: NamedColumn | null;
  readonly verb: Verb;
}

/** As it is written in a grant, by name: `person.privateNote:select`. */
export function printReference({ table, column, verb }: Reference): string {
  return column ? `${table.name}.${column.name}:${verb}` : `${table.name}:${verb}`;
}
