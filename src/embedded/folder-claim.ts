import { readdir, readlink, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { processStart } from './process-start.js';
import { systemErrorCode } from './system-error.js';

/**
 * Claims the folder for this process until the returned function is called or the process dies, however it dies.
 * Throws EmbeddedPostgresError when a living process, this one included, holds it.
 *
 * A claim is a symbolic link `owner.<n>` whose target is text: made with its content in one step, never followed.
 * Numbers only grow past the dead, and the highest is never cleared by another: of two that find the same dead
 * claim one alone can make the next.
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const start = await processStart(process.pid);
  for (;;) {
    const claims = await readClaims(folder);
    refuseIfHeld(folder, claims);
    const number = 1 + Math.max(0, ...claims.map((claim) => claim.number));
    const path = join(folder, `${PREFIX}${number}`);
    if (!(await createClaim(path, `${process.pid} ${start ?? ''}`))) continue;
    const release = () => unlinkIfThere(path);
    try {
      const others = (await readClaims(folder)).filter((claim) => claim.number !== number);
      refuseIfHeld(folder, others);
      await Promise.all(others.map((claim) => unlinkIfThere(claim.path)));
    } catch (error) {
      await release();
      throw error;
    }
    return release;
  }
}

const PREFIX = 'owner.';

interface Claim {
  readonly number: number;
  readonly path: string;
  /** Null when the process that made the claim is gone. */
  readonly livingPid: number | null;
}

function refuseIfHeld(folder: string, claims: readonly Claim[]): void {
  const pid = claims.find((claim) => claim.livingPid !== null)?.livingPid;
  if (pid === undefined || pid === null) return;
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL in ${folder} is in use by another gateway (process ${pid}).`,
    'Stop that one first, or set POSTERN_DATA to another folder.',
  );
}

async function readClaims(folder: string): Promise<readonly Claim[]> {
  const names = (await readdir(folder)).filter((name) => /^owner\.\d+$/.test(name));
  const claims = await Promise.all(names.map((name) => readClaim(join(folder, name), name)));
  return claims.filter((claim) => claim !== null);
}

async function readClaim(path: string, name: string): Promise<Claim | null> {
  const text = await readlink(path).catch(() => null);
  if (text === null) return null;
  const [pid, start] = text.split(' ', 2);
  const isAlive = start !== undefined && (await processStart(Number(pid))) === start;
  return { number: Number(name.slice(PREFIX.length)), path, livingPid: isAlive ? Number(pid) : null };
}

async function createClaim(path: string, text: string): Promise<boolean> {
  try {
    await symlink(text, path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  });
}
