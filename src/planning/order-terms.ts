import type { InputTree } from '../filters/input-tree.js';
import { parsed, refused, type Parsed } from '../foundation/parsed.js';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import { orderDirections, type OrderDirection, type OrderTerm } from './query-plan.js';
import type { VariableRecorder } from './variable-recorder.js';

/** The order asked for: a list of objects with one column each. A direction from a variable becomes part of the plan. */
export function orderTerms(
  tree: InputTree | undefined,
  table: NamedTable,
  recorder: VariableRecorder,
  /** Called for each column that is named, whatever comes of it. */
  onColumn: (column: NamedColumn) => void,
): Parsed<readonly OrderTerm[]> {
  if (tree?.kind !== 'list') return parsed([]);
  const terms: OrderTerm[] = [];
  for (const [index, item] of tree.items.entries()) {
    const [entry, ...more] = item.kind === 'object' ? item.fields : [];
    const column = entry && table.columns.find((candidate) => candidate.name === entry[0]);
    if (column) onColumn(column);
    const direction = entry?.[1].kind === 'leaf' ? readDirection(entry[1].source, recorder) : undefined;
    if (!column || !direction || more.length > 0) {
      return refused(
        `[${index}] must name one column and a direction, such as { name: ASC }. Use several objects for several columns.`,
      );
    }
    terms.push({ column, direction });
  }
  return parsed(terms);
}

function readDirection(
  source: Extract<InputTree, { kind: 'leaf' }>['source'],
  recorder: VariableRecorder,
): OrderDirection | undefined {
  const value =
    source.kind === 'variable' ? recorder.value(source.path) : source.kind === 'constant' && source.value;
  return orderDirections.find((direction) => direction === value);
}
