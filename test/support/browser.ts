import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';

const PROJECT = join(import.meta.dirname, '..', '..');
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const executablePath = [process.env['CHROMIUM'] ?? '', ...PLACES].find((path) => existsSync(path));

/** `describe` where there is a browser. Elsewhere the tests are skipped, and that is said so that nobody misses it. */
export const describeInBrowser: typeof describe | typeof describe.skip =
  executablePath === undefined ? skipLoudly() : describe;

function skipLoudly(): typeof describe.skip {
  process.stderr.write(
    `\n!!! SKIPPED: no Chromium at ${PLACES.join(', ')} or where CHROMIUM says. The console is NOT tested.\n\n`,
  );
  return describe.skip;
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** The folder of the built sites, built anew where a source is newer. */
export function builtSites(): string {
  execFileSync(process.execPath, [join(PROJECT, 'console', 'build.mjs')], { stdio: 'inherit' });
  return join(PROJECT, 'dist');
}
