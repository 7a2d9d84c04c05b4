import { parsed, refused, type Parsed } from '../foundation/parsed.js';
import type { InputTree } from '../filters/input-tree.js';
import { occurrenceOf, type Occurrence } from '../filters/occurrence.js';
import type { NamedRelation } from '../naming/named-catalog.js';
import { onlyMember } from './only-member.js';
import type { PlanContext } from './plan-context.js';
import { readDirection } from './read-direction.js';
import type { OrderTerm } from './query-plan.js';

/**
 * The order asked for: a list of objects that each name one column, one column of a to-one relation, or the number of rows
 * of a to-many relation. The primary key is appended, so that the order is total; that is no reference.
 */
export function planOrder(
  context: PlanContext,
  tree: InputTree | undefined,
  occurrence: Occurrence,
  path: string,
): readonly OrderTerm[] {
  const asked = tree?.kind === 'list' ? tree.items : [];
  const terms: OrderTerm[] = [];
  for (const [index, item] of asked.entries()) {
    context.budget.spend('terms of orders');
    const term = termOf(context, item, occurrence);
    if (term.kind === 'refused') context.refuse(`${path}[${index}]`, term.problem);
    // What rows are ordered by already orders nothing more.
    else if (!terms.some((known) => isSameThing(known, term.value))) terms.push(term.value);
  }
  const isOrderedBy = (id: string): boolean =>
    terms.some(({ hops, by }) => hops.length === 0 && by.kind === 'column' && by.column.id === id);
  const missing = occurrence.table.orderKey.filter(({ id }) => !isOrderedBy(id));
  return [
    ...terms,
    ...missing.map((column): OrderTerm => ({ hops: [], by: { kind: 'column', column }, direction: 'ASC' })),
  ];
}

function isSameThing(left: OrderTerm, right: OrderTerm): boolean {
  const printed = ({ hops, by }: OrderTerm): string => {
    const way = hops.map(({ relation }) => relation.id);
    return [...way, by.kind === 'column' ? by.column.id : `count ${by.relation.id}`].join(' ');
  };
  return printed(left) === printed(right);
}

function termOf(context: PlanContext, item: InputTree, occurrence: Occurrence): Parsed<OrderTerm> {
  const only = onlyMember(item);
  if (!only) return refused(ONE_COLUMN);
  const [name, value] = only;
  const { table } = occurrence;
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column) {
    context.refer(occurrence, column);
    const direction = readDirection(value, context.recorder);
    return direction ? parsed({ hops: [], by: { kind: 'column', column }, direction }) : refused(ONE_COLUMN);
  }
  const relation = table.relations.find((candidate) => candidate.name === name);
  return relation ? relatedTerm(context, value, occurrence, relation) : refused(ONE_COLUMN);
}

function relatedTerm(
  context: PlanContext,
  value: InputTree,
  from: Occurrence,
  relation: NamedRelation,
): Parsed<OrderTerm> {
  context.budget.spend('relations in conditions');
  const occurrence = occurrenceOf(relation.target);
  context.referToRelation(relation, from, occurrence);
  if (!relation.isToMany) {
    const inner = termOf(context, value, occurrence);
    if (inner.kind === 'refused') return inner;
    return parsed({ ...inner.value, hops: [{ relation, occurrence }, ...inner.value.hops] });
  }
  const [name, counted] = onlyMember(value) ?? [];
  const direction = name === 'count' && counted ? readDirection(counted, context.recorder) : undefined;
  return direction
    ? parsed({ hops: [], by: { kind: 'count', relation, occurrence }, direction })
    : refused('must name "count" and a direction, such as { count: DESC }.');
}

const ONE_COLUMN =
  'must name one column and a direction, such as { name: ASC }. Use several objects for several columns.';
