import { measureMemory } from './access/memory.js';
import { measureThroughput } from './access/throughput.js';
import { measureTiming } from './access/timing.js';
import { startTestServer, stopTestServer } from '../test/support/test-server.js';
import { withCollector } from './access/with-collector.js';

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

await withCollector(import.meta.url, main);
