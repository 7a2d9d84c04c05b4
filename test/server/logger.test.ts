import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/server/logger.js';
import { createShell } from './shell.js';

const key = 'pst_live_0123456789abcdef_SECRETSECRETSECRET123456';

function logged(
  write: (log: ReturnType<typeof createLogger>) => void,
  logFormat: 'json' | 'pretty' = 'json',
): string {
  let text = '';
  write(createLogger({ logLevel: 'trace', logFormat }, { write: (line) => void (text += line) }));
  return text;
}

describe('the log', () => {
  it('has one line for a request: ids, status, duration and the path without its query string', async () => {
    const shell = createShell({
      answerOperation: () =>
        Promise.resolve({
          status: 401,
          statusRule: 'always',
          headers: {},
          body: '{}',
          logged: { decisionId: 'd-1', keyId: 'k-1' },
        }),
    });
    const response = await shell.fetch(
      new Request(`http://postern.test/graphql/crm?query=%7BsecretField%7D&key=${key}`, {
        headers: { Authorization: `Bearer ${key}`, 'X-API-Key': key, Cookie: 'session=crumbs' },
      }),
      { peerAddress: '192.0.2.1' },
    );
    expect(shell.logLines).toHaveLength(1);
    expect(JSON.parse(shell.logLines[0]!)).toMatchObject({
      requestId: response.headers.get('X-Request-Id'),
      decisionId: 'd-1',
      keyId: 'k-1',
      method: 'GET',
      path: '/graphql/crm',
      status: 401,
      durationMs: expect.any(Number),
      peer: '192.0.2.1',
    });
    expect(shell.logLines[0]).not.toMatch(/SECRET|secretField|crumbs/);
  });

  it('never has bodies or variables', async () => {
    const shell = createShell();
    await shell.post({ query: '{ hello(name: "literal-value") }', variables: { a: 'variable-value' } });
    await shell.post('{"query": broken-value');
    expect(shell.logLines.join('')).not.toMatch(/literal-value|variable-value|broken-value/);
  });

  it('masks a key in the path', async () => {
    const shell = createShell();
    await shell.fetch(new Request(`http://postern.test/graphql/${key}/x`));
    expect(shell.logLines.join('')).not.toContain('SECRET');
  });

  it.each(['json', 'pretty'] as const)(
    'masks credentials that are given to it all the same, as %s',
    (format) => {
      const text = logged((log) => {
        const headers = {
          authorization: 'Basic Zm9vOmJhcg==',
          'x-api-key': 'plain-key',
          cookie: 'a="crumbs',
          'set-cookie': ['b=crumbs', 'c=crumbs'],
          'X-API-Key': 'plain-key',
        };
        log.info({ headers, deep: { request: { headers } }, authorization: 'Basic Zm9vOmJhcg==' }, 'one');
        log.warn(`key ${key} and Bearer opaque-token and postgres://anna:hunter2@host/db`);
        log.error(
          { err: new Error(`bad key ${key}`, { cause: new Error('postgresql://u:hunter2@h/d') }) },
          'two',
        );
      }, format);
      expect(text).toContain('two');
      expect(text).not.toMatch(/SECRET|Zm9vOmJhcg|plain-key|crumbs|opaque-token|hunter2/);
    },
  );

  it('is silent below its level', () => {
    let text = '';
    const log = createLogger(
      { logLevel: 'warn', logFormat: 'auto' },
      { write: (line) => void (text += line) },
    );
    log.info('quiet');
    log.warn('loud');
    expect(text).not.toContain('quiet');
    expect(JSON.parse(text)).toMatchObject({ msg: 'loud' });
  });
});
