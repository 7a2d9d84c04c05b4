import type { InputTree } from '../filters/input-tree.js';
import { BadUserInput } from '../foundation/postern-error.js';
import type { NamedTable } from '../naming/named-catalog.js';
import { orderDirections, type OrderDirection, type OrderTerm } from './query-plan.js';
import type { VariableRecorder } from './variable-recorder.js';

/** The order asked for: a list of objects with one column each. A direction from a variable becomes part of the plan. */
export function orderTerms(
  tree: InputTree | undefined,
  table: NamedTable,
  recorder: VariableRecorder,
  path: string,
): readonly OrderTerm[] {
  if (tree?.kind !== 'list') return [];
  return tree.items.flatMap((item, index) => {
    const [entry, ...more] = item.kind === 'object' ? item.fields : [];
    if (!entry || more.length > 0) throw refuseTerm(`${path}[${index}]`);
    const [name, value] = entry;
    const column = table.columns.find((candidate) => candidate.name === name);
    const direction = value.kind === 'leaf' ? readDirection(value.source, recorder) : undefined;
    if (!column || !direction) throw refuseTerm(`${path}[${index}].${name}`);
    return [{ column, direction }];
  });
}

function readDirection(
  source: Extract<InputTree, { kind: 'leaf' }>['source'],
  recorder: VariableRecorder,
): OrderDirection | undefined {
  const value =
    source.kind === 'variable' ? recorder.value(source.path) : source.kind === 'constant' && source.value;
  return orderDirections.find((direction) => direction === value);
}

function refuseTerm(path: string): BadUserInput {
  return new BadUserInput([
    {
      field: path,
      message:
        'Name one column and a direction, such as { name: ASC }. Use several objects for several columns.',
    },
  ]);
}
