import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import type { RowCondition } from './filter.js';

/** One place in an operation where rows of a table are looked at, with the columns that are referred to there. */
export interface Occurrence {
  readonly table: NamedTable;
  /** Grows while the operation is planned. */
  readonly columns: Set<NamedColumn>;
}

export function occurrenceOf(table: NamedTable): Occurrence {
  return { table, columns: new Set() };
}

/** The rows of a table that somebody may see who refers to these columns of it. */
export type Sight = (table: NamedTable, columns: ReadonlySet<NamedColumn>) => RowCondition;

/** For what a rule itself looks at: rules do not recurse into rules. */
export const fullSight: Sight = () => ({ kind: 'all' });
