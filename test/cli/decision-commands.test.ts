import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCliWiring } from '../../src/command-line.js';
import type { CliServices } from '../../src/cli/cli-wiring.js';
import type { ControlPlane } from '../../src/control-plane/control-plane.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { createPostern, environmentFor, type Postern } from './postern.js';

let database: TestDatabase;
let postern: Postern;
/** What a running gateway would write into the same control plane. */
let gateway: CliServices;
let usage: ControlPlane['usage'];
let keyId: string;

beforeAll(async () => {
  database = await createTestDatabase({ template: 'control-plane' });
  const environment = environmentFor(database.url);
  postern = createPostern(environment);
  gateway = await createCliWiring(environment).openServices();
  ({ usage } = gateway.controlPlane as ControlPlane);
  await postern.run('users', 'create', 'anna@example.com');
  const words = ['--database', 'gateway', '--access-as', 'anna@example.com', '--name', 'My app'];
  keyId = (await postern.json<{ id: string }>('keys', 'create', ...words)).id;
});

afterAll(async () => {
  await gateway.close();
  await database.drop();
});

function deny(code: string, detail: Readonly<Record<string, unknown>> = {}): string {
  return usage.noteDenial({ code, keyId, address: '192.0.2.1', atMs: Date.now(), detail });
}

describe('postern decision', () => {
  it('says why a request was refused, also when its gateway is only about to write it', async () => {
    const id = deny('FORBIDDEN', { missing: ['person:select', 'product:select'] });
    const { code, out } = await postern.run('decision', id);
    expect(code).toBe(0);
    expect(out).toMatch(/^code +FORBIDDEN$/m);
    expect(out).toMatch(new RegExp(`^key +My app \\(${keyId}\\)$`, 'm'));
    expect(out).toMatch(/^missing +person:select, product:select$/m);
    expect(await postern.json('decision', id)).toEqual({
      id,
      at: expect.stringMatching(/Z$/),
      code: 'FORBIDDEN',
      apiKey: { id: keyId, name: 'My app' },
      address: '192.0.2.1',
      detail: { missing: ['person:select', 'product:select'] },
      isShared: false,
      count: 1,
      firstAt: expect.any(String),
      lastAt: expect.any(String),
    });
  });

  it('says of one of a flood how many there were', async () => {
    const ids = Array.from({ length: 40 }, () => deny('KEY_EXPIRED'));
    await usage.flush();
    const { out } = await postern.run('decision', ids[39]!);
    expect(out).toMatch(/^like it +40 from /m);
    expect(out).toContain('only counted');
  });

  it('does not find one that there is not', async () => {
    const ended = await postern.run('decision', 'AAAAAAAAAAAAAAAA', '--json');
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.out)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });
});

describe('postern decisions list', () => {
  it('shows the newest, by key, code and period', async () => {
    const id = deny('KEY_REVOKED', { reason: 'test' });
    await usage.flush();
    expect(await postern.json('decisions', 'list', '--code', 'KEY_REVOKED', '--key', keyId)).toMatchObject([
      { id },
    ]);
    expect(await postern.json('decisions', 'list', '--until', '2020-01-01T00:00:00Z')).toEqual([]);
    const { out, err } = await postern.run('decisions', 'list', '--first', '1');
    expect(out).toMatch(new RegExp(`KEY_REVOKED +My app +192\\.0\\.2\\.1 +1 +${id}`));
    expect(err).toContain('There are older ones');
    expect((await postern.run('decisions', 'list', '--key', 'nobody')).out).toBe(
      'There is no such decision.\n',
    );
  });

  it.each([
    [2, ['--from', 'yesterday']],
    [1, ['--first', '501']],
  ])('refuses with exit code %i: %j', async (code, words) => {
    expect((await postern.run('decisions', 'list', ...words)).code).toBe(code);
  });
});

describe('postern keys use', () => {
  it('shows use and denials by day', async () => {
    const facts = { secretDigest: Buffer.alloc(32), address: null, userAgent: null, atMs: Date.now() };
    for (let time = 0; time < 5; time += 1) usage.noteUse({ keyId, ...facts });
    await usage.flush();
    const days = await postern.json<Record<string, unknown>[]>('keys', 'use', keyId, '--last', '3');
    expect(days).toHaveLength(3);
    expect(days[2]).toMatchObject({
      uses: 5,
      denialsByCode: expect.arrayContaining([{ code: 'KEY_EXPIRED', count: 40 }]),
    });
    const { out } = await postern.run('keys', 'use', keyId);
    expect(out).toMatch(/^\d{4}-\d\d-\d\d +5 +\d+ +.*KEY_EXPIRED 40/m);
  });

  it('says so where there was none, and where there is no such key', async () => {
    const words = ['--database', 'gateway', '--access-as', 'anna@example.com', '--name', 'idle'];
    const { id } = await postern.json<{ id: string }>('keys', 'create', ...words);
    expect((await postern.run('keys', 'use', id)).out).toContain(
      'neither used nor denied in the last 30 days',
    );
    expect((await postern.run('keys', 'use', 'AAAAAAAAAAAAAAAA')).code).toBe(1);
    expect(await postern.run('keys', 'use', id, '--last', '401')).toMatchObject({
      code: 1,
      err: expect.stringContaining('--last'),
    });
    expect((await postern.run('keys', 'use', id, '--last', 'many')).code).toBe(2);
  });
});
