import type { GraphQLObjectType } from 'graphql';
import type { Filter } from '../filters/filter.js';
import type { InputTree } from '../filters/input-tree.js';
import { operandOf } from '../filters/operators.js';
import { columnHolds } from '../filters/parse-filter.js';
import { aggregateOccurrenceOf, occurrenceOf, type Occurrence } from '../filters/occurrence.js';
import type { NamedColumn, NamedRelation, NamedTable } from '../naming/named-catalog.js';
import { meaningOf } from './field-meaning.js';
import { planColumns } from './plan-columns.js';
import { planOrder } from './plan-order.js';
import { planConnectionOf } from './plan-connection.js';
import { rowTypeOf, type FieldNodes, type FieldPlace, type PlanContext } from './plan-context.js';
import { planSummaryOf } from './plan-summary.js';
import type { LimitPlan, OutputPlan, RowsPlan } from './query-plan.js';

export function planList(context: PlanContext, place: FieldPlace, table: NamedTable): RowsPlan {
  return planListOf(context, place, occurrenceOf(table));
}

function planListOf(context: PlanContext, place: FieldPlace, occurrence: Occurrence): RowsPlan {
  const { path, nodes, field } = place;
  const argument = (name: string) => context.argument(nodes[0], field, name);
  const where = context.where(argument('where'), occurrence, `${path}.where`);
  const distinctOn = planColumns(context, argument('distinctOn'), occurrence, `${path}.distinctOn`);
  const orderBy = planOrder(context, argument('orderBy'), occurrence, `${path}.orderBy`);
  const offset = argument('offset');
  return {
    occurrence,
    path,
    output: planOutput(context, path, nodes, rowTypeOf(field), occurrence),
    where,
    distinctOn,
    orderBy,
    limit: limitOf(context, argument('limit')),
    offset: offset?.kind === 'leaf' ? offset.source : null,
  };
}

function limitOf({ limits }: PlanContext, tree: InputTree | undefined): LimitPlan {
  if (tree?.kind !== 'leaf') return { kind: 'default', rows: limits.defaultLimit };
  return { kind: 'given', source: tree.source, max: limits.maxLimit };
}

export function planByKey(
  context: PlanContext,
  { path, nodes, field }: FieldPlace,
  table: NamedTable,
  key: readonly NamedColumn[],
): RowsPlan {
  const occurrence = occurrenceOf(table);
  const filters = key.flatMap((column): Filter[] => {
    context.refer(occurrence, column);
    const operand = context.argument(nodes[0], field, column.name);
    const place = `${path}.${column.name}`;
    if (!operand || operand.kind === 'null') {
      context.refuse(place, 'must be a value and not null.');
      return [];
    }
    const type = { kind: operandOf('eq', columnHolds(column)), column };
    const source = context.operand(operand, type, place);
    return source ? [{ kind: 'compare', column, operator: 'eq', operand: source }] : [];
  });
  return planOneRow(context, path, nodes, rowTypeOf(field), occurrence, filters);
}

export function planOneRow(
  context: PlanContext,
  path: string,
  nodes: FieldNodes,
  type: GraphQLObjectType,
  occurrence: Occurrence,
  filters: readonly Filter[],
): RowsPlan {
  return {
    occurrence,
    path,
    output: planOutput(context, path, nodes, type, occurrence),
    where: { kind: 'and', filters },
    distinctOn: [],
    orderBy: [],
    limit: { kind: 'one' },
    offset: null,
  };
}

/** What is shown of a row. */
export function planOutput(
  context: PlanContext,
  path: string,
  nodes: FieldNodes,
  type: GraphQLObjectType,
  occurrence: Occurrence,
): readonly OutputPlan[] {
  return [...context.collect(type, nodes)].map(([key, inner]): OutputPlan => {
    const name = inner[0].name.value;
    if (name === '__typename') return { kind: 'constant', key, value: type.name };
    context.budget.spend('output fields');
    const field = context.select(type, name);
    const place = { path: `${path}.${key}`, nodes: inner, field };
    const meaning = meaningOf(field);
    switch (meaning.kind) {
      case 'column':
        occurrence.columns.add(meaning.column);
        return { kind: 'column', key, column: meaning.column, selection: context.valueOf(field, inner) };
      case 'nodeId':
        for (const column of meaning.key) occurrence.columns.add(column);
        return { kind: 'nodeId', key, tableName: meaning.table.name, columns: meaning.key };
      case 'relation':
      case 'relatedConnection':
      case 'relatedAggregate':
        context.budget.spend('relations in fields');
        return planRelated(context, key, place, occurrence, meaning.kind, meaning.relation);
      default:
        throw new Error(`${type.name}.${name} does not belong into a row.`);
    }
  });
}

/** The scopes of the field ask for both sides of the foreign key, which belong to both occurrences. */
function planRelated(
  context: PlanContext,
  key: string,
  place: FieldPlace,
  occurrence: Occurrence,
  kind: 'relation' | 'relatedConnection' | 'relatedAggregate',
  relation: NamedRelation,
): OutputPlan {
  if (kind === 'relatedAggregate') {
    const target = aggregateOccurrenceOf(relation.target);
    context.enter(relation, occurrence, target);
    return { kind: 'summary', key, relation, summary: planSummaryOf(context, place, target) };
  }
  const target = occurrenceOf(relation.target);
  context.enter(relation, occurrence, target);
  if (kind === 'relatedConnection') {
    return {
      kind: 'connection',
      key,
      relation,
      connection: planConnectionOf(context, place, target, planOutput),
    };
  }
  if (relation.isToMany) return { kind: 'toMany', key, relation, rows: planListOf(context, place, target) };
  const output = planOutput(context, place.path, place.nodes, rowTypeOf(place.field), target);
  return { kind: 'toOne', key, relation, row: { occurrence: target, output } };
}
