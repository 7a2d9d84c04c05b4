import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPostgres } from '../../src/embedded/embedded-postgres.js';
import { makeScratch, postmasterOf, query, start, waitUntil, type Scratch } from './scratch.js';

describe('an embedded PostgreSQL that is started and stopped', () => {
  let scratch: Scratch;
  let folder: string;
  let shared: string;

  beforeAll(async () => {
    scratch = await makeScratch();
    folder = join(scratch.path, 'given', 'postgres');
    shared = join(scratch.path, 'shared');
  });
  afterAll(() => scratch.remove());

  it('keeps its data, its password and its port from one start to the next', async () => {
    const first = await start(folder, shared);
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start(folder, shared);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select answer from kept')).toEqual([[42]]);
    await second.stop();
  });

  it('is UTF-8, knows letters beyond ASCII, and listens on 127.0.0.1 and nowhere else', async () => {
    const server = await start(folder, shared);
    expect(
      await query(server.url, `select upper('é'), 'Ä' ilike 'ä', current_setting('server_encoding')`),
    ).toEqual([['É', true, 'UTF8']]);
    expect(
      await query(
        server.url,
        `select current_setting('listen_addresses'), current_setting('unix_socket_directories')`,
      ),
    ).toEqual([['127.0.0.1', '']]);
    await server.stop();
  });

  it('lets nobody in without the password', async () => {
    const server = await start(folder, shared);
    const wrong = new URL(server.url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    await server.stop();
  });

  it('keeps the password in a file that only its user can read', async () => {
    expect((await stat(join(folder, 'connection.json'))).mode & 0o777).toBe(0o600);
    const { password } = JSON.parse(await readFile(join(folder, 'connection.json'), 'utf8')) as {
      password: string;
    };
    expect(await readFile(join(folder, 'postgres.log'), 'utf8')).not.toContain(password);
  });

  it('writes to the disk as PostgreSQL does unless a test says otherwise', async () => {
    const server = await startEmbeddedPostgres({
      dataDirectory: folder,
      sharedFolder: shared,
      log: () => undefined,
    });
    expect(
      await query(server.url, `select current_setting('fsync'), current_setting('full_page_writes')`),
    ).toEqual([['on', 'on']]);
    await server.stop();
  });

  it('takes another port when the last one is taken', async () => {
    const first = await start(folder, shared);
    await first.stop();
    const squatter = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${new URL(first.url).port}, '127.0.0.1', () => console.log('here'))`,
    ]);
    await once(squatter.stdout, 'data');
    const second = await start(folder, shared);
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect(await query(second.url, 'select answer from kept')).toEqual([[42]]);
    await second.stop();
    squatter.kill();
  });

  it('stops all the same when asked twice, and gives the folder free', async () => {
    const server = await start(folder, shared);
    await Promise.all([server.stop(), server.stop()]);
    expect((await readdir(folder)).filter((name) => name.startsWith('owner'))).toEqual([]);
  });

  it('says that the server has ended when it ends by itself, and can be started again', async () => {
    const server = await start(folder, shared);
    const pid = await postmasterOf(await dataOf(folder, shared));
    process.kill(pid, 'SIGQUIT');
    await waitUntil(() => Promise.resolve(server.said.length > 0));
    expect(server.said.at(-1)).toMatch(/ended by itself .*postgres\.log/);
    await server.stop();
    const next = await start(folder, shared);
    expect(await query(next.url, 'select answer from kept')).toEqual([[42]]);
    await next.stop();
  });

  it('refuses data of another version of PostgreSQL with a sentence', async () => {
    const file = join(await dataOf(folder, shared), 'PG_VERSION');
    const version = await readFile(file, 'utf8');
    await writeFile(file, '13\n');
    await expect(start(folder, shared)).rejects.toThrow(
      /are of PostgreSQL 13; the embedded one is 18.*DATABASE_URL/,
    );
    await writeFile(file, version);
  });

  it('refuses data whose password is lost, and leaves them alone', async () => {
    await rm(join(folder, 'connection.json'));
    await expect(start(folder, shared)).rejects.toThrow(/The password .* is gone.*DATABASE_URL/);
    expect((await stat(join(await dataOf(folder, shared), 'PG_VERSION'))).isFile()).toBe(true);
  });
});

async function dataOf(folder: string, shared: string): Promise<string> {
  const id = await readFile(join(folder, 'home-id'), 'utf8').catch(() => null);
  return id === null ? join(folder, 'data') : join(shared, 'data', id.trim(), 'data');
}
