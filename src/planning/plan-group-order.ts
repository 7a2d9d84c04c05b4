import type { InputTree } from '../filters/input-tree.js';
import type { AggregateOccurrence } from '../filters/occurrence.js';
import type { NamedColumn } from '../naming/named-catalog.js';
import { aggregateFunctions, resultOf } from './aggregate-call.js';
import { onlyMember } from './only-member.js';
import type { PlanContext } from './plan-context.js';
import type { GroupOrderTerm } from './query-plan.js';
import { readDirection } from './read-direction.js';
import { referToCall } from './refer-to-call.js';

/** The order of groups: by keys, counts and calculations; then by all keys, so that it is total. */
export function planGroupOrder(
  context: PlanContext,
  tree: InputTree | undefined,
  occurrence: AggregateOccurrence,
  by: readonly NamedColumn[],
  path: string,
): readonly GroupOrderTerm[] {
  const asked = tree?.kind === 'list' ? tree.items : [];
  const terms = asked.flatMap((item, index) => {
    context.budget.spend('terms of orders');
    const term = planTerm(context, item, occurrence, by);
    if (!term) context.refuse(`${path}[${index}]`, ONE_THING);
    return term ? [term] : [];
  });
  const isOrderedBy = (column: NamedColumn): boolean =>
    terms.some((term) => term.by.kind === 'groupKey' && term.by.column === column);
  return [
    ...terms,
    ...by
      .filter((column) => !isOrderedBy(column))
      .map((column): GroupOrderTerm => ({ by: { kind: 'groupKey', column }, direction: 'ASC' })),
  ];
}

const ONE_THING =
  'must name one thing and a direction, such as { count: DESC } or { key: { rating: ASC } }, where keys are among "by".';

function planTerm(
  context: PlanContext,
  item: InputTree,
  occurrence: AggregateOccurrence,
  by: readonly NamedColumn[],
): GroupOrderTerm | null {
  const [name, value] = onlyMember(item) ?? [];
  if (name === undefined || !value) return null;
  if (name === 'count') return termOf(context, { kind: 'count' }, value, occurrence);
  const [columnName, direction] = onlyMember(value) ?? [];
  if (columnName === undefined || !direction) return null;
  if (name === 'key') {
    const column = by.find((known) => known.name === columnName);
    const asked = readDirection(direction, context.recorder);
    return column && asked ? { by: { kind: 'groupKey', column }, direction: asked } : null;
  }
  const call = aggregateFunctions.find((known) => known === name);
  const column = occurrence.table.aggregate?.columns.find((known) => known.name === columnName);
  if (!call || !column || !resultOf(call, column)) return null;
  return termOf(context, { kind: 'call', call, column }, direction, occurrence);
}

function termOf(
  context: PlanContext,
  call: Extract<GroupOrderTerm['by'], { kind: 'count' | 'call' }>,
  tree: InputTree,
  occurrence: AggregateOccurrence,
): GroupOrderTerm | null {
  referToCall(context, call, occurrence);
  const direction = readDirection(tree, context.recorder);
  return direction ? { by: call, direction } : null;
}
