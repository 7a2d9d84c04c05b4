import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimFolder } from '../../src/embedded/folder-claim.js';
import {
  isAlive,
  killGateway,
  makeScratch,
  postmasterOf,
  query,
  start,
  startGateway,
  waitUntil,
  type Scratch,
} from './scratch.js';

describe('an embedded PostgreSQL whose gateway dies', () => {
  let scratch: Scratch;
  let folder: string;
  let shared: string;

  beforeAll(async () => {
    scratch = await makeScratch();
    folder = join(scratch.path, 'postgres');
    shared = join(scratch.path, 'shared');
    const server = await start(folder, shared);
    await query(server.url, 'create table kept as select 42 as answer');
    await server.stop();
  });
  afterAll(() => scratch.remove());

  const expectData = async () => {
    const server = await start(folder, shared);
    expect(await query(server.url, 'select answer from kept')).toEqual([[42]]);
    await server.stop();
  };

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'ends by itself after %s, and the next start finds the data',
    async (signal) => {
      const gateway = await startGateway(folder, shared);
      const postmaster = await postmasterOf(join(folder, 'data'));
      expect(await isAlive(postmaster)).toBe(true);
      await killGateway(gateway, signal);
      await waitUntil(async () => !(await isAlive(postmaster)));
      await expectData();
    },
  );

  it.each(['throw', 'return'])(
    'ends when the gateway ends with an uncaught error or for lack of work (%s)',
    async (ending) => {
      const gateway = await startGateway(folder, shared, ending);
      const postmaster = await postmasterOf(join(folder, 'data')).catch(() => null);
      if (gateway.process.exitCode === null) await once(gateway.process, 'exit');
      await waitUntil(async () => postmaster === null || !(await isAlive(postmaster)));
      await expectData();
    },
  );

  it('can be started at the very moment at which a killed gateway leaves it', async () => {
    const gateway = await startGateway(folder, shared);
    await killGateway(gateway, 'SIGKILL');
    await expectData();
  });

  it('is ended by the next start when its supervising shell was killed as well', async () => {
    const gateway = await startGateway(folder, shared);
    const postmaster = await postmasterOf(join(folder, 'data'));
    const shells = await shellsOf(postmaster);
    for (const shell of shells) process.kill(shell, 'SIGKILL');
    await killGateway(gateway, 'SIGKILL');
    expect(await isAlive(postmaster)).toBe(true);
    const server = await start(folder, shared);
    expect(await isAlive(postmaster)).toBe(false);
    expect(server.said[0]).toMatch(/earlier start still uses the data/);
    expect(await query(server.url, 'select answer from kept')).toEqual([[42]]);
    await server.stop();
  });

  it('is not kept from starting by a postmaster.pid that names a foreign process', async () => {
    const { uid, gid } = await stat(join(folder, 'data'));
    const foreigner = spawn('/bin/sh', ['-c', 'echo; exec sleep 60'], { uid, gid, cwd: '/' });
    await once(foreigner.stdout, 'data');
    await writeFile(
      join(folder, 'data', 'postmaster.pid'),
      `${String(foreigner.pid)}\n${join(folder, 'data')}\n1\n1\n\n127.0.0.1\n\nready   \n`,
    );
    await expectData();
    expect(foreigner.exitCode).toBeNull();
    foreigner.kill('SIGKILL');
  });
});

describe('two gateways on one folder', () => {
  let scratch: Scratch;
  beforeAll(async () => (scratch = await makeScratch()));
  afterAll(() => scratch.remove());

  it('cannot be: the second is told who holds it, and the first goes on undisturbed', async () => {
    const [folder, shared] = [join(scratch.path, 'postgres'), join(scratch.path, 'shared')];
    const first = await start(folder, shared);
    const second = await startGateway(folder, shared);
    expect(second.answer.error).toMatch(
      /^The embedded PostgreSQL in .* is in use by another gateway \(process \d+\)/,
    );
    expect(second.answer.error).toContain(`process ${process.pid}`);
    await expect(start(folder, shared)).rejects.toThrow(/in use by another gateway/);
    expect(await query(first.url, 'select 1')).toEqual([[1]]);
    await first.stop();
    const third = await startGateway(folder, shared);
    expect(third.answer.error).toBeUndefined();
    await killGateway(third, 'SIGKILL');
    await waitUntil(
      async () => (await readFile(join(folder, 'data', 'postmaster.pid')).catch(() => null)) === null,
    );
  });

  it('of many that start at once, one alone gets the folder, also over a dead claim', async () => {
    for (let round = 0; round < 20; round += 1) {
      await symlink('1 of-another-boot', join(scratch.path, `owner.${round + 7}`));
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => claimFolder(scratch.path)));
      const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      await winners[0]?.value();
      expect(await readdir(scratch.path)).not.toContain(`owner.${round + 7}`);
    }
  });
});

/** The supervising shell and its watcher: every process of the postmaster's session leader. */
async function shellsOf(postmaster: number): Promise<number[]> {
  const listing = spawn('ps', ['-eo', 'pid=,ppid=']);
  let text = '';
  for await (const chunk of listing.stdout) text += String(chunk);
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const shell = rows.find(([pid]) => pid === postmaster)?.[1] ?? 0;
  const watchers = rows
    .filter(([pid, parent]) => parent === shell && pid !== postmaster)
    .map(([pid]) => pid ?? 0);
  // The watchers first: a gateway that sees its shell gone may end before they do, and then they end the server.
  return [...watchers, shell].filter((pid) => pid > 1);
}
