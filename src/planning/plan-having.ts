import { countOperators } from '../filters/filter.js';
import type { InputTree } from '../filters/input-tree.js';
import type { AggregateOccurrence } from '../filters/occurrence.js';
import { isOperatorName, operandOf, operatorsOf, type OperatorName } from '../filters/operators.js';
import { columnHolds } from '../filters/parse-filter.js';
import { aggregateFunctions, resultOf, type AggregateCall } from './aggregate-call.js';
import { referToCall } from './refer-to-call.js';
import type { PlanContext } from './plan-context.js';
import type { Having } from './query-plan.js';

/** A condition on groups: `{ count: { gt: 3 }, sum: { length: { lt: "90" } }, and, or, not }`. Null: none. */
export function planHaving(
  context: PlanContext,
  tree: InputTree | undefined,
  occurrence: AggregateOccurrence,
  path: string,
): Having | null {
  if (!tree || tree.kind === 'null') return null;
  return planCondition(context, tree, occurrence, path);
}

function planCondition(
  context: PlanContext,
  tree: InputTree,
  occurrence: AggregateOccurrence,
  path: string,
): Having {
  const parts = membersOf(context, tree, path).map(([name, value]): Having => {
    const place = `${path}.${name}`;
    switch (name) {
      case 'and':
      case 'or':
        return {
          kind: name,
          parts: itemsOf(context, value, place).map((item, index) =>
            planCondition(context, item, occurrence, `${place}[${index}]`),
          ),
        };
      case 'not':
        return { kind: 'not', part: planCondition(context, value, occurrence, place) };
      case 'count':
        return planCall(context, value, { kind: 'count' }, countOperators, occurrence, place);
      default:
        return planFunction(context, name, value, occurrence, place);
    }
  });
  return { kind: 'and', parts };
}

function planFunction(
  context: PlanContext,
  name: string,
  tree: InputTree,
  occurrence: AggregateOccurrence,
  path: string,
): Having {
  const call = aggregateFunctions.find((known) => known === name);
  const parts = membersOf(context, tree, path).map(([columnName, value]): Having => {
    const column = occurrence.table.aggregate?.columns.find((known) => known.name === columnName);
    const result = call && column && resultOf(call, column);
    if (!call || !column || !result)
      throw new Error(`A validated condition asks for ${name} of ${columnName}.`);
    const operators = call === 'countDistinct' ? countOperators : operatorsOf(columnHolds(result));
    return planCall(
      context,
      value,
      { kind: 'call', call, column },
      operators,
      occurrence,
      `${path}.${columnName}`,
    );
  });
  return { kind: 'and', parts };
}

function planCall(
  context: PlanContext,
  tree: InputTree,
  call: AggregateCall,
  operators: readonly string[],
  occurrence: AggregateOccurrence,
  path: string,
): Having {
  referToCall(context, call, occurrence);
  const result =
    call.kind === 'call' && call.call !== 'countDistinct' ? resultOf(call.call, call.column) : null;
  const parts = membersOf(context, tree, path).flatMap(([operator, operand]): Having[] => {
    if (!isOperatorName(operator) || !operators.includes(operator) || isAboutPart(operator))
      throw new Error(`A validated condition has the operator ${operator}.`);
    const type = { kind: operandOf(operator, result && columnHolds(result)), column: result };
    const source = context.operand(operand, type, `${path}.${operator}`);
    if (!source) return [];
    return [
      operator === 'isNull'
        ? { kind: 'isNull', call, operand: source }
        : { kind: 'compare', call, operator, operand: source },
    ];
  });
  return { kind: 'and', parts };
}

/** What is calculated is a single value. */
function isAboutPart(operator: OperatorName): operator is 'length' | 'path' {
  return operator === 'length' || operator === 'path';
}

function membersOf(
  context: PlanContext,
  tree: InputTree,
  path: string,
): readonly (readonly [string, InputTree])[] {
  if (tree.kind === 'object') return [...tree.fields];
  context.refuse(path, 'must be a condition and not null.');
  return [];
}

function itemsOf(context: PlanContext, tree: InputTree, path: string): readonly InputTree[] {
  if (tree.kind === 'list') return tree.items;
  context.refuse(path, 'must be a list of conditions.');
  return [];
}
