import { describe, expect, it } from '@jest/globals';
import { createShell } from './shell.js';

const LIMIT_BYTES = 1_000_000;

describe('the body of a request', () => {
  it.each([
    ['application/x-www-form-urlencoded', 'query=mutation%7Bchange%7D'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n{hello}\r\n--x--',
    ],
    ['text/plain', '{"query":"{ hello }"}'],
    ['application/graphql', '{ hello }'],
    ['application/json; charset=utf-16', '{"query":"{ hello }"}'],
    ['application/jsonp', '{"query":"{ hello }"}'],
    ['application/json, text/plain', '{"query":"{ hello }"}'],
    ['', '{"query":"{ hello }"}'],
  ])('is refused with 415 as "%s", and nothing runs', async (contentType, body) => {
    const shell = createShell();
    const response = await shell.post(body, { 'Content-Type': contentType });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(shell.operations).toEqual([]);
  });

  it.each(['application/json', 'Application/JSON;charset=UTF-8', 'application/json; charset="utf-8"'])(
    'is read as "%s"',
    async (contentType) => {
      const shell = createShell();
      expect((await shell.post({ query: '{ hello }' }, { 'Content-Type': contentType })).status).toBe(200);
    },
  );

  it('is refused with 415 when it is compressed', async () => {
    const response = await createShell().post({ query: '{ hello }' }, { 'Content-Encoding': 'gzip' });
    expect(response.status).toBe(415);
  });

  it.each(['{"query": pst_live_secret', '', 'null', '3', '"text"', '[{"query":"{ hello }"}]', '[]'])(
    'is refused with 400 and our own sentence when it is %s',
    async (body) => {
      const shell = createShell();
      const response = await shell.post(body);
      expect(response.status).toBe(400);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
      expect(text).not.toMatch(/pst_live|Unexpected|position/);
      expect(shell.operations).toEqual([]);
    },
  );

  it('is refused with 400 when it is not UTF-8', async () => {
    const response = await createShell().fetch(
      new Request('http://postern.test/graphql', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: new Uint8Array([0x22, 0xff, 0x22]),
      }),
    );
    expect(response.status).toBe(400);
  });

  it('of exactly the limit is read, and one byte more is refused with 413', async () => {
    const bodyOf = (lengthBytes: number): string => {
      const start = '{"query":"{ hello }","variables":{"a":"';
      return `${start}${'x'.repeat(lengthBytes - start.length - 3)}"}}`;
    };
    const shell = createShell();
    expect((await shell.post(bodyOf(LIMIT_BYTES))).status).toBe(200);
    const response = await shell.post(bodyOf(LIMIT_BYTES + 1));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
    expect(shell.operations).toHaveLength(1);
  });

  it.each([null, '10'])('is counted while it streams, with Content-Length %s', async (contentLength) => {
    let sentBytes = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sentBytes += 100_000;
        controller.enqueue(new Uint8Array(100_000).fill(0x20));
      },
    });
    const shell = createShell();
    const request = new Request('http://postern.test/graphql', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(contentLength !== null && { 'Content-Length': contentLength }),
      },
      body: endless,
      duplex: 'half',
    } as RequestInit);
    expect((await shell.fetch(request)).status).toBe(413);
    expect(sentBytes).toBeLessThan(2 * LIMIT_BYTES);
  });

  it('that a client declares as too large is refused unread', async () => {
    const shell = createShell();
    expect((await shell.post('{}', { 'Content-Length': String(LIMIT_BYTES + 1) })).status).toBe(413);
  });

  it('of a GET with broken variables is refused with 400 and our own sentence', async () => {
    const shell = createShell();
    const response = await shell.fetch(
      new Request('http://postern.test/graphql?query=%7Bhello%7D&variables=pst_live_secret'),
    );
    expect(response.status).toBe(400);
    expect(await response.text()).not.toMatch(/pst_live|Unexpected/);
  });
});
