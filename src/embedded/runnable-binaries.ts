import { chmod, cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { restoreSymlinks, type PostgresBinaries } from './postgres-binaries.js';
import { protectedFolder } from './protected-folder.js';
import { runAs, type ScriptResult } from './run-as.js';
import type { ServerAccount } from './server-account.js';

interface Options {
  readonly directory: string;
  readonly binaries: PostgresBinaries;
  readonly account: ServerAccount;
  readonly sharedFolder: string;
}

/**
 * A folder with binaries that the account can really run: the package's own, or else a copy, made once for each
 * version, in the shared folder (root) or the data directory (everybody else).
 */
export async function findRunnableBinaries(options: Options): Promise<string> {
  const { binaries, account } = options;
  const isComplete = await restoreSymlinks(binaries.native);
  if (isComplete && (await tryToRun(account, binaries.native)).succeeded) return binaries.native;
  const copy = await openCopy(options);
  if (!(await tryToRun(account, copy)).succeeded) await copyBinaries(binaries.native, copy, account);
  const result = await tryToRun(account, copy);
  if (result.succeeded) return copy;
  throw new EmbeddedPostgresError(
    `The PostgreSQL binaries do not run on this machine as ${account.name} (${result.problem}).`,
    `They need glibc (not musl), and ${copy} on a file system that is not mounted "noexec".`,
  );
}

/** Runs them: that also finds a missing library, another C library and a "noexec" mount. */
function tryToRun(account: ServerAccount, native: string): Promise<ScriptResult> {
  const script =
    '"$1/bin/postgres" --version && "$1/bin/initdb" --version && test -r "$1/share/postgresql/postgres.bki"';
  return runAs(account, script, native);
}

async function openCopy({ directory, binaries, sharedFolder }: Options): Promise<string> {
  const name = `postgresql-${binaries.version}-${process.platform}-${process.arch}`;
  if (process.getuid?.() !== 0) return join(directory, name);
  await protectedFolder(sharedFolder, 0o711);
  await protectedFolder(join(sharedFolder, 'binaries'), 0o711);
  return protectedFolder(join(sharedFolder, 'binaries', name), 0o711);
}

/** Under another name until it is whole: a start that is killed here leaves no half copy behind. */
async function copyBinaries(native: string, copy: string, account: ServerAccount): Promise<void> {
  const draft = await mkdtemp(`${copy}.draft-`);
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await makeReadable(draft);
  await restoreSymlinks(draft);
  try {
    await rename(draft, copy);
  } catch {
    // Another start was faster, or what lies there is of no use.
    if (!(await tryToRun(account, copy)).succeeded) {
      await rm(copy, { recursive: true, force: true });
      await rename(draft, copy);
    }
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The original may be hidden from others by a umask, or read-only for us. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(path);
    else if (entry.isFile()) await chmod(path, folder.endsWith('/bin') ? 0o755 : 0o644);
  }
}
