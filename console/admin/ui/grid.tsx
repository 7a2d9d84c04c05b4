import type { ReactNode } from 'react';
import { SkeletonRows } from './skeleton-rows.js';

export interface GridProps<Row> {
  /** For who does not see the heading of the page above it. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** Null: not there yet. */
  readonly rows: readonly Row[] | null;
  readonly isStale: boolean;
  readonly children: (row: Row) => ReactNode;
}

/** A table of many, as it is while its rows are on the way and when they are there. */
export function Grid<Row>({ caption, columns, rows, isStale, children }: GridProps<Row>) {
  return (
    <div className="table-frame" aria-busy={rows === null || isStale}>
      <table className="grid">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{rows === null ? <SkeletonRows columns={columns.length} /> : rows.map(children)}</tbody>
      </table>
    </div>
  );
}
