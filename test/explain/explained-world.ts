import { createSecretMint } from '../../src/authentication/secret-mint.js';
import { createSessionMint } from '../../src/authentication/session-token.js';
import { listCapabilities } from '../../src/capability/capability-text.js';
import type { CapabilitySpace } from '../../src/capability/capability-space.js';
import { runOnServer } from '../../src/control-plane/run-on-server.js';
import { newId } from '../../src/foundation/ids.js';
import { Secret } from '../../src/foundation/secret.js';
import { managementSpace } from '../../src/management-schema/management-catalog.js';
import { modelSchema } from '../model/model-schema.js';
import type { Caller, World } from '../model/model-world.js';
import type { Random } from '../model/random.js';
import { randomCaller } from '../model/random-world.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { operator, type TestGateway } from '../support/test-gateway.js';
import { runSql } from '../support/rules.js';

/**
 * Keys as no service would let them be made: broken rules, subsets beyond their user, narrowings of tables that are not
 * there, disabled, revoked and deleted in all ways at once. They are written into the control plane's tables by hand.
 */
export interface ExplainedKey {
  /** Null: nobody has this id. */
  readonly caller: Caller | null;
  readonly id: string;
  readonly secret: string;
  readonly database: string;
  /** Of the user whom it acts for. Null: it acts for nobody. */
  readonly session: { readonly userId: string; readonly token: string } | null;
}

export interface ExplainedWorld {
  readonly keys: readonly ExplainedKey[];
  /** Of the model's tables. */
  readonly world: World;
  close(): Promise<void>;
}

const MODEL: World = { rows: {}, guarded: ['worker.email', 'task.note'], defaultLimit: 100 };
const settings = {
  plain: {},
  veiled: { denials: 'HIDE' },
  walled: {
    sessionSettings: {
      'app.region': '$user.attributes.region',
      'app.level': '$user.attributes.deep.level',
      'app.flag': '$user.attributes.flag',
      'app.at': '$now',
    },
  },
  closed: {},
  lost: {},
} as const;

export const slugs = ['gateway', ...Object.keys(settings)];

/** Those that answer; one key of each other is enough. */
const OPEN = [
  'gateway',
  'gateway',
  'gateway',
  'plain',
  'plain',
  'plain',
  'veiled',
  'walled',
  'walled',
] as const;

/** Windows and instants lie around here. */
export const NOON_MS = Date.UTC(2031, 5, 1, 12);
export const HOUR_MS = 3_600_000;
export const addresses = ['192.0.2.1', '198.51.100.7', '2001:db8::5', '203.0.113.9'] as const;

export async function createExplainedWorld(
  gateway: TestGateway,
  random: Random,
  count: number,
): Promise<ExplainedWorld> {
  const databases: TestDatabase[] = [];
  for (const [slug, own] of Object.entries(settings)) {
    const database = await createTestDatabase();
    databases.push(database);
    await runSql(database.url, modelSchema);
    await gateway.controlPlane.databases.add(operator, {
      slug,
      url: new Secret(database.url),
      settings: { guardedColumns: MODEL.guarded, ...own },
    });
  }
  await databases.at(-1)?.drop();
  const keys = await writeKeys(gateway, random, count);
  await runSql(gateway.controlPlaneUrl, `update gateway.databases set enabled = false where slug = 'closed'`);
  return {
    keys: [...keys, unknownKey(gateway)],
    world: MODEL,
    close: async () => {
      for (const database of databases.slice(0, -1)) await database.drop();
    },
  };
}

function unknownKey({ peppers }: TestGateway): ExplainedKey {
  const id = newId();
  return {
    caller: null,
    id,
    secret: createSecretMint(peppers)(id).secret.reveal(),
    database: 'plain',
    session: null,
  };
}

async function writeKeys(gateway: TestGateway, random: Random, count: number): Promise<ExplainedKey[]> {
  const ids = new Map((await gateway.controlPlane.databases.list()).map(({ slug, id }) => [slug, id]));
  const model = await gateway.services.offerOf(ids.get('plain') ?? '');
  const mint = createSecretMint(gateway.peppers);
  const mintSession = createSessionMint(gateway.peppers);
  const keys: ExplainedKey[] = [];
  await runOnServer(new Secret(gateway.controlPlaneUrl), async (query) => {
    const insert = (table: string, row: Record<string, unknown>) => {
      const columns = Object.keys(row).join(', ');
      const read = `jsonb_populate_record(null::gateway.${table}, $1)`;
      return query(`insert into gateway.${table} (${columns}) select ${columns} from ${read}`, [
        JSON.stringify(row),
      ]);
    };
    for (let index = 0; index < count; index += 1) {
      const database = index < slugs.length ? (slugs[index] ?? 'plain') : random.oneOf(OPEN);
      const caller = database === 'gateway' ? administrativeCaller(random) : randomCaller(random, MODEL);
      const space = database === 'gateway' ? managementSpace : model.space;
      const id = newId();
      const minted = mint(id);
      const [userId, sessionId] = [newId(), newId()];
      const { token, digest } = mintSession(sessionId);
      const rows = rowsOf(random, caller, { id, userId, databaseId: ids.get(database) ?? '', space, index });
      for (const [table, row] of rows) await insert(table, { ...DEFAULTS[table], ...row });
      await query(`insert into gateway.api_key_secrets (api_key_id, digest, hint) values ($1, $2, $3)`, [
        id,
        minted.digest,
        minted.hint,
      ]);
      await query(
        `insert into gateway.sessions (id, user_id, digest, created_at, last_seen_at) values ($1, $2, $3, $4, $4)`,
        [sessionId, userId, digest, new Date(NOON_MS - 12 * HOUR_MS)],
      );
      keys.push({
        caller,
        id,
        secret: minted.secret.reveal(),
        database,
        session: { userId, token: token.reveal() },
      });
    }
  });
  return keys;
}

const CREATED = { created_at: '2030-01-01T00:00:00Z' };
const DEFAULTS = {
  users: { ...CREATED, version: 1, enabled: true },
  groups: { ...CREATED, version: 1, built_in: false },
  group_members: CREATED,
  group_grants: CREATED,
  row_rules: CREATED,
  api_keys: { ...CREATED, version: 1, disabled: false },
} as const;

type TableRow = readonly [keyof typeof DEFAULTS, Record<string, unknown>];

function rowsOf(
  random: Random,
  caller: Caller,
  facts: {
    readonly id: string;
    readonly userId: string;
    readonly databaseId: string;
    readonly space: CapabilitySpace;
    readonly index: number;
  },
): readonly TableRow[] {
  const { id, userId, databaseId, space, index } = facts;
  const store = (text: string) => storedForm(space, text);
  // The first of each database has nothing against it, so that the database itself has its say.
  const happens = (probability: number) => random.chance(probability) && index >= slugs.length;
  const user: TableRow = [
    'users',
    {
      id: userId,
      email: `explained-${index}@example.com`,
      attributes: caller.user.attributes,
      enabled: !happens(0.05),
      deleted_at: happens(0.05) ? CREATED.created_at : null,
    },
  ];
  const groups = caller.groups.flatMap(({ grants, rules }, number): TableRow[] => {
    const groupId = newId();
    const name = `Explained ${index}.${number}`;
    return [
      ['groups', { id: groupId, database_id: databaseId, name, api_access: !happens(0.1) }],
      ['group_members', { group_id: groupId, user_id: userId }],
      ...[...new Set(grants.map(store))].map((capability): TableRow => [
        'group_grants',
        { group_id: groupId, capability },
      ]),
      ...rules.map(({ table, verb, where }): TableRow => {
        const key = space.tables.find(({ name: known }) => known === table)?.key ?? table;
        return ['row_rules', { group_id: groupId, table_key: key, verb, where_filter: where }];
      }),
    ];
  });
  const from = happens(0.25) ? NOON_MS + random.whole(-3, 2) * HOUR_MS : null;
  const until = happens(0.25) ? NOON_MS + random.whole(3, 5) * HOUR_MS : null;
  const key: TableRow = [
    'api_keys',
    {
      id,
      name: `key ${index}`,
      tags: caller.key.tags,
      user_id: userId,
      database_id: databaseId,
      valid_from: from === null ? null : new Date(from).toISOString(),
      valid_until: until === null ? null : new Date(until).toISOString(),
      allowed_addresses: happens(0.15)
        ? random.oneOf([['192.0.2.0/24'], ['2001:db8::/32', '198.51.100.7'], ['203.0.113.9']])
        : null,
      capabilities: caller.subset?.map(store) ?? null,
      row_narrowing: caller.narrowing,
      disabled: happens(0.04),
      revoked_at: happens(0.04) ? CREATED.created_at : null,
    },
  ];
  return [user, ...groups, key];
}

/** Of the management API: a random part of what can be granted there. */
function administrativeCaller(random: Random): Caller {
  const all = listCapabilities(managementSpace);
  const some = () =>
    random.chance(0.3) ? ['*:*', ...managementSpace.named] : random.some(all, random.oneOf([0.15, 0.6, 0.9]));
  return {
    user: { id: '', email: '', attributes: {} },
    key: { id: '', tags: [] },
    groups: random.times(1, 2, () => ({
      grants: some(),
      // There are no rows to narrow: a rule is always broken here.
      rules: random.chance(0.15)
        ? [{ table: 'users', verb: 'select', where: { id: { eq: '$user.id' } } }]
        : [],
    })),
    subset: random.chance(0.7) ? null : ['apiKeys:*', ...random.some(all, 0.5)],
    narrowing: null,
  };
}

/** Also of what could not be granted now. */
function storedForm({ tables }: CapabilitySpace, text: string): string {
  const [place = '', verb = ''] = text.split(':');
  const [name, columnName] = place.split('.');
  const table = tables.find((candidate) => candidate.name === name);
  if (!table) return text;
  const column = table.columns.find((candidate) => candidate.name === columnName);
  return `${table.key}${column ? `.${column.key}` : ''}:${verb}`;
}
