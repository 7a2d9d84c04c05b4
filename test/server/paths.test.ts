import { describe, expect, it } from '@jest/globals';
import { createShell } from './shell.js';

const get = (path: string, init: RequestInit = {}): Request =>
  new Request(`http://postern.test${path}`, init);

describe('the paths of the gateway', () => {
  it.each([
    '/',
    '/graphql/',
    '/graphql/crm/more',
    '/graphqlx',
    '/metrics',
    '/console',
    '/health',
    '/explorer/../graphql/x/y',
    '/explorer/assets/none.js',
    '/health/live/',
  ])('%s leads nowhere: 404 in the error shape', async (path) => {
    const shell = createShell();
    const response = await shell.fetch(get(path));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.any(String), extensions: { code: 'NOT_FOUND' } }],
    });
  });

  it.each([
    ['PUT', '/graphql', 'GET, POST'],
    ['HEAD', '/graphql', 'GET, POST'],
    ['OPTIONS', '/graphql/crm', 'GET, POST'],
    ['POST', '/whoami', 'GET'],
    ['DELETE', '/health/live', 'GET, HEAD'],
  ])('%s %s is refused with 405, and Allow says what would be right', async (method, path, allow) => {
    const shell = createShell();
    const response = await shell.fetch(get(path, { method }));
    expect(response.status).toBe(405);
    expect(response.headers.get('Allow')).toBe(allow);
    expect(shell.operations).toEqual([]);
  });

  it('a query string never changes which path is meant', async () => {
    const shell = createShell();
    const response = await shell.fetch(get('/graphql?query=%7Bhello%7D&x=/health'));
    expect(await response.json()).toEqual({ data: { hello: 'hello you' } });
    expect((await shell.fetch(get('/nothing?x=/graphql'))).status).toBe(404);
  });

  it('GET /whoami is answered as JSON, and never cached', async () => {
    const response = await createShell().fetch(get('/whoami'));
    expect(await response.json()).toEqual({ key: 'me' });
    expect(response.headers.get('Cache-Control')).toBe('no-store');
  });

  it('is live whatever its parts do, and ready only while they are', async () => {
    const shell = createShell({
      isReady: () => Promise.resolve({ kind: 'notReady', reason: 'controlPlane' }),
    });
    expect((await shell.fetch(get('/health/live'))).status).toBe(200);
    const response = await shell.fetch(get('/health/ready'));
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'notReady', reason: 'controlPlane' });
    expect((await createShell().fetch(get('/health/ready'))).status).toBe(200);
  });

  it('is not ready when the check fails or hangs', async () => {
    const failing = createShell({ isReady: () => Promise.reject(new Error('postgres://a:b@c')) });
    const response = await failing.fetch(get('/health/ready'));
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('postgres');
    const hanging = createShell({ isReady: () => new Promise(() => undefined) });
    expect((await hanging.fetch(get('/health/ready'))).status).toBe(503);
  });

  it('is not ready once it stops', async () => {
    const shell = createShell();
    await shell.close();
    expect((await shell.fetch(get('/health/ready'))).status).toBe(503);
    expect((await shell.fetch(get('/health/live'))).status).toBe(200);
  });
});
