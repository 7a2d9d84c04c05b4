import { createHmac, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Peppers } from './authentication/digest.js';
import type { Config } from './config/config.js';
import { parsePepper } from './config/pepper.js';
import { runOnServer } from './control-plane/run-on-server.js';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.js';
import { systemErrorCode } from './embedded/system-error.js';
import { Secret } from './foundation/secret.js';

/*
 * What stands before the gateway can be wired: the data folder with its pepper and credentials, and the
 * PostgreSQL of the control plane, embedded where none is configured.
 */

/** What `.postern/credentials.json` holds: the addresses and first secrets of this installation. Mode 0600. */
export interface Credentials {
  readonly url: string;
  readonly databaseUrl: string;
  readonly admin: { readonly email: string; readonly password: string };
  readonly keys: { readonly gateway: string; readonly crm: string };
}

/** Starts the embedded PostgreSQL and makes the databases of control plane and sample in it, each with a role of its own. */
export async function startEmbeddedServer(
  config: Config,
  log: (sentence: string) => void,
): Promise<{
  readonly controlPlaneUrl: Secret;
  readonly sampleUrl: Secret;
  readonly sampleOwnerUrl: Secret;
  stop(): Promise<void>;
}> {
  await openDataFolder(config);
  const server = await startEmbeddedPostgres({ dataDirectory: join(config.dataFolder, 'postgres'), log });
  try {
    const owner = new URL(server.url);
    const controlPlaneUrl = roleUrl(owner, 'postern', 'postern');
    const sampleUrl = roleUrl(owner, 'crm_gateway', 'crm');
    await ensureDatabase(server.url, controlPlaneUrl, { isOwner: true });
    await ensureDatabase(server.url, sampleUrl, { isOwner: false });
    owner.pathname = '/crm';
    return {
      controlPlaneUrl: new Secret(controlPlaneUrl.href),
      sampleUrl: new Secret(sampleUrl.href),
      sampleOwnerUrl: new Secret(owner.href),
      stop: () => server.stop(),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The same password at every start, without a file of its own: derived from the superuser's. */
function roleUrl(owner: URL, role: string, database: string): URL {
  const url = new URL(owner.href);
  url.username = role;
  url.password = createHmac('sha256', owner.password).update(`role ${role}`).digest('hex').slice(0, 48);
  url.pathname = `/${database}`;
  return url;
}

/** Names are our own constants and the password is hex: nothing here can break out of its quotes. */
async function ensureDatabase(
  superuserUrl: string,
  url: URL,
  { isOwner }: { readonly isOwner: boolean },
): Promise<void> {
  const role = url.username;
  const database = url.pathname.slice(1);
  await runOnServer(new Secret(superuserUrl), async (query) => {
    const { rows: roles } = await query('select 1 from pg_roles where rolname = $1', [role]);
    await query(`${roles.length === 0 ? 'create' : 'alter'} role ${role} login password '${url.password}'`);
    const { rows: databases } = await query('select 1 from pg_database where datname = $1', [database]);
    if (databases.length === 0) await query(`create database ${database}${isOwner ? ` owner ${role}` : ''}`);
    await query(`revoke all on database ${database} from public`);
    await query(`grant connect on database ${database} to ${role}`);
  });
}

/**
 * Only the operator may look in: the folder holds the pepper and first secrets, each readable by its owner alone.
 * As root the folder can be passed through, since PostgreSQL runs as another account and keeps its data below.
 */
async function openDataFolder(config: Config): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  await mkdir(config.dataFolder, { recursive: true, mode: isRoot ? 0o711 : 0o700 });
}

/** The configured peppers, else the one kept in the data folder, made at the first start. */
export async function openPeppers(config: Config): Promise<Peppers> {
  return { current: config.pepper ?? (await keptPepper(config)), previous: config.previousPepper };
}

async function keptPepper(config: Config): Promise<Secret> {
  await openDataFolder(config);
  const path = join(config.dataFolder, 'pepper');
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  // Of two starts at once one makes it, whole, and both read the same.
  await link(draft, path).catch(ignoreExisting);
  await rm(draft);
  const pepper = parsePepper((await readFile(path, 'utf8')).trim());
  if (pepper.kind === 'refused') throw new Error(`The pepper in ${path} is damaged: ${pepper.problem}`);
  return pepper.value;
}

function ignoreExisting(error: unknown): void {
  if (systemErrorCode(error) !== 'EEXIST') throw error;
}

/** Null when this data folder has none, or an unreadable one. */
export async function readCredentials(config: Config): Promise<Credentials | null> {
  try {
    return JSON.parse(await readFile(credentialsPath(config), 'utf8')) as Credentials;
  } catch {
    return null;
  }
}

/** Whole or not at all: a reader never sees half a file. */
export async function writeCredentials(config: Config, credentials: Credentials): Promise<void> {
  await openDataFolder(config);
  const path = credentialsPath(config);
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

export function credentialsPath(config: Config): string {
  return join(config.dataFolder, 'credentials.json');
}
