import type { Filter } from '../filters/filter.js';
import type { LookedAt } from '../filters/occurrence.js';
import type {
  ConnectionPlan,
  OrderTerm,
  OutputPlan,
  QueryPlan,
  RootPlan,
  RowPlan,
  RowsPlan,
} from './query-plan.js';

/** One place of an operation where rows of a table are looked at; what is referred to there decides which are seen. */
export interface PlacedOccurrence extends LookedAt {
  /** Where it stands in the operation, such as `organisation.person` or `organisation.where.person`. */
  readonly path: string;
}

/** Every occurrence of a table in a plan, those inside of filters and orders too, in the order of the operation. */
export function occurrencesOf(plan: QueryPlan): readonly PlacedOccurrence[] {
  return plan.roots.flatMap(inRoot);
}

function inRoot(root: RootPlan): readonly PlacedOccurrence[] {
  switch (root.kind) {
    case 'constant':
    case 'introspection':
      return [];
    case 'rows':
      return inRows(root.rows);
    case 'connection':
      return inConnection(root.connection);
    case 'summary':
      return inSummary(root.summary);
    case 'groups':
      return inSummary(root.groups);
  }
}

function inRows(rows: RowsPlan): readonly PlacedOccurrence[] {
  const { path, where, orderBy } = rows;
  return inRow(path, rows, [...inWhere(path, where), ...orderBy.flatMap((term) => inOrder(path, term))]);
}

function inConnection({ rows, parts }: ConnectionPlan): readonly PlacedOccurrence[] {
  const inner = parts.flatMap((part) => {
    if (part.kind === 'nodes') return part.output.flatMap((one) => inOutput(`${rows.path}.${part.key}`, one));
    if (part.kind !== 'edges') return [];
    return part.parts.flatMap((edge) =>
      edge.kind === 'node'
        ? edge.output.flatMap((one) => inOutput(`${rows.path}.${part.key}.${edge.key}`, one))
        : [],
    );
  });
  return [...inRows(rows), ...inner];
}

function inSummary(summary: {
  readonly path: string;
  readonly occurrence: LookedAt;
  readonly where: Filter | null;
}): readonly PlacedOccurrence[] {
  const { path, occurrence, where } = summary;
  return [placed(path, occurrence), ...inWhere(path, where)];
}

function inRow(
  path: string,
  { occurrence, output }: RowPlan,
  before: readonly PlacedOccurrence[] = [],
): readonly PlacedOccurrence[] {
  return [placed(path, occurrence), ...before, ...output.flatMap((part) => inOutput(path, part))];
}

function placed(path: string, { table, columns, aggregated }: LookedAt): PlacedOccurrence {
  return { path, table, columns, aggregated };
}

function inOutput(path: string, output: OutputPlan): readonly PlacedOccurrence[] {
  switch (output.kind) {
    case 'column':
    case 'constant':
    case 'nodeId':
      return [];
    case 'toOne':
      return inRow(`${path}.${output.key}`, output.row);
    case 'toMany':
      return inRows(output.rows);
    case 'connection':
      return inConnection(output.connection);
    case 'summary':
      return inSummary(output.summary);
  }
}

function inOrder(path: string, { hops, by }: OrderTerm): readonly PlacedOccurrence[] {
  let place = `${path}.orderBy`;
  const end = by.kind === 'count' ? [by] : [];
  return [...hops, ...end].map(({ relation, occurrence }) => {
    place = `${place}.${relation.name}`;
    return placed(place, occurrence);
  });
}

function inWhere(path: string, where: Filter | null): readonly PlacedOccurrence[] {
  return where ? inFilter(`${path}.where`, where) : [];
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
        placed(inner, { table: relation.target, columns, aggregated: null }),
        ...(filter.kind === 'relation' ? inFilter(inner, filter.filter) : []),
      ];
    }
  }
}
