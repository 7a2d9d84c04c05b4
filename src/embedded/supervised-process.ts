import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { cleanEnvironment } from './run-as.js';
import type { ServerAccount } from './server-account.js';

export interface SupervisedProcess {
  /** Of the program itself, not of the shell. */
  readonly pid: number;
  /** Fulfilled with the exit status when the program has ended; never rejected. */
  readonly ended: Promise<number>;
  /** From now on the running program is no reason for this process to stay. */
  disregard(): void;
  /** Asks the program to end, as our own death would. */
  release(): void;
}

/**
 * Runs a program that ends when we do. A shell in a session of its own (no Ctrl-C reaches it) holds one end of a
 * pipe; when the other end closes, and the kernel closes it however this process dies, it interrupts the program.
 * For PostgreSQL that is the fast shutdown. Both streams of the program go to `logFd`.
 */
export async function superviseProcess(options: {
  readonly account: ServerAccount;
  readonly command: readonly string[];
  readonly logFd: number;
  /** One line for the program's standard input; it is in no argument list and in no file. */
  readonly inputLine?: string;
}): Promise<SupervisedProcess> {
  const run = options.inputLine === undefined ? runWithoutInput : runWithInputLine;
  const child = spawn('/bin/sh', ['-c', run + watch, 'sh', ...options.command], {
    ...options.account.spawnAs,
    cwd: '/',
    env: cleanEnvironment,
    stdio: ['pipe', 'pipe', options.logFd, options.logFd],
    detached: true,
  }) as ChildProcessByStdio<Writable, Readable, null>;
  const ended = once(child, 'exit').then(
    ([code]: unknown[]) => (typeof code === 'number' ? code : 1),
    () => 1,
  );
  // A shell that died early makes writing fail; that it ended says as much.
  child.stdin.on('error', () => undefined);
  await once(child, 'spawn');
  if (options.inputLine !== undefined) child.stdin.write(`${options.inputLine}\n`);
  const pid = await readPid(child.stdout);
  return {
    pid,
    ended,
    disregard: () => {
      child.unref();
      // Node's pipes are sockets, which would hold the process, too; their type does not tell.
      if (child.stdin instanceof Socket) child.stdin.unref();
    },
    release: () => {
      child.ref();
      child.stdin.end();
    },
  };
}

/** The pipe must not be the program's own standard input: PostgreSQL would hold it, too. */
const runWithoutInput = `
trap '' HUP INT TERM
exec 4<&0
"$@" </dev/null >&3 2>&3 3>&- 4<&- &
`;

/** A pipe of the shell's own, since node's is a socket, which no program can open as /dev/stdin. */
const runWithInputLine = `
trap '' HUP INT TERM
IFS= read -r line
exec 4<&0
printf '%s\\n' "$line" | "$@" >&3 2>&3 3>&- 4<&- &
`;

const watch = `
program=$!
echo "$program"
( while read -r line; do :; done; kill -INT "$program" ) <&4 >&3 2>&3 &
watcher=$!
wait "$program"
status=$?
kill -KILL "$watcher"
exit "$status"
`;

async function readPid(stdout: Readable): Promise<number> {
  let text = '';
  for await (const chunk of stdout.setEncoding('utf8')) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return Number.parseInt(text, 10);
}
