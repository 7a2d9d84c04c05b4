import type { RowCondition } from '../filters/filter.js';
import type { LookedAt, Sight } from '../filters/occurrence.js';
import { printFilter, printSource } from '../filters/print-filter.js';
import type { AggregateCall } from './aggregate-call.js';
import type {
  ConnectionPlan,
  GroupsPlan,
  Having,
  LimitPlan,
  OrderTerm,
  OutputPlan,
  QueryPlan,
  RootPlan,
  RowPlan,
  RowsPlan,
  SummaryOutput,
  SummaryPlan,
} from './query-plan.js';

type Description = Readonly<Record<string, unknown>>;

/** A plan as JSON for people: what each field of the answer reads, which rows of it, and in which order. */
export function describePlan(plan: QueryPlan, sight: Sight): Description {
  return Object.fromEntries(plan.roots.map((root) => [root.key, describeRoot(root, sight)]));
}

function describeRoot(root: RootPlan, sight: Sight): unknown {
  switch (root.kind) {
    case 'constant':
    case 'introspection':
      return root.kind;
    case 'rows':
      return describeRows(root.rows, sight);
    case 'connection':
      return describeConnection(root.connection, sight);
    case 'summary':
      return describeSummary(root.summary, sight);
    case 'groups':
      return describeGroups(root.groups, sight);
  }
}

function describeRows(rows: RowsPlan, sight: Sight): Description {
  return {
    ...describeRow(rows, sight),
    ...(rows.where && { where: printFilter(rows.where) }),
    ...(rows.distinctOn.length > 0 && { distinctOn: rows.distinctOn.map(({ name }) => name) }),
    ...(rows.orderBy.length > 0 && { orderBy: rows.orderBy.map(describeTerm) }),
    limit: describeLimit(rows.limit),
    ...(rows.offset && { offset: printSource(rows.offset) }),
  };
}

function describeConnection({ rows, parts }: ConnectionPlan, sight: Sight): Description {
  const output = parts.map((part): [string, unknown] => {
    if (part.kind === 'nodes') return [part.key, describeOutputs(part.output, sight)];
    if (part.kind !== 'edges') return [part.key, part.kind];
    const edge = part.parts.map((inner): [string, unknown] => {
      return [inner.key, inner.kind === 'node' ? describeOutputs(inner.output, sight) : inner.kind];
    });
    return [part.key, Object.fromEntries(edge)];
  });
  return { ...describeRows(rows, sight), output: Object.fromEntries(output) };
}

function describeSummary({ occurrence, where, output }: SummaryPlan, sight: Sight): Description {
  return {
    ...describePlace(occurrence, sight),
    ...(where && { where: printFilter(where) }),
    output: describeSummaryOutput(output),
  };
}

function describeGroups(groups: GroupsPlan, sight: Sight): Description {
  return {
    ...describeSummary(groups, sight),
    by: groups.by.map(({ name }) => name),
    ...(groups.having && { having: describeHaving(groups.having) }),
    orderBy: groups.orderBy.map(({ by, direction }) => {
      return `${by.kind === 'groupKey' ? by.column.name : describeCall(by)} ${direction}`;
    }),
    limit: describeLimit(groups.limit),
    ...(groups.offset && { offset: printSource(groups.offset) }),
  };
}

function describeSummaryOutput(output: readonly SummaryOutput[]): Description {
  return Object.fromEntries(
    output.map((part): [string, unknown] => {
      switch (part.kind) {
        case 'constant':
          return [part.key, { constant: part.value }];
        case 'call':
          return [part.key, describeCall(part.call)];
        case 'groupKey':
          return [part.key, part.column.name];
        case 'object':
          return [part.key, describeSummaryOutput(part.output)];
      }
    }),
  );
}

function describeHaving(having: Having): unknown {
  switch (having.kind) {
    case 'and':
    case 'or':
      return { [having.kind]: having.parts.map(describeHaving) };
    case 'not':
      return { not: describeHaving(having.part) };
    case 'isNull':
      return { [describeCall(having.call)]: { isNull: printSource(having.operand) } };
    case 'compare':
      return { [describeCall(having.call)]: { [having.operator]: printSource(having.operand) } };
  }
}

function describeCall(call: AggregateCall): string {
  return call.kind === 'count' ? 'count' : `${call.call} ${call.column.name}`;
}

function describeRow(row: RowPlan, sight: Sight): Description {
  return { ...describePlace(row.occurrence, sight), output: describeOutputs(row.output, sight) };
}

function describePlace(place: LookedAt, sight: Sight): Description {
  const { table, columns, aggregated } = place;
  return {
    table: table.name,
    columns: [...columns].map(({ name }) => name),
    ...(aggregated && { aggregated: [...aggregated].map(({ name }) => name) }),
    visible: describeCondition(sight(place)),
  };
}

function describeOutputs(output: readonly OutputPlan[], sight: Sight): Description {
  return Object.fromEntries(output.map((part) => [part.key, describeOutput(part, sight)]));
}

function describeOutput(output: OutputPlan, sight: Sight): unknown {
  switch (output.kind) {
    case 'column':
      return output.column.name;
    case 'constant':
      return { constant: output.value };
    case 'nodeId':
      return { nodeId: output.columns.map(({ name }) => name) };
    case 'toOne':
      return { join: describeRow(output.row, sight) };
    case 'toMany':
      return { list: describeRows(output.rows, sight) };
    case 'connection':
      return { connection: describeConnection(output.connection, sight) };
    case 'summary':
      return { summary: describeSummary(output.summary, sight) };
  }
}

function describeTerm({ hops, by, direction }: OrderTerm): string {
  const end = by.kind === 'column' ? by.column.name : `${by.relation.name}.count`;
  return `${[...hops.map(({ relation }) => relation.name), end].join('.')} ${direction}`;
}

function describeCondition(condition: RowCondition): unknown {
  return condition.kind === 'where' ? printFilter(condition.filter) : condition.kind;
}

function describeLimit(limit: LimitPlan): unknown {
  switch (limit.kind) {
    case 'one':
      return 'one row';
    case 'given':
      return printSource(limit.source);
    case 'default':
      return `${limit.rows} (default)`;
    case 'page':
      return {
        [limit.isBackward ? 'last' : 'first']: limit.size
          ? printSource(limit.size)
          : `${limit.defaultSize} (default)`,
        ...(limit.after && { after: printSource(limit.after) }),
        ...(limit.before && { before: printSource(limit.before) }),
      };
  }
}
