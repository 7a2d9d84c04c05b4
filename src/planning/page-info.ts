/** What is told of a page (https://relay.dev/graphql/connections.htm). */
export const pageInfoMembers = ['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'] as const;

export type PageInfoMember = (typeof pageInfoMembers)[number];
