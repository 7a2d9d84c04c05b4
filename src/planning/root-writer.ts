import type { Layout } from './compile-levels.js';
import { createConnectionWriter } from './connection-writer.js';
import type { CursorSealing } from './cursor.js';
import type { ListShape, RootShape, RowShape, RowsLevel, ShapePart } from './levels.js';
import { writeNodeId } from './node-id.js';
import { META } from './compile-levels.js';
import { writeSummary } from './summary-writer.js';
import type { SummaryShape } from './summary-shape.js';
import {
  groupRows,
  positionOf,
  shownRows,
  writeConstant,
  writeCounted,
  writeObject,
  writeRows,
  writeValue,
  type RootWriter,
  type Run,
  type TextRow,
  type WritePart,
} from './write-rows.js';

/** All that can be known beforehand (keys, commas, encoders, positions) is worked out once. */
export function createRootWriter(
  shape: RootShape,
  levelCount: number,
  layout: Layout,
  sealing: CursorSealing,
): RootWriter {
  const write = writerOf(shape, new ShapeWriter(layout, sealing));
  return (rows, key, notes) => {
    const byParent = layout.isLevelled ? groupRows(rows, levelCount) : [[rows]];
    return write({ byParent, path: [key], notes });
  };
}

/** Groups, each of one row. */
export function createGroupsWriter(shape: SummaryShape, shown: number | null): RootWriter {
  const write = writeSummary(shape, (cell) => cell);
  return (rows, key, notes) => {
    const isCut = shown !== null && rows.length > shown;
    if (isCut) notes.truncated.push([key]);
    const run: Run = { byParent: [], path: [key], notes };
    return writeRows(isCut ? rows.slice(0, shown) : rows, run, write);
  };
}

function writerOf(shape: RootShape, shapes: ShapeWriter): (run: Run) => string {
  switch (shape.kind) {
    case 'connection': {
      const write = shapes.connection(shape.connection);
      return (run) => write(0, run);
    }
    case 'summary': {
      const write = shapes.summary(shape.level, shape.shape);
      return (run) => write(0, run);
    }
    case 'list': {
      const { level } = shape.list;
      const write = shapes.row(level, shape.list.shape);
      // The path of what hangs on a single row has no index.
      if (level.rows.limit.kind !== 'one') return (run) => writeRows(shownRows(level, 0, run), run, write);
      return (run) => {
        const [row] = shownRows(level, 0, run);
        return row ? writeCounted(row, run, write) : 'null';
      };
    }
  }
}

/** Writers for the shapes of one statement. */
class ShapeWriter {
  readonly #layout: Layout;
  readonly #sealing: CursorSealing;

  constructor(layout: Layout, sealing: CursorSealing) {
    this.#layout = layout;
    this.#sealing = sealing;
  }

  row(level: RowsLevel, shape: RowShape): WritePart {
    return writeObject(shape.map((part) => ({ key: part.key, write: this.#part(level, part) })));
  }

  connection(shape: Parameters<typeof createConnectionWriter>[0]): (parent: number, run: Run) => string {
    return createConnectionWriter(shape, {
      sealing: this.#sealing,
      row: (level, rowShape) => this.row(level, rowShape),
      position: (level, cell) => positionOf(this.#layout, level, cell),
    });
  }

  summary(
    level: Extract<RootShape, { kind: 'summary' }>['level'],
    shape: SummaryShape,
  ): (parent: number, run: Run) => string {
    const write = writeSummary(shape, (cell) => positionOf(this.#layout, level, cell));
    return (parent, run) => write(run.byParent[level.index]?.[parent]?.[0] ?? NO_ROW, run);
  }

  #part(level: RowsLevel, part: ShapePart): WritePart {
    switch (part.kind) {
      case 'constant':
        return writeConstant(part.value);
      case 'value':
        return writeValue(positionOf(this.#layout, level, part.cell), part.encode);
      case 'nodeId': {
        const positions = part.cells.map((cell) => positionOf(this.#layout, level, cell));
        return (row) => {
          const key = positions.map((position) => row[position] ?? null);
          return `"${writeNodeId(part.tableName, key)}"`;
        };
      }
      case 'toOne': {
        const presence = positionOf(this.#layout, level, part.presence);
        const write = this.row(level, part.shape);
        return below(part.key, (row, run) => (row[presence] === 't' ? write(row, run) : 'null'));
      }
      case 'toMany':
        return below(part.key, this.#list(part.list));
      case 'connection': {
        const write = this.connection(part.connection);
        return below(part.key, (row, run) => write(numberOf(row), run));
      }
      case 'summary': {
        const write = this.summary(part.level, part.shape);
        return below(part.key, (row, run) => write(numberOf(row), run));
      }
    }
  }

  #list({ level, shape }: ListShape): WritePart {
    const write = this.row(level, shape);
    return (row, run) => writeRows(shownRows(level, numberOf(row), run), run, write);
  }
}

const NO_ROW: TextRow = [];

/** Of a row in its level: what the rows below it name as their parent. */
function numberOf(row: TextRow): number {
  return Number(row[META.number]);
}

function below(key: string, write: WritePart): WritePart {
  return (row, run) => {
    run.path.push(key);
    const text = write(row, run);
    run.path.pop();
    return text;
  };
}
