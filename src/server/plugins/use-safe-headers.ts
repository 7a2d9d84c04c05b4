import type { Exchange } from '../exchange.js';
import type { ShellPlugin } from './plugin.js';

/** What every answer carries, whoever wrote it. */
export function useSafeHeaders(): ShellPlugin {
  return {
    onResponse({ response, serverContext }) {
      setSafeHeaders(response, serverContext.exchange);
    },
  };
}

/** Only who says otherwise (the files of a site) may be cached. */
export function setSafeHeaders(response: Response, exchange: Exchange): Response {
  response.headers.set('X-Request-Id', exchange.requestId);
  response.headers.set('X-Content-Type-Options', 'nosniff');
  response.headers.set('Referrer-Policy', 'no-referrer');
  if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'no-store');
  return response;
}
