import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpServerConfig } from './http-server-config.js';

/** Slow senders: Node alone would hold dripping headers for a minute and bodies for five. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const TIMEOUT_CHECK_MS = 2_000;
/** Longer than the idle time-outs of usual load balancers, so that it is they who close. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const MAX_HEADERS = 100;
const MAX_CONNECTIONS = 10_000;
const STOP_TIMEOUT_MS = 10_000;

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<Response>;

/** The handler on a port, with limits on what a client may hold open, and a graceful stop. */
export function createNodeServer(
  config: HttpServerConfig,
  handler: NodeHandler,
): { listen(): Promise<{ readonly url: string }>; close(): Promise<void> } {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      // Else Node keeps the first of two Authorization headers, and nobody sees that there were two credentials.
      joinDuplicateHeaders: true,
    },
    (request, response) => void serve(request, response, server, handler),
  );
  server.maxConnections = config.maxConnections ?? MAX_CONNECTIONS;
  // One more than is accepted: Node drops what exceeds it in silence, a proxy's X-Forwarded-For perhaps.
  server.maxHeadersCount = MAX_HEADERS + 1;
  return {
    listen: () => listen(server, config),
    close: () => stop(server, config.stopTimeoutMs ?? STOP_TIMEOUT_MS),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  server: Server,
  handler: NodeHandler,
): Promise<void> {
  if (request.rawHeaders.length > 2 * MAX_HEADERS) {
    refuseBluntly(response, 431);
    return;
  }
  if (!normaliseTarget(request)) {
    refuseBluntly(response, 400);
    return;
  }
  const answer = await handler(request, response);
  const body = Buffer.from(await answer.arrayBuffer());
  if (response.destroyed) return;
  answer.headers.forEach((value, name) => response.setHeader(name, value));
  if (!server.listening) response.setHeader('Connection', 'close');
  if (answer.status !== 204) response.setHeader('Content-Length', body.byteLength);
  response.writeHead(answer.status).end(body);
}

/** Below the shell's own answers: the request cannot even be described. */
function refuseBluntly(response: ServerResponse, status: number): void {
  response.writeHead(status, { Connection: 'close' }).end();
}

/** Leaves path and query string, also of an absolute target (RFC 9112, 3.2.2); false when host or target are none. */
function normaliseTarget(request: IncomingMessage): boolean {
  const { url: target = '', headers } = request;
  if (!isHost(headers.host ?? 'postern')) return false;
  const url = `${target.startsWith('/') ? 'http://postern' : ''}${target}`;
  if (!URL.canParse(url)) return false;
  const { pathname, search } = new URL(url);
  request.url = pathname + search;
  return true;
}

/** Only what stays a host when a URL is made of it, as Yoga does. */
function isHost(host: string): boolean {
  return /^(\[[0-9A-Fa-f:.]+\]|[^\s/?#@\\:[\]]+)(:\d+)?$/.test(host) && URL.canParse(`http://${host}`);
}

function listen(server: Server, config: HttpServerConfig): Promise<{ readonly url: string }> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => reject(describeListenError(error, config));
    server.once('error', refuse);
    server.listen({ host: config.host, port: config.port }, () => {
      server.off('error', refuse);
      resolve({ url: urlOf(server.address() as AddressInfo) });
    });
  });
}

/** The address cannot be listened on; the message says which setting to change. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

function describeListenError(error: NodeJS.ErrnoException, { host, port }: HttpServerConfig): Error {
  const sentence = {
    EADDRINUSE: `Port ${port} on ${host} is in use already. Set PORT to another one, or stop what listens there.`,
    EACCES: `Listening on port ${port} is not permitted. Set PORT to one above 1023.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine. Set HOST to one that is.`,
  }[error.code ?? ''];
  return sentence === undefined ? error : new ListenError(sentence, { cause: error });
}

function urlOf({ address, port }: AddressInfo): string {
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function stop(server: Server, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) {
      resolve();
      return;
    }
    const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
    // Ends idle connections too.
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
