import { constants } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** PostgreSQL's own log, `postgres.log` in the data directory; the last one is kept when it grows large. */
export interface ServerLog {
  readonly path: string;
  readonly fd: number;
  /** What was written since it was opened, its end only. */
  lastLines(): Promise<string>;
  close(): Promise<void>;
}

export async function openServerLog(directory: string): Promise<ServerLog> {
  const path = join(directory, 'postgres.log');
  const size = await stat(path).then(
    (status) => status.size,
    () => 0,
  );
  if (size > KEPT_BYTES) await rename(path, `${path}.1`);
  const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW } = constants;
  const file = await open(path, O_APPEND | O_CREAT | O_RDWR | O_NOFOLLOW, 0o600);
  const start = (await file.stat()).size;
  return {
    path,
    fd: file.fd,
    lastLines: async () => {
      const end = (await file.stat()).size;
      const from = Math.max(start, end - 2_000);
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(2_000),
        0,
        Math.min(2_000, end - from),
        from,
      );
      return buffer.subarray(0, bytesRead).toString('utf8').trim().split('\n').slice(-5).join(' | ');
    },
    close: () => file.close(),
  };
}

const KEPT_BYTES = 20_000_000;
