import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { printSchema } from 'graphql';
import { effectiveCapabilities } from './authentication/effective-capabilities.js';
import { printSet } from './capability/capability-text.js';
import type { CheckResult, CliOutput, CliServices, CliWiring, StartedGateway } from './cli/cli-wiring.js';
import { checkPolicies } from './cli/check-policies.js';
import { checkRules } from './cli/check-rules.js';
import { readSecret } from './cli/read-secret.js';
import { UsageError } from './cli/usage-error.js';
import { readConfig, type Config, type Environment } from './config/config.js';
import { isUnavailable } from './control-plane/database-errors.js';
import { migrateControlPlane } from './control-plane/migrate.js';
import type { DatabaseRecord } from './control-plane/records.js';
import { runOnServer } from './control-plane/run-on-server.js';
import { sessionLimitsOf } from './control-plane/session-limits.js';
import { EmbeddedPostgresError } from './embedded/embedded-postgres-error.js';
import { systemClock } from './foundation/clock.js';
import { PosternError } from './foundation/postern-error.js';
import { inspectRole } from './execution/inspect-role.js';
import { Secret } from './foundation/secret.js';
import { explainAccessOf } from './explanations.js';
import { logMaskedBy, openServices, type Services } from './gateway.js';
import { printSchemaOfKey } from './schema-of-key.js';
import { buildManagementSchema } from './management-schema/management-schema.js';
import { printStored } from './management-schema/print-stored.js';
import { createJudgeOnGateway } from './server/judge-on-gateway.js';
import { createLogger } from './server/logger.js';
import { ListenError } from './server/node-server.js';
import { credentialsPath, openPeppers, readCredentials, type Credentials } from './set-up.js';
import { startGateway } from './start.js';

/** What the commands in cli/ need, made of the same parts as the gateway. */
export function createCliWiring(environment: Environment, output: CliOutput = processOutput): CliWiring {
  return {
    startGateway: ({ demo }) => startUntilSignal(requireConfig(environment), demo, output),
    openServices: () => openCliServices(requireConfig(environment), output),
    migrate: async () => migrateControlPlane((await locateControlPlane(requireConfig(environment))).reveal()),
    output,
    readStandardInput: () => text(process.stdin),
    readSecret: (what) =>
      readSecret(
        { stream: process.stdin, isTerminal: process.stdin.isTTY, ask: (asked) => output.writeError(asked) },
        what,
      ),
    newDatabaseUrl: environment['POSTERN_NEW_DATABASE_URL'] ?? null,
    clock: systemClock,
  };
}

const processOutput: CliOutput = {
  writeOut: (written) => void process.stdout.write(written),
  writeError: (written) => void process.stderr.write(written),
  drained: async () => {
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  },
};

function requireConfig(environment: Environment): Config {
  const read = readConfig(environment);
  if (read.kind === 'valid') return read.config;
  throw new UsageError(read.problems.map((problem) => problem.message).join('\n'));
}

async function startUntilSignal(config: Config, demo: boolean, output: CliOutput): Promise<StartedGateway> {
  const progress = (sentence: string): void => output.writeError(`${sentence}\n`);
  const log = createLogger(config);
  const gateway = await startGateway({ config, demo, log, progress }).catch(explainStart);
  const stopped = new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      progress('Stopping.');
      gateway.stop().then(resolve, reject);
    };
    // Once each: whoever is in a hurry and asks again ends the process.
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  return { url: gateway.url, summary: summarize(gateway.url, gateway.credentials, config), stopped };
}

/** What an operator can mend is no fault inside: it ends with its own sentence. */
function explainStart(error: unknown): never {
  if (error instanceof EmbeddedPostgresError)
    throw new PosternError('CONTROL_PLANE_UNAVAILABLE', error.message);
  if (error instanceof ListenError) throw new UsageError(error.message);
  throw error;
}

function summarize(url: string, credentials: Credentials | null, config: Config): string {
  if (credentials === null) return `Postern is ready at ${url}/graphql`;
  const query = JSON.stringify({ query: '{ organisation(limit: 3) { id name industry } }' });
  return `
Postern is ready.

  GraphQL     ${url}/graphql  (in a browser: GraphiQL)
  Key check   ${url}/whoami
  Console     ${url}/console
  Sign-in     ${credentials.admin.email}  ${credentials.admin.password}  (in the console)
  Keys        crm      ${credentials.keys.crm}
              gateway  ${credentials.keys.gateway}
  Kept in     ${credentialsPath(config)}

Try it:

  curl -s ${url}/graphql -H 'Authorization: Bearer ${credentials.keys.crm}' -H 'Content-Type: application/json' -d '${query}'
`;
}

async function openCliServices(config: Config, output: CliOutput): Promise<CliServices> {
  const url = await locateControlPlane(config);
  await requireMigrated(url);
  if (config.pepper === null && !(await exists(join(config.dataFolder, 'pepper')))) {
    output.writeError(
      `Made a new pepper in ${config.dataFolder}: a gateway with another pepper will not accept what is made with it.\n`,
    );
  }
  // What the gateway notes while it works is noise here; what goes wrong is not.
  const logLevel = config.logLevel === 'info' ? 'error' : config.logLevel;
  const log = createLogger({ ...config, logLevel }, process.stderr);
  const services = openServices({
    url,
    peppers: await openPeppers(config),
    log,
    sessionLimits: sessionLimitsOf(config),
  });
  return {
    controlPlane: services.controlPlane,
    printCapabilities: async (databaseId, stored) =>
      printStored((await services.offerOf(databaseId)).space, stored),
    offerOf: services.offerOf,
    effectiveCapabilitiesOf: async (state) =>
      printSet(effectiveCapabilities(state, await services.offerOf(state.database.id))),
    printSchema: (slug, keyId) =>
      keyId === null ? printSchemaOf(services, slug) : printSchemaOfKey(services, slug, keyId),
    explainAccess: explainAccessOf(services, {
      judgeOnGateway: createJudgeOnGateway(buildManagementSchema()),
      logMasked: logMaskedBy(log),
      clock: systemClock,
    }),
    reloadDatabase: (slug) => reloadDatabase(services, slug),
    check: () => checkEverything(services),
    close: () => services.close(),
  };
}

async function reloadDatabase({ controlPlane }: Services, slug: string): Promise<DatabaseRecord> {
  const database = await controlPlane.databases.bySlug(slug);
  if (database === null) throw new PosternError('NOT_FOUND', `There is no database ${JSON.stringify(slug)}.`);
  return controlPlane.databases.reload({ kind: 'operator' }, database.id);
}

async function locateControlPlane(config: Config): Promise<Secret> {
  if (config.databaseUrl !== null) return config.databaseUrl;
  const credentials = await readCredentials(config);
  if (credentials !== null) return new Secret(credentials.databaseUrl);
  throw new PosternError(
    'CONTROL_PLANE_UNAVAILABLE',
    `There is no control plane: ${credentialsPath(config)} is missing. Start the gateway ("npm start"), or set DATABASE_URL or POSTERN_DATA.`,
  );
}

async function requireMigrated(url: Secret): Promise<void> {
  let tables: unknown;
  try {
    tables = await runOnServer(
      url,
      async (query) =>
        (await query(`SELECT to_regclass('gateway.revision')::text AS name`)).rows[0]?.['name'],
    );
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    throw new PosternError(
      'CONTROL_PLANE_UNAVAILABLE',
      'The control plane cannot be reached: its PostgreSQL does not answer or refuses the sign-in. Is the gateway running, or is DATABASE_URL right?',
    );
  }
  if (typeof tables === 'string') return;
  throw new PosternError(
    'CONTROL_PLANE_UNAVAILABLE',
    'The control plane has no tables yet: run "postern migrate" or start the gateway.',
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function printSchemaOf(services: Services, slug: string): Promise<string> {
  if (slug === 'gateway') return printSchema(buildManagementSchema());
  const record = await services.controlPlane.databases.bySlug(slug);
  if (record === null) throw new PosternError('NOT_FOUND', `There is no database ${JSON.stringify(slug)}.`);
  return printSchema((await services.databases.get(record.id, record.version)).full.schema);
}

async function checkEverything(services: Services): Promise<readonly CheckResult[]> {
  const revision = await services.controlPlane.authorization.confirmRevision();
  const databases = await services.controlPlane.databases.list();
  const checks: CheckResult[] = [
    { name: 'control plane', passed: true, detail: `answers, at revision ${revision}.` },
    await checkAudit(services),
  ];
  for (const database of databases) {
    checks.push(...(await checkPolicies(services, database)));
    if (database.slug === 'gateway') continue;
    const check = await checkDatabase(services, database);
    checks.push(check);
    if (!check.passed) continue;
    checks.push(...(await checkRules(services, database)), ...(await checkRole(services, database)));
  }
  return checks;
}

/** The end alone: all of it takes minutes where it is long. */
async function checkAudit({ controlPlane }: Services): Promise<CheckResult> {
  const { rows, problems, isWhole } = await controlPlane.audit.verifyEnd();
  const detail =
    problems.length === 0
      ? `the last ${rows} events are one chain; "postern verify-audit" looks at all of them.`
      : `${problems.map((problem) => problem.detail).join(' ')} ${isWhole ? 'Run "postern verify-audit" to see all of it.' : 'So much is wrong that another pepper may be the cause.'}`;
  return { name: 'audit', passed: problems.length === 0, detail };
}

/** A role that the database's own policies do not bind is a warning: rules of the gateway hold all the same. */
async function checkRole(
  services: Services,
  { id, slug, version }: DatabaseRecord,
): Promise<readonly CheckResult[]> {
  const { data, settings } = await services.databases.get(id, version);
  const name = `role of the gateway in ${slug}`;
  try {
    const powers = await inspectRole(data, settings.sessionRole);
    const reasons = [
      ...(powers.isSuperuser ? ['is a superuser'] : []),
      ...(powers.bypassesRowSecurity ? ['has BYPASSRLS'] : []),
      ...(powers.ownedTables.length > 0 ? [`owns ${powers.ownedTables.join(', ')}`] : []),
    ];
    if (reasons.length === 0) return [];
    const detail = `${powers.role} ${reasons.join(' and ')}: the database's own row level security does not bind it. Give the gateway a role that owns nothing.`;
    return [{ name, passed: true, isWarning: true, detail }];
  } catch (error) {
    return [{ name, passed: false, detail: `cannot be looked at: ${String(error)}` }];
  }
}

async function checkDatabase(
  services: Services,
  { id, slug, version }: DatabaseRecord,
): Promise<CheckResult> {
  const name = `database ${slug}`;
  try {
    const { named } = await services.databases.get(id, version);
    return { name, passed: true, detail: `answers, with ${named.tables.length} tables.` };
  } catch (error) {
    if (!(error instanceof PosternError)) throw error;
    return { name, passed: false, detail: error.message };
  }
}
