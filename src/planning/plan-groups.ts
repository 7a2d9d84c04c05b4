import { aggregateOccurrenceOf } from '../filters/occurrence.js';
import type { NamedTable } from '../naming/named-catalog.js';
import type { FieldPlace, PlanContext } from './plan-context.js';
import { rowTypeOf } from './plan-context.js';
import { planColumns } from './plan-columns.js';
import { planGroupOrder } from './plan-group-order.js';
import { planHaving } from './plan-having.js';
import { planSummaryOutput } from './plan-summary.js';
import type { GroupsPlan, LimitPlan, SummaryOutput } from './query-plan.js';

/** `<table>Groups`: rows put together by some of their columns. */
export function planGroups(
  context: PlanContext,
  { path, nodes, field }: FieldPlace,
  table: NamedTable,
): GroupsPlan {
  const occurrence = aggregateOccurrenceOf(table);
  const argument = (name: string) => context.argument(nodes[0], field, name);
  const by = planColumns(context, argument('by'), occurrence, `${path}.by`);
  if (by.length === 0)
    context.refuse(`${path}.by`, 'must name at least one column; without groups, use the aggregate.');
  const where = context.where(argument('where'), occurrence, `${path}.where`);
  const having = planHaving(context, argument('having'), occurrence, `${path}.having`);
  const orderBy = planGroupOrder(context, argument('orderBy'), occurrence, by, `${path}.orderBy`);
  const limit = argument('limit');
  const offset = argument('offset');
  const { defaultLimit, maxLimit } = context.limits;
  const output = planSummaryOutput(context, nodes, rowTypeOf(field), occurrence);
  return {
    occurrence,
    path,
    by,
    where,
    having,
    orderBy,
    limit: limit?.kind === 'leaf' ? given(limit.source, maxLimit) : { kind: 'default', rows: defaultLimit },
    offset: offset?.kind === 'leaf' ? offset.source : null,
    output: output.map((part) => onlyKeysOf(by, part)),
  };
}

function given(source: Extract<LimitPlan, { kind: 'given' }>['source'], max: number): LimitPlan {
  return { kind: 'given', source, max };
}

/** A column that rows were not grouped by has no value of the group's: null. */
function onlyKeysOf(by: GroupsPlan['by'], output: SummaryOutput): SummaryOutput {
  switch (output.kind) {
    case 'groupKey':
      return by.includes(output.column) ? output : { kind: 'constant', key: output.key, value: null };
    case 'object':
      return { ...output, output: output.output.map((part) => onlyKeysOf(by, part)) };
    default:
      return output;
  }
}
