import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/embedded/embedded-postgres.js';
import { processStart } from '../../src/embedded/process-start.js';

/** A folder for one test file, which every account can pass through. */
export interface Scratch {
  readonly path: string;
  remove(): Promise<void>;
}

export async function makeScratch(): Promise<Scratch> {
  const path = await mkdtemp(join(tmpdir(), 'postern-embedded-'));
  await chmod(path, 0o711);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export interface Started extends EmbeddedPostgres {
  readonly said: readonly string[];
}

export async function start(dataDirectory: string, sharedFolder: string): Promise<Started> {
  const said: string[] = [];
  const server = await startEmbeddedPostgres({
    dataDirectory,
    sharedFolder,
    durability: 'none',
    log: (sentence) => said.push(sentence),
  });
  return { ...server, said };
}

export async function query(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows;
  } finally {
    await client.end();
  }
}

export interface Gateway {
  readonly process: ChildProcess;
  readonly answer: { readonly url?: string; readonly error?: string };
}

/** A process of its own that holds the server until it ends. */
export async function startGateway(
  dataDirectory: string,
  sharedFolder: string,
  ending = '',
): Promise<Gateway> {
  const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const child = spawn(
    process.execPath,
    [
      '--import',
      file('../support/run-typescript.mjs'),
      file('gateway-stand-in.ts'),
      dataDirectory,
      sharedFolder,
      ending,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { process: child, answer: JSON.parse(line) as Gateway['answer'] };
}

export async function killGateway(gateway: Gateway, signal: NodeJS.Signals): Promise<void> {
  if (gateway.process.exitCode !== null) return;
  const ended = once(gateway.process, 'exit');
  gateway.process.kill(signal);
  await ended;
}

/** The postmaster's process id. */
export async function postmasterOf(data: string): Promise<number> {
  return Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

/** A zombie, which nobody has waited for, is dead. */
export async function isAlive(pid: number): Promise<boolean> {
  return (await processStart(pid)) !== null;
}

export async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('It did not happen within 15 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
