import type { ObjectRef } from '@pothos/core';
import type { Page } from '../control-plane/control-plane.js';
import type { ManagementBuilder, ManagementTypes } from './management-builder.js';
import type { CapabilityReference } from './management-catalog.js';

interface ConnectionNames {
  readonly type: string;
  readonly plural: string;
  readonly row: CapabilityReference;
}

type Refs<Row> = ObjectRef<ManagementTypes, Row>;

export type PageInfoRef = Refs<Page<unknown>>;

/** `<Name>Connection` and `<Name>Edge` over a page of rows, as Relay has them, with `nodes` and `totalCount`. */
export function defineConnection<Row>(
  builder: ManagementBuilder,
  pageInfo: PageInfoRef,
  names: ConnectionNames,
  node: Refs<Row>,
): Refs<Page<Row>> {
  const authScopes = { capability: [names.row] } as const;
  const edge = builder.objectRef<Page<Row>['edges'][number]>(`${names.type}Edge`);
  edge.implement({
    description: `One of the ${names.plural} of a page, with its place in the list.`,
    fields: (t) => ({
      cursor: t.string({
        description:
          'Its place in the list, to be passed as `after` or `before`. Opaque, and bound to the order.',
        authScopes,
        resolve: (row) => row.cursor,
      }),
      node: t.field({
        type: node,
        description: 'The row itself.',
        authScopes,
        // The compiler cannot see that a row is no list as long as `Row` is open.
        resolve: (row) => row.node as never,
      }),
    }),
  });
  const connection = builder.objectRef<Page<Row>>(`${names.type}Connection`);
  connection.implement({
    description: `A page of ${names.plural}.`,
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        description: 'The rows of this page with their cursors.',
        authScopes,
        resolve: (page) => page.edges,
      }),
      nodes: t.field({
        type: [node],
        description: 'The rows of this page, for whoever needs no cursors.',
        authScopes,
        resolve: (page) => page.edges.map((row) => row.node),
      }),
      pageInfo: t.field({
        type: pageInfo,
        description: 'Whether there is more in either direction, and the cursors at both ends.',
        authScopes,
        resolve: (page) => page,
      }),
      totalCount: t.int({
        description: `How many ${names.plural} fit the filter, on all pages together. Counted only when asked for.`,
        authScopes,
        resolve: (page) => page.totalCount(),
      }),
    }),
  });
  return connection;
}

export function definePageInfo(builder: ManagementBuilder): PageInfoRef {
  const pageInfo = builder.objectRef<Page<unknown>>('PageInfo');
  const authScopes = { caller: true } as const;
  pageInfo.implement({
    description: 'Where a page stands in its list.',
    fields: (t) => ({
      hasNextPage: t.boolean({
        description: 'Whether rows follow: ask for them with `after: endCursor`.',
        authScopes,
        resolve: (page) => page.hasNextPage,
      }),
      hasPreviousPage: t.boolean({
        description: 'Whether rows precede: ask for them with `before: startCursor`.',
        authScopes,
        resolve: (page) => page.hasPreviousPage,
      }),
      startCursor: t.string({
        description: 'The cursor of the first row; null on an empty page.',
        nullable: true,
        authScopes,
        resolve: (page) => page.edges.at(0)?.cursor ?? null,
      }),
      endCursor: t.string({
        description: 'The cursor of the last row; null on an empty page.',
        nullable: true,
        authScopes,
        resolve: (page) => page.edges.at(-1)?.cursor ?? null,
      }),
    }),
  });
  return pageInfo;
}
