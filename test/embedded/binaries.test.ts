import { chmod, cp, lstat, mkdir, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  findPostgresBinaries,
  restoreSymlinks,
  type PostgresBinaries,
} from '../../src/embedded/postgres-binaries.js';
import { findRunnableBinaries } from '../../src/embedded/runnable-binaries.js';
import { chooseAccount } from '../../src/embedded/server-account.js';
import { makeScratch, type Scratch } from './scratch.js';

let scratch: Scratch;
beforeEach(async () => (scratch = await makeScratch()));
afterEach(() => scratch.remove());

describe('the binaries of the embedded PostgreSQL', () => {
  it('get the symbolic links back that npm cannot pack, also in a copy of another name', async () => {
    const copy = join(scratch.path, 'copy');
    await mkdir(join(copy, 'lib'), { recursive: true });
    await writeFile(join(copy, 'lib', 'libpq.so.5.18'), 'library');
    await writeFile(
      join(copy, 'pg-symlinks.json'),
      JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]),
    );
    expect(await restoreSymlinks(copy)).toBe(true);
    expect(await readlink(join(copy, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
    expect(await restoreSymlinks(copy)).toBe(true);
  });

  it('are used in place where the account can run them', async () => {
    const binaries = await findPostgresBinaries();
    // Not the checkout itself: root's own may lie where no other account can enter.
    const native = join(scratch.path, 'open', 'native');
    await cp(binaries.native, native, { recursive: true, verbatimSymlinks: true });
    expect(await findRunnable({ ...binaries, native })).toBe(native);
  });

  it('are copied, once and without their links too, where the account cannot run them', async () => {
    const binaries = await findPostgresBinaries();
    const native = join(scratch.path, 'hidden', 'native');
    await cp(binaries.native, native, { recursive: true, verbatimSymlinks: true });
    await hide(native);
    const copy = await findRunnable({ ...binaries, native });
    expect(copy.startsWith(scratch.path)).toBe(true);
    expect(copy).not.toContain('hidden');
    const madeAt = (await lstat(copy)).birthtimeMs;
    expect(await findRunnable({ ...binaries, native })).toBe(copy);
    expect((await lstat(copy)).birthtimeMs).toBe(madeAt);
    await chmod(join(native, 'lib'), 0o700);
  });
});

async function findRunnable(binaries: PostgresBinaries): Promise<string> {
  const directory = join(scratch.path, 'postgres');
  await mkdir(directory, { recursive: true });
  const sharedFolder = join(scratch.path, 'shared');
  return findRunnableBinaries({ directory, binaries, account: await chooseAccount(null), sharedFolder });
}

/** Closed to the server's account for root; for everybody else a place without links where none can be made. */
async function hide(native: string): Promise<void> {
  for (const name of await readdir(join(native, 'lib'))) {
    const path = join(native, 'lib', name);
    if ((await lstat(path)).isSymbolicLink()) await rm(path);
  }
  await chmod(join(native, 'lib'), 0o500);
  if (process.getuid?.() === 0) await chmod(dirname(native), 0o700);
}
