import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import pg from 'pg';
import type { CreateApiKey } from '../../src/control-plane/control-plane.js';
import { askAs, codeOf, openSession } from '../support/console.js';
import {
  ask,
  operator,
  startTestGateway,
  type AskOptions,
  type TestGateway,
} from '../support/test-gateway.js';

/** Who may act as others sees a database as a key sees it, without its secret: reading, audited, and never outrun. */

const PEOPLE = '{ person(limit: 3) { id lastName } }';
const CRM = '/graphql/crm';

let gateway: TestGateway;
let sql: pg.Client;
let cookie: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  sql = new pg.Client({ connectionString: gateway.controlPlaneUrl });
  await sql.connect();
  cookie = await openSession(gateway, await gateway.userId('admin@example.com'));
});
afterAll(async () => {
  await sql.end();
  await gateway.close();
});
afterEach(() => gateway.setClock(null));

const look = (keyId: string, query = PEOPLE, options: AskOptions & { readonly as?: string } = {}) =>
  askAs(gateway, options.as ?? cookie, query, {
    path: CRM,
    ...options,
    headers: { 'x-postern-as-key': keyId, ...options.headers },
  });

const newKey = (input: Partial<CreateApiKey> & { readonly as?: string } = {}) =>
  gateway.createKey({ as: 'anna@example.com', ...input });

let made = 0;

/** A user in groups of its own: what it may do on `gateway`, and on `crm`. */
async function newUser(grants: Readonly<Record<string, readonly string[]>>) {
  const { users, groups } = gateway.controlPlane;
  const email = `looker${(made += 1)}@example.com`;
  const user = await users.create(operator, { email });
  for (const [databaseSlug, capabilities] of Object.entries(grants)) {
    const group = await groups.create(operator, { name: `Group ${(made += 1)}`, databaseSlug, capabilities });
    await groups.addMember(operator, group.id, user.id);
  }
  return { id: user.id, email, cookie: await openSession(gateway, user.id) };
}

const eventsOf = async (keyId: string) => {
  const { rows } = await sql.query<Record<string, unknown>>(
    `SELECT actor, target, address, before, after FROM gateway.audit_events
     WHERE action = 'apiKeys.readAs' AND target = $1 ORDER BY sequence`,
    [keyId],
  );
  return rows;
};

const traceless = ({ text }: { readonly text: string }) => text.replace(/"decisionId":"\w+"/, '');

describe('as a key', () => {
  it('the same rows are seen, the same schema, and the same refusals', async () => {
    const { id, secret } = await newKey({
      capabilities: ['person.id:select', 'person.lastName:select'],
      rowNarrowing: { tables: { person: { id: { lte: 2 } } }, otherTables: 'NONE' },
    });
    for (const query of [
      PEOPLE,
      getIntrospectionQuery(),
      '{ supportCase { id } }',
      '{ person { nonsense } }',
      '{',
    ]) {
      const [seen, itself] = [await look(id, query), await ask(gateway, secret, query)];
      expect([seen.status, traceless(seen)]).toEqual([itself.status, traceless(itself)]);
    }
    expect((await look(id)).body.data).toEqual({ person: [expect.anything(), expect.anything()] });
  });

  it('neither the secret nor where it may be used from is asked', async () => {
    const { id, secret } = await newKey({ allowedAddresses: ['203.0.113.9'] });
    expect(codeOf(await ask(gateway, secret, PEOPLE))).toBe('INVALID_API_KEY');
    expect(codeOf(await look(id))).toBeUndefined();
  });

  it('leaves its use and its refusals as they were', async () => {
    const { id } = await newKey({ capabilities: ['person.id:select'] });
    const counters = async () => {
      const { apiKeys, usage } = gateway.controlPlane;
      await usage.flush();
      return [await apiKeys.byIds([id]), await apiKeys.secretsOf([id]), await apiKeys.daysOf([id], 1)];
    };
    const before = await counters();
    expect(codeOf(await look(id, '{ person { id } }'))).toBeUndefined();
    expect(codeOf(await look(id))).toBe('FORBIDDEN');
    expect(codeOf(await look(id, PEOPLE, { path: '/graphql/gateway' }))).toBe('WRONG_DATABASE');
    expect(await counters()).toEqual(before);
    await gateway.controlPlane.apiKeys.disable(operator, id);
    const disabled = await counters();
    expect(codeOf(await look(id))).toBe('KEY_DISABLED');
    expect(await counters()).toEqual(disabled);
  });

  it('is in the audit: who, as which key and user, what', async () => {
    const { id } = await newKey();
    await look(id, `query Everybody ${PEOPLE}`);
    await look(id, PEOPLE);
    const adminId = await gateway.userId('admin@example.com');
    const event = (operationName: string | null) => ({
      actor: adminId,
      target: id,
      address: '192.0.2.1',
      before: null,
      after: { accessAsUserId: expect.any(String), databaseSlug: 'crm', operationName },
    });
    expect(await eventsOf(id)).toEqual([event('Everybody'), event(null)]);
    const [{ after } = { after: null }] = await eventsOf(id);
    expect(after).toMatchObject({ accessAsUserId: await gateway.userId('anna@example.com') });
  });

  it('nothing is seen that cannot be written to the audit', async () => {
    const { id } = await newKey();
    await sql.query(`ALTER TABLE gateway.audit_events ADD CONSTRAINT no_more CHECK (sequence < 0) NOT VALID`);
    const answer = await look(id);
    await sql.query(`ALTER TABLE gateway.audit_events DROP CONSTRAINT no_more`);
    expect([codeOf(answer), answer.body.data]).toEqual(['INTERNAL_ERROR', null]);
    expect(codeOf(await look(id))).toBeUndefined();
  });

  it('nothing is changed, and a refused look leaves no event', async () => {
    const { id } = await newKey();
    const answer = await look(id, 'mutation { __typename }');
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
    expect(await eventsOf(id)).toEqual([]);
  });
});

describe('it is refused', () => {
  const RIGHTS = ['apiKeys:select', 'users:impersonate'];

  it.each([
    ['users:impersonate', ['apiKeys:*', 'users:*', '*:*'], ['users:impersonate']],
    [
      'apiKeys:select',
      ['users:impersonate'],
      expect.arrayContaining(['apiKeys:select', 'apiKeys.state:select']),
    ],
    [
      'the sight of what a look tells of the key',
      ['users:impersonate', 'apiKeys.id:select', 'apiKeys.name:select'],
      expect.arrayContaining(['apiKeys.effectiveCapabilities:select', 'apiKeys.rowNarrowing:select']),
    ],
  ])('without %s, in the same words for a key that is not there', async (_what, capabilities, missing) => {
    const { id } = await newKey();
    const { cookie: as } = await newUser({ gateway: capabilities });
    const answer = await look(id, PEOPLE, { as });
    expect(answer.body.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', missing });
    for (const other of ['0000000000000000', 'nonsense', '']) {
      expect(traceless(await look(other, PEOPLE, { as }))).toBe(traceless(answer));
    }
    expect(await eventsOf(id)).toEqual([]);
    const { cookie: may } = await newUser({ gateway: RIGHTS });
    expect(codeOf(await look(id, PEOPLE, { as: may }))).toBeUndefined();
  });

  it('by rights in another database than gateway', async () => {
    const { id } = await newKey();
    const { cookie: as } = await newUser({ crm: ['*:*'] });
    expect(codeOf(await look(id, PEOPLE, { as }))).toBe('FORBIDDEN');
  });

  it.each([
    ['disabled', 'KEY_DISABLED', 401],
    ['revoked', 'KEY_REVOKED', 401],
    ['expired', 'KEY_EXPIRED', 401],
    ['of a disabled user', 'USER_DISABLED', 401],
    ['of a deleted user', 'USER_DELETED', 401],
    ['of a user in no group with API access', 'NO_API_ACCESS', 401],
  ] as const)('as a key that is %s', async (what, code, status) => {
    const { id: userId, email } = await newUser({ crm: ['person:select'] });
    const nowMs = Date.now();
    const key = await newKey({ as: email, validUntilMs: nowMs + 60_000 });
    expect(codeOf(await look(key.id))).toBeUndefined();
    const changes: Record<typeof what, () => unknown> = {
      disabled: () => gateway.controlPlane.apiKeys.disable(operator, key.id),
      revoked: () => gateway.controlPlane.apiKeys.revoke(operator, key.id),
      expired: () => gateway.setClock(nowMs + 60_000),
      'of a disabled user': () => gateway.controlPlane.users.disable(operator, userId),
      'of a deleted user': () => gateway.controlPlane.users.delete(operator, userId),
      'of a user in no group with API access': () =>
        sql.query('DELETE FROM gateway.group_members WHERE user_id = $1', [userId]),
    };
    await changes[what]();
    const answer = await look(key.id);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await eventsOf(key.id)).toHaveLength(1);
  });

  it.each(['0000000000000000', 'nonsense', '', "x' OR 1=1"])(
    'as a key that is not there: %j',
    async (keyId) => {
      const answer = await look(keyId);
      expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND']);
    },
  );

  it.each(['/graphql', '/graphql/gateway', '/graphql/nowhere'])('on another database: %s', async (path) => {
    const { id } = await newKey();
    const answer = await look(id, PEOPLE, { path });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'WRONG_DATABASE']);
  });

  it('as a key of gateway, for queries too, and signing in is none', async () => {
    const { id } = await newKey({ databaseSlug: 'gateway', as: 'admin@example.com' });
    for (const path of ['/graphql', '/graphql/gateway', CRM]) {
      expect(codeOf(await look(id, '{ me { email } }', { path }))).toBe('WRONG_DATABASE');
    }
    const signIn = 'mutation { signIn(input: { email: "a@example.com", password: "b" }) { __typename } }';
    expect(codeOf(await look(id, signIn, { path: '/graphql/gateway' }))).toBe('WRONG_DATABASE');
  });

  it('beside a key, whosoever', async () => {
    const { id, secret } = await newKey();
    for (const path of ['/graphql', CRM]) {
      const answer = await ask(gateway, secret, PEOPLE, { path, headers: { 'x-postern-as-key': id } });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
    }
    const whoami = new Request('http://postern.test/whoami', {
      headers: { authorization: `Bearer ${secret}`, 'x-postern-as-key': id },
    });
    expect(await (await gateway.server.fetch(whoami)).text()).toContain('BAD_REQUEST');
    expect(codeOf(await look(id, PEOPLE, { headers: { authorization: `Bearer ${secret}` } }))).toBe(
      'TWO_CREDENTIALS',
    );
  });

  it('without a session that counts: none, the cookie alone, and by GET', async () => {
    const { id } = await newKey();
    for (const headers of [{}, { cookie }, { cookie, origin: 'https://evil.example.com' }]) {
      const answer = await ask(gateway, null, PEOPLE, {
        path: CRM,
        headers: { 'x-postern-as-key': id, ...headers },
      });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'NO_CREDENTIALS']);
    }
    const get = new Request(`http://postern.test${CRM}?query={person{id}}`, {
      headers: { cookie, 'x-postern-console': '1', 'x-postern-as-key': id },
    });
    expect((await gateway.server.fetch(get)).status).toBe(401);
    expect(await eventsOf(id)).toEqual([]);
  });

  it('with a session that has ended', async () => {
    const { id } = await newKey();
    const { id: userId, cookie: as } = await newUser({ gateway: RIGHTS });
    await gateway.controlPlane.sessions.endAll(operator, userId);
    const answer = await look(id, PEOPLE, { as });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'SESSION_ENDED']);
  });
});

describe('a change while it was answered', () => {
  /** Begins to look, holds it up before its audit, changes something, and lets it go on. */
  async function lookWhile(as: string, keyId: string, statement: string, values: readonly unknown[]) {
    await sql.query('BEGIN');
    await sql.query('SELECT FROM gateway.revision FOR UPDATE');
    await sql.query(statement, [...values]);
    const answering = look(keyId, PEOPLE, { as });
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

  it.each([
    [
      'the key is revoked',
      'UPDATE gateway.api_keys SET revoked_at = now() WHERE id = $1',
      'key',
      'KEY_REVOKED',
    ],
    [
      'its user is disabled',
      'UPDATE gateway.users SET enabled = false WHERE id = $1',
      'keyUser',
      'USER_DISABLED',
    ],
    [
      'the session ends',
      'UPDATE gateway.sessions SET ended_at = now() WHERE user_id = $1',
      'looker',
      'SESSION_ENDED',
    ],
    [
      'the right is taken away',
      'DELETE FROM gateway.group_members WHERE user_id = $1',
      'looker',
      'FORBIDDEN',
    ],
  ] as const)('is not outrun: %s', async (_what, statement, of, code) => {
    const keyUser = await newUser({ crm: ['person:select'] });
    const looker = await newUser({ gateway: ['apiKeys:select', 'users:impersonate'] });
    const key = await newKey({ as: keyUser.email });
    const id = { key: key.id, keyUser: keyUser.id, looker: looker.id }[of];
    const answer = await lookWhile(looker.cookie, key.id, statement, [id]);
    expect(codeOf(answer)).toBe(code);
    expect(answer.body.data ?? null).toBeNull();
    expect(await eventsOf(key.id)).toEqual([]);
  });

  it('makes it run again as the key is now', async () => {
    const key = await newKey({
      rowNarrowing: { tables: { person: { id: { eq: 1 } } }, otherTables: 'NONE' },
    });
    const narrowed = `UPDATE gateway.api_keys SET row_narrowing = jsonb_set(row_narrowing::jsonb, '{tables}', $2::jsonb) WHERE id = $1`;
    const { rows } = await sql.query<{ stored: { tables: object } }>(
      'SELECT row_narrowing AS stored FROM gateway.api_keys WHERE id = $1',
      [key.id],
    );
    const tables = JSON.stringify(rows[0]?.stored.tables).replace('{"eq":1}', '{"eq":2}');
    const answer = await lookWhile(cookie, key.id, narrowed, [key.id, tables]);
    expect(answer.body).toEqual((await ask(gateway, key.secret, PEOPLE)).body);
    expect(answer.body.data).toEqual({ person: [expect.objectContaining({ id: 2 })] });
  });
});
