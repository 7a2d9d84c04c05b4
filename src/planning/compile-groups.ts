import { sql, type RawBuilder } from 'kysely';
import { comparisonSql } from '../filters/comparison-sql.js';
import { distinctRef, strictly } from '../filters/filter-to-sql.js';
import { Parameter } from '../filters/parameter.js';
import type { NamedColumn } from '../naming/named-catalog.js';
import { callSql, callType, isSameCall, resultOf, type AggregateCall } from './aggregate-call.js';
import { BASE } from './levels.js';
import { orderSql } from './order-sql.js';
import { pageSql } from './page-sql.js';
import type { GroupsPlan, Having } from './query-plan.js';
import { conditionSql, fromTable, listOrOne, type LevelScope } from './rows-sql.js';
import { shapeOfSummary, type SummaryShape } from './summary-shape.js';

type Sql = RawBuilder<unknown>;

/** The statement of groups, whose rows have the cells of `shape`. */
export function compileGroups(
  groups: GroupsPlan,
  scope: LevelScope,
): { readonly query: Sql; readonly shape: SummaryShape } {
  const sent: Sql[] = [];
  const calls: { readonly call: AggregateCall; readonly cell: number }[] = [];
  const cellOf = (call: AggregateCall): number => {
    const known = calls.find((other) => isSameCall(other.call, call));
    if (known) return known.cell;
    const cell = sent.push(callSql(call, BASE)) - 1;
    calls.push({ call, cell });
    return cell;
  };
  const keyCellOf = (column: NamedColumn): number => sent.push(distinctRef(column, BASE)) - 1;
  const shape = shapeOfSummary(groups.output, cellOf, keyCellOf);
  const { occurrence, where, by, having, orderBy } = groups;
  const keys = sql.join(by.map((column) => distinctRef(column, BASE)));
  const kept = having ? sql` having ${havingSql(having)}` : sql``;
  const refs = orderBy.map((term) =>
    term.by.kind === 'groupKey' ? distinctRef(term.by.column, BASE) : callSql(term.by, BASE),
  );
  return {
    query: sql`select ${listOrOne(sent)} from ${fromTable(occurrence)}${conditionSql(occurrence, where, scope)} group by ${keys}${kept}${orderSql(orderBy, refs)}${pageSql(groups)}`,
    shape,
  };
}

function havingSql(having: Having): RawBuilder<boolean> {
  switch (having.kind) {
    case 'and':
      return junction(having.parts, sql` and `, sql<boolean>`true`);
    case 'or':
      return junction(having.parts, sql` or `, sql<boolean>`false`);
    case 'not':
      return sql<boolean>`not (${havingSql(having.part)})`;
    case 'isNull':
      return sql<boolean>`(${callSql(having.call, BASE)} is null) = ${new Parameter(having.operand)}::boolean`;
    case 'compare': {
      const { call, operator, operand } = having;
      const value = callSql(call, BASE);
      const result = call.kind === 'call' ? resultOf(call.call, call.column) : null;
      return comparisonSql(
        operator,
        result ? strictly(result, operator, value) : value,
        callType(call),
        operand,
      );
    }
  }
}

function junction(
  parts: readonly Having[],
  separator: Sql,
  whenEmpty: RawBuilder<boolean>,
): RawBuilder<boolean> {
  if (parts.length === 0) return whenEmpty;
  return sql<boolean>`(${sql.join(parts.map(havingSql), separator)})`;
}
