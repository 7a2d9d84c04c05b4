import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import pg from 'pg';
import { readSecret } from '../../src/cli/read-secret.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { createPostern, environmentFor, type Postern } from './postern.js';

const PASSWORD = 'violet tractor over the hill';

let controlPlane: TestDatabase;
let sql: pg.Client;
let postern: Postern;
let typed: string;

beforeAll(async () => {
  controlPlane = await createTestDatabase({ template: 'control-plane' });
  sql = new pg.Client({ connectionString: controlPlane.url });
  await sql.connect();
  postern = createPostern(environmentFor(controlPlane.url), {
    readSecret: () => Promise.resolve(typed),
  });
});

afterAll(async () => {
  await sql.end();
  await controlPlane.drop();
});

interface Described {
  readonly id: string;
  readonly email: string;
  readonly password?: string;
  readonly passwordSetAt: string | null;
}

describe('users create', () => {
  it('--admin makes an administrator, with a password that is made up and printed once', async () => {
    const words = ['users', 'create', 'root@example.com', '--admin', '--generate-password'];
    const made = await postern.json<Described>(...words);
    expect(made).toMatchObject({ email: 'root@example.com', passwordSetAt: expect.any(String) });
    expect(made.password).toMatch(/^[0-9A-Za-z]{5}(-[0-9A-Za-z]{5}){4}$/);
    expect(await postern.json('users', 'show', 'root@example.com')).toMatchObject({
      id: made.id,
      groups: [{ name: 'Administrators', database: 'gateway' }],
    });
  });

  it('takes a password that was given, and never prints it', async () => {
    typed = PASSWORD;
    const { code, out, err } = await postern.run('users', 'create', 'amy@example.com', '--password', '-');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Made the user amy@example.com');
    expect(out).not.toContain(PASSWORD);
    const shown = await postern.json<Described>('users', 'show', 'amy@example.com');
    expect(shown.passwordSetAt).not.toBeNull();
  });

  it('without one makes a user who cannot sign in, and says so', async () => {
    const { out } = await postern.run('users', 'create', 'bob@example.com');
    expect(out).toContain('It cannot sign in');
    expect(await postern.json('users', 'show', 'bob@example.com')).toMatchObject({ passwordSetAt: null });
  });

  it('refuses a bad password by its rule, and one on the command line, repeating neither', async () => {
    typed = 'short';
    const weak = await postern.run('users', 'create', 'cid@example.com', '--password', '-');
    expect(weak.code).toBe(1);
    expect(weak.err).toMatch(/^password: must have at least 15 characters; it has 5\./);
    const open = await postern.run('users', 'create', 'cid@example.com', '--password', PASSWORD);
    expect(open.code).toBe(2);
    expect(open.err).toContain('--password -');
    expect(open.err + open.out).not.toContain(PASSWORD);
    const both = await postern.run(
      'users',
      'create',
      'cid@example.com',
      '--password',
      '-',
      '--generate-password',
    );
    expect(both.code).toBe(2);
    expect((await postern.run('users', 'show', 'cid@example.com')).code).toBe(1);
  });
});

describe('users set-password', () => {
  it('gives another password, and ends every session', async () => {
    await postern.run('users', 'create', 'dan@example.com');
    const { id } = await postern.json<Described>('users', 'show', 'dan@example.com');
    await sql.query(
      `INSERT INTO gateway.sessions (id, user_id, digest, created_at, last_seen_at, address, user_agent)
       VALUES ('sessionOfDan0000', $1, sha256('x'), now(), now(), '192.0.2.9', 'Browser')`,
      [id],
    );
    expect(await postern.json('users', 'sessions', 'dan@example.com')).toEqual([
      {
        id: 'sessionOfDan0000',
        createdAt: expect.stringMatching(/Z$/),
        lastSeenAt: expect.stringMatching(/Z$/),
        address: '192.0.2.9',
        userAgent: 'Browser',
      },
    ]);
    typed = PASSWORD;
    expect(await postern.json('users', 'set-password', 'dan@example.com')).toMatchObject({
      passwordSetAt: expect.any(String),
    });
    expect(await postern.json('users', 'sessions', 'dan@example.com')).toEqual([]);
    expect((await postern.run('users', 'sessions', 'dan@example.com')).out).toBe(
      'It is signed in nowhere.\n',
    );
  });

  it('knows no strangers', async () => {
    expect(
      (await postern.run('users', 'set-password', 'nobody@example.com', '--generate-password')).code,
    ).toBe(1);
  });
});

describe('users end-session and end-sessions', () => {
  it('end one session, or all of a user', async () => {
    await postern.run('users', 'create', 'eva@example.com');
    const { id } = await postern.json<Described>('users', 'show', 'eva@example.com');
    for (const name of ['One', 'Two', 'Six']) {
      await sql.query(
        `INSERT INTO gateway.sessions (id, user_id, digest, created_at, last_seen_at)
         VALUES ($2, $1, sha256($2::text::bytea), now(), now())`,
        [id, `sessionOfEva0${name}`],
      );
    }
    expect(await postern.json('users', 'end-session', 'sessionOfEva0One')).toMatchObject({
      id: 'sessionOfEva0One',
    });
    expect(await postern.json('users', 'end-sessions', 'eva@example.com')).toEqual({ endedCount: 2 });
    expect((await postern.run('users', 'end-session', 'sessionOfNobody0')).code).toBe(1);
  });
});

describe('users update', () => {
  it('changes what is given and keeps the rest', async () => {
    await postern.run('users', 'create', 'fay@example.com', '--name', 'Fay');
    const moved = await postern.json(
      'users',
      'update',
      'fay@example.com',
      '--email',
      'fay.b@example.com',
      '--attributes',
      '{"region":"EU"}',
    );
    expect(moved).toMatchObject({ email: 'fay.b@example.com', name: 'Fay' });
    expect(await postern.json('users', 'update', 'fay.b@example.com', '--no-name')).toMatchObject({
      name: null,
    });
    expect(await postern.json('users', 'show', 'fay.b@example.com')).toMatchObject({
      attributes: { region: 'EU' },
      version: 3,
    });
    const { code, err } = await postern.run('users', 'update', 'fay.b@example.com', '--attributes', '[]');
    expect(code).toBe(1);
    expect(err).toMatch(/^--attributes: must be a JSON object/);
  });
});

describe('users restore', () => {
  it('brings a deleted user back by its e-mail, or by its id where several had it', async () => {
    await postern.run('users', 'create', 'gus@example.com');
    await postern.run('users', 'delete', 'gus@example.com');
    expect(await postern.json('users', 'list', '--deleted', '--search', 'gus')).toHaveLength(1);
    expect(await postern.json('users', 'restore', 'GUS@example.com')).toMatchObject({ deletedAt: null });
    const { id } = await postern.json<Described>('users', 'delete', 'gus@example.com');
    await postern.run('users', 'create', 'gus@example.com');
    await postern.run('users', 'delete', 'gus@example.com');
    const several = await postern.run('users', 'restore', 'gus@example.com');
    expect(several.code).toBe(1);
    expect(several.err).toContain(id);
    expect(await postern.json('users', 'restore', id)).toMatchObject({ id, deletedAt: null });
    expect((await postern.run('users', 'restore', 'nobody@example.com')).code).toBe(1);
  });
});

describe('a secret', () => {
  const from = (text: string, isTerminal: boolean) => {
    const stream = new PassThrough();
    const asked: string[] = [];
    const reading = readSecret({ stream, isTerminal, ask: (question) => asked.push(question) }, 'Password');
    return { stream, asked, reading, text };
  };

  it('is all of standard input but the line break at its end', async () => {
    const { stream, asked, reading } = from('', false);
    stream.end(' two words \r\n');
    expect(await reading).toBe(' two words ');
    expect(asked).toEqual([]);
  });

  it('is refused where nothing was given', async () => {
    const { stream, reading } = from('', false);
    stream.end('\n');
    await expect(reading).rejects.toThrow('nothing was given');
  });

  it('is asked for twice on a terminal, and is not shown', async () => {
    const { stream, asked, reading } = from('', true);
    stream.write('the secret\r');
    await new Promise(setImmediate);
    stream.write('the secret\r');
    expect(await reading).toBe('the secret');
    expect(asked.join('')).toBe('Password: \nPassword, once more: \n');
  });

  it('is refused where the two do not agree, or who was asked gives up', async () => {
    const different = from('', true);
    different.stream.write('the secret\r');
    await new Promise(setImmediate);
    different.stream.write('the secrets\r');
    await expect(different.reading).rejects.toThrow('do not agree');
    const aborted = from('', true);
    aborted.stream.write('\u0003');
    await expect(aborted.reading).rejects.toThrow('Nothing was changed');
  });
});
