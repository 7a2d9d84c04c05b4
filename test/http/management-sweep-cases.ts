import type { CreateApiKey } from '../../src/control-plane/control-plane.js';
import { Secret } from '../../src/foundation/secret.js';
import { ask, operator, type TestGateway } from '../support/test-gateway.js';

type Variables = Record<string, unknown>;

/** One way to call a root field of the management API, and the ways in which a call of it goes wrong. */
export interface RootCase {
  /** After the name of the field: its arguments. Absent: none. */
  readonly args?: string;
  /** The operation's variable definitions. Absent: `$input` of the type that the field's argument `input` has. */
  readonly definitions?: string;
  /** What is asked of the answer. Absent: `{ __typename }`. */
  readonly selection?: string;
  /** A call that is in order; what it needs is made anew each time. */
  readonly variables: (world: World) => Promise<Variables> | Variables;
  /** Variables that are refused as BAD_USER_INPUT, by the field that the refusal names. */
  readonly bad?: Readonly<Record<string, (world: World) => Promise<Variables> | Variables>>;
  /** A call with a version that is no longer the current one: CONFLICT. */
  readonly stale?: (world: World) => Promise<Variables> | Variables;
  /** A call about something that does not exist: NOT_FOUND for changes, null for reads. */
  readonly notFound?: (world: World) => Promise<Variables> | Variables;
}

/** What cases are made of. */
export interface World {
  readonly gateway: TestGateway;
  unique(): string;
  userId(): Promise<string>;
  groupId(): Promise<string>;
  keyId(more?: Partial<CreateApiKey>): Promise<string>;
  databaseSlug(): Promise<string>;
  version(kind: 'apiKeys' | 'users' | 'groups', id: string): Promise<number>;
  databaseVersion(slug: string): Promise<number>;
}

export function createWorld(gateway: TestGateway): World {
  const { controlPlane } = gateway;
  let count = 0;
  const unique = (): string => `made${(count += 1)}`;
  return {
    gateway,
    unique,
    userId: async () =>
      (await controlPlane.users.create(operator, { email: `${unique()}@example.com`, name: 'Somebody' })).id,
    groupId: async () =>
      (
        await controlPlane.groups.create(operator, {
          name: unique(),
          databaseSlug: 'crm',
          capabilities: ['person:select'],
        })
      ).id,
    keyId: async (more = {}) =>
      (await gateway.createKey({ as: 'anna@example.com', name: unique(), ...more })).id,
    databaseSlug: async () => {
      const slug = unique();
      await controlPlane.databases.add(operator, { slug, url: new Secret(gateway.crmUrl) });
      return slug;
    },
    version: async (kind, id) => (await controlPlane[kind].byIds([id]))[0]?.version ?? 0,
    databaseVersion: async (slug) => (await controlPlane.databases.bySlug(slug))?.version ?? 0,
  };
}

/** Who signs in is nobody before it, and no key: other tests hold what these do. */
export const sweptElsewhere: Readonly<Record<string, string>> = {
  'Mutation.signIn': 'test/http/sign-in.test.ts',
  'Mutation.signOut': 'test/http/sessions.test.ts',
  'Mutation.changePassword': 'test/http/sessions.test.ts',
  'Mutation.endSession': 'test/http/sessions.test.ts',
  'Mutation.endSessions': 'test/http/sessions.test.ts',
};

const NOBODY = '0000000000000000';
const period = { from: '2026-01-01T00:00:00Z', until: '2090-01-01T00:00:00Z' };
const PASSWORD = 'violet harbour eleven lamps';

const ofId = (make: (world: World) => Promise<string>): RootCase => ({
  variables: async (world) => ({ input: { id: await make(world) } }),
  notFound: () => ({ input: { id: NOBODY } }),
});

const pageOf = (field: string): RootCase => ({
  args: '(first: $first, after: $after)',
  definitions: '($first: Int, $after: String)',
  variables: () => ({ first: 2 }),
  bad: { first: () => ({ first: -1 }), after: () => ({ after: `not a cursor of ${field}` }) },
});

const oneOf = (make: (world: World) => Promise<string>): RootCase => ({
  args: '(id: $id)',
  definitions: '($id: ID!)',
  variables: async (world) => ({ id: await make(world) }),
  notFound: () => ({ id: NOBODY }),
});

/** A case for each root field, by `Query.` or `Mutation.` and its name. */
export const rootCases: Readonly<Record<string, RootCase>> = {
  'Query.me': { variables: () => ({}) },
  'Query.apiKeys': {
    args: '(first: $first, after: $after, search: $search, where: $where, orderBy: $orderBy)',
    definitions:
      '($first: Int, $after: String, $search: String, $where: ApiKeyFilter, $orderBy: [ApiKeyOrder!])',
    variables: () => ({
      first: 2,
      search: 'demo',
      where: { state: ['ACTIVE'], database: 'crm', tag: 'demo', neverUsed: true },
      orderBy: ['NAME_ASC', 'LAST_USED_AT_DESC'],
    }),
    bad: {
      first: () => ({ first: 501 }),
      after: () => ({ after: 'nonsense' }),
      search: () => ({ search: 'x'.repeat(201) }),
      orderBy: () => ({ orderBy: ['NAME_ASC', 'NAME_DESC'] }),
    },
  },
  'Query.apiKey': oneOf((world) => world.keyId()),
  'Query.users': {
    args: '(first: $first, search: $search, where: $where)',
    definitions: '($first: Int, $search: String, $where: UserFilter)',
    variables: async (world) => ({
      first: 2,
      search: 'example',
      where: { enabled: true, deleted: false, group: await world.groupId() },
    }),
    bad: { first: () => ({ first: -1 }), search: () => ({ search: '\0' }) },
  },
  'Query.user': oneOf((world) => world.userId()),
  'Query.groups': {
    args: '(first: $first, after: $after, database: $database)',
    definitions: '($first: Int, $after: String, $database: String)',
    variables: () => ({ first: 2, database: 'crm' }),
    bad: pageOf('groups').bad ?? {},
  },
  'Query.group': oneOf((world) => world.groupId()),
  'Query.databases': { variables: () => ({}) },
  'Query.database': {
    args: '(slug: $slug)',
    definitions: '($slug: String!)',
    variables: () => ({ slug: 'crm' }),
    notFound: () => ({ slug: 'nowhere' }),
  },
  'Query.capabilities': {
    args: '(database: $database)',
    definitions: '($database: String!)',
    selection: '',
    variables: () => ({ database: 'crm' }),
    bad: { database: () => ({ database: 'nowhere' }) },
  },
  'Query.auditEvents': {
    args: '(first: $first, after: $after, where: $where)',
    definitions: '($first: Int, $after: String, $where: AuditEventFilter)',
    variables: () => ({
      first: 2,
      where: { ...period, actor: 'operator', action: 'users.create', target: NOBODY },
    }),
    bad: {
      ...pageOf('audit events').bad,
      until: () => ({ where: { from: period.until, until: period.from } }),
    },
  },
  'Query.decision': oneOf(refusal),
  'Query.decisions': {
    args: '(first: $first, after: $after, where: $where)',
    definitions: '($first: Int, $after: String, $where: DecisionFilter)',
    variables: () => ({ first: 2, where: { ...period, apiKeyId: NOBODY, code: 'FORBIDDEN' } }),
    bad: {
      ...pageOf('decisions').bad,
      until: () => ({ where: { from: period.until, until: period.from } }),
    },
  },
  'Query.apiKeyStops': pageOf('stops'),
  'Query.explainAccess': {
    variables: async (world) => ({
      input: {
        apiKeyId: await world.keyId(),
        database: 'crm',
        query: '{ person { id } }',
        variables: {},
        address: '192.0.2.1',
        at: '2030-01-01T00:00:00Z',
      },
    }),
    bad: {
      apiKeyId: () => ({ input: { query: '{ person { id } }' } }),
      database: async (world) => ({ input: { userId: await world.userId(), query: '{ person { id } }' } }),
      address: async (world) => ({
        input: { apiKeyId: await world.keyId(), query: '{ person { id } }', address: '127.1' },
      }),
    },
  },

  'Mutation.createApiKey': {
    variables: async (world) => ({
      input: {
        name: world.unique(),
        description: 'For a test',
        tags: ['made'],
        accessAsUserId: await world.gateway.userId('anna@example.com'),
        database: 'crm',
        validFrom: '2026-01-01T00:00:00Z',
        validUntil: '2090-01-01T00:00:00Z',
        allowedAddresses: ['192.0.2.0/24'],
        capabilities: ['person:select'],
        rowNarrowing: { tables: {}, otherTables: 'ALL' },
      },
    }),
    bad: {
      name: (world) => newKey(world, { name: ' ' }),
      description: (world) => newKey(world, { description: ' ' }),
      tags: (world) => newKey(world, { tags: ['\u0007'] }),
      accessAsUserId: (world) => newKey(world, { accessAsUserId: NOBODY }),
      database: (world) => newKey(world, { database: 'nowhere' }),
      validUntil: (world) =>
        newKey(world, { validFrom: '2030-01-01T00:00:00Z', validUntil: '2030-01-01T00:00:00Z' }),
      allowedAddresses: (world) => newKey(world, { allowedAddresses: [] }),
      capabilities: (world) => newKey(world, { capabilities: ['opportunity:fly'] }),
      rowNarrowing: (world) => newKey(world, { rowNarrowing: [] }),
    },
  },
  'Mutation.updateApiKey': {
    variables: async (world) => {
      const id = await world.keyId({ validFromMs: Date.UTC(2026, 0, 1) });
      return {
        input: {
          id,
          version: await world.version('apiKeys', id),
          name: world.unique(),
          description: 'Changed',
          tags: ['changed'],
          accessAsUserId: await world.gateway.userId('anna@example.com'),
          validUntil: '2090-01-01T00:00:00Z',
          allowedAddresses: ['192.0.2.7'],
          capabilities: ['person:select'],
          rowNarrowing: { tables: {}, otherTables: 'ALL' },
          unset: ['VALID_FROM'],
        },
      };
    },
    bad: {
      name: (world) => changedKey(world, { name: null }),
      tags: (world) => changedKey(world, { tags: null }),
      accessAsUserId: (world) => changedKey(world, { accessAsUserId: NOBODY }),
      validUntil: (world) => changedKey(world, { validUntil: null }),
      allowedAddresses: (world) => changedKey(world, { allowedAddresses: ['10.0.0.1/8'] }),
      capabilities: (world) => changedKey(world, { capabilities: [] }),
      unset: (world) => changedKey(world, { description: 'both', unset: ['DESCRIPTION'] }),
    },
    stale: (world) => changedKey(world, { version: 99, name: 'late' }),
    notFound: () => ({ input: { id: NOBODY, version: 1, name: 'nobody' } }),
  },
  'Mutation.rotateApiKey': {
    variables: async (world) => ({ input: { id: await world.keyId(), overlapSeconds: 60 } }),
    bad: {
      overlapSeconds: async (world) => ({ input: { id: await world.keyId(), overlapSeconds: -1 } }),
      id: async (world) => ({ input: { id: await revokedKey(world), overlapSeconds: 0 } }),
    },
    notFound: () => ({ input: { id: NOBODY, overlapSeconds: 0 } }),
  },
  'Mutation.disableApiKey': ofId((world) => world.keyId()),
  'Mutation.enableApiKey': {
    ...ofId((world) => world.keyId()),
    bad: { id: async (world) => ({ input: { id: await revokedKey(world) } }) },
  },
  'Mutation.revokeApiKey': ofId((world) => world.keyId()),
  'Mutation.restoreApiKey': {
    ...ofId(revokedKey),
    bad: { id: async (world) => ({ input: { id: await world.keyId() } }) },
  },
  'Mutation.stopApiKeys': {
    variables: (world) => ({ input: { tag: world.unique(), reason: 'A test' } }),
    bad: {
      database: () => ({ input: { database: 'nowhere' } }),
      accessAsUserId: () => ({ input: { accessAsUserId: NOBODY } }),
      reason: (world) => ({ input: { tag: world.unique(), reason: ' ' } }),
    },
  },
  'Mutation.undoApiKeyStop': ofId(
    async (world) => (await world.gateway.controlPlane.apiKeys.stop(operator, { tag: world.unique() })).id,
  ),

  'Mutation.createUser': {
    variables: (world) => ({
      input: {
        email: `${world.unique()}@example.com`,
        name: 'New',
        attributes: { region: 'EU' },
        password: PASSWORD,
      },
    }),
    bad: {
      email: () => ({ input: { email: 'nobody' } }),
      name: (world) => ({ input: { email: `${world.unique()}@example.com`, name: '' } }),
      attributes: (world) => ({ input: { email: `${world.unique()}@example.com`, attributes: [] } }),
      password: (world) => ({ input: { email: `${world.unique()}@example.com`, password: 'a'.repeat(20) } }),
    },
  },
  'Mutation.updateUser': {
    variables: (world) =>
      changedUser(world, {
        email: `${world.unique()}@example.com`,
        name: 'Renamed',
        attributes: { region: 'EU' },
      }),
    bad: {
      email: (world) => changedUser(world, { email: 'nobody' }),
      name: (world) => changedUser(world, { name: null }),
      attributes: (world) => changedUser(world, { attributes: [] }),
      unset: (world) => changedUser(world, { name: 'both', unset: ['NAME'] }),
    },
    stale: (world) => changedUser(world, { version: 99, name: 'late' }),
    notFound: () => ({ input: { id: NOBODY, version: 1, name: 'nobody' } }),
  },
  'Mutation.setUserPassword': {
    variables: async (world) => ({ input: { id: await world.userId(), password: PASSWORD } }),
    bad: { password: async (world) => ({ input: { id: await world.userId(), password: 'too short' } }) },
    notFound: () => ({ input: { id: NOBODY, password: PASSWORD } }),
  },
  'Mutation.restoreUser': ofId(async (world) => {
    const id = await world.userId();
    await world.gateway.controlPlane.users.delete(operator, id);
    return id;
  }),
  'Mutation.disableUser': ofId((world) => world.userId()),
  'Mutation.enableUser': ofId((world) => world.userId()),
  'Mutation.deleteUser': ofId((world) => world.userId()),

  'Mutation.createGroup': {
    variables: (world) => ({
      input: { name: world.unique(), database: 'crm', capabilities: ['person:select'], apiAccess: true },
    }),
    bad: {
      name: () => ({ input: { name: ' ', database: 'crm' } }),
      database: (world) => ({ input: { name: world.unique(), database: 'nowhere' } }),
      capabilities: (world) => ({
        input: { name: world.unique(), database: 'crm', capabilities: ['person:fly'] },
      }),
    },
  },
  'Mutation.updateGroup': {
    variables: (world) => changedGroup(world, { name: world.unique(), apiAccess: false }),
    bad: {
      name: (world) => changedGroup(world, { name: null }),
      apiAccess: (world) => changedGroup(world, { apiAccess: null }),
    },
    stale: (world) => changedGroup(world, { version: 99, name: 'late' }),
    notFound: () => ({ input: { id: NOBODY, version: 1, name: 'nobody' } }),
  },
  'Mutation.deleteGroup': ofId((world) => world.groupId()),
  'Mutation.addGroupMember': {
    variables: async (world) => ({
      input: { groupId: await world.groupId(), userId: await world.userId() },
    }),
    bad: { userId: async (world) => ({ input: { groupId: await world.groupId(), userId: NOBODY } }) },
    notFound: async (world) => ({ input: { groupId: NOBODY, userId: await world.userId() } }),
  },
  'Mutation.removeGroupMember': {
    variables: async (world) => ({
      input: { groupId: await world.groupId(), userId: await world.userId() },
    }),
    notFound: async (world) => ({ input: { groupId: NOBODY, userId: await world.userId() } }),
  },
  'Mutation.grantCapabilities': {
    variables: async (world) => ({
      input: { groupId: await world.groupId(), capabilities: ['organisation:select'] },
    }),
    bad: {
      capabilities: async (world) => ({
        input: { groupId: await world.groupId(), capabilities: ['organisation:fly'] },
      }),
    },
    notFound: () => ({ input: { groupId: NOBODY, capabilities: ['organisation:select'] } }),
  },
  'Mutation.revokeCapabilities': {
    variables: async (world) => ({
      input: { groupId: await world.groupId(), capabilities: ['person:select'] },
    }),
    bad: { capabilities: async (world) => ({ input: { groupId: await world.groupId(), capabilities: [] } }) },
    notFound: () => ({ input: { groupId: NOBODY, capabilities: ['person:select'] } }),
  },
  'Mutation.setRowRule': {
    variables: async (world) => ({
      input: {
        groupId: await world.groupId(),
        table: 'person',
        verb: 'UPDATE',
        where: { id: { lt: 9 } },
        check: { id: { lt: 9 } },
        presets: { lastName: '$user.email' },
      },
    }),
    bad: {
      table: async (world) => ({
        input: { groupId: await world.groupId(), table: 'nowhere', verb: 'SELECT', where: { and: [] } },
      }),
      'where.id': async (world) => ({
        input: { groupId: await world.groupId(), table: 'person', verb: 'SELECT', where: { id: 7 } },
      }),
    },
    notFound: () => ({ input: { groupId: NOBODY, table: 'person', verb: 'SELECT', where: { and: [] } } }),
  },
  'Mutation.removeRowRule': {
    variables: async (world) => ({
      input: { groupId: await world.groupId(), table: 'person', verb: 'SELECT' },
    }),
    bad: {
      table: async (world) => ({
        input: { groupId: await world.groupId(), table: 'nowhere', verb: 'SELECT' },
      }),
    },
    notFound: () => ({ input: { groupId: NOBODY, table: 'person', verb: 'SELECT' } }),
  },
  'Mutation.addDatabase': {
    variables: (world) => ({
      input: { slug: world.unique(), url: world.gateway.crmUrl, settings: { maxLimit: 500 } },
    }),
    bad: {
      slug: (world) => ({ input: { slug: 'Not a slug', url: world.gateway.crmUrl } }),
      url: (world) => ({ input: { slug: world.unique(), url: 'https://example.com' } }),
      'settings.maxLimit': (world) => ({
        input: { slug: world.unique(), url: world.gateway.crmUrl, settings: { maxLimit: 0 } },
      }),
    },
  },
  'Mutation.reloadDatabase': {
    variables: () => ({ input: { slug: 'crm' } }),
    notFound: () => ({ input: { slug: 'nowhere' } }),
  },
  'Mutation.removeDatabase': {
    variables: async (world) => ({ input: { slug: await world.databaseSlug() } }),
    notFound: () => ({ input: { slug: 'nowhere' } }),
  },
  'Mutation.updateDatabase': {
    variables: async (world) => ({
      input: {
        slug: 'crm',
        version: await world.databaseVersion('crm'),
        url: world.gateway.crmUrl,
        enabled: true,
        settings: { maxLimit: 900 },
        unsetSettings: ['maxDepth'],
      },
    }),
    bad: {
      url: async (world) => changedDatabase(world, { url: 'postgres://127.1/x' }),
      enabled: async (world) => changedDatabase(world, { enabled: null }),
      'settings.maxLimit': async (world) => changedDatabase(world, { settings: { maxLimit: '7' } }),
      unsetSettings: async (world) => changedDatabase(world, { unsetSettings: ['nothing'] }),
    },
    stale: (world) => changedDatabase(world, { version: 99_999, settings: { maxLimit: 800 } }),
    notFound: () => ({ input: { slug: 'nowhere', version: 1 } }),
  },
};

async function revokedKey(world: World): Promise<string> {
  const id = await world.keyId();
  await world.gateway.controlPlane.apiKeys.revoke(operator, id);
  return id;
}

/** The decision id of a request that was just refused. */
async function refusal(world: World): Promise<string> {
  const { body } = await ask(world.gateway, world.gateway.keys.crm, '{ person { privateNote } }');
  return String(body.errors?.[0]?.extensions['decisionId']);
}

async function newKey(world: World, more: Variables): Promise<Variables> {
  const accessAsUserId = await world.gateway.userId('anna@example.com');
  return { input: { name: world.unique(), accessAsUserId, database: 'crm', ...more } };
}

async function changedKey(world: World, more: Variables): Promise<Variables> {
  const id = await world.keyId();
  return { input: { id, version: await world.version('apiKeys', id), ...more } };
}

async function changedUser(world: World, more: Variables): Promise<Variables> {
  const id = await world.userId();
  return { input: { id, version: await world.version('users', id), ...more } };
}

async function changedGroup(world: World, more: Variables): Promise<Variables> {
  const id = await world.groupId();
  return { input: { id, version: await world.version('groups', id), ...more } };
}

async function changedDatabase(world: World, more: Variables): Promise<Variables> {
  return { input: { slug: 'crm', version: await world.databaseVersion('crm'), ...more } };
}
