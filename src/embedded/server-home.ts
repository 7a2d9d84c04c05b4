import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { protectedFolder } from './protected-folder.js';
import { runAs } from './run-as.js';
import type { ServerAccount } from './server-account.js';

/** Where root's server finds what its account cannot reach where it should lie: only root may write here. */
export const SHARED_FOLDER = '/var/lib/postern';

/**
 * The folder that holds `data`: the data directory itself, or, where the server's account cannot enter that, a
 * counterpart below the shared folder. The same at every start: `home-id` in the data directory names the
 * counterpart. It is a random number, not one made from the path, so that a data directory that was removed
 * never meets the data of its predecessor, and one that was moved finds its own.
 */
export async function findHome(options: {
  readonly directory: string;
  readonly account: ServerAccount;
  readonly sharedFolder: string;
}): Promise<string> {
  const { directory, account, sharedFolder } = options;
  const known = await readHomeId(directory);
  if (known === null && (await canEnter(account, directory))) return directory;
  if (known === null && (await hasCluster(directory))) throw unreachable(account, directory);
  const id = known ?? randomBytes(16).toString('hex');
  await protectedFolder(sharedFolder, 0o711);
  await protectedFolder(join(sharedFolder, 'data'), 0o711);
  const home = await protectedFolder(counterpart(sharedFolder, id), 0o711);
  if (!(await canEnter(account, home))) throw unreachable(account, home);
  if (known === null) await writeFile(join(directory, HOME_ID), `${id}\n`, { mode: 0o600, flag: 'wx' });
  return home;
}

/** Who owns the data of an earlier start; null where there are none. */
export async function findDataOwner(
  directory: string,
  sharedFolder: string,
): Promise<{ readonly uid: number; readonly gid: number } | null> {
  const id = await readHomeId(directory);
  return stat(join(id === null ? directory : counterpart(sharedFolder, id), 'data')).catch(() => null);
}

export async function hasCluster(home: string): Promise<boolean> {
  return stat(join(home, 'data', 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

const HOME_ID = 'home-id';

function counterpart(sharedFolder: string, id: string): string {
  return join(sharedFolder, 'data', id);
}

async function readHomeId(directory: string): Promise<string | null> {
  const path = join(directory, HOME_ID);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  if (!/^[0-9a-f]{32}\n$/.test(text)) throw new EmbeddedPostgresError(`${path} is damaged.`, 'Restore it.');
  return text.trim();
}

function canEnter(account: ServerAccount, folder: string): Promise<boolean> {
  return runAs(account, 'cd "$1"', folder).then((result) => result.succeeded);
}

function unreachable(account: ServerAccount, folder: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The server runs as ${account.name}, which cannot enter ${folder}.`,
    'Let it pass through the folders above (chmod o+x), or start the gateway as an ordinary user.',
  );
}
