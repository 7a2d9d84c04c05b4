import { chown, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secret } from '../foundation/secret.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { ServerAccount } from './server-account.js';
import type { ServerLog } from './server-log.js';
import { superviseProcess } from './supervised-process.js';

/**
 * Makes `data` in the home, in one step: a start that is killed while initdb runs leaves a draft, which the next
 * start removes. UTF-8, with the collation of C and the letters of Unicode wherever it runs (PostgreSQL's own
 * provider), and a password for every connection.
 */
export async function initialiseCluster(options: {
  readonly native: string;
  readonly home: string;
  readonly account: ServerAccount;
  readonly password: Secret;
  readonly isDurable: boolean;
  readonly log: ServerLog;
}): Promise<void> {
  const { native, home, account, log } = options;
  await removeDrafts(home);
  const draft = await mkdtemp(join(home, DRAFT));
  const { uid, gid } = account.spawnAs;
  if (uid !== undefined && gid !== undefined) await chown(draft, uid, gid);
  const initdb = await superviseProcess({
    account,
    command: [
      join(native, 'bin', 'initdb'),
      '-D',
      draft,
      ...settings,
      ...(options.isDurable ? [] : ['--no-sync', '--no-data-checksums']),
    ],
    logFd: log.fd,
    inputLine: options.password.reveal(),
  });
  if ((await initdb.ended) !== 0) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL could not be initialised in ${home}: ${await log.lastLines()}`,
      `${log.path} has more.`,
    );
  }
  initdb.release();
  await rename(draft, join(home, 'data'));
}

const DRAFT = 'draft-';

const settings = [
  ...['--username', 'postgres', '--pwfile', '/dev/stdin', '--auth', 'scram-sha-256'],
  ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
];

async function removeDrafts(home: string): Promise<void> {
  const names = (await readdir(home)).filter((name) => name.startsWith(DRAFT));
  await Promise.all(names.map((name) => rm(join(home, name), { recursive: true, force: true })));
}
