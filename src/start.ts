import { randomBytes } from 'node:crypto';
import type { Config } from './config/config.js';
import { migrateControlPlane } from './control-plane/migrate.js';
import { runOnServer } from './control-plane/run-on-server.js';
import { sessionLimitsOf } from './control-plane/session-limits.js';
import { Secret } from './foundation/secret.js';
import { createGateway, openServices, type Services } from './gateway.js';
import { createSampleDatabase } from './sample/sample-database.js';
import { installSample, sampleSlug } from './sample/install-sample.js';
import { ensureAdministratorPassword, sampleAdministrator } from './sample/sample-administrator.js';
import type { Logger } from './server/logger.js';
import {
  openPeppers,
  readCredentials,
  startEmbeddedServer,
  writeCredentials,
  type Credentials,
} from './set-up.js';

/** A gateway that serves. */
export interface StartedGateway {
  readonly url: string;
  /** Set where a sample was installed by this installation: what the operator is shown. */
  readonly credentials: Credentials | null;
  stop(): Promise<void>;
}

interface SamplePlace {
  /** As the gateway opens it. */
  readonly url: Secret;
  /** As it is filled. */
  readonly ownerUrl: Secret;
}

/** From nothing to a gateway that serves: PostgreSQL ▸ migrations ▸ services ▸ sample ▸ server. What was started is stopped again when a later step fails. */
export async function startGateway(options: {
  readonly config: Config;
  readonly demo: boolean;
  readonly log: Logger;
  /** Said to the operator while the first start takes its time. */
  readonly progress: (sentence: string) => void;
}): Promise<StartedGateway> {
  const { config, log, progress } = options;
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const peppers = await openPeppers(config);
    const place = await openControlPlane(options, undo);
    progress('Migrating the control plane.');
    await migrateControlPlane(place.url.reveal());
    const services = openServices({
      url: place.url,
      peppers,
      log,
      sessionLimits: sessionLimitsOf(config),
    });
    undo.push(() => services.close());
    const keys = place.sample ? await ensureSample(services, place.sample, config, progress) : null;
    const server = createGateway({ services, peppers, config, log });
    const { url } = await server.listen();
    undo.push(() => server.close());
    const credentials = keys && { url, databaseUrl: place.url.reveal(), admin: keys.admin, keys: keys.keys };
    if (credentials) await writeCredentials(config, credentials);
    return { url, credentials, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openControlPlane(
  { config, demo, log, progress }: Parameters<typeof startGateway>[0],
  undo: (() => Promise<void>)[],
): Promise<{ readonly url: Secret; readonly sample: SamplePlace | null }> {
  if (config.databaseUrl) {
    return { url: config.databaseUrl, sample: demo ? await placeSampleBeside(config.databaseUrl) : null };
  }
  progress('Starting the embedded PostgreSQL.');
  const embedded = await startEmbeddedServer(config, (sentence) => log.warn(sentence));
  undo.push(() => embedded.stop());
  return {
    url: embedded.controlPlaneUrl,
    sample: { url: embedded.sampleUrl, ownerUrl: embedded.sampleOwnerUrl },
  };
}

/** The sample on a server that is not ours: a database `crm` beside the control plane's, by the same role. */
async function placeSampleBeside(controlPlaneUrl: Secret): Promise<SamplePlace> {
  await runOnServer(controlPlaneUrl, async (query) => {
    const { rows } = await query("select 1 from pg_database where datname = 'crm'");
    if (rows.length === 0) await query('create database crm');
  });
  const url = new URL(controlPlaneUrl.reveal());
  url.pathname = '/crm';
  const secret = new Secret(url.href);
  return { url: secret, ownerUrl: secret };
}

/**
 * Fills and registers the sample once. Credentials are written last, so where they stand the sample is whole, and
 * whatever an administrator has changed in it since then is left alone.
 */
async function ensureSample(
  services: Services,
  sample: SamplePlace,
  config: Config,
  progress: (sentence: string) => void,
): Promise<Pick<Credentials, 'admin' | 'keys'>> {
  const kept = await readCredentials(config);
  if (kept && (await isOfThisControlPlane(services, kept))) {
    await followPort(services, sample.url);
    await ensureAdministratorPassword(services.controlPlane, new Secret(kept.admin.password));
    return kept;
  }
  progress('Creating the sample database crm.');
  await runOnServer(sample.ownerUrl, async (query) => {
    await createSampleDatabase(query);
    await grantToGateway(query, sample.url);
  });
  // Keys of a start that died before it could write their secrets down are of no use to anybody.
  const password = randomBytes(15).toString('base64url');
  const keys = await installSample({
    controlPlane: services.controlPlane,
    databaseUrl: sample.url,
    existingKeys: 'replace',
    administratorPassword: new Secret(password),
  });
  if (!keys.gateway || !keys.crm) throw new Error('The sample was installed without its demo keys.');
  return {
    admin: { email: sampleAdministrator.email, password },
    keys: { gateway: keys.gateway.reveal(), crm: keys.crm.reveal() },
  };
}

/** The data folder may have served another control plane before. */
async function isOfThisControlPlane({ controlPlane }: Services, { keys }: Credentials): Promise<boolean> {
  const ids = Object.values(keys).map((text) => text.split('_')[2] ?? '');
  return (await controlPlane.apiKeys.byIds(ids)).every((key) => key !== null);
}

/** The embedded server takes another port where the last one is not free; the registered URL has to follow. */
async function followPort({ controlPlane }: Services, url: Secret): Promise<void> {
  const crm = await controlPlane.databases.bySlug(sampleSlug);
  const registered = crm && (await controlPlane.databases.urlOf(crm.id));
  if (!crm || !registered || !differsInPortOnly(new URL(registered.reveal()), new URL(url.reveal()))) return;
  await controlPlane.databases.relocate({ kind: 'operator' }, { id: crm.id, url });
}

/** Whoever removed the sample may have given its slug to a database of their own, which stays where it is. */
function differsInPortOnly(left: URL, right: URL): boolean {
  const place = ({ username, hostname, pathname }: URL) => [username, hostname, pathname].join(' ');
  return left.port !== right.port && place(left) === place(right);
}

/** The gateway reads and writes rows; it owns nothing there. */
async function grantToGateway(query: (text: string) => Promise<unknown>, url: Secret): Promise<void> {
  const role = `"${decodeURIComponent(new URL(url.reveal()).username).replaceAll('"', '""')}"`;
  await query(`grant usage on schema public to ${role}`);
  await query(`grant select, insert, update, delete on all tables in schema public to ${role}`);
  await query(`grant usage on all sequences in schema public to ${role}`);
}
