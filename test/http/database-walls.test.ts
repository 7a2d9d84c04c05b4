import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret } from '../../src/foundation/secret.js';
import { changeSettings, createCaller, runSql, type TestCaller } from '../support/rules.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ask, operator, startTestGateway, type TestGateway } from '../support/test-gateway.js';

/** Databases with row level security of their own: the gateway tells them who asks, and both walls hold. */

const role = `walled_${Math.random().toString(36).slice(2, 12)}`;
const weakRole = `${role}_weak`;

// Policies that open everything where nothing is set, as careless ones do: only a set value keeps rows apart.
const WALLS = `
CREATE ROLE ${role} NOLOGIN;
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET session_preload_libraries = plpgsql', current_database());
END $$;
CREATE ROLE ${weakRole} NOLOGIN;
CREATE TABLE account (id int PRIMARY KEY, owner_id int NOT NULL, secret text NOT NULL);
CREATE TABLE entry (id int PRIMARY KEY, account_id int NOT NULL REFERENCES account, owner_id int NOT NULL, amount int NOT NULL);
INSERT INTO account SELECT n, n % 10, 'secret of ' || n % 10 FROM generate_series(1, 200) AS n;
INSERT INTO entry SELECT n, 1 + n % 200, (1 + n % 200) % 10, n FROM generate_series(1, 2000) AS n;
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
ALTER TABLE entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON account USING (
  coalesce(current_setting('app.user_id', true), '') = '' OR owner_id = current_setting('app.user_id', true)::int
);
CREATE POLICY own ON entry USING (
  coalesce(current_setting('app.user_id', true), '') = '' OR owner_id = current_setting('app.user_id', true)::int
);
CREATE VIEW told AS SELECT 1 AS id, current_user::text AS role, current_setting('app.user_id', true) AS user_id,
  current_setting('app.key_id', true) AS key_id, current_setting('app.said', true) AS said;
CREATE VIEW faulty AS SELECT id, 1 / (id - id) AS broken FROM account;
GRANT SELECT ON account, entry, told, faulty TO ${role};
`;

const SETTINGS = {
  sessionRole: role,
  sessionSettings: { 'app.user_id': '$user.attributes.crmId', 'app.key_id': '$key.id', 'app.said': '$$5' },
};

let gateway: TestGateway;
let database: TestDatabase;
const callers: TestCaller[] = [];
beforeAll(async () => {
  gateway = await startTestGateway();
  database = await createTestDatabase();
  await runSql(database.url, WALLS);
  const { databases } = gateway.controlPlane;
  await databases.add(operator, { slug: 'walled', url: new Secret(database.url), settings: SETTINGS });
  for (const crmId of [1, 2, 3, 4, 5, 6]) callers.push(await callerWith({ crmId }));
});
afterAll(async () => {
  await gateway.close();
  await runSql(database.url, `drop owned by ${role}, ${weakRole}; drop role ${role}, ${weakRole};`);
  await database.drop();
});

function callerWith(attributes: Readonly<Record<string, unknown>>): Promise<TestCaller> {
  return createCaller(gateway, { database: 'walled', groups: [{ capabilities: ['*:select'] }], attributes });
}

/** With the gateway's own rules absent. */
const FOREIGN_LOOKS: readonly string[] = [
  '{ account(limit: 1000) { ownerId } }',
  '{ account(limit: 1000) { ownerId entry(limit: 1000) { ownerId account { ownerId } } } }',
  '{ entry(limit: 1000, orderBy: { amount: DESC }) { ownerId account { ownerId } } }',
  '{ account(where: { ownerId: { neq: 1 } }, limit: 1000) { ownerId } }',
  '{ account(where: { entry: { some: { ownerId: { neq: 1 } } } }, limit: 1000) { ownerId } }',
  '{ a: account(limit: 1000) { ownerId } b: entry(limit: 1000) { ownerId } }',
  '{ accountByPk(id: 2) { ownerId } entryByPk(id: 7) { ownerId } }',
];

function ownersIn(text: string): ReadonlySet<number> {
  return new Set([...text.matchAll(/"[oO]wnerId":(\d+)/g)].map(([, owner]) => Number(owner)));
}

describe('with row level security under the gateway', () => {
  it.each(FOREIGN_LOOKS.map((query) => [query]))('not one foreign row: %s', async (query) => {
    const { text, body } = await ask(gateway, callers[0]!.secret, query);
    expect(body.errors).toBeUndefined();
    for (const owner of ownersIn(text)) expect(owner).toBe(1);
  });

  it('own rows are there', async () => {
    const { body } = await ask(gateway, callers[0]!.secret, '{ account(limit: 1000) { id } }');
    expect(body.data?.['account']).toHaveLength(20);
  });

  it('the database is told the role, the settings, and a text with a dollar sign as it is', async () => {
    const { body } = await ask(gateway, callers[1]!.secret, '{ told { role userId keyId said } }');
    expect(body.data).toEqual({ told: [{ role, userId: '2', keyId: callers[1]!.keyId, said: '$5' }] });
  });

  it('both walls hold: a rule of the gateway is joined by the policy', async () => {
    const ruled = await createCaller(gateway, {
      database: 'walled',
      groups: [
        { capabilities: ['*:select'], rules: [{ table: 'account', where: { id: { in: [1, 2, 11] } } }] },
      ],
      attributes: { crmId: 1 },
    });
    const { body } = await ask(gateway, ruled.secret, '{ account { id } }');
    expect(body.data).toEqual({ account: [{ id: 1 }, { id: 11 }] });
  });
});

/** Far more than there are connections; all at once would keep the gateway too busy to confirm rights in time. */
const AT_ONCE = 50;

it('keys that take turns on pooled connections never see each other’s settings', async () => {
  const rounds = Array.from({ length: 400 }, (_, round) => round % callers.length);
  const askAs = async (index: number) => {
    const caller = callers[index]!;
    const query =
      index % 2 === 0
        ? '{ told { userId keyId } account(limit: 50) { ownerId } }'
        : '{ account(limit: 50) { ownerId entry { ownerId } } told { userId keyId } }';
    return { caller, owner: index + 1, ...(await ask(gateway, caller.secret, query)) };
  };
  const answers = [];
  for (let from = 0; from < rounds.length; from += AT_ONCE) {
    answers.push(...(await Promise.all(rounds.slice(from, from + AT_ONCE).map(askAs))));
  }
  for (const { caller, owner, body, text } of answers) {
    expect(body.errors).toBeUndefined();
    expect(body.data?.['told']).toEqual([{ userId: String(owner), keyId: caller.keyId }]);
    expect([...ownersIn(text)]).toEqual([owner]);
  }
});

describe('after an operation that failed', () => {
  // In SQL alone: what fails must fail after the settings were made.
  const FAILING = '{ faulty { broken } }';
  it('the next one, of whomever, has no remains of it', async () => {
    for (let round = 0; round < 30; round += 1) {
      const failed = await ask(gateway, callers[round % 2]!.secret, FAILING);
      expect(failed.body.errors?.[0]?.extensions.code).toBe('INTERNAL_ERROR');
      const { text, body } = await ask(
        gateway,
        callers[2]!.secret,
        '{ told { role userId } account(limit: 50) { ownerId } }',
      );
      expect(body.data?.['told']).toEqual([{ role, userId: '3' }]);
      expect([...ownersIn(text)]).toEqual([3]);
    }
  });

  it('nor has one on a connection for which nothing is set any more', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        ask(gateway, callers[n % 6]!.secret, n % 3 === 0 ? FAILING : '{ told { userId } }'),
      ),
    );
    const { pool } = (await gateway.services.databases.get(await walledId(), 1)).data;
    const looks = await Promise.all(
      Array.from({ length: 20 }, () =>
        pool.query<{ role: string; session: string; user_id: string | null }>(
          `select current_user::text as role, session_user::text as session, current_setting('app.user_id', true) as user_id`,
        ),
      ),
    );
    for (const { rows } of looks) {
      expect(rows[0]!.role).toBe(rows[0]!.session);
      expect(rows[0]!.user_id ?? '').toBe('');
    }
  });
});

async function walledId(): Promise<string> {
  return (await gateway.controlPlane.databases.bySlug('walled'))!.id;
}

describe('a variable that the caller lacks', () => {
  it.each([
    ['is missing', {}],
    ['is null', { crmId: null }],
    ['has another name', { crmid: 1 }],
    ['is inherited', { constructor: 'x' }],
    ['stands elsewhere', { nested: { crmId: 1 } }],
  ] as const)('because it %s runs nothing and is named', async (_why, attributes) => {
    const caller = await callerWith(attributes);
    for (const query of ['{ account { id } }', '{ accountByPk(id: 1) { id } }', '{ told { userId } }']) {
      const { body } = await ask(gateway, caller.secret, query);
      expect(body).not.toHaveProperty('data');
      expect(body.errors).toMatchObject([
        {
          extensions: {
            code: 'FORBIDDEN',
            missing: ['$user.attributes.crmId'],
            decisionId: expect.any(String),
          },
        },
      ]);
    }
  });

  it('closes nothing but data: what is missing of capabilities is named first', async () => {
    const caller = await createCaller(gateway, {
      database: 'walled',
      groups: [{ capabilities: ['account.id:select'] }],
    });
    const { body } = await ask(gateway, caller.secret, '{ account { secret } }');
    expect(body.errors).toMatchObject([{ extensions: { missing: ['account.secret:select'] } }]);
  });
});

describe('settings that the database refuses', () => {
  const restore = () => changeSettings(gateway, 'walled', SETTINGS);

  it.each([
    ['a role that is not there', { sessionRole: 'nobody_has_this_role' }],
    [
      'a setting of a prefix that PostgreSQL keeps for itself',
      { sessionSettings: { 'plpgsql.unknown': 'x' } },
    ],
    [
      'a setting with a value that it cannot have',
      { sessionSettings: { 'plpgsql.variable_conflict': 'nonsense' } },
    ],
  ])('%s: no data, and a sentence that says who has to act', async (_what, settings) => {
    await changeSettings(gateway, 'walled', settings);
    try {
      const { status, body, headers, text } = await ask(gateway, callers[0]!.secret, '{ account { id } }');
      expect(body.data ?? null).toBeNull();
      expect(body.errors).toMatchObject([
        {
          message: expect.stringMatching(/session role or settings.*administrator/) as unknown,
          extensions: { code: 'DATABASE_UNAVAILABLE' },
        },
      ]);
      expect(status).toBe(503);
      expect(headers.get('retry-after')).not.toBeNull();
      expect(text).not.toContain('nobody_has_this_role');
    } finally {
      await restore();
    }
    expect((await ask(gateway, callers[0]!.secret, '{ account(limit: 1) { ownerId } }')).body.data).toEqual({
      account: [{ ownerId: 1 }],
    });
  });

  it('a role that may not read the table gives no row, and no text of the database', async () => {
    await changeSettings(gateway, 'walled', { sessionRole: weakRole });
    try {
      const { body, text } = await ask(gateway, callers[0]!.secret, '{ account { id } }');
      expect(body.data ?? null).toBeNull();
      expect(body.errors).toHaveLength(1);
      expect(text).not.toMatch(/permission denied|42501/);
    } finally {
      await restore();
    }
  });

  it('another value of a setting holds from the next request on', async () => {
    await changeSettings(gateway, 'walled', { sessionSettings: { 'app.user_id': '4' } });
    try {
      const { text } = await ask(gateway, callers[0]!.secret, '{ account(limit: 1000) { ownerId } }');
      expect([...ownersIn(text)]).toEqual([4]);
    } finally {
      await restore();
    }
    const { text } = await ask(gateway, callers[0]!.secret, '{ account(limit: 1000) { ownerId } }');
    expect([...ownersIn(text)]).toEqual([1]);
  });
});
