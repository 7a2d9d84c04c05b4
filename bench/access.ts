import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { measureMemory } from './access/memory.js';
import { measureThroughput } from './access/throughput.js';
import { measureTiming } from './access/timing.js';
import { startTestServer, stopTestServer } from '../test/support/test-server.js';

/*
 * What access control costs, and whether the clock tells what answers do not: see bench/README.md. Only ratios mean
 * anything.
 */

const parts = {
  throughput: () =>
    measureThroughput({ rounds: readNumber('ROUNDS', 25), seconds: readNumber('SECONDS', 0.7) }),
  timing: () => measureTiming(readNumber('SAMPLES', 1_000)),
  memory: () => measureMemory(readNumber('KEYS', 1_000)),
};

async function main(): Promise<void> {
  const wanted = process.env['PARTS']?.split(',') ?? Object.keys(parts);
  await startTestServer();
  try {
    for (const [name, measure] of Object.entries(parts)) {
      if (!wanted.includes(name)) continue;
      console.log(`\n${name}`);
      await measure();
    }
  } finally {
    await stopTestServer();
  }
}

function readNumber(name: string, otherwise: number): number {
  return Number(process.env[name] ?? otherwise);
}

/** Memory can be told only by who may collect what is left over. */
async function runWithCollector(): Promise<void> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, '--expose-gc', fileURLToPath(import.meta.url)],
    { stdio: 'inherit' },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
}

await (globalThis.gc ? main() : runWithCollector());
