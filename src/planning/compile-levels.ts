import { sql, type RawBuilder } from 'kysely';
import { callSql, callType } from './aggregate-call.js';
import type { Level, RowsLevel, SummaryLevel } from './levels.js';
import { BASE } from './levels.js';
import { orderSql } from './order-sql.js';
import { pageOfParent } from './page-sql.js';
import {
  childRows,
  conditionSql,
  ExposedColumns,
  fromTable,
  isReversed,
  joinsSql,
  linkName,
  linkSql,
  rootRows,
  selectRows,
  sentType,
  type LevelScope,
} from './rows-sql.js';

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

export interface CompiledLevels {
  readonly query: Sql;
  readonly layout: Layout;
}

/**
 * The statement of a root: each level is one set-based query over the level above, to-one relations are joins, and
 * all levels arrive in one result, tagged by level and parent. A root without levels beside it is a plain select.
 */
export function compileLevels(levels: readonly Level[], scope: LevelScope): CompiledLevels {
  const [only, ...more] = levels;
  // Nothing is read for a connection of which nothing but its name is asked.
  if (!only) return { query: sql`select 1 where false`, layout: { isLevelled: false, positions: [] } };
  if (more.length > 0) return compileLevelled(levels, scope);
  const query = only.kind === 'rows' ? selectRows(only, scope) : selectSummary(only, scope);
  const cells = only.kind === 'rows' ? only.cells : only.calls;
  return { query, layout: { isLevelled: false, positions: [[...cells].map((_cell, index) => index)] } };
}

function compileLevelled(levels: readonly Level[], scope: LevelScope): CompiledLevels {
  const slots = assignSlots(levels);
  const bodies = levels.map((level) => bodyOf(level, scope));
  const sources = levels.flatMap((level, index) =>
    isSource(level) ? [sql`${sql.id(levelName(level))} as materialized (${bodies[index]})`] : [],
  );
  const arms = levels.map((level, index) => {
    const positions = slots.positions[index] ?? [];
    const cells = slots.types.map((type, slot) => {
      const cell = positions.indexOf(slot + META.count);
      return cell < 0 ? sql`null::${sql.raw(type)}` : sql.id(cellName(cell));
    });
    const source = isSource(level)
      ? sql.id(levelName(level))
      : sql`(${bodies[index]}) as ${sql.id(levelName(level))}`;
    return sql`select ${sql.join([...metaOf(level), ...cells])} from ${source}`;
  });
  const beginning = sources.length > 0 ? sql`with ${sql.join(sources)} ` : sql``;
  return {
    query: sql`${beginning}${sql.join(arms, sql` union all `)}`,
    layout: { isLevelled: true, positions: slots.positions },
  };
}

function isSource(level: Level): level is RowsLevel {
  return level.kind === 'rows' && level.children.length > 0;
}

function metaOf(level: Level): readonly Sql[] {
  const position = level.kind === 'summary' ? sql`0::pg_catalog.int8` : sql.id(level.parent ? 'k' : 'n');
  return [
    sql.lit(level.index),
    level.parent ? sql.id('p') : sql`null::pg_catalog.int8`,
    position,
    isSource(level) ? sql.id('n') : sql`null::pg_catalog.int8`,
  ];
}

/** Every level's cells share columns of the result with cells of the same type in other levels. */
function assignSlots(levels: readonly Level[]): {
  readonly types: readonly string[];
  readonly positions: readonly (readonly number[])[];
} {
  const types: string[] = [];
  const positions = levels.map((level) => {
    const taken = new Set<number>();
    return sentTypes(level).map((type) => {
      if (type === null) return -1;
      const free = types.findIndex((candidate, slot) => candidate === type && !taken.has(slot));
      const slot = free < 0 ? types.push(type) - 1 : free;
      taken.add(slot);
      return slot + META.count;
    });
  });
  return { types, positions };
}

/** The type of each cell; null for one that is not sent. */
function sentTypes(level: Level): readonly (string | null)[] {
  if (level.kind === 'summary') return level.calls.map((call) => callType(call).sql);
  return level.cells.map((cell) => (cell.isSent ? sentType(cell) : null));
}

function bodyOf(level: Level, scope: LevelScope): Sql {
  return level.kind === 'rows' ? rowsBody(level, scope) : summaryBody(level, scope);
}

/**
 * The rows of one level with their cells: `n` numbers them for the level below, `p` is the number of the parent, `k`
 * the place among the parent's rows.
 */
function rowsBody(level: RowsLevel, scope: LevelScope): Sql {
  const { rows, parent } = level;
  const exposed = new ExposedColumns(rows);
  const cells = level.cells.flatMap((cell, index) =>
    cell.isSent ? [sql`${exposed.cell(cell)} as ${sql.id(cellName(index))}`] : [],
  );
  const links = linkCells(level, exposed);
  const joined = joinsSql(level.joins, exposed, scope);
  if (!parent) {
    const order = orderSql(rows.orderBy, exposed.order(), isReversed(rows));
    const number = sql`row_number() over (${order}) as "n"`;
    return sql`select ${sql.join([number, ...cells, ...links])} from (${rootRows(level, exposed, scope)}) as ${sql.id(BASE)}${joined}`;
  }
  const meta = [
    ...(level.children.length > 0 ? [sql`row_number() over () as "n"`] : []),
    sql.id(BASE, 'p'),
    sql.id(BASE, 'k'),
  ];
  const inner = childRows(level, parent, sql.id(levelName(parent.level)), exposed, scope);
  return sql`select ${sql.join([...meta, ...cells, ...links])} from (${inner}) as ${sql.id(BASE)}${joined} where ${pageOfParent(rows, sql.id(BASE, 'k'))} limit ${sql.lit(MAX_LEVEL_ROWS + 2)}`;
}

/** A sent array may be cast to text; the level below compares the column itself. */
function linkCells(level: RowsLevel, exposed: ExposedColumns): readonly Sql[] {
  const linked = new Set(level.children.flatMap((child) => child.parent?.cells ?? []));
  return [...linked].map((index) => {
    const cell = level.cells[index];
    if (!cell || cell.kind === 'order') throw new Error('A level links a cell that it does not have.');
    return sql`${exposed.ref(cell.alias, cell.column)} as ${sql.id(linkName(index))}`;
  });
}

function selectSummary({ summary, calls }: SummaryLevel, scope: LevelScope): Sql {
  const { occurrence, where } = summary;
  const sent = calls.map((call) => callSql(call, BASE));
  return sql`select ${sentOrCount(sent)} from ${fromTable(occurrence)}${conditionSql(occurrence, where, scope)}`;
}

/** One row with what is summed up; below another level, one for each of its rows for which there is anything. */
function summaryBody({ parent, summary, calls }: SummaryLevel, scope: LevelScope): Sql {
  const { occurrence, where } = summary;
  const sent = calls.map((call, index) => sql`${callSql(call, BASE)} as ${sql.id(cellName(index))}`);
  const condition = conditionSql(occurrence, where, scope);
  if (!parent) return sql`select ${sentOrCount(sent)} from ${fromTable(occurrence)}${condition}`;
  const number = sql.id('p', 'n');
  const source = sql`${sql.id(levelName(parent.level))} as "p" join ${fromTable(occurrence)} on ${linkSql(parent)}`;
  return sql`select ${sql.join([sql`${number} as "p"`, ...sent])} from ${source}${condition} group by ${number}`;
}

/** One row, also where nothing is asked but its name: without a calculation there would be one for each row of the table. */
function sentOrCount(sent: readonly Sql[]): Sql {
  return sent.length > 0 ? sql.join(sent) : sql`count(*)`;
}

function levelName({ index }: Level): string {
  return `l${index}`;
}

function cellName(index: number): string {
  return `c${index}`;
}
