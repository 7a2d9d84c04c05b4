import type { ReactNode } from 'react';
import { Pager, type PagerProps } from './pager.js';
import { Problem } from './problem.js';

export interface PagedListProps<Node> {
  /** As it was asked for. */
  readonly query: { readonly error: Error | null; readonly refetch: () => unknown };
  /** Undefined: not there yet. */
  readonly page: { readonly nodes: readonly Node[]; readonly pageInfo: PagerProps['info'] } | undefined;
  /** How many there are, in words. */
  readonly total: string;
  readonly onMove: PagerProps['onMove'];
  /** What stands there where there is none. */
  readonly empty: ReactNode;
  /** The table; null: its rows are on the way. */
  readonly children: (nodes: readonly Node[] | null) => ReactNode;
}

/** A list that goes by pages: what went wrong with it, or that it is empty, or its table and the way through its pages. */
export function PagedList<Node>({ query, page, total, onMove, empty, children }: PagedListProps<Node>) {
  const { error } = query;
  const isEmpty = page?.nodes.length === 0;
  return (
    <>
      {error && <Problem error={error} onRetry={() => void query.refetch()} />}
      {isEmpty && empty}
      {!isEmpty && !(error && page === undefined) && children(page?.nodes ?? null)}
      {page !== undefined && !isEmpty && <Pager info={page.pageInfo} total={total} onMove={onMove} />}
    </>
  );
}
