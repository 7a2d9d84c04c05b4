import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { createPostern, environmentFor, type Postern } from './postern.js';

let controlPlane: TestDatabase;
let environment: ReturnType<typeof environmentFor>;
let postern: Postern;
let folder: string;
let sealFile: string;

beforeAll(async () => {
  controlPlane = await createTestDatabase({ template: 'control-plane' });
  environment = environmentFor(controlPlane.url);
  postern = createPostern(environment);
  folder = await mkdtemp(join(tmpdir(), 'postern-seal-'));
  sealFile = join(folder, 'seal.json');
  for (const name of ['anna', 'otto', 'zoe']) await postern.run('users', 'create', `${name}@example.com`);
  await writeFile(sealFile, (await postern.run('audit', 'seal')).out);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await controlPlane.drop();
});

/** As somebody who owns the server and stops the triggers. */
async function tamper(statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: controlPlane.url });
  await client.connect();
  await client.query(`SET session_replication_role = replica; ${statements}`);
  await client.end();
}

describe('postern audit seal', () => {
  it('prints one line of JSON that names the end of both chains', async () => {
    const { code, out, err } = await postern.run('audit', 'seal');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(out)).toMatchObject({ audit: { sequence: '3' }, decisions: { sequence: '0' } });
  });
});

describe('postern verify-audit', () => {
  it('says that all is well, with exit code 0', async () => {
    const plain = await postern.run('verify-audit');
    expect(plain.code).toBe(0);
    expect(plain.out).toContain('one chain of 3 events');
    const against = await postern.run('verify-audit', '--seal', sealFile);
    expect(against).toMatchObject({ code: 0, out: expect.stringContaining('go on from where they stood') });
    expect(await postern.json('verify-audit', '--seal', sealFile)).toEqual({
      intact: true,
      ...{ events: 3, decisions: 0, unsealed: 0, problems: [], isWhole: true },
      sealMadeAt: expect.stringMatching(/Z$/),
    });
    const since = await postern.run('verify-audit', '--seal', sealFile, '--since-seal');
    expect(since).toMatchObject({ code: 0, out: expect.stringContaining('0 more events') });
  });

  it('says what is wrong, with exit code 1, and so does a check of everything', async () => {
    await tamper(`UPDATE gateway.audit_events SET actor = 'somebody' WHERE sequence = 2`);
    const { code, out } = await postern.run('verify-audit');
    expect(code).toBe(1);
    expect(out).toBe('FAIL  audit (edited): Event 2 does not fit the MAC: edited.\n');
    const json = await postern.run('verify-audit', '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      intact: false,
      problems: [{ log: 'audit', kind: 'edited', first: '2', last: '2' }],
    });
    expect(await postern.run('check')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^FAIL +audit: Event 2/m),
    });
    await tamper(`UPDATE gateway.audit_events SET actor = 'operator' WHERE sequence = 2`);
    expect(await postern.run('check')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^ok +audit: the last 3/m),
    });
  });

  it('finds an end that was cut off with the head set back against the seal, and not without', async () => {
    const other = await createTestDatabase({ template: 'control-plane' });
    const shorter = createPostern({ ...environment, DATABASE_URL: other.url });
    await shorter.run('users', 'create', 'anna@example.com');
    expect((await shorter.run('verify-audit')).code).toBe(0);
    const { code, out } = await shorter.run('verify-audit', '--seal', sealFile);
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL +audit \(cut-off\): The end was cut off: the event 3 was there/);
    await other.drop();
  });

  it('says that the pepper may be another one where nothing fits', async () => {
    for (let index = 0; index < 25; index += 1) await postern.run('users', 'create', `u${index}@example.com`);
    const stranger = createPostern(environmentFor(controlPlane.url));
    const { code, out } = await stranger.run('verify-audit');
    expect(code).toBe(1);
    expect(out).toContain('POSTERN_PEPPER');
    const rotating = {
      ...environmentFor(controlPlane.url),
      POSTERN_PEPPER_PREVIOUS: environment['POSTERN_PEPPER'],
    };
    expect((await createPostern(rotating).run('verify-audit', '--seal', sealFile)).code).toBe(0);
  }, 60_000);

  it.each([
    ['a file that is not there', () => ['--seal', join(folder, 'nowhere')], 'cannot be read'],
    ['a file that is no seal', () => ['--seal', join(folder, 'other')], 'not a seal'],
    ['no seal to begin from', () => ['--since-seal'], '--seal <file>'],
  ])('ends with exit code 2 for %s', async (_what, words, sentence) => {
    await writeFile(join(folder, 'other'), '{}');
    const ended = await postern.run('verify-audit', ...words());
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining(sentence) });
  });

  it('ends with exit code 1 for a seal that was changed', async () => {
    const changed = join(folder, 'changed');
    await writeFile(changed, (await readFile(sealFile, 'utf8')).replace('"sequence":"3"', '"sequence":"2"'));
    const { code, out } = await postern.run('verify-audit', '--seal', changed);
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL +seal \(edited\)/);
  });

  it('ends with exit code 3 where the control plane cannot be reached', async () => {
    const nowhere = createPostern({ ...environment, DATABASE_URL: 'postgres://a:b@127.0.0.1:1/none' });
    expect((await nowhere.run('verify-audit', '--seal', sealFile)).code).toBe(3);
  });
});
