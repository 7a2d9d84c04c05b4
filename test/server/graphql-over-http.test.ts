import { describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { createShell } from './shell.js';

const shell = createShell();

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({
    url: 'http://postern.test/graphql',
    fetchFn: (url: string, init?: RequestInit) => shell.fetch(new Request(url, init)),
  });
  it.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    const result = await audit.fn();
    expect(result).toMatchObject({ status: 'ok' });
  });

  it('runs a query by GET, with variables as JSON text', async () => {
    const url = new URL('http://postern.test/graphql');
    url.searchParams.set('query', 'query ($n: String) { hello(name: $n) }');
    url.searchParams.set('variables', '{"n":"Ada"}');
    const response = await shell.fetch(new Request(url));
    expect(await response.json()).toEqual({ data: { hello: 'hello Ada' } });
  });

  it('softens the status of an answer to 200 under application/json only when the answer says so', async () => {
    const statusOf = async (statusRule: 'always' | 'byMediaType', accept: string): Promise<number> => {
      const answer = { status: 403, statusRule, headers: {}, body: '{}' };
      const stub = createShell({ answerOperation: () => Promise.resolve(answer) });
      return (await stub.post({ query: '{ hello }' }, { Accept: accept })).status;
    };
    expect(await statusOf('byMediaType', 'application/json')).toBe(200);
    expect(await statusOf('byMediaType', 'application/graphql-response+json')).toBe(403);
    expect(await statusOf('always', 'application/json')).toBe(403);
    expect(await statusOf('always', 'application/graphql-response+json')).toBe(403);
  });

  it('refuses with 406, before anything runs, where the client reads none of its media types', async () => {
    const stub = createShell();
    const response = await stub.post({ query: 'mutation { change }' }, { Accept: 'text/event-stream' });
    expect(response.status).toBe(406);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(stub.operations).toEqual([]);
  });

  it('sends the text of the answer as it is', async () => {
    const body = '{"data":{"n":1.0,  "text":"\u2028é"}}';
    const stub = createShell({
      answerOperation: () =>
        Promise.resolve({ status: 200, statusRule: 'always', headers: { 'X-Extra': 'yes' }, body }),
    });
    const response = await stub.post({ query: '{ hello }' });
    expect(await response.text()).toBe(body);
    expect(response.headers.get('X-Extra')).toBe('yes');
  });

  it('hands the request over as facts', async () => {
    const stub = createShell();
    const before = Date.now();
    await stub.fetch(
      new Request('http://postern.test/graphql/crm?a=b', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-API-Key': 'k' },
        body: '{"query":"{ hello }","variables":{"a":1},"key":"k","__proto__":{"query":"x"}}',
      }),
      { peerAddress: '192.0.2.1' },
    );
    const [operation] = stub.operations;
    expect(operation?.facts).toMatchObject({
      method: 'POST',
      databaseSlug: 'crm',
      peerAddress: '192.0.2.1',
    });
    expect(operation?.facts.headers.get('x-api-key')).toBe('k');
    expect(operation?.facts.searchParams.get('a')).toBe('b');
    expect(operation?.facts.arrivedAtMs).toBeGreaterThanOrEqual(before);
    expect(operation?.params).toMatchObject({ query: '{ hello }', variables: { a: 1 } });
    expect(Object.keys(operation?.params.extra ?? {})).toEqual(['key', '__proto__']);
  });
});
