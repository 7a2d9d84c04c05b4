import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { meaningOf } from './field-meaning.js';
import { PlanContext, type FieldNodes } from './plan-context.js';
import { planConnection } from './plan-connection.js';
import { planGroups } from './plan-groups.js';
import { planNode } from './plan-node.js';
import { planByKey, planList, planOutput } from './plan-rows.js';
import { planSummary } from './plan-summary.js';
import type { PlanLimits, QueryPlan, RootPlan } from './query-plan.js';
import { VariableRecorder } from './variable-recorder.js';

/**
 * From a validated operation to what it reads. The folder's way: plan (here) ▸ statements (compile-plan) ▸
 * rows (execution) ▸ text (write-answer). Nothing here runs, and nothing decides what is allowed: the plan
 * carries every reference that it makes, and the guard is asked about all of them at once. What validation cannot
 * see, such as a null operand, becomes the plan's `problem`: told only to those who may make the references.
 *
 * Throws PosternError LIMIT_EXCEEDED.
 */
export function planOperation(input: {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced by graphql-js. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly limits: PlanLimits;
}): QueryPlan {
  const recorder = new VariableRecorder(input.variables);
  const source = { recorder, fragments: fragmentsOf(input.document) };
  const context = new PlanContext(input.schema, source, input.limits);
  const queryType = input.schema.getQueryType();
  if (!queryType) throw new Error('The schema has no query type.');
  const fields = context.collect(queryType, [input.operation]);
  const roots = [...fields].map(([key, nodes]) => planRoot(context, queryType, key, nodes));
  return { roots, ...context.found(), observations: recorder.observations };
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
}

function planRoot(context: PlanContext, type: GraphQLObjectType, key: string, nodes: FieldNodes): RootPlan {
  context.budget.spend('root fields');
  const name = nodes[0].name.value;
  if (name === '__typename') return { kind: 'constant', key, value: type.name };
  if (name === '__schema' || name === '__type') return { kind: 'introspection', key, nodes };
  const field = context.select(type, name);
  const place = { path: key, nodes, field };
  const meaning = meaningOf(field);
  switch (meaning.kind) {
    case 'nothing':
      return { kind: 'constant', key, value: null };
    case 'list':
      return { kind: 'rows', key, single: false, rows: planList(context, place, meaning.table) };
    case 'byKey':
      return { kind: 'rows', key, single: true, rows: planByKey(context, place, meaning.table, meaning.key) };
    case 'node': {
      const rows = planNode(context, place, meaning.tables);
      return rows ? { kind: 'rows', key, single: true, rows } : { kind: 'constant', key, value: null };
    }
    case 'connection':
      return {
        kind: 'connection',
        key,
        connection: planConnection(context, place, meaning.table, planOutput),
      };
    case 'aggregate':
      return { kind: 'summary', key, summary: planSummary(context, place, meaning.table) };
    case 'groups':
      return { kind: 'groups', key, groups: planGroups(context, place, meaning.table) };
    default:
      throw new Error(`${name} stands at the root and belongs into an object.`);
  }
}
