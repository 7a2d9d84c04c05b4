import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import type { RowCondition } from './filter.js';

/** One place where rows of a table are looked at, with the columns that are referred to there. */
export interface LookedAt {
  readonly table: NamedTable;
  /** Those that are read. */
  readonly columns: ReadonlySet<NamedColumn>;
  /** Those that are calculated with, where rows are counted or summed up; null: where they are shown or searched. */
  readonly aggregated: ReadonlySet<NamedColumn> | null;
}

/** The same in an operation, while it is planned: its sets grow. */
export interface Occurrence extends LookedAt {
  readonly columns: Set<NamedColumn>;
  readonly aggregated: null;
}

export interface AggregateOccurrence extends LookedAt {
  readonly columns: Set<NamedColumn>;
  readonly aggregated: Set<NamedColumn>;
}

export type AnyOccurrence = Occurrence | AggregateOccurrence;

export function occurrenceOf(table: NamedTable): Occurrence {
  return { table, columns: new Set(), aggregated: null };
}

export function aggregateOccurrenceOf(table: NamedTable): AggregateOccurrence {
  return { table, columns: new Set(), aggregated: new Set() };
}

/** The rows that somebody may see in one place. */
export type Sight = (place: LookedAt) => RowCondition;

/** For what a rule itself looks at: rules do not recurse into rules. */
export const fullSight: Sight = () => ({ kind: 'all' });
