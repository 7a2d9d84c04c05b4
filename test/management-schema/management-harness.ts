import { execute, GraphQLError, parse, validate, type ExecutionResult } from 'graphql';
import pg from 'pg';
import { createPasswordHasher } from '../../src/authentication/password-hasher.js';
import { createSealing } from '../../src/authentication/sealing.js';
import { createSecretMint } from '../../src/authentication/secret-mint.js';
import { createSessionMint } from '../../src/authentication/session-token.js';
import { createCapabilitySpace } from '../../src/capability/capability-space.js';
import { everything } from '../../src/capability/capability-set.js';
import { denote } from '../../src/capability/denotation.js';
import type { KeyActor, OperatorActor } from '../../src/control-plane/actor.js';
import type { ControlPlane } from '../../src/control-plane/control-plane.js';
import { createControlPlane } from '../../src/control-plane/create-control-plane.js';
import type { ApiKeyRecord, DatabaseRecord, UserRecord } from '../../src/control-plane/records.js';
import { newId } from '../../src/foundation/ids.js';
import { PosternError } from '../../src/foundation/postern-error.js';
import { Secret } from '../../src/foundation/secret.js';
import {
  managementOffer,
  managementSpace,
  nothingOffer,
} from '../../src/management-schema/management-catalog.js';
import {
  createManagementContext,
  type ManagementContext,
} from '../../src/management-schema/management-context.js';
import { buildManagementSchema } from '../../src/management-schema/management-schema.js';
import { offerOf } from '../support/offer-of.js';
import { createTestDatabase } from '../support/test-database.js';

export const operator: OperatorActor = { kind: 'operator' };

/** A control plane with an administrator, a user and a database `crm`, and the management schema in front of it. */
export interface ManagementHarness {
  readonly controlPlane: ControlPlane;
  readonly admin: UserRecord;
  readonly adminKey: ApiKeyRecord;
  readonly anna: UserRecord;
  readonly salesId: string;
  readonly crmUrl: string;
  /** As the administrator's key, with all capabilities or only with these, through graphql-js alone. */
  run(text: string, options?: RunOptions): Promise<Answer>;
  context(options?: RunOptions): ManagementContext;
  /** How many statements were sent to any PostgreSQL meanwhile. */
  countStatements(work: () => Promise<unknown>): Promise<number>;
  makeKey(
    name: string,
    more?: Partial<Parameters<ControlPlane['apiKeys']['create']>[1]>,
  ): Promise<ApiKeyRecord>;
  /** From now on the catalog of `crm` cannot be read, or can again. */
  breakCrm(isBroken: boolean): void;
  /** From now on all row rules in `crm` are broken, or are as they were. */
  breakRules(areBroken: boolean): void;
  close(): Promise<void>;
}

export interface RunOptions {
  readonly capabilities?: readonly string[];
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly codes: readonly string[];
  readonly result: ExecutionResult;
}

const crmSpace = createCapabilitySpace({
  named: [],
  tables: [
    {
      key: 't1',
      name: 'person',
      verbs: ['select', 'insert', 'update', 'delete', 'aggregate'],
      columns: [
        { key: 'c1', name: 'firstName', guarded: false },
        { key: 'c2', name: 'privateNote', guarded: true },
      ],
    },
  ],
});

/** Rules that speak of "broken" are. */
const crmOffer = offerOf(crmSpace, { broken: ({ where }) => JSON.stringify(where).includes('broken') });
const brokenOffer = offerOf(crmSpace, { broken: () => true });

/** This harness serves no database, so there is nothing to explain. */
const explainAccess = () => Promise.reject(new Error('Nothing is explained here.'));

export async function openManagement(): Promise<ManagementHarness> {
  const [home, crmHome] = await Promise.all([
    createTestDatabase({ template: 'control-plane' }),
    createTestDatabase(),
  ]);
  let isCrmBroken = false;
  let areRulesBroken = false;
  const peppers = { current: new Secret('a pepper for tests, long enough to be one'), previous: null };
  const offers = async ({ slug, removedAtMs }: Pick<DatabaseRecord, 'slug' | 'removedAtMs'>) => {
    if (slug === 'gateway') return managementOffer;
    if (removedAtMs !== null) return nothingOffer;
    if (isCrmBroken) throw new PosternError('DATABASE_UNAVAILABLE');
    return Promise.resolve(areRulesBroken ? brokenOffer : crmOffer);
  };
  const offerOfId = async (id: string) =>
    offers((await controlPlane.databases.byIds([id]))[0] ?? { slug: '', removedAtMs: 0 });
  const clock = () => Date.now();
  const controlPlane = createControlPlane({
    url: home.url,
    needs: {
      clock,
      mintSecret: createSecretMint(peppers),
      ...createSealing(peppers),
      passwords: createPasswordHasher(peppers),
      mintSession: createSessionMint(peppers),
      offerOf: offerOfId,
    },
  });
  const gateway = await controlPlane.databases.bySlug('gateway');
  const gatewayId = gateway?.id ?? '';
  await controlPlane.databases.add(operator, { slug: 'crm', url: new Secret(crmHome.url) });
  const admin = await controlPlane.users.create(operator, { email: 'admin@example.com', name: 'Ada' });
  const anna = await controlPlane.users.create(operator, { email: 'anna@example.com' });
  const administrators = await controlPlane.groups.byName('gateway', 'Administrators');
  await controlPlane.groups.addMember(operator, administrators?.id ?? '', admin.id);
  const sales = await controlPlane.groups.create(operator, {
    name: 'Sales',
    databaseSlug: 'crm',
    capabilities: ['person:select'],
  });
  await controlPlane.groups.addMember(operator, sales.id, anna.id);
  const { apiKey: adminKey } = await controlPlane.apiKeys.create(operator, {
    name: 'administration',
    accessAsUserId: admin.id,
    databaseSlug: 'gateway',
  });
  const schema = buildManagementSchema();
  const context = ({ capabilities }: RunOptions = {}) => {
    const actor: KeyActor = {
      kind: 'key',
      keyId: adminKey.id,
      user: { id: admin.id, email: admin.email },
      databaseId: gatewayId,
      effective: capabilities ? denote(managementSpace, capabilities) : everything(managementSpace),
      subset: null,
      ceilings: { validUntilMs: null, allowedAddresses: null, rowNarrowing: null },
      address: '192.0.2.1',
      requestId: newId(),
      revision: '0',
      rejudge: () => actor,
    };
    const session = { begin: null, forget: () => undefined };
    return createManagementContext({
      session,
      actor,
      controlPlane,
      clock,
      offerOf: offers,
      explainAccess,
      explainDecision: explainAccess,
    });
  };
  return {
    controlPlane,
    admin,
    adminKey,
    anna,
    salesId: sales.id,
    crmUrl: crmHome.url,
    context,
    run: async (text, options = {}) => {
      const document = parse(text);
      const errors = validate(schema, document);
      if (errors[0]) throw errors[0];
      const variableValues = { ...options.variables };
      const result = await execute({ schema, document, contextValue: context(options), variableValues });
      return { result, data: result.data, codes: (result.errors ?? []).map(codeOf) };
    },
    countStatements,
    makeKey: async (name, more = {}) => {
      const input = { name, accessAsUserId: anna.id, databaseSlug: 'crm', ...more };
      return (await controlPlane.apiKeys.create(operator, input)).apiKey;
    },
    breakCrm: (isBroken) => {
      isCrmBroken = isBroken;
    },
    breakRules: (areBroken) => {
      areRulesBroken = areBroken;
    },
    close: async () => {
      await controlPlane.close();
      await Promise.all([home.drop(), crmHome.drop()]);
    },
  };
}

/** `PosternError`'s code, `BAD_USER_INPUT` for graphql-js' own complaints, else the message, so that it shows. */
function codeOf(error: NonNullable<ExecutionResult['errors']>[number]): string {
  const { originalError } = error;
  if (originalError instanceof PosternError) return originalError.code;
  // graphql-js keeps what a scalar threw as the original of its own error.
  if (originalError && !(originalError instanceof GraphQLError)) return `masked: ${originalError.message}`;
  return 'BAD_USER_INPUT';
}

// Every client of pg, pooled or not, goes through this one method.
async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const { prototype } = pg.Client as unknown as { prototype: { query: (...args: unknown[]) => unknown } };
  const query = prototype.query;
  let count = 0;
  prototype.query = function (this: unknown, ...args) {
    count += 1;
    return query.apply(this, args);
  };
  try {
    await work();
    return count;
  } finally {
    prototype.query = query;
  }
}
