import type { Filter } from '../filters/filter.js';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import type { OutputPlan, QueryPlan, RowPlan, RowsPlan } from './query-plan.js';

/** One place of an operation where rows of a table are looked at. */
export interface PlacedOccurrence {
  /** Where it stands in the operation, such as `organisation.person` or `organisation.where.person`. */
  readonly path: string;
  readonly table: NamedTable;
  /** Everything that is referred to there: it decides which rows are to be seen. */
  readonly columns: ReadonlySet<NamedColumn>;
}

/** Every occurrence of a table in a plan, those inside of filters too, in the order of the operation. */
export function occurrencesOf(plan: QueryPlan): readonly PlacedOccurrence[] {
  return plan.roots.flatMap((root) => (root.kind === 'rows' ? inRows(root.rows) : []));
}

function inRows(rows: RowsPlan): readonly PlacedOccurrence[] {
  const { path, where } = rows;
  return [...inRow(path, rows, where ? inFilter(`${path}.where`, where) : [])];
}

function inRow(
  path: string,
  { occurrence, output }: RowPlan,
  filtered: readonly PlacedOccurrence[] = [],
): readonly PlacedOccurrence[] {
  const { table, columns } = occurrence;
  return [{ path, table, columns }, ...filtered, ...output.flatMap((part) => inOutput(path, part))];
}

function inOutput(path: string, output: OutputPlan): readonly PlacedOccurrence[] {
  switch (output.kind) {
    case 'column':
    case 'constant':
      return [];
    case 'toOne':
      return inRow(`${path}.${output.key}`, output.row);
    case 'toMany':
      return inRows(output.rows);
  }
}

function inFilter(path: string, filter: Filter): readonly PlacedOccurrence[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.flatMap((part) => inFilter(path, part));
    case 'not':
      return inFilter(path, filter.filter);
    case 'compare':
    case 'isNull':
      return [];
    case 'relation':
    case 'count': {
      const { relation, columns } = filter;
      const inner = `${path}.${relation.name}`;
      return [
        { path: inner, table: relation.target, columns },
        ...(filter.kind === 'relation' ? inFilter(inner, filter.filter) : []),
      ];
    }
  }
}
