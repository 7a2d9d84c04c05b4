import { tableNamed, type ModelRelation, type ModelTable } from './model-schema.js';
import type { Arguments, Filter, Row, Selection } from './model-world.js';

/* Occurrences: each place where rows of a table are looked at, with the columns that are referred to there. */

export type OnOccurrence = (table: string, columns: ReadonlySet<string>) => void;

export interface Rows {
  readonly byKey?: Row | null;
  readonly args: Arguments;
  readonly selection: Selection;
}

/** The columns of the occurrence itself: output, filter, order, key, and this table's sides of relations. */
export function columnsOf(table: ModelTable, rows: Rows, entered: readonly string[]): ReadonlySet<string> {
  return new Set([
    ...entered,
    ...Object.keys(rows.byKey ?? {}),
    ...rows.selection.columns.filter((name) => name !== '__typename'),
    ...rows.selection.relations.flatMap(({ name }) => relationOf(table, name).columns),
    ...(rows.args.orderBy ?? []).map(({ column }) => column),
    ...filterColumns(table, rows.args.where ?? {}),
  ]);
}

export function filterColumns(table: ModelTable, filter: Filter): readonly string[] {
  return Object.entries(filter).flatMap(([name, member]) => {
    if (name in table.columns) return [name];
    if (name in table.relations) return relationOf(table, name).columns;
    return partsOf(member).flatMap((part) => filterColumns(table, part));
  });
}

export function visitRows(
  table: ModelTable,
  rows: Rows,
  entered: readonly string[],
  visit: OnOccurrence,
): void {
  visit(table.name, columnsOf(table, rows, entered));
  visitFilter(table, rows.args.where ?? {}, visit);
  for (const { name, args, selection } of rows.selection.relations) {
    const { target, targetColumns } = relationOf(table, name);
    visitRows(tableNamed(target), { args, selection }, targetColumns, visit);
  }
}

export function visitFilter(table: ModelTable, filter: Filter, visit: OnOccurrence): void {
  for (const [name, member] of Object.entries(filter)) {
    if (name in table.columns) continue;
    if (!(name in table.relations)) {
      for (const part of partsOf(member)) visitFilter(table, part, visit);
      continue;
    }
    const relation = relationOf(table, name);
    const target = tableNamed(relation.target);
    for (const inner of innersOf(relation, member as Filter)) {
      visit(target.name, new Set([...relation.targetColumns, ...filterColumns(target, inner.filter)]));
      visitFilter(target, inner.filter, visit);
    }
  }
}

/** What a filter says about related rows: each is an occurrence of its own. A count says nothing about them. */
export function innersOf(relation: ModelRelation, member: Filter): { quantifier: string; filter: Filter }[] {
  if (!relation.isToMany) return [{ quantifier: 'one', filter: member }];
  return Object.entries(member).map(([quantifier, filter]) => {
    return { quantifier, filter: quantifier === 'count' ? {} : (filter as Filter) };
  });
}

export function partsOf(member: unknown): readonly Filter[] {
  return (Array.isArray(member) ? member : [member]) as Filter[];
}

export function relationOf(table: ModelTable, name: string): ModelRelation {
  const relation = table.relations[name];
  if (!relation) throw new Error(`${table.name} has no relation ${name}.`);
  return relation;
}
