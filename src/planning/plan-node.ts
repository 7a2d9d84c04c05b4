import { isObjectType } from 'graphql';
import type { Filter } from '../filters/filter.js';
import { occurrenceOf } from '../filters/occurrence.js';
import type { ValueSource } from '../filters/value-source.js';
import type { NamedTable } from '../naming/named-catalog.js';
import { readNodeId } from './node-id.js';
import type { FieldPlace, PlanContext } from './plan-context.js';
import { planOneRow } from './plan-rows.js';
import type { RowsPlan } from './query-plan.js';
import type { View } from './variable-recorder.js';

/**
 * The row that a `nodeId` names. Which table it is in decides the plan; which row, only the values. Null: it names none
 * that has one, which reads like a row that is not there.
 */
export function planNode(
  context: PlanContext,
  { path, nodes, field }: FieldPlace,
  tables: ReadonlyMap<string, NamedTable>,
): RowsPlan | null {
  const tree = context.argument(nodes[0], field, 'nodeId');
  if (tree?.kind !== 'leaf') {
    context.refuse(`${path}.nodeId`, 'must be a value and not null.');
    return null;
  }
  const { source } = tree;
  const table = tables.get(tableNameOf(context, source));
  const type = table && context.schema.getType(table.typeName);
  if (!table?.primaryKey || !isObjectType(type)) return null;
  const occurrence = occurrenceOf(table);
  context.noteRows(table);
  const { length } = table.primaryKey;
  const filters = table.primaryKey.map((column, index): Filter => {
    context.refer(occurrence, column);
    const derive = (value: unknown): unknown => partOf(value, index, length);
    return { kind: 'compare', column, operator: 'eq', operand: { kind: 'derived', from: source, derive } };
  });
  return planOneRow(context, path, nodes, type, occurrence, filters);
}

/** Null, which equals nothing, where the id is not that of a key with so many columns. */
function partOf(value: unknown, index: number, length: number): string | null {
  const id = readNodeId(value);
  return id?.key.length === length ? (id.key[index] ?? null) : null;
}

/** Of any length where somebody made it up: what is longer than a name can be is none. */
function tableNameIn(value: unknown): string {
  const name = readNodeId(value)?.tableName ?? '';
  return name.length <= 500 ? name : '';
}

const tableOfNode: View = { name: 'table of node', of: tableNameIn };

function tableNameOf(context: PlanContext, source: ValueSource): string {
  if (source.kind === 'variable') return context.recorder.view(source.path, tableOfNode);
  return source.kind === 'constant' ? tableOfNode.of(source.value) : '';
}
