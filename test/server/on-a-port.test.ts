import { request as httpRequest, Agent, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createShell, type Shell } from './shell.js';

/** What only a real socket shows: Node's own parsing, limits and connections. Takes a free port on 127.0.0.1. */
let shell: Shell;
afterEach(() => shell.close());

async function start(overrides: Parameters<typeof createShell>[0] = {}): Promise<URL> {
  shell = createShell(overrides);
  return new URL((await shell.listen()).url);
}

/** Sends bytes as they are and gives everything that comes back until the server closes the connection. */
function sendRaw(url: URL, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname, () => socket.write(text));
    let received = '';
    socket.on('data', (data) => (received += data.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}

const body = '{"query":"{ hello }"}';
const rawPost = (headers: readonly string[], target = '/graphql', host = 'Host: postern.test'): string =>
  [
    `POST ${target} HTTP/1.1`,
    host,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
    ...headers,
    '',
    body,
  ].join('\r\n');

describe('on a port', () => {
  it('answers queries, with the length of the body and the safe headers', async () => {
    const url = await start();
    const response = await fetch(new URL('/graphql', url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"query":"{ hello(name: \\"Zoë\\") }"}',
    });
    expect(await response.json()).toEqual({ data: { hello: 'hello Zoë' } });
    expect(Number(response.headers.get('Content-Length'))).toBe('{"data":{"hello":"hello Zoë"}}'.length + 1);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(shell.operations[0]?.facts.peerAddress).toBe('127.0.0.1');
  });

  it('shows both of two Authorization headers to whoever judges them', async () => {
    const url = await start();
    await sendRaw(url, rawPost(['Authorization: Bearer one', 'Authorization: Bearer two']));
    expect(shell.operations[0]?.facts.headers.get('authorization')).toBe('Bearer one, Bearer two');
  });

  it('refuses more headers than it reads, instead of dropping the last in silence', async () => {
    const url = await start();
    const many = Array.from({ length: 100 }, (_, index) => `X-Filler-${index}: 1`);
    expect(await sendRaw(url, rawPost([...many, 'X-Forwarded-For: 192.0.2.1']))).toMatch(/^HTTP\/1\.1 431/);
    expect(shell.operations).toEqual([]);
  });

  it.each(['Host: [::bad', 'Host: a b', 'Host: http://x'])(
    'refuses "%s" with 400 and without a stack',
    async (host) => {
      const url = await start();
      const answer = await sendRaw(url, rawPost([], '/graphql', host));
      expect(answer).toMatch(/^HTTP\/1\.1 400/);
      expect(answer).not.toMatch(/Error|at .*:\d+/);
    },
  );

  it.each([
    ['http://postern.test/graphql', 200],
    ['//postern.test/graphql', 404],
    ['*', 400],
    ['/graphql/%ff', 200],
    ['/%2fgraphql', 404],
  ])('reads the target %s as a path: %i', async (target, status) => {
    const url = await start();
    expect(await sendRaw(url, rawPost([], target))).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`));
  });

  it('refuses an endless chunked body with 413 and stops listening to it', async () => {
    const url = await start();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(new URL('/graphql', url), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' },
      });
      const timer = setInterval(() => request.write(Buffer.alloc(100_000, 0x20)), 2);
      request.on('response', (response) => {
        clearInterval(timer);
        resolve(response.statusCode);
        response.resume();
      });
      request.on('error', (error) => {
        clearInterval(timer);
        reject(error);
      });
      request.on('close', () => clearInterval(timer));
    });
    expect(status).toBe(413);
    expect(shell.operations).toEqual([]);
  });

  it('tells `answer` when the client goes away', async () => {
    const left = new Promise<void>((resolve) => {
      void start({
        answerOperation: (facts) =>
          new Promise((_, reject) => {
            facts.signal.addEventListener('abort', () => {
              resolve();
              reject(new Error('left'));
            });
          }),
      }).then((url) => {
        const socket = connect(Number(url.port), url.hostname, () => {
          socket.write(rawPost([]));
          setTimeout(() => socket.destroy(), 100);
        });
      });
    });
    await left;
  });

  it('on stopping answers what is in flight, closes idle connections and takes no new ones', async () => {
    let finish = (): void => undefined;
    const url = await start({
      answerOperation: () =>
        new Promise((resolve) => {
          finish = () => resolve({ status: 200, statusRule: 'always', headers: {}, body: '{"data":1}' });
        }),
    });
    const agent = new Agent({ keepAlive: true });
    const get = (path: string): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        httpRequest(new URL(path, url), { agent }, (response) => {
          response.resume().on('end', () => resolve(response));
        })
          .on('error', reject)
          .end();
      });
    await get('/health/live'); // leaves an idle connection
    const inFlight = fetch(new URL('/graphql?query=%7Bhello%7D', url));
    while (shell.operations.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const closed = shell.close();
    await expect(fetch(new URL('/health/live', url))).rejects.toThrow();
    finish();
    const response = await inFlight;
    expect(await response.json()).toEqual({ data: 1 });
    expect(response.headers.get('Connection')).toBe('close');
    await closed;
    agent.destroy();
  });

  it('on stopping waits no longer than its limit', async () => {
    const url = await start({
      answerOperation: () => new Promise(() => undefined),
      config: { stopTimeoutMs: 100 },
    });
    const inFlight = fetch(new URL('/graphql?query=%7Bhello%7D', url));
    while (shell.operations.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const before = Date.now();
    await Promise.all([shell.close(), expect(inFlight).rejects.toThrow()]);
    expect(Date.now() - before).toBeLessThan(2_000);
  });

  it('says that its address is taken', async () => {
    const url = await start();
    const second = createShell({ config: { port: Number(url.port) } });
    await expect(second.listen()).rejects.toThrow(/127\.0\.0\.1 is in use already\. Set PORT/);
  });
});
