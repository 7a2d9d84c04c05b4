import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { messageOf } from './system-error.js';

/**
 * Makes the folder if it is missing and takes it for this server alone: it has to be ours, and nobody else may
 * write there. Root's can be passed through (0711), since the server runs as another account; what lies in it has
 * modes of its own. Returns the real path.
 */
export async function openDataDirectory(given: string): Promise<string> {
  const user = process.getuid?.();
  const wantedMode = user === 0 ? 0o711 : 0o700;
  const path = await makeFolder(given, wantedMode);
  const { uid, mode } = await stat(path);
  if (uid !== user) {
    throw new EmbeddedPostgresError(
      `The data directory ${path} belongs to another user (${uid}).`,
      'Start as that user, or set POSTERN_DATA to another folder.',
    );
  }
  if ((mode & 0o777) !== wantedMode) await chmod(path, wantedMode);
  return path;
}

async function makeFolder(path: string, mode: number): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode });
    return await realpath(path);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The data directory ${path} cannot be made or entered (${messageOf(error)}).`,
      'Set POSTERN_DATA to a folder that this user may write to.',
      { cause: error },
    );
  }
}
