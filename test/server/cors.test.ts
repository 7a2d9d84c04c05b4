import { describe, expect, it } from '@jest/globals';
import { createShell } from './shell.js';

const friend = 'https://app.example.com';
const request = (method: string, origin: string): Request =>
  new Request('http://postern.test/graphql', {
    method,
    headers: {
      Origin: origin,
      'Content-Type': 'application/json',
      ...(method === 'OPTIONS' && { 'Access-Control-Request-Method': 'POST' }),
    },
    ...(method === 'POST' && { body: '{"query":"{ hello }"}' }),
  });
const corsHeaders = (response: Response): string[] =>
  [...response.headers.keys()].filter((name) => name.toLowerCase().startsWith('access-control-'));

describe('CORS', () => {
  it('is off unless origins are configured', async () => {
    const shell = createShell();
    expect(corsHeaders(await shell.fetch(request('POST', friend)))).toEqual([]);
    const preflight = await shell.fetch(request('OPTIONS', friend));
    expect(preflight.status).toBe(405);
    expect(corsHeaders(preflight)).toEqual([]);
  });

  it('lets exactly the configured origin in, and says that answers differ by origin', async () => {
    const shell = createShell({ config: { corsOrigins: ['https://other.example.com', friend] } });
    const preflight = await shell.fetch(request('OPTIONS', friend));
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe(friend);
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toContain('Authorization');
    const response = await shell.fetch(request('POST', friend));
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(friend);
    expect(response.headers.get('Vary')).toContain('Origin');
  });

  it.each(['https://evil.example.com', `${friend}.evil.com`, 'null', 'http://app.example.com', '*'])(
    'keeps %s out',
    async (origin) => {
      const shell = createShell({ config: { corsOrigins: [friend] } });
      for (const method of ['OPTIONS', 'POST']) {
        expect(corsHeaders(await shell.fetch(request(method, origin)))).toEqual([]);
      }
    },
  );

  it('never admits cookies', async () => {
    const shell = createShell({ config: { corsOrigins: [friend] } });
    for (const method of ['OPTIONS', 'POST']) {
      const response = await shell.fetch(request(method, friend));
      expect(response.headers.has('Access-Control-Allow-Credentials')).toBe(false);
    }
  });
});
