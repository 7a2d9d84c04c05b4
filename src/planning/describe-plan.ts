import type { RowCondition } from '../filters/filter.js';
import type { Sight } from '../filters/occurrence.js';
import { printFilter, printSource } from '../filters/print-filter.js';
import type { LimitPlan, OutputPlan, QueryPlan, RowPlan, RowsPlan } from './query-plan.js';

/** A plan as JSON for people: what each field of the answer reads, which rows of it, and in which order. */
export function describePlan(plan: QueryPlan, sight: Sight): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    plan.roots.map((root) => [root.key, root.kind === 'rows' ? describeRows(root.rows, sight) : root.kind]),
  );
}

function describeRows(rows: RowsPlan, sight: Sight): Readonly<Record<string, unknown>> {
  return {
    ...describeRow(rows, sight),
    ...(rows.where && { where: printFilter(rows.where) }),
    ...(rows.orderBy.length > 0 && {
      orderBy: rows.orderBy.map(({ column, direction }) => `${column.name} ${direction}`),
    }),
    limit: describeLimit(rows.limit),
    ...(rows.offset && { offset: printSource(rows.offset) }),
  };
}

function describeRow({ occurrence, output }: RowPlan, sight: Sight): Readonly<Record<string, unknown>> {
  const { table, columns } = occurrence;
  return {
    table: table.name,
    columns: [...columns].map(({ name }) => name),
    visible: describeCondition(sight(table, columns)),
    output: Object.fromEntries(output.map((part) => [part.key, describeOutput(part, sight)])),
  };
}

function describeOutput(output: OutputPlan, sight: Sight): unknown {
  switch (output.kind) {
    case 'column':
      return output.column.name;
    case 'constant':
      return { constant: output.value };
    case 'toOne':
      return { join: describeRow(output.row, sight) };
    case 'toMany':
      return { list: describeRows(output.rows, sight) };
  }
}

function describeCondition(condition: RowCondition): unknown {
  return condition.kind === 'where' ? printFilter(condition.filter) : condition.kind;
}

function describeLimit(limit: LimitPlan): unknown {
  switch (limit.kind) {
    case 'one':
      return 'one row';
    case 'given':
      return printSource(limit.source);
    case 'default':
      return `${limit.rows} (default)`;
  }
}
