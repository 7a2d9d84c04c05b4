import { execFile } from 'node:child_process';
import type { ServerAccount } from './server-account.js';

/**
 * Runs a few lines of `sh` as the account, with `$1`, `$2` … as given: what an account can do is found out by
 * trying it as that account, since access also hangs on mounts, ACLs and security modules. Never throws.
 */
export function runAs(account: ServerAccount, script: string, ...args: string[]): Promise<ScriptResult> {
  return new Promise((resolve) => {
    const child = execFile(
      '/bin/sh',
      ['-c', script, 'sh', ...args],
      { ...account.spawnAs, cwd: '/', env: cleanEnvironment, timeout: 60_000 },
      (error, stdout, stderr) => {
        resolve({ succeeded: error === null, stdout, problem: stderr.trim() || (error?.message ?? '') });
      },
    );
    child.stdin?.end();
  });
}

export interface ScriptResult {
  readonly succeeded: boolean;
  readonly stdout: string;
  /** What it said on standard error, or why it could not be run. */
  readonly problem: string;
}

/** PGDATA, PGPORT, PGOPTIONS and the like of the caller must not reach the server, nor must secrets. */
export const cleanEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  LC_MESSAGES: 'C',
  TZ: 'UTC',
};
