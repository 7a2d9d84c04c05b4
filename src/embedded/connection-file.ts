import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '../foundation/secret.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { systemErrorCode } from './system-error.js';

/** What the next start has to know: kept in `connection.json` (mode 0600) of the data directory. */
export interface Connection {
  readonly password: Secret;
  /** Of the last start; taken again if it is free, so that addresses written down stay true. */
  readonly port: number | null;
}

export function newConnection(): Connection {
  return { password: new Secret(randomBytes(24).toString('hex')), port: null };
}

/** Null when there is none. */
export async function readConnection(folder: string): Promise<Connection | null> {
  const path = join(folder, FILE);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw new EmbeddedPostgresError(`${path} cannot be read.`, 'Start as the user who made it.', {
      cause: error,
    });
  });
  if (text === null) return null;
  const content = parse(text);
  if (content === null) {
    throw new EmbeddedPostgresError(
      `${path} is damaged.`,
      `Restore it, or remove ${folder} to start afresh.`,
    );
  }
  return content;
}

function parse(text: string): Connection | null {
  try {
    const value = JSON.parse(text) as { password?: unknown; port?: unknown } | null;
    if (typeof value?.password !== 'string' || value.password === '') return null;
    return { password: new Secret(value.password), port: typeof value.port === 'number' ? value.port : null };
  } catch {
    return null;
  }
}

/** Replaces the file in one step. */
export async function writeConnection(folder: string, connection: Connection): Promise<void> {
  const draft = join(folder, `${FILE}.${randomBytes(6).toString('hex')}`);
  const content = { password: connection.password.reveal(), port: connection.port };
  await writeFile(draft, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  await rename(draft, join(folder, FILE));
}

const FILE = 'connection.json';
