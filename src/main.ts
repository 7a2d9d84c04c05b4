#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCli } from './cli/run-cli.js';
import { createCliWiring } from './command-line.js';

/** The entry `postern`. */
const [, script, ...words] = process.argv;

// npm reaches a bin through a symbolic link.
if (script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url)) {
  process.exitCode = await runCli(createCliWiring(process.env), words);
}
