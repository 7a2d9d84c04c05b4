import type { NamedColumn, NamedRelation } from '../naming/named-catalog.js';
import { isSameCall, type AggregateCall } from './aggregate-call.js';
import { encoderOf } from './json-encoder.js';
import type { PageInfoMember } from './page-info.js';
import type {
  ConnectionPlan,
  OutputPlan,
  ReadingRoot,
  RowPlan,
  RowsPlan,
  SummaryPlan,
} from './query-plan.js';
import { shapeOfSummary, type SummaryShape } from './summary-shape.js';
import type { JsonEncoder } from './json-encoder.js';

/**
 * One set of rows that an answer is written from, read for all rows of the level above at once: a list with all that
 * hangs on its rows by to-one relations, or what is summed up of a list. Levels are numbered as they are met.
 */
export type Level = RowsLevel | SummaryLevel;

export interface RowsLevel {
  readonly kind: 'rows';
  readonly index: number;
  readonly parent: ParentLink | null;
  readonly rows: RowsPlan;
  /** To-one relations, in an order in which each `from` is known. */
  readonly joins: readonly Join[];
  readonly cells: readonly Cell[];
  readonly children: readonly Level[];
}

export interface SummaryLevel {
  readonly kind: 'summary';
  readonly index: number;
  readonly parent: ParentLink | null;
  readonly summary: SummaryPlan;
  /** One cell each. */
  readonly calls: readonly AggregateCall[];
}

/** How a level's rows belong to those of the level above. */
export interface ParentLink {
  readonly level: RowsLevel;
  readonly relation: NamedRelation;
  /** The parent's cells that hold its side of the foreign key. */
  readonly cells: readonly number[];
}

export interface Join {
  readonly alias: string;
  readonly from: string;
  readonly relation: NamedRelation;
  readonly row: RowPlan;
}

/** One value that a level's rows have. */
export type Cell = {
  /** Whether it is sent; else it only links the level below. */
  isSent: boolean;
} & (
  | {
      readonly alias: string;
      readonly column: NamedColumn;
      /** `value`: the column's; `presence`: whether the joined row is there. */
      readonly kind: 'value' | 'presence';
    }
  /** What the rows are ordered by in this place, as text: for their cursors. */
  | { readonly kind: 'order'; readonly term: number }
);

/** How a row is written. */
export type RowShape = readonly ShapePart[];

export interface ConstantShape {
  readonly kind: 'constant';
  readonly key: string;
  readonly value: string | null;
}

export type ShapePart =
  | ConstantShape
  | { readonly kind: 'value'; readonly key: string; readonly cell: number; readonly encode: JsonEncoder }
  | {
      readonly kind: 'nodeId';
      readonly key: string;
      readonly tableName: string;
      readonly cells: readonly number[];
    }
  | { readonly kind: 'toOne'; readonly key: string; readonly presence: number; readonly shape: RowShape }
  | { readonly kind: 'toMany'; readonly key: string; readonly list: ListShape }
  | { readonly kind: 'connection'; readonly key: string; readonly connection: ConnectionShape }
  | {
      readonly kind: 'summary';
      readonly key: string;
      readonly level: SummaryLevel;
      readonly shape: SummaryShape;
    };

export interface ListShape {
  readonly level: RowsLevel;
  readonly shape: RowShape;
}

export interface ConnectionShape {
  /** Null: nothing is asked of the rows themselves. */
  readonly page: { readonly level: RowsLevel; readonly cursor: readonly number[] } | null;
  /** Null: they are not counted. */
  readonly total: SummaryLevel | null;
  readonly parts: readonly ConnectionShapePart[];
}

export type ConnectionShapePart =
  | ConstantShape
  | { readonly kind: 'nodes'; readonly key: string; readonly shape: RowShape }
  | { readonly kind: 'edges'; readonly key: string; readonly parts: readonly EdgeShapePart[] }
  | { readonly kind: 'pageInfo'; readonly key: string; readonly parts: readonly PageInfoShapePart[] }
  | { readonly kind: 'totalCount'; readonly key: string };

export type EdgeShapePart =
  | ConstantShape
  | { readonly kind: 'cursor'; readonly key: string }
  | { readonly kind: 'node'; readonly key: string; readonly shape: RowShape };

export type PageInfoShapePart =
  ConstantShape | { readonly kind: 'member'; readonly key: string; readonly member: PageInfoMember };

export type RootShape =
  | { readonly kind: 'list'; readonly list: ListShape }
  | { readonly kind: 'connection'; readonly connection: ConnectionShape }
  | { readonly kind: 'summary'; readonly level: SummaryLevel; readonly shape: SummaryShape };

/** The alias of a level's own table; joins have others. */
export const BASE = 't';

/** All levels of a root, each before those below it, and how the answer is written from them. */
export function createLevels(root: Exclude<ReadingRoot, { kind: 'groups' }>): {
  readonly levels: readonly Level[];
  readonly shape: RootShape;
} {
  const builder = new LevelBuilder();
  return { levels: builder.levels, shape: builder.addRoot(root) };
}

/** A level while its shape is being found. */
interface OpenLevel extends RowsLevel {
  readonly joins: Join[];
  readonly cells: Cell[];
  readonly children: Level[];
}

class LevelBuilder {
  readonly levels: Level[] = [];

  addRoot(root: Exclude<ReadingRoot, { kind: 'groups' }>): RootShape {
    switch (root.kind) {
      case 'rows':
        return { kind: 'list', list: this.#addList(root.rows, null) };
      case 'connection':
        return { kind: 'connection', connection: this.#addConnection(root.connection, null) };
      case 'summary':
        return { kind: 'summary', ...this.#addSummary(root.summary, null) };
    }
  }

  #addList(rows: RowsPlan, parent: ParentLink | null): ListShape {
    const level = this.#openLevel(rows, parent);
    return { level, shape: this.#shapeOf(level, BASE, rows.output) };
  }

  #openLevel(rows: RowsPlan, parent: ParentLink | null): OpenLevel {
    const index = this.levels.length;
    const level: OpenLevel = { kind: 'rows', index, parent, rows, joins: [], cells: [], children: [] };
    this.levels.push(level);
    return level;
  }

  #addSummary(summary: SummaryPlan, parent: ParentLink | null) {
    const calls: AggregateCall[] = [];
    const cellOf = (call: AggregateCall): number => {
      const known = calls.findIndex((other) => isSameCall(other, call));
      return known < 0 ? calls.push(call) - 1 : known;
    };
    const shape = shapeOfSummary(summary.output, cellOf);
    const level: SummaryLevel = { kind: 'summary', index: this.levels.length, parent, summary, calls };
    this.levels.push(level);
    return { level, shape };
  }

  #addConnection({ rows, parts }: ConnectionPlan, parent: ParentLink | null): ConnectionShape {
    const readsRows = parts.some(({ kind }) => kind !== 'constant' && kind !== 'totalCount');
    const level = readsRows ? this.#openLevel(rows, parent) : null;
    const rowShape = (output: readonly OutputPlan[]): RowShape => {
      if (!level) throw new Error('A connection shows rows that it does not read.');
      return this.#shapeOf(level, BASE, output);
    };
    const shapes = parts.map((part): ConnectionShapePart => {
      if (part.kind === 'nodes') return { kind: 'nodes', key: part.key, shape: rowShape(part.output) };
      if (part.kind !== 'edges') return part;
      const edge = part.parts.map((inner): EdgeShapePart =>
        inner.kind === 'node' ? { kind: 'node', key: inner.key, shape: rowShape(inner.output) } : inner,
      );
      return { kind: 'edges', key: part.key, parts: edge };
    });
    const page = level && { level, cursor: needsCursor(parts) ? cursorCells(level) : [] };
    const isCounted = parts.some(({ kind }) => kind === 'totalCount');
    const total = isCounted ? this.#addSummary(countOf(rows), parent).level : null;
    return { page, total, parts: shapes };
  }

  #shapeOf(level: OpenLevel, alias: string, output: readonly OutputPlan[]): RowShape {
    return output.map((plan) => this.#partOf(level, alias, plan));
  }

  #partOf(level: OpenLevel, alias: string, plan: OutputPlan): ShapePart {
    const { key } = plan;
    const valueCell = (column: NamedColumn) => cellOf(level, 'value', alias, column, true);
    switch (plan.kind) {
      case 'constant':
        return plan;
      case 'column':
        return {
          kind: 'value',
          key,
          cell: valueCell(plan.column),
          encode: encoderOf(plan.column, plan.selection),
        };
      case 'nodeId':
        return { kind: 'nodeId', key, tableName: plan.tableName, cells: plan.columns.map(valueCell) };
      case 'toOne': {
        const join = {
          alias: `j${level.joins.length + 1}`,
          from: alias,
          relation: plan.relation,
          row: plan.row,
        };
        level.joins.push(join);
        // The foreign key found it by this column, so it is null exactly where there is no row.
        const [column] = plan.relation.targetColumns;
        if (!column) throw new Error(`The relation ${plan.relation.name} has no columns.`);
        const presence = cellOf(level, 'presence', join.alias, column, true);
        return { kind: 'toOne', key, presence, shape: this.#shapeOf(level, join.alias, plan.row.output) };
      }
      case 'toMany': {
        const list = this.#addList(plan.rows, linkTo(level, alias, plan.relation));
        level.children.push(list.level);
        return { kind: 'toMany', key, list };
      }
      case 'connection': {
        const connection = this.#addConnection(plan.connection, linkTo(level, alias, plan.relation));
        if (connection.page) level.children.push(connection.page.level);
        if (connection.total) level.children.push(connection.total);
        return { kind: 'connection', key, connection };
      }
      case 'summary': {
        const summary = this.#addSummary(plan.summary, linkTo(level, alias, plan.relation));
        level.children.push(summary.level);
        return { kind: 'summary', key, ...summary };
      }
    }
  }
}

function linkTo(level: OpenLevel, alias: string, relation: NamedRelation): ParentLink {
  const cells = relation.columns.map((column) => cellOf(level, 'value', alias, column, false));
  return { level, relation, cells };
}

function cellOf(
  level: OpenLevel,
  kind: 'value' | 'presence',
  alias: string,
  column: NamedColumn,
  isSent: boolean,
): number {
  const known = level.cells.findIndex(
    (cell) => cell.kind === kind && cell.alias === alias && cell.column.id === column.id,
  );
  if (known < 0) return level.cells.push({ alias, column, kind, isSent }) - 1;
  const cell = level.cells[known];
  if (cell) cell.isSent ||= isSent;
  return known;
}

function cursorCells(level: OpenLevel): readonly number[] {
  return level.rows.orderBy.map((_term, term) => level.cells.push({ kind: 'order', term, isSent: true }) - 1);
}

function needsCursor(parts: ConnectionPlan['parts']): boolean {
  return parts.some((part) => {
    if (part.kind === 'edges') return part.parts.some(({ kind }) => kind === 'cursor');
    if (part.kind !== 'pageInfo') return false;
    return part.parts.some((inner) => inner.kind === 'member' && inner.member.endsWith('Cursor'));
  });
}

/** All rows that the pages together would show. */
function countOf({ occurrence, path, where }: RowsPlan): SummaryPlan {
  return { occurrence, path, where, output: [{ kind: 'call', key: 'totalCount', call: { kind: 'count' } }] };
}
