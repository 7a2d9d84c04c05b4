import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Secret } from '../../src/foundation/secret.js';
import { ask, operator, startTestGateway, type TestGateway } from '../support/test-gateway.js';
import { askAs, codeOf, cookieOf, givePassword, PASSWORD, signIn, trySignIn } from '../support/console.js';
import { startSecondGateway, type SecondGateway } from './second-gateway.js';

/** A session is its user, in every database, for as long as nothing ends it; and its cookie alone is nobody. */

const ADMIN = 'admin@example.com';
const ANNA = 'anna@example.com';
const ME = '{ me { kind email } }';

let gateway: TestGateway;
let second: SecondGateway;
let sql: pg.Client;

beforeAll(async () => {
  gateway = await startTestGateway({ CORS_ORIGINS: 'https://app.example.com' });
  second = startSecondGateway(gateway);
  sql = new pg.Client({ connectionString: gateway.controlPlaneUrl });
  await sql.connect();
  for (const email of [ADMIN, ANNA]) await givePassword(gateway, email);
});

afterAll(async () => {
  await sql.end();
  await second.close();
  await gateway.close();
});

let made = 0;

/** Somebody with a password, in these groups. */
async function newUser(...groupIds: string[]): Promise<{ readonly id: string; readonly email: string }> {
  made += 1;
  const { users, groups } = gateway.controlPlane;
  const email = `person${made}@example.com`;
  const { id } = await users.create(operator, { email, password: new Secret(PASSWORD) });
  for (const groupId of groupIds) await groups.addMember(operator, groupId, id);
  return { id, email };
}

async function newGroup(
  databaseSlug: string,
  capabilities: readonly string[],
  apiAccess = true,
): Promise<string> {
  made += 1;
  const { groups } = gateway.controlPlane;
  const { id } = await groups.create(operator, {
    name: `Group ${made}`,
    databaseSlug,
    capabilities,
    apiAccess,
  });
  return id;
}

const idOf = (cookie: string): string => cookie.split('_').at(-2)!;

describe('a session’s cookie alone', () => {
  const create = 'mutation { createUser(input: { email: "forged@example.com" }) { __typename } }';

  it.each([
    ['by POST without the header', {}],
    ['with another value of the header', { 'x-postern-console': 'yes' }],
    ['from another site', { origin: 'https://evil.example.com' }],
    ['from an origin that may bring keys', { origin: 'https://app.example.com' }],
  ])('neither reads nor writes %s', async (_what, headers) => {
    const cookie = await signIn(gateway, ADMIN);
    for (const query of [ME, create]) {
      const answer = await ask(gateway, null, query, {
        path: '/graphql/gateway',
        headers: { cookie, ...headers },
      });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'NO_CREDENTIALS']);
      expect(answer.text).toContain('X-Postern-Console: 1');
    }
    expect(await gateway.controlPlane.users.byEmail('forged@example.com')).toBeNull();
  });

  it.each(['/graphql/gateway?query={me{kind}}', '/graphql/crm?query={organisation{id}}', '/whoami'])(
    'is nobody by GET, also with the header: %s',
    async (path) => {
      const cookie = await signIn(gateway, ADMIN);
      const headers = { cookie, 'x-postern-console': '1' };
      const response = await gateway.server.fetch(new Request(`http://postern.test${path}`, { headers }));
      expect(response.status).toBe(401);
      expect(await response.text()).toContain('NO_CREDENTIALS');
    },
  );

  it('cannot get the header from a page of another origin, also one that may bring keys', async () => {
    for (const origin of ['https://evil.example.com', 'https://app.example.com']) {
      const preflight = new Request('http://postern.test/graphql/gateway', {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'x-postern-console,content-type',
        },
      });
      const { headers } = await gateway.server.fetch(preflight);
      expect(headers.get('access-control-allow-headers') ?? '').not.toMatch(/console/i);
      expect(headers.has('access-control-allow-credentials')).toBe(false);
    }
  });

  it('leaves a key in peace', async () => {
    const cookie = await signIn(gateway, ADMIN);
    const { body } = await ask(gateway, gateway.keys.gateway, ME, { headers: { cookie } });
    expect(body.data).toEqual({ me: { kind: 'key', email: ADMIN } });
  });
});

describe('two credentials', () => {
  it('are refused: a session and a key', async () => {
    const cookie = await signIn(gateway, ADMIN);
    for (const key of [
      { authorization: `Bearer ${gateway.keys.gateway}` },
      { 'x-api-key': gateway.keys.gateway },
      { authorization: 'Bearer nonsense' },
    ]) {
      const answer = await askAs(gateway, cookie, ME, { headers: key });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'TWO_CREDENTIALS']);
    }
  });

  it('are refused: two sessions, of which the answer clears one', async () => {
    const [one, other] = [await signIn(gateway, ADMIN), await signIn(gateway, ANNA)];
    for (const cookie of [`${one}; ${other}`, `${one}; ${one}`, `__Host-${one}; ${other}`]) {
      const answer = await askAs(gateway, cookie, ME);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'TWO_CREDENTIALS']);
      expect(answer.headers.get('set-cookie')).toMatch(/^(__Host-)?postern_session=; Max-Age=0; /);
    }
  });
});

describe('a token that is none', () => {
  it('is answered like one that has ended, whatever is wrong with it, and its cookie is cleared', async () => {
    const cookie = await signIn(gateway, ANNA);
    const ended = await signIn(gateway, ANNA);
    await askAs(gateway, ended, 'mutation { signOut }');
    const shapes = [];
    for (const presented of [
      ended,
      'postern_session=',
      'postern_session=nonsense',
      cookie.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x')),
      cookie.replace(/pss_\w{16}/, `pss_${'0'.repeat(16)}`),
    ]) {
      const answer = await askAs(gateway, presented, ME);
      expect([answer.status, codeOf(answer)]).toEqual([401, 'SESSION_ENDED']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.headers.get('set-cookie')).toBe(
        'postern_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict',
      );
      shapes.push(answer.text.replace(/"decisionId":"\w+"/, ''));
    }
    expect(new Set(shapes).size).toBe(1);
    expect(codeOf(await askAs(gateway, cookie, ME))).toBeUndefined();
  });
});

describe('a session lasts', () => {
  afterAll(() => gateway.setClock(null));

  it('for half an hour without a request, to the millisecond', async () => {
    const begunMs = Date.UTC(2026, 5, 1);
    gateway.setClock(begunMs);
    const cookie = await signIn(gateway, ANNA);
    gateway.setClock(begunMs + 30 * 60_000 - 1);
    expect(codeOf(await askAs(gateway, cookie, ME))).toBeUndefined();
    gateway.setClock(begunMs + 30 * 60_000);
    // The use of a moment ago was not written yet: what counts is what every instance knows.
    expect(codeOf(await askAs(gateway, cookie, ME))).toBe('SESSION_ENDED');
  });

  it('for as long as it is used, and twelve hours at most', async () => {
    const begunMs = Date.UTC(2026, 5, 2);
    gateway.setClock(begunMs);
    const cookie = await signIn(gateway, ANNA);
    let nowMs = begunMs;
    for (; nowMs < begunMs + 12 * 3_600_000 - 1; nowMs += 29 * 60_000) {
      gateway.setClock(nowMs);
      expect(codeOf(await askAs(gateway, cookie, ME))).toBeUndefined();
      await gateway.controlPlane.usage.flush();
    }
    gateway.setClock(begunMs + 12 * 3_600_000 - 1);
    expect(codeOf(await askAs(gateway, cookie, ME))).toBeUndefined();
    await gateway.controlPlane.usage.flush();
    gateway.setClock(begunMs + 12 * 3_600_000);
    expect(codeOf(await askAs(gateway, cookie, ME))).toBe('SESSION_ENDED');
  });

  it('and when it was seen is written once a minute at most, with where', async () => {
    const begunMs = Date.UTC(2026, 5, 3);
    gateway.setClock(begunMs);
    const cookie = await signIn(gateway, ANNA);
    const seen = async (): Promise<unknown> => {
      await gateway.controlPlane.usage.flush();
      const { rows } = await sql.query<{ ms: number; address: string }>(
        `SELECT (extract(epoch FROM last_seen_at) * 1000)::float8 AS ms, address FROM gateway.sessions WHERE id = $1`,
        [idOf(cookie)],
      );
      return [rows[0]!.ms - begunMs, rows[0]!.address];
    };
    gateway.setClock(begunMs + 59_999);
    await askAs(gateway, cookie, ME, { peerAddress: '203.0.113.1' });
    expect(await seen()).toEqual([0, '192.0.2.1']);
    gateway.setClock(begunMs + 60_000);
    await askAs(gateway, cookie, ME, { peerAddress: '203.0.113.2' });
    expect(await seen()).toEqual([60_000, '203.0.113.2']);
  });
});

describe('a session ends, on every instance, from the next request on', () => {
  async function begin() {
    const user = await newUser();
    const cookie = await signIn(gateway, user.email);
    expect(codeOf(await askAs(second, cookie, ME))).toBeUndefined();
    return { ...user, cookie };
  }

  it('when its user signs out', async () => {
    const { cookie } = await begin();
    const answer = await askAs(gateway, cookie, 'mutation { signOut }');
    expect(answer.body.data).toEqual({ signOut: true });
    expect(answer.headers.get('set-cookie')).toMatch(/^postern_session=; Max-Age=0; /);
    expect(codeOf(await askAs(second, cookie, ME))).toBe('SESSION_ENDED');
  });

  it('when its user is disabled, which is said, and stays ended when it is enabled again', async () => {
    const { id, cookie } = await begin();
    await gateway.controlPlane.users.disable(operator, id);
    const refused = await askAs(second, cookie, ME);
    expect([refused.status, codeOf(refused)]).toEqual([401, 'USER_DISABLED']);
    expect(refused.text).not.toMatch(/API key/);
    await gateway.controlPlane.users.enable(operator, id);
    expect(codeOf(await askAs(second, cookie, ME))).toBe('SESSION_ENDED');
  });

  it('when its user is deleted, which is said', async () => {
    const { id, cookie } = await begin();
    await gateway.controlPlane.users.delete(operator, id);
    expect(codeOf(await askAs(second, cookie, ME))).toBe('USER_DELETED');
  });

  it('when somebody sets the password of its user', async () => {
    const { id, cookie } = await begin();
    await gateway.controlPlane.users.setPassword(operator, id, new Secret('another tractor under the sea'));
    expect(codeOf(await askAs(second, cookie, ME))).toBe('SESSION_ENDED');
  });

  it('when somebody ends it, or all of its user', async () => {
    const { id, email, cookie } = await begin();
    const other = await signIn(gateway, email);
    await gateway.controlPlane.sessions.end(operator, idOf(cookie));
    expect(codeOf(await askAs(second, cookie, ME))).toBe('SESSION_ENDED');
    expect(codeOf(await askAs(second, other, ME))).toBeUndefined();
    expect(await gateway.controlPlane.sessions.endAll(operator, id)).toBe(1);
    expect(codeOf(await askAs(second, other, ME))).toBe('SESSION_ENDED');
  });

  it('under whoever hammers with it', async () => {
    const { id, cookie } = await begin();
    let isDisabled = false;
    const late: (string | undefined)[] = [];
    const loop = async (instance: typeof second): Promise<void> => {
      while (late.length < 40) {
        const isLate = isDisabled;
        const code = codeOf(await askAs(instance, cookie, ME));
        if (isLate) late.push(code);
      }
    };
    const loops = [gateway, gateway, second, second].map(loop);
    await sleep(200);
    await gateway.controlPlane.users.disable(operator, id);
    isDisabled = true;
    await Promise.all(loops);
    expect(new Set(late)).toEqual(new Set(['USER_DISABLED']));
  });
});

describe('a change by a session', () => {
  const disable = (id: string) => `mutation { disableUser(input: { id: "${id}" }) { __typename } }`;

  /** Begins the operation while another transaction does this, and commits that one once it is waited for. */
  async function askWhile(cookie: string, query: string, statement: string, values: readonly unknown[]) {
    await sql.query('BEGIN');
    await sql.query('SELECT FROM gateway.revision FOR UPDATE');
    await sql.query(statement, [...values]);
    const answering = askAs(gateway, cookie, query);
    for (;;) {
      const { rowCount } = await sql.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (rowCount !== 0) break;
      await sleep(5);
    }
    await sql.query('COMMIT');
    return answering;
  }

  async function beginAsKeeper() {
    const group = await newGroup('gateway', ['users:select', 'users:update']);
    const user = await newUser(group);
    const victim = await newUser();
    return { user, group, victim, cookie: await signIn(gateway, user.email) };
  }

  const isEnabled = async (id: string) => (await gateway.controlPlane.users.byIds([id]))[0]?.enabled;

  it('is the user’s own in the audit', async () => {
    const { user, victim, cookie } = await beginAsKeeper();
    expect(codeOf(await askAs(gateway, cookie, disable(victim.id)))).toBeUndefined();
    const { rows } = await sql.query(
      'SELECT action, actor, as_user_id, target FROM gateway.audit_events ORDER BY sequence DESC LIMIT 1',
    );
    expect(rows).toEqual([
      { action: 'users.disable', actor: user.id, as_user_id: user.id, target: victim.id },
    ]);
  });

  it.each([
    [
      'its session ended',
      'UPDATE gateway.sessions SET ended_at = now() WHERE id = $1',
      'session',
      'SESSION_ENDED',
    ],
    [
      'its user was disabled',
      'UPDATE gateway.users SET enabled = false WHERE id = $1',
      'user',
      'USER_DISABLED',
    ],
    ['its user lost the right', 'DELETE FROM gateway.group_members WHERE user_id = $1', 'user', 'FORBIDDEN'],
  ] as const)('is refused when %s while it waited for the lock', async (_what, statement, of, code) => {
    const { user, victim, cookie } = await beginAsKeeper();
    const id = of === 'session' ? idOf(cookie) : user.id;
    const answer = await askWhile(cookie, disable(victim.id), statement, [id]);
    expect(codeOf(answer)).toBe(code);
    expect(await isEnabled(victim.id)).toBe(true);
  });

  it('is refused after the same operation ended the session', async () => {
    const { victim, cookie } = await beginAsKeeper();
    const query = `mutation { signOut disableUser(input: { id: "${victim.id}" }) { __typename } }`;
    const { body } = await askAs(gateway, cookie, query);
    expect(codeOf({ body })).toBe('SESSION_ENDED');
    expect(await isEnabled(victim.id)).toBe(true);
  });

  it('gives nobody more than the user has', async () => {
    const { cookie } = await beginAsKeeper();
    const { id } = await newUser(await newGroup('crm', ['person:select']));
    const mutation = `mutation { setUserPassword(input: { id: "${id}", password: "${PASSWORD}" }) { __typename } }`;
    expect(codeOf(await askAs(gateway, cookie, mutation))).toBe('ESCALATION');
  });
});

describe('on a registered database a session', () => {
  const PEOPLE = '{ person(limit: 2) { id } }';
  const crm = { path: '/graphql/crm' };

  it('may do what its user may, and nothing else', async () => {
    const cookie = await signIn(gateway, ANNA);
    const asKey = await ask(gateway, gateway.keys.crm, PEOPLE);
    expect((await askAs(gateway, cookie, PEOPLE, crm)).body).toEqual(asKey.body);
    const denied = await askAs(gateway, cookie, '{ supportCase { id } }', crm);
    expect(denied.body.errors?.[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      missing: ['supportCase.id:select', 'supportCase:select'],
      decisionId: expect.any(String),
    });
    expect(codeOf(await askAs(gateway, cookie, '{ apiKeys { totalCount } }'))).toBe('FORBIDDEN');
  });

  it('needs a group with access to the API; on gateway it needs none', async () => {
    const { email } = await newUser(await newGroup('crm', ['person:select'], false));
    const cookie = await signIn(gateway, email);
    const refused = await askAs(gateway, cookie, PEOPLE, crm);
    expect([refused.status, codeOf(refused)]).toEqual([401, 'NO_API_ACCESS']);
    expect(refused.headers.has('set-cookie')).toBe(false);
    expect((await askAs(gateway, cookie, ME)).body.data).toEqual({ me: { kind: 'session', email } });
  });

  it.each(['/graphql', '/graphql/nowhere', '/graphql/CRM', '/graphql/%00'])(
    'finds nothing at %s',
    async (path) => {
      const cookie = await signIn(gateway, ANNA);
      const answer = await askAs(gateway, cookie, PEOPLE, { path });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'WRONG_DATABASE']);
      expect(answer.body.errors?.[0]?.extensions['decisionId']).toMatch(/^\w{16}$/);
    },
  );

  it('finds a disabled one disabled', async () => {
    const cookie = await signIn(gateway, ANNA);
    await sql.query(`UPDATE gateway.databases SET enabled = false WHERE slug = 'crm'`);
    const refused = await askAs(gateway, cookie, PEOPLE, crm);
    await sql.query(`UPDATE gateway.databases SET enabled = true WHERE slug = 'crm'`);
    expect([refused.status, codeOf(refused)]).toEqual([401, 'DATABASE_DISABLED']);
    expect(codeOf(await askAs(gateway, cookie, PEOPLE, crm))).toBeUndefined();
  });

  it('sees no row by a rule that goes by the key', async () => {
    const group = await newGroup('crm', ['person:select']);
    const rule = (where: unknown) =>
      gateway.controlPlane.groups.setRowRule(operator, {
        groupId: group,
        table: 'person',
        verb: 'select',
        where,
      });
    const { email } = await newUser(group);
    const cookie = await signIn(gateway, email);
    const { secret } = await gateway.createKey({ as: email });
    const count = async (answering: ReturnType<typeof ask>) =>
      ((await answering).body.data?.['person'] as unknown[]).length;
    for (const where of [
      { firstName: { neq: '$key.id' } },
      { not: { firstName: { eq: '$key.id' } } },
      { or: [{ id: { gte: 0 } }, { firstName: { eq: '$key.id' } }] },
    ]) {
      await rule(where);
      expect(await count(ask(gateway, secret, PEOPLE))).toBe(2);
      expect(await count(askAs(gateway, cookie, PEOPLE, crm))).toBe(0);
    }
    await rule({ firstName: { neq: '$user.id' } });
    expect(await count(askAs(gateway, cookie, PEOPLE, crm))).toBe(2);
  });
});

describe('sessions', () => {
  interface Listed {
    readonly id: string;
    readonly isCurrent: boolean;
    readonly address: string | null;
    readonly userAgent: string | null;
    readonly createdAt: string;
    readonly lastSeenAt: string;
  }
  const OWN = '{ me { sessions { id createdAt lastSeenAt address userAgent isCurrent } } }';

  it('are listed to who is signed in, with when and where, and without those that are over', async () => {
    const { email } = await newUser();
    const first = await signIn(gateway, email, {
      peerAddress: '203.0.113.8',
      headers: { 'user-agent': 'Browser\t1' },
    });
    const cookie = await signIn(gateway, email);
    const over = await signIn(gateway, email);
    await askAs(gateway, over, 'mutation { signOut }');
    const { body } = await askAs(gateway, cookie, OWN);
    const { sessions } = body.data?.['me'] as { sessions: readonly Listed[] };
    expect(sessions).toEqual([
      {
        id: idOf(cookie),
        isCurrent: true,
        address: '192.0.2.1',
        userAgent: null,
        createdAt: expect.stringMatching(/Z$/),
        lastSeenAt: expect.stringMatching(/Z$/),
      },
      expect.objectContaining({
        id: idOf(first),
        isCurrent: false,
        address: '203.0.113.8',
        userAgent: 'Browser 1',
      }),
    ]);
  });

  it('of its user are not for a key to see, unless it may see those of users', async () => {
    await signIn(gateway, ADMIN);
    const own = await ask(gateway, gateway.keys.gateway, OWN);
    expect(own.body.data).toEqual({ me: { sessions: [] } });
    const listed = await ask(gateway, gateway.keys.gateway, '{ me { user { sessions { isCurrent } } } }');
    expect(listed.body.data?.['me']).toMatchObject({
      user: { sessions: expect.arrayContaining([{ isCurrent: false }]) },
    });
    const { secret } = await gateway.createKey({
      as: ADMIN,
      databaseSlug: 'gateway',
      capabilities: ['users.email:select'],
    });
    const refused = await ask(gateway, secret, '{ users(first: 1) { nodes { sessions { id } } } }');
    expect(refused.body.errors?.[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      missing: ['users.sessions:select'],
    });
  });

  const end = (id: string) => `mutation { endSession(input: { id: "${id}" }) { session { id } } }`;
  const endAll = (id: string) => `mutation { endSessions(input: { userId: "${id}" }) { endedCount } }`;

  it('are ended by who is signed in, its own one by one or all at once', async () => {
    const { id, email } = await newUser();
    const [one, two, three] = [
      await signIn(gateway, email),
      await signIn(gateway, email),
      await signIn(gateway, email),
    ];
    const ended = await askAs(gateway, one, end(idOf(two)));
    expect(ended.body.data).toEqual({ endSession: { session: { id: idOf(two) } } });
    expect(ended.headers.has('set-cookie')).toBe(false);
    expect(codeOf(await askAs(gateway, two, ME))).toBe('SESSION_ENDED');
    const all = await askAs(gateway, one, endAll(id));
    expect(all.body.data).toEqual({ endSessions: { endedCount: 2 } });
    expect(all.headers.get('set-cookie')).toMatch(/^postern_session=; Max-Age=0; /);
    expect(codeOf(await askAs(gateway, three, ME))).toBe('SESSION_ENDED');
  });

  it('of others are ended by users.sessions:update only, and nobody else learns which there are', async () => {
    const victim = await newUser();
    const kept = await signIn(gateway, victim.email);
    const { email } = await newUser(await newGroup('gateway', ['users:select', 'users.name:update']));
    const weak = await signIn(gateway, email);
    for (const query of [end(idOf(kept)), end('0000000000000000'), endAll(victim.id)]) {
      const { body } = await askAs(gateway, weak, query);
      expect(body.errors?.[0]?.extensions).toMatchObject({
        code: 'FORBIDDEN',
        missing: ['users.sessions:update'],
      });
    }
    expect(codeOf(await askAs(gateway, kept, ME))).toBeUndefined();
    const strong = await signIn(
      gateway,
      (await newUser(await newGroup('gateway', ['users.sessions:update', 'users.sessions:select']))).email,
    );
    expect(codeOf(await askAs(gateway, strong, end('0000000000000000')))).toBe('NOT_FOUND');
    expect(codeOf(await askAs(gateway, strong, endAll('0000000000000000')))).toBe('NOT_FOUND');
    expect(codeOf(await askAs(gateway, strong, end(idOf(kept))))).toBeUndefined();
    expect(codeOf(await askAs(gateway, kept, ME))).toBe('SESSION_ENDED');
  });

  it('of others are not shown by ending one to whoever may end them and not see them', async () => {
    const victim = await newUser();
    const cookie = await signIn(gateway, victim.email);
    const { email } = await newUser(await newGroup('gateway', ['users.sessions:update']));
    const blind = await signIn(gateway, email);
    const shown = await askAs(
      gateway,
      blind,
      `mutation { endSession(input: { id: "${idOf(cookie)}" }) { session { address userAgent createdAt } } }`,
    );
    expect(shown.body.errors?.[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      missing: ['users.sessions:select'],
    });
    expect(codeOf(await askAs(gateway, cookie, ME))).toBeUndefined();
    expect((await askAs(gateway, blind, endAll(victim.id))).body.data).toEqual({
      endSessions: { endedCount: 1 },
    });
  });

  it('of its own user are not for a key to end', async () => {
    const { id, email } = await newUser(await newGroup('gateway', ['users:select']));
    const cookie = await signIn(gateway, email);
    const { secret } = await gateway.createKey({ as: email, databaseSlug: 'gateway' });
    expect(codeOf(await ask(gateway, secret, endAll(id)))).toBe('FORBIDDEN');
    expect((await ask(gateway, secret, 'mutation { signOut }')).body.data).toEqual({ signOut: false });
    expect(codeOf(await askAs(gateway, cookie, ME))).toBeUndefined();
  });
});

describe('changePassword', () => {
  const CHANGE = `mutation ($current: String!, $new: String!) {
    changePassword(input: { currentPassword: $current, newPassword: $new }) { me { email } } }`;
  const OTHER = 'another tractor under the sea';
  const change = (cookie: string, current: string, next: string) =>
    askAs(gateway, cookie, CHANGE, { variables: { current, new: next } });

  it('gives who is signed in another password, and ends its other sessions', async () => {
    const { email } = await newUser();
    const [cookie, other] = [await signIn(gateway, email), await signIn(gateway, email)];
    expect((await change(cookie, PASSWORD, OTHER)).body.data).toEqual({ changePassword: { me: { email } } });
    expect(codeOf(await askAs(gateway, cookie, ME))).toBeUndefined();
    expect(codeOf(await askAs(gateway, other, ME))).toBe('SESSION_ENDED');
    expect(codeOf(await trySignIn(gateway, email))).toBe('SIGN_IN_FAILED');
    expect(cookieOf(await trySignIn(gateway, email, OTHER))).toBeDefined();
  });

  it('needs the present password and a good one, says which is wrong, and repeats neither', async () => {
    const { email } = await newUser();
    const cookie = await signIn(gateway, email);
    const wrong = await change(cookie, 'not the password', OTHER);
    expect(wrong.body.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'currentPassword' });
    const weak = await change(cookie, PASSWORD, 'too short');
    expect(weak.body.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'newPassword' });
    for (const { text } of [wrong, weak]) expect(text).not.toMatch(/not the password|too short/);
    expect(cookieOf(await trySignIn(gateway, email))).toBeDefined();
  });

  it('is throttled as signing in is', async () => {
    const { email } = await newUser();
    const cookie = await signIn(gateway, email);
    for (let n = 0; n < 5; n += 1) {
      expect(codeOf(await change(cookie, 'not the password', OTHER))).toBe('BAD_USER_INPUT');
    }
    expect(codeOf(await change(cookie, PASSWORD, OTHER))).toBe('RATE_LIMITED');
  });

  it('is not for a key', async () => {
    const answer = await ask(gateway, gateway.keys.gateway, CHANGE, {
      variables: { current: PASSWORD, new: OTHER },
    });
    expect(codeOf(answer)).toBe('POLICY');
    expect(cookieOf(await trySignIn(gateway, ADMIN))).toBeDefined();
  });
});
