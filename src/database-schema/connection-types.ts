import type { ObjectRef } from '@pothos/core';
import type { NamedTable } from '../naming/named-catalog.js';
import { pageInfoMembers, type PageInfoMember } from '../planning/page-info.js';
import { callerScope, meaning, rowScope, type Resolution } from './field-options.js';
import type { DatabaseSchemaBuilder, DatabaseSchemaTypes } from './schema-builder.js';

type ObjectType = ObjectRef<DatabaseSchemaTypes, object>;

/** `FilmConnection`, `FilmEdge` and `PageInfo` (https://relay.dev/graphql/connections.htm). */
export interface ConnectionTypes {
  connectionOf(table: NamedTable): ObjectType;
}

export function createConnectionTypes(
  builder: DatabaseSchemaBuilder,
  rowOf: (table: NamedTable) => ObjectType,
  resolution: Resolution,
): ConnectionTypes {
  const connections = new Map<NamedTable, ObjectType>();
  let pageInfo: ObjectType | undefined;
  const part = { authScopes: callerScope, nullable: false, ...resolution } as const;

  const pageInfoOf = (): ObjectType => {
    if (pageInfo) return pageInfo;
    const ref = builder.objectRef<object>('PageInfo');
    pageInfo = ref;
    return ref.implement({
      description: 'Where a page stands in its list.',
      fields: (t) =>
        Object.fromEntries(
          pageInfoMembers.map((member) => {
            const extensions = meaning({ kind: 'pageInfoMember', member });
            const description = memberDescriptions[member];
            return [
              member,
              member.endsWith('Cursor')
                ? t.field({ ...part, type: 'String', nullable: true, extensions, description })
                : t.field({ ...part, type: 'Boolean', extensions, description }),
            ];
          }),
        ),
    });
  };

  const edgeOf = (table: NamedTable): ObjectType =>
    builder.objectRef<object>(`${table.typeName}Edge`).implement({
      description: `A row of ${table.name} with its place in the list.`,
      fields: (t) => ({
        cursor: t.field({
          ...part,
          type: 'String',
          extensions: meaning({ kind: 'cursor' }),
          description: 'For after and before, in the same order.',
        }),
        node: t.field({ ...part, type: rowOf(table), extensions: meaning({ kind: 'edgeNode' }) }),
      }),
    });

  const connectionOf = (table: NamedTable): ObjectType => {
    const known = connections.get(table);
    if (known) return known;
    const ref = builder.objectRef<object>(`${table.typeName}Connection`);
    connections.set(table, ref);
    return ref.implement({
      description: `A page of rows of ${table.name}.`,
      fields: (t) => ({
        edges: t.field({ ...part, type: [edgeOf(table)], extensions: meaning({ kind: 'edges' }) }),
        nodes: t.field({
          ...part,
          type: [rowOf(table)],
          extensions: meaning({ kind: 'nodes' }),
          description: 'The rows without their cursors.',
        }),
        pageInfo: t.field({ ...part, type: pageInfoOf(), extensions: meaning({ kind: 'pageInfo' }) }),
        totalCount: t.field({
          ...part,
          type: 'Int',
          authScopes: rowScope(table),
          extensions: meaning({ kind: 'totalCount' }),
          description: 'How many rows all pages together have.',
        }),
      }),
    });
  };
  return { connectionOf };
}

const memberDescriptions: Readonly<Record<PageInfoMember, string>> = {
  hasNextPage: 'Whether there are rows behind this page. Paging backwards: whether a cursor was given.',
  hasPreviousPage: 'Whether there are rows before this page. Paging forwards: whether a cursor was given.',
  startCursor: 'Of the first row; null where there is none.',
  endCursor: 'Of the last row; null where there is none.',
};
