import type { GraphQLObjectType } from 'graphql';
import type { InputTree } from '../filters/input-tree.js';
import { occurrenceOf, type Occurrence } from '../filters/occurrence.js';
import type { ValueSource } from '../filters/value-source.js';
import type { NamedTable } from '../naming/named-catalog.js';
import { meaningOf } from './field-meaning.js';
import { rowTypeOf, type FieldNodes, type FieldPlace, type PlanContext } from './plan-context.js';
import { planOrder } from './plan-order.js';
import type {
  ConnectionPart,
  ConnectionPlan,
  EdgePart,
  OutputPlan,
  PageInfoPart,
  PagePlan,
} from './query-plan.js';

/** Plans what is shown of a row. Handed in: rows have connections, and connections rows. */
type PlanOutput = (
  context: PlanContext,
  path: string,
  nodes: FieldNodes,
  type: GraphQLObjectType,
  occurrence: Occurrence,
) => readonly OutputPlan[];

/** `<table>Connection`. */
export function planConnection(
  context: PlanContext,
  place: FieldPlace,
  table: NamedTable,
  planOutput: PlanOutput,
): ConnectionPlan {
  return planConnectionOf(context, place, occurrenceOf(table), planOutput);
}

export function planConnectionOf(
  context: PlanContext,
  { path, nodes, field }: FieldPlace,
  occurrence: Occurrence,
  planOutput: PlanOutput,
): ConnectionPlan {
  const argument = (name: string) => context.argument(nodes[0], field, name);
  const where = context.where(argument('where'), occurrence, `${path}.where`);
  const orderBy = planOrder(context, argument('orderBy'), occurrence, `${path}.orderBy`);
  const limit = planPage(context, path, argument);
  if (occurrence.table.orderKey.length === 0 && (limit.after ?? limit.before)) {
    context.refuse(
      path,
      `cannot be continued by a cursor, since ${occurrence.table.name} has no primary key. Use limit and offset.`,
    );
  }
  const parts = planParts(context, nodes, rowTypeOf(field), (inner, type, key) =>
    planOutput(context, `${path}.${key}`, inner, type, occurrence),
  );
  return {
    rows: { occurrence, path, output: [], where, distinctOn: [], orderBy, limit, offset: null },
    parts,
  };
}

function planPage(
  context: PlanContext,
  path: string,
  argument: (name: string) => InputTree | undefined,
): PagePlan {
  const source = (name: string): ValueSource | null => {
    const tree = argument(name);
    return tree?.kind === 'leaf' ? tree.source : null;
  };
  const [first, last] = [source('first'), source('last')];
  if (first && last) context.refuse(path, 'takes either first or last, not both.');
  return {
    kind: 'page',
    size: last ?? first,
    defaultSize: context.limits.defaultLimit,
    max: context.limits.maxLimit,
    isBackward: last !== null,
    after: source('after'),
    before: source('before'),
  };
}

type PlanRow = (nodes: FieldNodes, type: GraphQLObjectType, key: string) => readonly OutputPlan[];

function planParts(
  context: PlanContext,
  nodes: FieldNodes,
  type: GraphQLObjectType,
  planRow: PlanRow,
): readonly ConnectionPart[] {
  return planMembers(context, nodes, type, (kind, key, inner, innerType): ConnectionPart | null => {
    switch (kind) {
      case 'nodes':
        return { kind, key, output: planRow(inner, innerType, key) };
      case 'edges':
        return { kind, key, parts: planEdge(context, inner, innerType, key, planRow) };
      case 'pageInfo':
        return { kind, key, parts: planPageInfo(context, inner, innerType) };
      case 'totalCount':
        return { kind, key };
      default:
        return null;
    }
  });
}

function planEdge(
  context: PlanContext,
  nodes: FieldNodes,
  type: GraphQLObjectType,
  path: string,
  planRow: PlanRow,
): readonly EdgePart[] {
  return planMembers(context, nodes, type, (kind, key, inner, innerType): EdgePart | null => {
    if (kind === 'cursor') return { kind, key };
    return kind === 'edgeNode'
      ? { kind: 'node', key, output: planRow(inner, innerType, `${path}.${key}`) }
      : null;
  });
}

function planPageInfo(
  context: PlanContext,
  nodes: FieldNodes,
  type: GraphQLObjectType,
): readonly PageInfoPart[] {
  return planMembers(context, nodes, type, (_kind, key, inner): PageInfoPart | null => {
    const meaning = meaningOf(context.select(type, inner[0].name.value));
    return meaning.kind === 'pageInfoMember' ? { kind: 'member', key, member: meaning.member } : null;
  });
}

/** The selected fields of one object, each as `plan` has it; null: the field does not belong there, which is a bug. */
function planMembers<Part>(
  context: PlanContext,
  nodes: FieldNodes,
  type: GraphQLObjectType,
  plan: (kind: string, key: string, inner: FieldNodes, innerType: GraphQLObjectType) => Part | null,
): readonly (Part | Extract<ConnectionPart, { kind: 'constant' }>)[] {
  return [...context.collect(type, nodes)].map(([key, inner]) => {
    const name = inner[0].name.value;
    if (name === '__typename') return { kind: 'constant', key, value: type.name };
    context.budget.spend('output fields');
    const field = context.select(type, name);
    const part = plan(meaningOf(field).kind, key, inner, rowTypeOf(field));
    if (part === null) throw new Error(`${type.name}.${name} does not belong into a connection.`);
    return part;
  });
}
