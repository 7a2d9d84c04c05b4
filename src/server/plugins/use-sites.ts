import { randomBytes } from 'node:crypto';
import type { FetchAPI } from 'graphql-yoga';
import { respondWith } from '../answer-response.js';
import { answerMediaTypes, preferMediaType } from '../media-type.js';
import { refuse } from '../refuse.js';
import type { SiteAsset, SiteFiles, SiteName } from '../site-files.js';
import type { ShellPlugin } from './plugin.js';

/** The console, GraphiQL for browsers that open a GraphQL path, and the files of both pages. */
export function useSites(sites: Readonly<Record<SiteName, SiteFiles>>): ShellPlugin {
  const assets = new Map([...sites.explorer.assets, ...sites.console.assets]);
  return {
    onRequest(step) {
      const {
        request,
        serverContext: { exchange },
        fetchAPI,
      } = step;
      const { route } = exchange;
      if (route.kind === 'siteFile') {
        const asset = assets.get(route.path);
        step.endResponse(
          asset === undefined ? notFound(fetchAPI) : respondWithAsset(asset, request, fetchAPI),
        );
      } else if (route.kind === 'console') {
        step.endResponse(respondWithPage(sites, 'console', fetchAPI));
      } else if (route.kind === 'graphql' && prefersPage(request)) {
        step.endResponse(respondWithPage(sites, 'explorer', fetchAPI));
      }
    },
  };
}

function prefersPage(request: Request): boolean {
  if (request.method !== 'GET') return false;
  return preferMediaType(request.headers.get('accept'), [...answerMediaTypes, 'text/html']) === 'text/html';
}

function respondWithPage(
  sites: Readonly<Record<SiteName, SiteFiles>>,
  site: SiteName,
  fetchAPI: FetchAPI,
): Response {
  const { page } = sites[site];
  if (page === null) return notBuilt(site, fetchAPI);
  const nonce = randomBytes(16).toString('base64');
  return new fetchAPI.Response(page.replaceAll('__NONCE__', nonce), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': pagePolicy(nonce),
      'Cross-Origin-Opener-Policy': 'same-origin',
      Vary: 'Accept',
    },
  });
}

/** Scripts only from here, connections only to here: a key or password typed into a page has nowhere else to go. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function respondWithAsset(asset: SiteAsset, request: Request, fetchAPI: FetchAPI): Response {
  const accepted = request.headers.get('accept-encoding') ?? '';
  const encoding = (['br', 'gzip'] as const).find((name) =>
    new RegExp(`\\b${name}\\b(?!;q=0)`).test(accepted),
  );
  const encoded = encoding === undefined ? undefined : asset.encodings.get(encoding);
  return new fetchAPI.Response(encoded ?? asset.bytes, {
    headers: {
      'Content-Type': asset.contentType,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...(encoding !== undefined && encoded !== undefined && { 'Content-Encoding': encoding }),
    },
  });
}

function notFound(fetchAPI: FetchAPI): Response {
  return respondWith(refuse('NOT_FOUND', { status: 404, message: 'There is no such file.' }), fetchAPI);
}

function notBuilt(site: SiteName, fetchAPI: FetchAPI): Response {
  const message = `The ${site} is not built. Run "npm run build" and start the gateway again.`;
  return respondWith(refuse('NOT_FOUND', { status: 404, message }), fetchAPI);
}
