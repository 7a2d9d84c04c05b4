#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCli } from './cli/run-cli.js';
import { createCliWiring } from './command-line.js';

/** The entry `postern`. */
const [, script, ...words] = process.argv;

// npm reaches a bin through a symbolic link.
if (script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url)) {
  // `postern audit export | head`: whoever reads has read enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  process.exitCode = await runCli(createCliWiring(process.env), words);
}
