import { sql, type RawBuilder } from 'kysely';
import {
  columnRef,
  filterToSql,
  joinCondition,
  sightToSql,
  type FilterScope,
} from '../filters/filter-to-sql.js';
import type { Sight } from '../filters/occurrence.js';
import { shown, shownType } from '../filters/shown-sql.js';
import type { NamedColumn } from '../naming/named-catalog.js';
import { BASE, type Cell, type Join, type Level } from './levels.js';
import { orderSql } from './order-sql.js';
import { pageOfParent, pageSql } from './page-sql.js';
import type { RowsPlan } from './query-plan.js';

type Sql = RawBuilder<unknown>;

/** Where a level's cells stand in the rows of the statement. */
export interface Layout {
  /** Whether rows begin with level, parent, position and number (see META); false for a single level. */
  readonly isLevelled: boolean;
  /** For each level, the position of each cell; -1 for one that is not sent. */
  readonly positions: readonly (readonly number[])[];
}

/** Of one level. More is refused: somebody asks for the product of many lists. */
export const MAX_LEVEL_ROWS = 100_000;

/** Columns that every row of a levelled statement begins with. */
export const META = { level: 0, parent: 1, position: 2, number: 3, count: 4 } as const;

/**
 * The statement of a root: each level is one set-based query over the level above, to-one relations are joins, and
 * all levels arrive in one result, tagged by level and parent. A root without lists below it is a plain select.
 */
export function compileLevels(
  levels: readonly [Level, ...Level[]],
  sight: Sight,
): { readonly query: Sql; readonly layout: Layout } {
  let aliases = 0;
  const scope: FilterScope = { sight, nextAlias: () => `r${(aliases += 1)}` };
  if (levels.length === 1) return compileSingle(levels[0], scope);
  return compileLevelled(levels, scope);
}

function compileSingle(level: Level, scope: FilterScope): { readonly query: Sql; readonly layout: Layout } {
  const { rows, cells, joins } = level;
  const layout = { isLevelled: false, positions: [cells.map((_cell, index) => index)] };
  if (joins.length === 0) {
    const refs = cells.map((cell) => sentCell(cell, columnRef(cell.column, BASE)));
    return {
      query: sql`select ${listOrOne(refs)}${baseRows(level, scope)}${orderSql(rows.orderBy, (column) => columnRef(column, BASE))}${pageSql(rows)}`,
      layout,
    };
  }
  const base = new BaseColumns();
  const ref = refIn(base);
  const refs = cells.map((cell) => sentCell(cell, ref(cell.alias, cell.column)));
  const joined = joinsSql(joins, ref, scope);
  const order = orderSql(rows.orderBy, (column) => ref(BASE, column));
  return {
    query: sql`select ${listOrOne(refs)} from (${rootRows(level, base, scope)}) as ${sql.id(BASE)}${joined}${order}`,
    layout,
  };
}

function compileLevelled(
  levels: readonly Level[],
  scope: FilterScope,
): { readonly query: Sql; readonly layout: Layout } {
  const slots = assignSlots(levels);
  const bodies = levels.map((level) => levelBody(level, scope));
  const isSource = (level: Level) => level.children.length > 0;
  const sources = levels.flatMap((level, index) =>
    isSource(level) ? [sql`${sql.id(levelName(level))} as materialized (${bodies[index]})`] : [],
  );
  const arms = levels.map((level, index) => {
    const positions = slots.positions[index] ?? [];
    const cells = slots.types.map((type, slot) => {
      const cell = positions.indexOf(slot + META.count);
      return cell < 0 ? sql`null::${sql.raw(type)}` : sql.id(cellName(cell));
    });
    const number = isSource(level) ? sql.id('n') : sql`null::pg_catalog.int8`;
    const meta = [
      sql.lit(level.index),
      level.parent ? sql.id('p') : sql`null::pg_catalog.int8`,
      sql.id(level.parent ? 'k' : 'n'),
      number,
    ];
    const source = isSource(level)
      ? sql.id(levelName(level))
      : sql`(${bodies[index]}) as ${sql.id(levelName(level))}`;
    return sql`select ${sql.join([...meta, ...cells])} from ${source}`;
  });
  return {
    query: sql`with ${sql.join(sources)} ${sql.join(arms, sql` union all `)}`,
    layout: { isLevelled: true, positions: slots.positions },
  };
}

/** Every level's cells share columns of the result with cells of the same type in other levels. */
function assignSlots(levels: readonly Level[]): {
  readonly types: readonly string[];
  readonly positions: readonly (readonly number[])[];
} {
  const types: string[] = [];
  const positions = levels.map(({ cells }) => {
    const taken = new Set<number>();
    return cells.map((cell) => {
      if (!cell.isSent) return -1;
      const type = sentType(cell);
      const free = types.findIndex((candidate, slot) => candidate === type && !taken.has(slot));
      const slot = free < 0 ? types.push(type) - 1 : free;
      taken.add(slot);
      return slot + META.count;
    });
  });
  return { types, positions };
}

/**
 * The rows of one level with their cells: `n` numbers them for the level below, `p` is the number of the parent, `k`
 * the place among the parent's rows.
 */
function levelBody(level: Level, scope: FilterScope): Sql {
  const base = new BaseColumns();
  const ref = refIn(base);
  const cells = level.cells.flatMap((cell, index) =>
    cell.isSent ? [sql`${sentCell(cell, ref(cell.alias, cell.column))} as ${sql.id(cellName(index))}`] : [],
  );
  const links = linkCells(level, ref);
  const joined = joinsSql(level.joins, ref, scope);
  if (!level.parent) {
    const order = orderSql(level.rows.orderBy, (column) => ref(BASE, column));
    const number = sql`row_number() over (${order}) as "n"`;
    return sql`select ${sql.join([number, ...cells, ...links])} from (${rootRows(level, base, scope)}) as ${sql.id(BASE)}${joined}`;
  }
  const meta = [
    ...(level.children.length > 0 ? [sql`row_number() over () as "n"`] : []),
    sql.id(BASE, 'p'),
    sql.id(BASE, 'k'),
  ];
  const inner = childRows(level, level.parent, base, scope);
  return sql`select ${sql.join([...meta, ...cells, ...links])} from (${inner}) as ${sql.id(BASE)}${joined} where ${pageOfParent(level.rows, sql.id(BASE, 'k'))} limit ${sql.lit(MAX_LEVEL_ROWS + 2)}`;
}

/** A sent array may be cast to text; the level below compares the column itself. */
function linkCells(level: Level, ref: Ref): readonly Sql[] {
  const linked = new Set(level.children.flatMap((child) => child.parent?.cells ?? []));
  return [...linked].map((index) => {
    const cell = level.cells[index];
    if (!cell) throw new Error('A level links a cell that it does not have.');
    return sql`${ref(cell.alias, cell.column)} as ${sql.id(linkName(index))}`;
  });
}

/** The rows of the root: filtered, ordered and limited before anything is joined to them. */
function rootRows(level: Level, base: BaseColumns, scope: FilterScope): Sql {
  const { rows } = level;
  const from = baseRows(level, scope);
  const order = orderSql(rows.orderBy, (column) => columnRef(column, BASE));
  return sql`select ${base.select(BASE)}${from}${order}${pageSql(rows)}`;
}

/** The rows of a list below all rows of the level above, numbered in order for each of them. */
function childRows(
  level: Level,
  parent: NonNullable<Level['parent']>,
  base: BaseColumns,
  scope: FilterScope,
): Sql {
  const source = sql.id(levelName(parent.level));
  const linked = joinCondition(parent.relation, BASE, (_own, index) => {
    const cell = parent.cells[index];
    if (cell === undefined) throw new Error(`The relation ${parent.relation.name} has sides of two lengths.`);
    return sql.id('p', linkName(cell));
  });
  const { schema, name } = level.rows.occurrence.table.source;
  const order = orderSql(level.rows.orderBy, (column) => columnRef(column, BASE));
  const position = sql`row_number() over (partition by ${sql.id('p', 'n')}${order})`;
  const columns = base.isEmpty() ? sql`` : sql`, ${base.select(BASE)}`;
  return sql`select ${sql.id('p', 'n')} as "p", ${position} as "k"${columns} from ${source} as "p" join ${sql.id(schema, name)} as ${sql.id(BASE)} on ${linked}${whereSql(level.rows, scope)}`;
}

function baseRows({ rows }: Level, scope: FilterScope): Sql {
  const { schema, name } = rows.occurrence.table.source;
  return sql` from ${sql.id(schema, name)} as ${sql.id(BASE)}${whereSql(rows, scope)}`;
}

function whereSql({ occurrence, where }: RowsPlan, scope: FilterScope): Sql {
  const visible = sightToSql(scope.sight(occurrence.table, occurrence.columns), BASE, scope);
  const asked = where && filterToSql(where, BASE, scope);
  if (visible && asked) return sql` where ${visible} and ${asked}`;
  return visible || asked ? sql` where ${visible ?? asked}` : sql``;
}

function joinsSql(joins: readonly Join[], ref: Ref, scope: FilterScope): Sql {
  const parts = joins.map(({ alias, from, relation, row }) => {
    const { schema, name } = relation.target.source;
    const linked = joinCondition(relation, alias, (own) => ref(from, own));
    const visible = sightToSql(scope.sight(relation.target, row.occurrence.columns), alias, scope);
    return sql` left join ${sql.id(schema, name)} as ${sql.id(alias)} on ${linked}${visible ? sql` and ${visible}` : sql``}`;
  });
  return parts.length > 0 ? sql.join(parts, sql``) : sql``;
}

type Ref = (alias: string, column: NamedColumn) => Sql;

/** The columns that a level takes from its own table, under names that no column of anybody can clash with. */
class BaseColumns {
  readonly #columns: NamedColumn[] = [];

  name(column: NamedColumn): string {
    const known = this.#columns.findIndex(({ id }) => id === column.id);
    return `b${known < 0 ? this.#columns.push(column) - 1 : known}`;
  }

  isEmpty(): boolean {
    return this.#columns.length === 0;
  }

  select(alias: string): Sql {
    return listOrOne(
      this.#columns.map((column) => sql`${columnRef(column, alias)} as ${sql.id(this.name(column))}`),
    );
  }
}

function refIn(base: BaseColumns): Ref {
  return (alias, column) => (alias === BASE ? sql.id(BASE, base.name(column)) : columnRef(column, alias));
}

function sentCell({ kind, column }: Cell, ref: Sql): Sql {
  if (kind === 'presence') return sql`${ref} is not null`;
  return shown(column.source.type, ref);
}

function sentType({ kind, column }: Cell): string {
  if (kind === 'presence') return 'pg_catalog.bool';
  return shownType(column.source.type) ?? column.source.type.sql;
}

function listOrOne(items: readonly Sql[]): Sql {
  return items.length > 0 ? sql.join(items) : sql`1`;
}

function levelName({ index }: Level): string {
  return `l${index}`;
}

function cellName(index: number): string {
  return `c${index}`;
}

function linkName(index: number): string {
  return `f${index}`;
}
