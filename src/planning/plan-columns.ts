import type { InputTree } from '../filters/input-tree.js';
import type { AnyOccurrence } from '../filters/occurrence.js';
import type { ValueSource } from '../filters/value-source.js';
import type { NamedColumn } from '../naming/named-catalog.js';
import type { PlanContext } from './plan-context.js';

/** Columns named by `<Type>Column` in an argument: they decide the shape of the statement. Each once. */
export function planColumns(
  context: PlanContext,
  tree: InputTree | undefined,
  occurrence: AnyOccurrence,
  path: string,
): readonly NamedColumn[] {
  const columns = new Set<NamedColumn>();
  const names = namesOf(context, tree);
  if (names.length > occurrence.table.columns.length) {
    context.refuse(path, 'names more columns than the table has.');
    return [];
  }
  for (const name of names) {
    const column = occurrence.table.columns.find(({ enumValue }) => enumValue === name);
    if (!column) {
      context.refuse(path, 'must be a list of columns, none of them null.');
      continue;
    }
    context.refer(occurrence, column);
    columns.add(column);
  }
  return [...columns];
}

function namesOf(context: PlanContext, tree: InputTree | undefined): readonly unknown[] {
  if (!tree || tree.kind === 'null' || tree.kind === 'object') return [];
  if (tree.kind === 'list') return tree.items.map(() => null);
  return listOf(valueOf(context, tree.source));
}

/** A single value where a list is expected means a list of one. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
}

function valueOf(context: PlanContext, source: ValueSource): unknown {
  switch (source.kind) {
    case 'variable':
      return context.recorder.value(source.path);
    case 'list':
      return source.items.map((item) => valueOf(context, item));
    case 'constant':
      return source.value;
    default:
      throw new Error('A column is named by something that is no input of an operation.');
  }
}
