import type { AggregateOccurrence } from '../filters/occurrence.js';
import type { AggregateCall } from './aggregate-call.js';
import type { PlanContext } from './plan-context.js';

/** A call that is not shown, in a condition on groups or in their order. */
export function referToCall(
  context: PlanContext,
  call: AggregateCall,
  occurrence: AggregateOccurrence,
): void {
  context.budget.spend('calculations');
  const column = call.kind === 'count' ? null : call.column;
  if (column) occurrence.aggregated.add(column);
  context.note({ table: occurrence.table, column, verb: 'aggregate' });
}
