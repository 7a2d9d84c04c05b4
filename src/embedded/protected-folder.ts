import { chmod, lstat, mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { systemErrorCode } from './system-error.js';

/**
 * A folder of root that no other local user can have prepared or can change: it and all folders above belong to
 * root, and nobody else may write there (a sticky /tmp above is fine: in it nobody can move root's folders).
 * Made if it is missing. Returns its real path; throws EmbeddedPostgresError where that cannot be had.
 */
export async function protectedFolder(path: string, mode: number): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  const real = join(await realpath(dirname(path)), basename(path));
  await makeFolder(real, mode);
  for (let above = dirname(real); ; above = dirname(above)) {
    await check(above, { allowSticky: true });
    if (above === dirname(above)) break;
  }
  await check(real, { allowSticky: false });
  return real;
}

async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return;
    throw error;
  }
  // Said again because mkdir obeys the umask.
  await chmod(path, mode);
}

async function check(path: string, { allowSticky }: { readonly allowSticky: boolean }): Promise<void> {
  const status = await lstat(path);
  const isOpen = (status.mode & 0o022) !== 0 && !(allowSticky && (status.mode & 0o1000) !== 0);
  if (status.isDirectory() && status.uid === 0 && !isOpen) return;
  throw new EmbeddedPostgresError(
    `${path} is not safe to keep the embedded PostgreSQL in: it has to be a folder of root in which nobody else may write.`,
    'Look who made it, and correct its owner and mode.',
  );
}
