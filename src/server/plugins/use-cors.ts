import type { ShellPlugin } from './plugin.js';

const ALLOWED_HEADERS = 'Authorization, X-API-Key, Content-Type, Accept';
const EXPOSED_HEADERS = 'X-Request-Id, Retry-After, WWW-Authenticate';
const PREFLIGHT_AGE_S = 600;

/**
 * Lets pages of exactly the configured origins call the API; with none configured, no page of another origin can.
 * Never with cookies: another origin's page brings a key of its own.
 */
export function useCors(origins: readonly string[]): ShellPlugin {
  if (origins.length === 0) return {};
  const allowedOrigin = (request: Request): string | null => {
    const origin = request.headers.get('origin');
    return origin !== null && origins.includes(origin) ? origin : null;
  };
  return {
    onRequest(step) {
      const { request, serverContext, fetchAPI } = step;
      const isPreflight =
        request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
      if (!isPreflight || allowedOrigin(request) === null || serverContext.exchange.route.kind === 'none')
        return;
      step.endResponse(new fetchAPI.Response(null, { status: 204, headers: preflightHeaders }));
    },
    onResponse({ request, response }) {
      response.headers.append('Vary', 'Origin');
      const origin = allowedOrigin(request);
      if (origin === null) return;
      response.headers.set('Access-Control-Allow-Origin', origin);
      response.headers.set('Access-Control-Expose-Headers', EXPOSED_HEADERS);
    },
  };
}

const preflightHeaders = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': ALLOWED_HEADERS,
  'Access-Control-Max-Age': String(PREFLIGHT_AGE_S),
};
