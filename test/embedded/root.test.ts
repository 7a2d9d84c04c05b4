import { chmod, chown, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeScratch, query, start, type Scratch } from './scratch.js';

const isRoot = process.getuid?.() === 0;

let scratch: Scratch;
beforeEach(async () => (scratch = await makeScratch()));
afterEach(() => scratch.remove());

(isRoot ? describe : describe.skip)('an embedded PostgreSQL that root starts', () => {
  it('runs as another account, in place where that account can go', async () => {
    const folder = join(scratch.path, 'postgres');
    const server = await start(folder, join(scratch.path, 'shared'));
    expect((await stat(join(folder, 'data'))).uid).not.toBe(0);
    expect(server.said).toEqual([]);
    await server.stop();
  });

  it('works below a folder that only root can enter, and finds its data again there', async () => {
    const { folder, shared } = await hiddenFolder();
    const first = await start(folder, shared);
    expect(first.said[0]).toContain(shared);
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start(folder, shared);
    expect(await query(second.url, 'select answer from kept')).toEqual([[42]]);
    await second.stop();
  });

  it('starts afresh where the hidden data directory was removed and made again', async () => {
    const { folder, shared } = await hiddenFolder();
    await (await start(folder, shared)).stop();
    await rm(folder, { recursive: true });
    const again = await start(folder, shared);
    expect(await query(again.url, `select to_regclass('kept')`)).toEqual([[null]]);
    await again.stop();
    expect(await readdir(join(shared, 'data'))).toHaveLength(2);
  });

  it('keeps the hidden data where nobody but root and the server can read or replace them', async () => {
    const { folder, shared } = await hiddenFolder();
    await (await start(folder, shared)).stop();
    const id = (await readFile(join(folder, 'home-id'), 'utf8')).trim();
    for (const path of [shared, join(shared, 'data'), join(shared, 'data', id)]) {
      const status = await stat(path);
      expect([status.uid, status.mode & 0o777]).toEqual([0, 0o711]);
    }
    expect((await stat(join(shared, 'data', id, 'data'))).mode & 0o777).toBe(0o700);
  });

  it('refuses a shared folder that another user has prepared', async () => {
    const { folder, shared } = await hiddenFolder();
    await mkdir(shared);
    await chown(shared, 65534, 65534);
    await expect(start(folder, shared)).rejects.toThrow(/is not safe to keep the embedded PostgreSQL in/);
  });

  it('refuses a shared folder in which, or above which, others may write', async () => {
    const { folder, shared } = await hiddenFolder();
    await mkdir(shared);
    await chmod(shared, 0o777);
    await expect(start(folder, shared)).rejects.toThrow(/is not safe/);
    await chmod(scratch.path, 0o777);
    await expect(start(folder, join(scratch.path, 'other'))).rejects.toThrow(/is not safe/);
  });

  it('refuses a data directory that belongs to somebody else', async () => {
    const folder = join(scratch.path, 'postgres');
    await mkdir(folder);
    await chown(folder, 65534, 65534);
    await expect(start(folder, join(scratch.path, 'shared'))).rejects.toThrow(
      /belongs to another user.*POSTERN_DATA/,
    );
  });
});

(isRoot ? describe.skip : describe)('an embedded PostgreSQL that an ordinary user starts', () => {
  it('runs as that user, its data readable by nobody else', async () => {
    const folder = join(scratch.path, 'postgres');
    await (await start(folder, join(scratch.path, 'shared'))).stop();
    const status = await stat(join(folder, 'data'));
    expect([status.uid, status.mode & 0o777]).toEqual([process.getuid?.(), 0o700]);
  });

  it('gets a sentence where the data directory cannot be made', async () => {
    await expect(start('/usr/postern/postgres', join(scratch.path, 'shared'))).rejects.toThrow(
      /cannot be made.*POSTERN_DATA/,
    );
  });
});

async function hiddenFolder(): Promise<{ folder: string; shared: string }> {
  const hidden = join(scratch.path, 'hidden');
  await mkdir(hidden, { mode: 0o700 });
  return { folder: join(hidden, 'postern', 'postgres'), shared: join(scratch.path, 'shared') };
}
