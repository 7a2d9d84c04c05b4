import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newConnection, readConnection, writeConnection, type Connection } from './connection-file.js';
import { openDataDirectory } from './data-directory.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { claimFolder } from './folder-claim.js';
import { initialiseCluster } from './initialise-cluster.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { runServer, type RunningServer } from './run-server.js';
import { findRunnableBinaries } from './runnable-binaries.js';
import { chooseAccount } from './server-account.js';
import { findDataOwner, findHome, hasCluster, SHARED_FOLDER } from './server-home.js';
import { openServerLog } from './server-log.js';
import { endStaleServer } from './stale-server.js';
import { messageOf } from './system-error.js';

/*
 * The embedded PostgreSQL: a real server from the binaries that npm brings, for a first start with nothing
 * installed and for the tests. We supervise it ourselves: it runs as an account that is not root, dies with us
 * however we die, and there is never a second one on the same data.
 */

export interface EmbeddedPostgres {
  /** The superuser's, of the database `postgres`, with the password. */
  readonly url: string;
  /** Ends the server in order and gives the folder free. Idempotent. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** A folder for this server alone; made if it is missing. The second start finds the first one's data. */
  readonly dataDirectory: string;
  /** Gets a sentence for the operator when something is worth knowing. */
  readonly log: (sentence: string) => void;
  /** `none` is for tests: faster, and a crash of the machine may destroy the data. */
  readonly durability?: 'full' | 'none';
  /** Where root's data and binaries go when the server's account cannot reach them in place. */
  readonly sharedFolder?: string;
}

/** Throws EmbeddedPostgresError, whose message says what to do. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = await openDataDirectory(options.dataDirectory);
  const undo: Undo = [await claimFolder(directory)];
  const release = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const server = await start(directory, options, undo);
    return stoppable(server, release, options.log);
  } catch (error) {
    await release();
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL could not be started: ${messageOf(error)}.`,
      undefined,
      { cause: error },
    );
  }
}

/** What gives back what was taken so far; the last comes first. */
type Undo = (() => Promise<void>)[];

interface StartedServer extends RunningServer {
  readonly url: string;
  readonly logPath: string;
}

async function start(
  directory: string,
  options: EmbeddedPostgresOptions,
  undo: Undo,
): Promise<StartedServer> {
  const isDurable = options.durability !== 'none';
  const sharedFolder = options.sharedFolder ?? SHARED_FOLDER;
  const account = await chooseAccount(await findDataOwner(directory, sharedFolder));
  const binaries = await findPostgresBinaries();
  const native = await findRunnableBinaries({ directory, binaries, account, sharedFolder });
  const home = await findHome({ directory, account, sharedFolder });
  if (home !== directory) {
    undo.push(await claimFolder(home));
    options.log(
      `PostgreSQL runs as ${account.name}, which cannot enter ${directory}: its data are in ${home}.`,
    );
  }
  const data = join(home, 'data');
  await endStaleServer({ data, account, log: options.log });
  const log = await openServerLog(directory);
  undo.push(() => log.close());
  const connection = await prepareConnection(directory, home);
  const server = { native, home, data, account, isDurable, log };
  if (!(await hasCluster(home))) await initialiseCluster({ ...server, password: connection.password });
  await checkVersion(data, binaries.version);
  const running = await runServer({ ...server, preferredPort: connection.port });
  if (running.port !== connection.port)
    await writeConnection(directory, { ...connection, port: running.port });
  const url = `postgres://postgres:${connection.password.reveal()}@127.0.0.1:${running.port}/postgres`;
  return { ...running, url, logPath: log.path };
}

/** Written before initdb runs: a cluster without its password would be lost. */
async function prepareConnection(directory: string, home: string): Promise<Connection> {
  const known = await readConnection(directory);
  if (known !== null) return known;
  if (await hasCluster(home)) {
    throw new EmbeddedPostgresError(
      `The password of the embedded PostgreSQL is gone: ${directory} has no connection.json.`,
      `Restore it, or remove ${directory} to start afresh without the data.`,
    );
  }
  const connection = newConnection();
  await writeConnection(directory, connection);
  return connection;
}

async function checkVersion(data: string, version: string): Promise<void> {
  const found = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  const ours = version.split('.', 1).join();
  if (found === ours) return;
  throw new EmbeddedPostgresError(
    `The data in ${data} are of PostgreSQL ${found}; the embedded one is ${ours}.`,
    'Dump them with the earlier release of Postern, and set POSTERN_DATA to a new folder.',
  );
}

function stoppable(
  server: StartedServer,
  release: () => Promise<void>,
  log: (sentence: string) => void,
): EmbeddedPostgres {
  let stopped: Promise<void> | null = null;
  void server.ended.then((status) => {
    if (stopped === null)
      log(`The embedded PostgreSQL has ended by itself (status ${status}): see ${server.logPath}.`);
  });
  return {
    url: server.url,
    stop: () => (stopped ??= server.stop().then(release)),
  };
}
