// Runs every check, two at a time where there are two cores, and fails if any fails. What one prints comes out in
// one piece when it ends, so that they do not mix. The longest come first.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

const sideBySide = ['lint', 'types', 'format', 'imports', 'unused'];
// It writes anew what the others read, so it runs when they have ended.
const alone = ['generated'];

const failed = [];

async function run(check) {
  const from = performance.now();
  const { code, printed } = await collect('npm', ['run', '-s', `check:${check}`]);
  const seconds = ((performance.now() - from) / 1000).toFixed(0);
  console.log(`check:${check} ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)`);
  process.stdout.write(printed);
  if (code !== 0) failed.push(check);
}

/** Whatever keeps it from ending by itself with a status, such as a signal, is a failure. */
function collect(command, words) {
  return new Promise((resolve) => {
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => resolve({ code: 1, printed: `${error.message}\n` }));
    child.once('close', (code) => resolve({ code: code ?? 1, printed: Buffer.concat(chunks).toString() }));
  });
}

async function lane(waiting) {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) await run(check);
}

const waiting = [...sideBySide];
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 2) }, () => lane(waiting)));
await lane([...alone]);

if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}.`);
  process.exitCode = 1;
}
