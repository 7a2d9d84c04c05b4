import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { readPidFile } from './pid-file.js';
import { runAs } from './run-as.js';
import type { ServerAccount } from './server-account.js';

/**
 * Leaves no server on the data: waits for one whose gateway has died and that is stopping, ends one that nobody
 * supervises any more, and removes a `postmaster.pid` that names a foreign process (process ids come again, and
 * PostgreSQL would then refuse to start). Only for the holder of the folder's claim: no other gateway lives.
 */
export async function endStaleServer(options: {
  readonly data: string;
  readonly account: ServerAccount;
  readonly log: (sentence: string) => void;
}): Promise<void> {
  for (const { signal, waitMs } of patience) {
    const processes = await serverProcessesIn(options.data, options.account);
    if (processes.length === 0) break;
    if (signal === null) {
      options.log('A PostgreSQL server of an earlier start still uses the data. Waiting for it to end.');
    } else {
      await sendSignal(options.data, processes, signal);
    }
    await waitUntilGone(options.data, options.account, waitMs);
  }
  const left = await serverProcessesIn(options.data, options.account);
  if (left.length > 0) {
    throw new EmbeddedPostgresError(
      `A PostgreSQL server of an earlier start (process ${left.join(', ')}) uses ${options.data} and does not end.`,
      'End it and start again.',
    );
  }
  await rm(join(options.data, 'postmaster.pid'), { force: true });
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one, after which it recovers at the next start. */
const patience = [
  { signal: null, waitMs: 2_000 },
  { signal: 'SIGINT', waitMs: 30_000 },
  { signal: 'SIGQUIT', waitMs: 10_000 },
] as const;

/** Every process of a server works in its data folder: also one whose postmaster.pid is gone, and orphans of one. */
async function serverProcessesIn(data: string, account: ServerAccount): Promise<readonly number[]> {
  const script = process.platform === 'linux' ? listByProc : listByLsof;
  const { stdout } = await runAs(account, script, data);
  return stdout.split('\n').filter(Boolean).map(Number);
}

const listByProc = `
for process in /proc/[0-9]*; do
  read -r name <"$process/comm" || continue
  [ "$name" = postgres ] && [ "$process/cwd" -ef "$1" ] && echo "\${process#/proc/}"
done 2>/dev/null
true`;

const listByLsof = `lsof -a -c /^postgres$/ -d cwd -t -- "$1" 2>/dev/null; true`;

/** The postmaster ends its children; only where it is gone they are told one by one. */
async function sendSignal(data: string, processes: readonly number[], signal: NodeJS.Signals): Promise<void> {
  const postmaster = (await readPidFile(data))?.pid;
  const targets = processes.filter((pid) => pid === postmaster);
  for (const pid of targets.length > 0 ? targets : processes) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
}

async function waitUntilGone(data: string, account: ServerAccount, waitMs: number): Promise<void> {
  const deadline = performance.now() + waitMs;
  while (performance.now() < deadline) {
    if ((await serverProcessesIn(data, account)).length === 0) return;
    await sleep(50);
  }
}
