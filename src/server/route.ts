/** Where a path leads. */
export type Route =
  | { readonly kind: 'graphql'; readonly databaseSlug: string | null }
  | { readonly kind: 'whoami' }
  | { readonly kind: 'health'; readonly probe: 'live' | 'ready' }
  | { readonly kind: 'console' }
  | { readonly kind: 'siteFile'; readonly path: string }
  | { readonly kind: 'none' };

export function findRoute(path: string): Route {
  switch (path) {
    case '/graphql':
      return { kind: 'graphql', databaseSlug: null };
    case '/whoami':
      return { kind: 'whoami' };
    case '/health/live':
      return { kind: 'health', probe: 'live' };
    case '/health/ready':
      return { kind: 'health', probe: 'ready' };
    case '/console':
      return { kind: 'console' };
  }
  if (/^\/(explorer|console\/assets)\//.test(path)) return { kind: 'siteFile', path };
  // Which page it is, the console itself knows.
  if (path.startsWith('/console/')) return { kind: 'console' };
  const databaseSlug = /^\/graphql\/([^/]+)$/.exec(path)?.[1];
  if (databaseSlug !== undefined) return { kind: 'graphql', databaseSlug: decodeSegment(databaseSlug) };
  return { kind: 'none' };
}

/** The methods that a route answers; OPTIONS belongs to CORS. */
export function methodsOf(route: Route): readonly string[] {
  switch (route.kind) {
    case 'graphql':
      return ['GET', 'POST'];
    case 'whoami':
      return ['GET'];
    case 'health':
    case 'console':
    case 'siteFile':
      return ['GET', 'HEAD'];
    case 'none':
      return [];
  }
}

// What cannot be decoded names no database either: it stays as it is and is refused like any unknown slug.
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
