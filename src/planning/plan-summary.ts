import type { GraphQLObjectType } from 'graphql';
import { aggregateOccurrenceOf, type AggregateOccurrence } from '../filters/occurrence.js';
import type { NamedTable } from '../naming/named-catalog.js';
import { meaningOf } from './field-meaning.js';
import { rowTypeOf, type FieldNodes, type FieldPlace, type PlanContext } from './plan-context.js';
import type { SummaryOutput, SummaryPlan } from './query-plan.js';

/** `<table>Aggregate`. */
export function planSummary(context: PlanContext, place: FieldPlace, table: NamedTable): SummaryPlan {
  return planSummaryOf(context, place, aggregateOccurrenceOf(table));
}

export function planSummaryOf(
  context: PlanContext,
  { path, nodes, field }: FieldPlace,
  occurrence: AggregateOccurrence,
): SummaryPlan {
  const where = context.where(context.argument(nodes[0], field, 'where'), occurrence, `${path}.where`);
  const output = planSummaryOutput(context, nodes, rowTypeOf(field), occurrence);
  return { occurrence, path, where, output };
}

/** What is shown of rows that are summed up: the fields of an aggregate or of a group. */
export function planSummaryOutput(
  context: PlanContext,
  nodes: FieldNodes,
  type: GraphQLObjectType,
  occurrence: AggregateOccurrence,
): readonly SummaryOutput[] {
  return [...context.collect(type, nodes)].map(([key, inner]): SummaryOutput => {
    const name = inner[0].name.value;
    if (name === '__typename') return { kind: 'constant', key, value: type.name };
    context.budget.spend('output fields');
    const field = context.select(type, name);
    const meaning = meaningOf(field);
    switch (meaning.kind) {
      case 'count':
        return { kind: 'call', key, call: { kind: 'count' } };
      case 'function':
      case 'groupKeys':
        return {
          kind: 'object',
          key,
          output: planSummaryOutput(context, inner, rowTypeOf(field), occurrence),
        };
      case 'functionOf': {
        const { call, column } = meaning;
        context.budget.spend('calculations');
        occurrence.aggregated.add(column);
        return { kind: 'call', key, call: { kind: 'call', call, column } };
      }
      case 'groupKey':
        occurrence.columns.add(meaning.column);
        return { kind: 'groupKey', key, column: meaning.column, selection: context.valueOf(field, inner) };
      default:
        throw new Error(`${type.name}.${name} does not belong into an aggregate.`);
    }
  });
}
