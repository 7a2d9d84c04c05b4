import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/config.js';
import type { Credentials } from '../../src/set-up.js';
import { startGateway, type StartedGateway } from '../../src/start.js';
import { createLogger } from '../../src/server/logger.js';
import { makeScratch, query, type Scratch } from './scratch.js';

/** Of a data folder of its own: what `npm start` on a fresh machine leaves behind, and what the next start makes of it. */

let scratch: Scratch;
let folder: string;

beforeAll(async () => {
  scratch = await makeScratch();
  folder = join(scratch.path, 'data');
});

afterAll(() => scratch.remove());

async function withGateway<Result>(work: (gateway: StartedGateway) => Promise<Result>): Promise<Result> {
  const read = readConfig({ POSTERN_DATA: folder, PORT: '0', LOG_LEVEL: 'silent' });
  if (read.kind === 'invalid') throw new Error(read.problems[0].message);
  const log = createLogger(read.config, { write: () => undefined });
  const gateway = await startGateway({ config: read.config, demo: false, log, progress: () => undefined });
  try {
    return await work(gateway);
  } finally {
    await gateway.stop();
  }
}

async function readCredentials(): Promise<Credentials> {
  return JSON.parse(await readFile(join(folder, 'credentials.json'), 'utf8')) as Credentials;
}

/** Signs in over the port with what the file says, and asks who that is. */
async function signInWithFile(gateway: StartedGateway): Promise<string> {
  const { admin, url } = await readCredentials();
  expect(url).toBe(gateway.url);
  const post = (query_: string, variables: object, headers: Record<string, string> = {}) =>
    fetch(`${url}/graphql/gateway`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: query_, variables }),
    });
  const answer = await post('mutation ($i: SignInInput!) { signIn(input: $i) { me { kind } } }', {
    i: admin,
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) return answer.text();
  const me = await post(
    '{ me { email user { groups { name } } } }',
    {},
    { cookie, 'x-postern-console': '1' },
  );
  return me.text();
}

const SIGNED_IN = JSON.stringify({
  data: { me: { email: 'admin@example.com', user: { groups: [{ name: 'Administrators' }] } } },
});

it('the administrator of the credentials file signs in, also where an earlier version set no password', async () => {
  const first = await withGateway(async (gateway) => {
    expect(await signInWithFile(gateway)).toBe(SIGNED_IN);
    expect(gateway.credentials?.admin).toEqual((await readCredentials()).admin);
    return readCredentials();
  });
  expect((await stat(join(folder, 'credentials.json'))).mode & 0o777).toBe(0o600);
  expect(first.admin.password.length).toBeGreaterThanOrEqual(15);

  await withGateway(async (gateway) => {
    expect(await signInWithFile(gateway)).toBe(SIGNED_IN);
    const { databaseUrl } = await readCredentials();
    await query(databaseUrl, 'UPDATE gateway.users SET password_hash = NULL, password_set_at = NULL');
    expect(await signInWithFile(gateway)).toContain('SIGN_IN_FAILED');
  });

  await withGateway(async (gateway) => {
    expect((await readCredentials()).admin).toEqual(first.admin);
    expect(await signInWithFile(gateway)).toBe(SIGNED_IN);
  });
}, 120_000);
