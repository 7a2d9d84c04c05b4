import type { NamedColumn, NamedRelation } from '../naming/named-catalog.js';
import { encoderOf, type JsonEncoder } from './json-encoder.js';
import type { OutputPlan, RowPlan, RowsPlan } from './query-plan.js';

/**
 * One list of the answer with all that hangs on its rows by to-one relations: read as one set, for all rows of the
 * level above at once. Levels are numbered as they are met; the first is the root.
 */
export interface Level {
  readonly index: number;
  readonly rows: RowsPlan;
  /** Null for the root. */
  readonly parent: {
    readonly level: Level;
    readonly relation: NamedRelation;
    /** The parent's cells that hold its side of the foreign key. */
    readonly cells: readonly number[];
  } | null;
  /** To-one relations, in an order in which each `from` is known. */
  readonly joins: readonly Join[];
  readonly cells: readonly Cell[];
  readonly shape: RowShape;
  readonly children: readonly Level[];
}

export interface Join {
  readonly alias: string;
  readonly from: string;
  readonly relation: NamedRelation;
  readonly row: RowPlan;
}

/** One value that a level's rows have. */
export interface Cell {
  readonly alias: string;
  readonly column: NamedColumn;
  /** `value`: the column's; `presence`: whether the joined row is there. */
  readonly kind: 'value' | 'presence';
  /** Whether it is sent; else it only links the level below. */
  isSent: boolean;
}

/** How a row is written. */
export type RowShape = readonly ShapePart[];

export type ShapePart =
  | { readonly kind: 'constant'; readonly key: string; readonly value: string }
  | { readonly kind: 'value'; readonly key: string; readonly cell: number; readonly encode: JsonEncoder }
  | { readonly kind: 'toOne'; readonly key: string; readonly presence: number; readonly shape: RowShape }
  | { readonly kind: 'toMany'; readonly key: string; readonly level: Level };

/** The alias of a level's own table; joins have others. */
export const BASE = 't';

/** All levels of a root, each before those below it. */
export function createLevels(root: RowsPlan): readonly [Level, ...Level[]] {
  const levels: Level[] = [];
  const first = createLevel(root, null, levels);
  return [first, ...levels.slice(1)];
}

function createLevel(rows: RowsPlan, parent: Level['parent'], levels: Level[]): Level {
  const cells: Cell[] = [];
  const joins: Join[] = [];
  const children: Level[] = [];
  const shape: ShapePart[] = [];
  const level: Level = { index: levels.length, rows, parent, joins, cells, shape, children };
  levels.push(level);
  const cellOf = (kind: Cell['kind'], alias: string, column: NamedColumn, isSent: boolean): number => {
    const known = cells.findIndex(
      (cell) => cell.kind === kind && cell.alias === alias && cell.column.id === column.id,
    );
    if (known < 0) return cells.push({ alias, column, kind, isSent }) - 1;
    const cell = cells[known];
    if (cell) cell.isSent ||= isSent;
    return known;
  };
  const partOf = (alias: string, plan: OutputPlan): ShapePart => {
    const { key } = plan;
    switch (plan.kind) {
      case 'constant':
        return { kind: 'constant', key, value: plan.value };
      case 'column':
        return {
          kind: 'value',
          key,
          cell: cellOf('value', alias, plan.column, true),
          encode: encoderOf(plan.column, plan.selection),
        };
      case 'toOne': {
        const join = { alias: `j${joins.length + 1}`, from: alias, relation: plan.relation, row: plan.row };
        joins.push(join);
        // The foreign key found it by this column, so it is null exactly where there is no row.
        const [column] = plan.relation.targetColumns;
        if (!column) throw new Error(`The relation ${plan.relation.name} has no columns.`);
        const presence = cellOf('presence', join.alias, column, true);
        const inner = plan.row.output.map((output) => partOf(join.alias, output));
        return { kind: 'toOne', key, presence, shape: inner };
      }
      case 'toMany': {
        const links = plan.relation.columns.map((column) => cellOf('value', alias, column, false));
        const child = createLevel(plan.rows, { level, relation: plan.relation, cells: links }, levels);
        children.push(child);
        return { kind: 'toMany', key, level: child };
      }
    }
  };
  shape.push(...rows.output.map((plan) => partOf(BASE, plan)));
  return level;
}
