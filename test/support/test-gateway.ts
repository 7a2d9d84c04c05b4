import { randomBytes } from 'node:crypto';
import { readConfig, type Environment } from '../../src/config/config.js';
import type { Actor } from '../../src/control-plane/actor.js';
import type { ControlPlane, CreateApiKey } from '../../src/control-plane/control-plane.js';
import { sessionLimitsOf } from '../../src/control-plane/session-limits.js';
import { Secret } from '../../src/foundation/secret.js';
import { createGateway, openServices, type Services } from '../../src/gateway.js';
import { installSample } from '../../src/sample/install-sample.js';
import type { HttpServer } from '../../src/server/http-server.js';
import { createLogger } from '../../src/server/logger.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export const operator: Actor = { kind: 'operator' };

/** A whole gateway over a control plane and a sample database of its own, without a port, at a clock that tests set. */
export interface TestGateway {
  readonly services: Services;
  readonly controlPlane: ControlPlane;
  readonly controlPlaneUrl: string;
  readonly crmUrl: string;
  readonly server: HttpServer;
  readonly peppers: { readonly current: Secret; readonly previous: null };
  /** The demo keys' secrets. */
  readonly keys: { readonly gateway: string; readonly crm: string };
  /** Every line that was logged, at the most verbose level. */
  readonly logLines: string[];
  /** Milliseconds; the clock stands still until the next call. Null: real time. */
  setClock(ms: number | null): void;
  createKey(
    input: Partial<CreateApiKey> & { readonly as: string },
  ): Promise<{ readonly id: string; readonly secret: string }>;
  userId(email: string): Promise<string>;
  close(): Promise<void>;
}

export async function startTestGateway(
  environment: Environment = {},
  sites: { readonly sitesFolder?: string } = {},
): Promise<TestGateway> {
  const controlPlaneDatabase = await createTestDatabase({ template: 'control-plane' });
  const crm = await createTestDatabase({ template: 'crm' });
  const read = readConfig({ PORT: '0', LOG_LEVEL: 'trace', LOG_FORMAT: 'json', ...environment });
  if (read.kind === 'invalid') throw new Error(read.problems[0].message);
  const peppers = { current: new Secret(randomBytes(32).toString('hex')), previous: null };
  const logLines: string[] = [];
  const log = createLogger(read.config, { write: (line: string) => void logLines.push(line) });
  let fixedMs: number | null = null;
  const clock = (): number => fixedMs ?? Date.now();
  const services = openServices({
    url: new Secret(controlPlaneDatabase.url),
    peppers,
    log,
    clock,
    sessionLimits: sessionLimitsOf(read.config),
  });
  const { controlPlane } = services;
  const keys = await installSample({ controlPlane, databaseUrl: new Secret(crm.url), existingKeys: 'keep' });
  const server = createGateway({ services, peppers, config: read.config, log, clock, ...sites });
  const userId = async (email: string): Promise<string> => {
    const user = await controlPlane.users.byEmail(email);
    if (!user) throw new Error(`No user ${email}.`);
    return user.id;
  };
  return {
    services,
    controlPlane,
    controlPlaneUrl: controlPlaneDatabase.url,
    crmUrl: crm.url,
    server,
    peppers,
    keys: { gateway: keys.gateway?.reveal() ?? '', crm: keys.crm?.reveal() ?? '' },
    logLines,
    setClock: (ms) => (fixedMs = ms),
    userId,
    createKey: async ({ as, ...input }) => {
      const { apiKey, secret } = await controlPlane.apiKeys.create(operator, {
        name: 'test',
        databaseSlug: 'crm',
        accessAsUserId: await userId(as),
        ...input,
      });
      return { id: apiKey.id, secret: secret.reveal() };
    },
    close: async () => {
      await server.close();
      await services.close();
      await dropAll([controlPlaneDatabase, crm]);
    },
  };
}

async function dropAll(databases: readonly TestDatabase[]): Promise<void> {
  for (const database of databases) await database.drop();
}

/** What a GraphQL request came back with. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly unknown[];
      readonly extensions: Record<string, unknown> & { readonly code: string };
    }[];
    readonly extensions?: Record<string, unknown>;
  };
}

export interface AskOptions {
  readonly variables?: Record<string, unknown>;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly peerAddress?: string;
  /** Further members of the body. */
  readonly body?: Record<string, unknown>;
}

/** Posts one operation, as a client over HTTP would. */
export async function ask(
  gateway: Pick<TestGateway, 'server'>,
  key: string | null,
  query: string,
  options: AskOptions = {},
): Promise<TestAnswer> {
  const request = new Request(`http://postern.test${options.path ?? '/graphql'}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...options.headers,
    },
    body: JSON.stringify({ query, variables: options.variables, ...options.body }),
  });
  const response = await gateway.server.fetch(request, { peerAddress: options.peerAddress ?? '192.0.2.1' });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: JSON.parse(text) as TestAnswer['body'],
  };
}

/** A document of codegen: its text, with the types of result and variables. */
export interface TypedDocument<Result, Variables> {
  toString(): string;
  readonly __apiType?: (variables: Variables) => Result;
}

/** As `ask`, typed by the committed schema. Throws where the answer has errors. */
export async function askTyped<Result, Variables extends Record<string, unknown>>(
  gateway: Pick<TestGateway, 'server'>,
  key: string,
  document: TypedDocument<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const { body, text } = await ask(gateway, key, document.toString(), { variables });
  if (body.errors || !body.data) throw new Error(text);
  return body.data as Result;
}
