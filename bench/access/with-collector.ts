import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Runs the script by itself with its garbage collector in reach: memory can be told only by who may collect what is left over. */
export async function withCollector(script: string, main: () => Promise<void>): Promise<void> {
  if (globalThis.gc) return main();
  const child = spawn(process.execPath, [...process.execArgv, '--expose-gc', fileURLToPath(script)], {
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
}
