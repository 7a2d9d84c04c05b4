import type { Exchange } from './exchange.js';
import type { RequestFacts } from './operation-request.js';

export function factsOf(request: Request, searchParams: URLSearchParams, exchange: Exchange): RequestFacts {
  return {
    requestId: exchange.requestId,
    method: request.method === 'GET' ? 'GET' : 'POST',
    databaseSlug: exchange.route.kind === 'graphql' ? exchange.route.databaseSlug : null,
    headers: request.headers,
    searchParams,
    protocol: new URL(request.url).protocol,
    peerAddress: exchange.peerAddress,
    arrivedAtMs: exchange.arrivedAtMs,
    signal: request.signal,
  };
}
