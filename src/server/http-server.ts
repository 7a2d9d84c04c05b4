import { createYoga } from 'graphql-yoga';
import { respondWith } from './answer-response.js';
import { beginExchange, type Exchange, type ShellContext } from './exchange.js';
import { logExchange, type Logger } from './logger.js';
import { maskFailure } from './mask-failure.js';
import { createNodeServer } from './node-server.js';
import type { HttpServerConfig } from './http-server-config.js';
import type { AnswerOperation, AnswerWhoami } from './operation-request.js';
import { useCors } from './plugins/use-cors.js';
import { useHealth, type Readiness } from './plugins/use-health.js';
import { useMaskedFailures } from './plugins/use-masked-failures.js';
import { useOperations } from './plugins/use-operations.js';
import { usePaths } from './plugins/use-paths.js';
import { setSafeHeaders, useSafeHeaders } from './plugins/use-safe-headers.js';
import { useSites } from './plugins/use-sites.js';
import { useWhoami } from './plugins/use-whoami.js';
import { builtSitesFolder, readSiteFiles } from './site-files.js';

/**
 * The HTTP shell: paths, methods, media types, bodies, headers, logs, start and stop. It knows nothing of keys,
 * schemas and rows; `answerOperation` does, and gets the request as plain facts. Yoga runs the ordered plugins.
 */
export function createHttpServer(parts: HttpServerParts): HttpServer {
  const { config, log } = parts;
  let isStopping = false;
  const isReady = (): Promise<Readiness> =>
    isStopping ? Promise.resolve({ kind: 'notReady', reason: 'stopping' }) : parts.isReady();

  const sites = config.sitesFolder ?? builtSitesFolder;
  const yoga = createYoga<ShellContext & Record<string, unknown>>({
    ...withoutYogasOwn,
    plugins: [
      useSafeHeaders(),
      useCors(config.corsOrigins),
      usePaths(),
      useHealth(isReady),
      useSites({ explorer: readSiteFiles(sites, 'explorer'), console: readSiteFiles(sites, 'console') }),
      useWhoami(parts.answerWhoami),
      useOperations(parts.answerOperation),
      useMaskedFailures(log),
    ],
  });

  async function respond(exchange: Exchange, run: () => Response | Promise<Response>): Promise<Response> {
    let response: Response;
    try {
      response = await run();
    } catch (failure) {
      // Yoga's adapter would send the stack.
      exchange.answer = maskFailure(failure, exchange, log);
      response = setSafeHeaders(respondWith(exchange.answer, yoga.fetchAPI), exchange);
    }
    logExchange(log, exchange, response.status);
    return response;
  }

  const nodeServer = createNodeServer(config, (request, response) => {
    const exchange = beginExchange(request.method ?? '', request.url ?? '', request.socket.remoteAddress);
    return respond(exchange, () => yoga.handleNodeRequestAndResponse(request, response, { exchange }));
  });

  return {
    fetch(request, serverContext) {
      const exchange = beginExchange(request.method, request.url, serverContext?.peerAddress);
      return respond(exchange, () => yoga.handleRequest(request, { exchange }));
    },
    listen: () => nodeServer.listen(),
    close() {
      isStopping = true;
      return nodeServer.close();
    },
  };
}

export interface HttpServer {
  /** Answers without a port; what it does not go through is the node server's limits. */
  fetch(request: Request, serverContext?: { readonly peerAddress?: string }): Promise<Response>;
  /** The URL has the port that was taken, where the configured one is 0. */
  listen(): Promise<{ readonly url: string }>;
  /** Stops accepting, answers what has arrived (for at most `stopTimeoutMs`), then ends every connection. */
  close(): Promise<void>;
}

export interface HttpServerParts {
  readonly answerOperation: AnswerOperation;
  readonly answerWhoami: AnswerWhoami;
  readonly isReady: () => Promise<Readiness>;
  readonly config: HttpServerConfig;
  readonly log: Logger;
}

/** Everything that Yoga would do of its own accord is off: open CORS, forms, batches, its pages, its error texts. */
const withoutYogasOwn = {
  cors: false,
  graphiql: false,
  landingPage: false,
  batching: false,
  multipart: false,
  maskedErrors: false,
  parserAndValidationCache: false,
  maxRequestBodySize: false,
  logging: false,
  // Compared with the end of the whole URL, query string included; no URL has a space.
  healthCheckEndpoint: ' ',
  graphqlEndpoint: '*',
} as const;
