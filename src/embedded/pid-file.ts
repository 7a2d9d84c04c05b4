import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Source: PostgreSQL, src/include/utils/pidfile.h. Null when there is none. */
export async function readPidFile(
  data: string,
): Promise<{ readonly pid: number; readonly isReady: boolean } | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), isReady: lines[7]?.trim() === 'ready' };
}
