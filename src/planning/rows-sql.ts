import { sql, type RawBuilder } from 'kysely';
import {
  columnRef,
  comparable,
  distinctRef,
  filterToSql,
  joinCondition,
  sightToSql,
  type FilterScope,
} from '../filters/filter-to-sql.js';
import { shown, shownType } from '../filters/shown-sql.js';
import type { LookedAt } from '../filters/occurrence.js';
import type { Filter } from '../filters/filter.js';
import type { NamedColumn } from '../naming/named-catalog.js';
import type { CursorSealing } from './cursor.js';
import { cursorSql } from './cursor-sql.js';
import { BASE, type Cell, type Join, type ParentLink, type RowsLevel } from './levels.js';
import { leftJoin, orderRefs, orderSql } from './order-sql.js';
import { pageSql } from './page-sql.js';
import type { OrderTerm, RowsPlan } from './query-plan.js';

type Sql = RawBuilder<unknown>;

/** What the SQL of a level depends on beside the level. */
export interface LevelScope extends FilterScope {
  readonly cursors: CursorSealing;
}

/** A plain select of the rows of a level that stands alone. */
export function selectRows(level: RowsLevel, scope: LevelScope): Sql {
  const { rows, cells, joins } = level;
  if (joins.length === 0 && rows.distinctOn.length === 0) {
    const order = orderRefs(rows.orderBy, BASE, scope);
    const sent = cells.map((cell) =>
      cell.kind === 'order' ? orderText(order.refs[cell.term]) : sentCell(cell, columnRef(cell.column, BASE)),
    );
    return sql`select ${listOrOne(sent)}${tableSql(rows, scope, order)}${orderSql(rows.orderBy, order.refs, isReversed(rows))}${pageSql(rows)}`;
  }
  const exposed = new ExposedColumns(rows);
  const sent = cells.map((cell) => exposed.cell(cell));
  const joined = joinsSql(joins, exposed, scope);
  const order = orderSql(rows.orderBy, exposed.order(), isReversed(rows));
  return sql`select ${listOrOne(sent)} from (${rootRows(level, exposed, scope)}) as ${sql.id(BASE)}${joined}${order}`;
}

/** The rows of the root: filtered, ordered and limited before anything is joined to them. */
export function rootRows({ rows }: RowsLevel, exposed: ExposedColumns, scope: LevelScope): Sql {
  const { orderBy, distinctOn } = rows;
  const { joins, refs } = orderRefs(orderBy, BASE, scope);
  const from = tableSql(rows, scope, { joins, refs });
  if (distinctOn.length === 0) {
    return sql`select ${exposed.select(refs)}${from}${orderSql(orderBy, refs, isReversed(rows))}${pageSql(rows)}`;
  }
  // The order that is shown may be another than that in which equal rows are told apart.
  const shown = exposed.order();
  const distinct = distinctOn.map((column) => distinctRef(column, BASE));
  const chosen = sql`select distinct on (${sql.join(distinct)}) ${exposed.select(refs)}${from}${orderSql(orderBy, refs, false, distinct)}`;
  return sql`select ${exposed.names()} from (${chosen}) as ${sql.id(BASE)}${orderSql(orderBy, shown)}${pageSql(rows)}`;
}

/** The rows of a list below all rows of the level above (`p`), numbered in order (`k`) for each of them. */
export function childRows(
  { rows }: RowsLevel,
  parent: ParentLink,
  source: Sql,
  exposed: ExposedColumns,
  scope: LevelScope,
): Sql {
  const { orderBy, distinctOn } = rows;
  const order = orderRefs(orderBy, BASE, scope);
  const from = sql` from ${source} as "p" join ${fromTable(rows.occurrence)} on ${linkSql(parent)}${order.joins}${whereSql(rows, order.refs, scope)}`;
  const number = sql.id('p', 'n');
  if (distinctOn.length === 0) {
    const position = sql`row_number() over (partition by ${number}${orderSql(orderBy, order.refs, isReversed(rows))})`;
    return sql`select ${number} as "p", ${position} as "k"${exposed.more(order.refs)}${from}`;
  }
  const shown = exposed.order();
  const distinct = [number, ...distinctOn.map((column) => distinctRef(column, BASE))];
  const chosen = sql`select distinct on (${sql.join(distinct)}) ${number} as "p"${exposed.more(order.refs)}${from}${orderSql(orderBy, order.refs, false, distinct)}`;
  const position = sql`row_number() over (partition by ${sql.id(BASE, 'p')}${orderSql(orderBy, shown)})`;
  return sql`select ${sql.id(BASE, 'p')}, ${position} as "k"${exposed.moreNames()} from (${chosen}) as ${sql.id(BASE)}`;
}

/** The relation between a table and the level above it, which is `p`. */
export function linkSql({ relation, cells }: ParentLink): Sql {
  return joinCondition(relation, BASE, (_own, index) => {
    const cell = cells[index];
    if (cell === undefined) throw new Error(`The relation ${relation.name} has sides of two lengths.`);
    return sql.id('p', linkName(cell));
  });
}

export function fromTable({ table }: LookedAt): Sql {
  const { schema, name } = table.source;
  return sql`${sql.id(schema, name)} as ${sql.id(BASE)}`;
}

function tableSql(
  rows: RowsPlan,
  scope: LevelScope,
  { joins, refs }: { readonly joins: Sql; readonly refs: readonly Sql[] },
): Sql {
  return sql` from ${fromTable(rows.occurrence)}${joins}${whereSql(rows, refs, scope)}`;
}

function whereSql(rows: RowsPlan, refs: readonly Sql[], scope: LevelScope): Sql {
  return conditionSql(rows.occurrence, rows.where, scope, cursorSql(rows, refs, scope.cursors));
}

/** ` where …`: what may be seen of a table and what was asked for, or nothing. */
export function conditionSql(
  occurrence: LookedAt,
  where: Filter | null,
  scope: FilterScope,
  more: Sql | null = null,
): Sql {
  const visible = sightToSql(scope.sight(occurrence), BASE, scope);
  const asked = where && filterToSql(where, BASE, scope);
  const parts = [visible, asked, more].filter((part) => part !== null);
  return parts.length === 0 ? sql`` : sql` where ${sql.join(parts, sql` and `)}`;
}

export function joinsSql(joins: readonly Join[], exposed: ExposedColumns, scope: LevelScope): Sql {
  const parts = joins.map(({ alias, from, relation, row }) =>
    leftJoin(relation, row.occurrence, from, alias, scope, (own) => exposed.ref(from, own)),
  );
  return sql.join(parts, sql``);
}

export function isReversed({ limit }: RowsPlan): boolean {
  return limit.kind === 'page' && limit.isBackward;
}

/**
 * What a level takes from its own table, under names that no column of anybody can clash with: `b0`, … for columns, `o0`,
 * … for what rows are ordered by and is no column of theirs. Ask for all that is needed before `select`.
 */
export class ExposedColumns {
  readonly #orderBy: readonly OrderTerm[];
  readonly #columns: NamedColumn[] = [];

  constructor({ orderBy }: RowsPlan) {
    this.#orderBy = orderBy;
  }

  ref(alias: string, column: NamedColumn): Sql {
    return alias === BASE ? sql.id(BASE, this.#nameOf(column)) : columnRef(column, alias);
  }

  cell(cell: Cell): Sql {
    if (cell.kind === 'order') return orderText(this.order()[cell.term]);
    return sentCell(cell, this.ref(cell.alias, cell.column));
  }

  /** What each term orders by. */
  order(): readonly Sql[] {
    return this.#orderBy.map((term, index) => {
      const column = ownColumn(term);
      return column ? comparable(column, this.ref(BASE, column)) : sql.id(BASE, `o${index}`);
    });
  }

  /** `refs`: what each term orders by, in the table itself. */
  select(refs: readonly Sql[]): Sql {
    return listOrOne(this.#selected(refs));
  }

  /** The same behind other columns. */
  more(refs: readonly Sql[]): Sql {
    return sql.join(
      this.#selected(refs).map((part) => sql`, ${part}`),
      sql``,
    );
  }

  names(): Sql {
    return listOrOne(this.#names());
  }

  moreNames(): Sql {
    return sql.join(
      this.#names().map((part) => sql`, ${part}`),
      sql``,
    );
  }

  #selected(refs: readonly Sql[]): readonly Sql[] {
    return [
      ...this.#columns.map((column) => sql`${columnRef(column, BASE)} as ${sql.id(this.#nameOf(column))}`),
      ...this.#orderBy.flatMap((term, index) =>
        ownColumn(term) ? [] : [sql`${refs[index]} as ${sql.id(`o${index}`)}`],
      ),
    ];
  }

  #names(): readonly Sql[] {
    return [
      ...this.#columns.map((column) => sql.id(BASE, this.#nameOf(column))),
      ...this.#orderBy.flatMap((term, index) => (ownColumn(term) ? [] : [sql.id(BASE, `o${index}`)])),
    ];
  }

  #nameOf(column: NamedColumn): string {
    const known = this.#columns.findIndex(({ id }) => id === column.id);
    return `b${known < 0 ? this.#columns.push(column) - 1 : known}`;
  }
}

function ownColumn({ hops, by }: OrderTerm): NamedColumn | null {
  return hops.length === 0 && by.kind === 'column' ? by.column : null;
}

function orderText(ref: Sql | undefined): Sql {
  if (!ref) throw new Error('A cursor needs a term that the order does not have.');
  return sql`${ref}::text`;
}

function sentCell({ kind, column }: Exclude<Cell, { kind: 'order' }>, ref: Sql): Sql {
  return kind === 'presence' ? sql`${ref} is not null` : shown(column.source.type, ref);
}

export function sentType(cell: Cell): string {
  if (cell.kind === 'order') return 'pg_catalog.text';
  if (cell.kind === 'presence') return 'pg_catalog.bool';
  const { type } = cell.column.source;
  return shownType(type) ?? type.sql;
}

export function listOrOne(items: readonly Sql[]): Sql {
  return items.length > 0 ? sql.join(items) : sql`1`;
}

export function linkName(index: number): string {
  return `f${index}`;
}
