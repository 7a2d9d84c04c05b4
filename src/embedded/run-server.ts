import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { readPidFile } from './pid-file.js';
import type { ServerAccount } from './server-account.js';
import type { ServerLog } from './server-log.js';
import { superviseProcess, type SupervisedProcess } from './supervised-process.js';

export interface RunningServer {
  readonly port: number;
  readonly ended: Promise<number>;
  /** Ends it in order, or hard after half a minute. */
  stop(): Promise<void>;
}

/** Starts the server on 127.0.0.1 alone, with no Unix socket, and waits until it takes connections. */
export async function runServer(options: {
  readonly native: string;
  readonly data: string;
  readonly account: ServerAccount;
  readonly preferredPort: number | null;
  readonly isDurable: boolean;
  readonly log: ServerLog;
}): Promise<RunningServer> {
  let port = await choosePort(options.preferredPort);
  for (let tries = 1; ; tries += 1) {
    const server = await superviseProcess({
      account: options.account,
      command: [
        join(options.native, 'bin', 'postgres'),
        ...['-D', options.data, '-p', String(port)],
        ...settings(options.isDurable).flatMap((setting) => ['-c', setting]),
      ],
      logFd: options.log.fd,
    });
    if (await becomesReady(server, options.data)) {
      server.disregard();
      return { port, ended: server.ended, stop: () => stop(server) };
    }
    await stop(server);
    const lines = await options.log.lastLines();
    // Somebody took the port between our look and the server's.
    if (tries < 5 && lines.includes('could not bind')) port = await choosePort(null);
    else
      throw new EmbeddedPostgresError(
        `The embedded PostgreSQL did not start: ${lines}`,
        `See ${options.log.path}.`,
      );
  }
}

function settings(isDurable: boolean): readonly string[] {
  return [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'logging_collector=off',
    'log_destination=stderr',
    'max_connections=200',
    ...['timezone=UTC', 'log_timezone=UTC'],
    ...(isDurable ? [] : fleeting),
  ];
}

/** Of a server that lives for one run of tests: nothing for a crash or a replica, and nobody at work beside the tests. */
const fleeting = [
  ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  ...['wal_level=minimal', 'max_wal_senders=0', 'autovacuum=off'],
];

/** False if it has ended. The file's process id tells a fresh "ready" from one that an earlier server left. */
async function becomesReady(server: SupervisedProcess, data: string): Promise<boolean> {
  const ended = server.ended.then(() => 'ended' as const);
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    const file = await readPidFile(data);
    if (file?.pid === server.pid && file.isReady) return true;
    if ((await Promise.race([ended, sleep(20)])) === 'ended') return false;
  }
  return false;
}

/** Long, since a server that was cut off hard may have much to recover. */
const READY_WITHIN_MS = 300_000;

async function stop(server: SupervisedProcess): Promise<void> {
  server.release();
  const timer = setTimeout(() => {
    killIfThere(server.pid);
  }, 30_000);
  await server.ended;
  clearTimeout(timer);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    // It has ended at this moment.
  }
}

async function choosePort(preferred: number | null): Promise<number> {
  if (preferred === null) return freePort(0);
  return freePort(preferred).catch(() => freePort(0));
}

function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: wanted, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : wanted);
      });
    });
  });
}
