import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** The operating system's account that the server runs as. */
export interface ServerAccount {
  readonly name: string;
  /** Options for `child_process`: empty where the server runs as ourselves. */
  readonly spawnAs: { readonly uid?: number; readonly gid?: number };
}

/**
 * Ourselves; but PostgreSQL refuses to run as root, so root hands it to the owner of the data of an earlier start,
 * or else to `postgres` or, where a machine has no such account, `nobody`.
 */
export async function chooseAccount(
  dataOwner: { readonly uid: number; readonly gid: number } | null,
): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return { name: 'this user', spawnAs: {} };
  if (dataOwner !== null && dataOwner.uid !== 0) {
    return { name: `user ${dataOwner.uid}`, spawnAs: { uid: dataOwner.uid, gid: dataOwner.gid } };
  }
  for (const name of ['postgres', 'nobody']) {
    const ids = await lookUpAccount(name);
    if (ids !== null && ids.uid !== 0) return { name: `the account "${name}"`, spawnAs: ids };
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and this machine has neither an account "postgres" nor "nobody".',
    'Start the gateway as an ordinary user.',
  );
}

async function lookUpAccount(name: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, name])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return null;
  }
}

const run = promisify(execFile);
