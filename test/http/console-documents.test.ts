import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf, openSession } from '../support/console.js';
import { ask, startTestGateway, type TestGateway } from '../support/test-gateway.js';

const ANNA = 'anna@example.com';
const ME = 'query Me { me { kind email } }';
const documentId = `sha256:${createHash('sha256').update(ME).digest('hex')}`;
let folder: string;
let gateway: TestGateway;
let cookie: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-documents-'));
  mkdirSync(join(folder, 'console'));
  writeFileSync(join(folder, 'console', 'documents.json'), JSON.stringify({ [documentId]: ME }));
  gateway = await startTestGateway({}, { sitesFolder: folder });
  cookie = await openSession(gateway, await gateway.userId(ANNA));
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

const send = (body: Record<string, unknown>, headers: Record<string, string>, path = '/graphql/gateway') =>
  ask(gateway, null, undefined as unknown as string, { path, body, headers });
const signedIn = () => ({ cookie, 'x-postern-console': '1' });

describe('an operation that is named by its documentId', () => {
  it('runs as if it had been sent', async () => {
    const { body } = await send({ documentId }, signedIn());
    expect(body).toEqual({ data: { me: { kind: 'session', email: ANNA } } });
  });

  it('lets nobody in who would not be let in with its text', async () => {
    expect(codeOf(await send({ documentId }, {}))).toBe('NO_CREDENTIALS');
    expect(codeOf(await send({ documentId }, { cookie }))).toBe('NO_CREDENTIALS');
  });

  it.each([['sha256:00'], [ME], [7], [null], ['__proto__'], [{ toString: 'x' }]])(
    'is refused where the console has none of that id: %j',
    async (id) => {
      expect(codeOf(await send({ documentId: id }, signedIn()))).toBe('UNKNOWN_DOCUMENT');
    },
  );

  it('is sent as either an id or a text', async () => {
    expect(codeOf(await send({ documentId, query: '{ me { kind } }' }, signedIn()))).toBe('BAD_REQUEST');
  });

  it('is all that a session may run there, where the operator says so', async () => {
    const strict = await startTestGateway({ CONSOLE_OPERATIONS: 'built' }, { sitesFolder: folder });
    const own = await openSession(strict, await strict.userId(ANNA));
    const headers = { cookie: own, 'x-postern-console': '1' };
    const at = (path: string, query?: string) =>
      ask(strict, null, query as unknown as string, {
        path,
        headers,
        ...(query === undefined && { body: { documentId } }),
      });
    expect((await at('/graphql/gateway')).body).toHaveProperty('data.me');
    expect(codeOf(await at('/graphql/gateway', ME))).toBe('UNKNOWN_DOCUMENT');
    expect(codeOf(await at('/graphql/gateway', 'mutation { signOut }'))).toBe('UNKNOWN_DOCUMENT');
    // The explorer as oneself, and programs with a key.
    expect((await at('/graphql/crm', '{ organisation(limit: 1) { id } }')).body).toHaveProperty('data');
    expect((await ask(strict, strict.keys.gateway, ME)).body).toHaveProperty('data.me');
    await strict.close();
  });

  it('is known at /graphql/gateway only', async () => {
    expect(codeOf(await send({ documentId }, signedIn(), '/graphql/crm'))).toBe('BAD_REQUEST');
    expect(
      codeOf(await send({ documentId }, { authorization: `Bearer ${gateway.keys.crm}` }, '/graphql')),
    ).toBe('BAD_REQUEST');
  });
});
