import type { InputTree } from '../filters/input-tree.js';
import { orderDirections, type OrderDirection } from './query-plan.js';
import type { VariableRecorder } from './variable-recorder.js';

/** A direction from a variable becomes part of the plan. Undefined: null, or no direction at all. */
export function readDirection(tree: InputTree, recorder: VariableRecorder): OrderDirection | undefined {
  if (tree.kind !== 'leaf') return undefined;
  const { source } = tree;
  const value =
    source.kind === 'variable' ? recorder.value(source.path) : source.kind === 'constant' && source.value;
  return orderDirections.find((direction) => direction === value);
}
