import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Secret } from '../../src/foundation/secret.js';
import {
  ask,
  operator,
  startTestGateway,
  type TestAnswer,
  type TestGateway,
} from '../support/test-gateway.js';
import {
  askAs,
  codeOf,
  cookieOf,
  givePassword,
  PASSWORD,
  signIn,
  SIGN_IN,
  trySignIn,
} from '../support/console.js';
import { startSecondGateway } from './second-gateway.js';

/** Signing in is what somebody without credentials may do, and nothing else. */

const ADMIN = 'admin@example.com';
const ANNA = 'anna@example.com';

let gateway: TestGateway;
let sql: pg.Client;

beforeAll(async () => {
  gateway = await startTestGateway({ TRUSTED_PROXIES: '10.0.0.1' });
  sql = new pg.Client({ connectionString: gateway.controlPlaneUrl });
  await sql.connect();
  for (const email of [ADMIN, ANNA]) await givePassword(gateway, email);
});

afterAll(async () => {
  await sql.end();
  await gateway.close();
});

let round = 0;
/** An address that has failed at nothing yet. */
function freshAddress(): { readonly peerAddress: string } {
  round += 1;
  return { peerAddress: `198.51.100.${round}` };
}

async function countSessions(): Promise<number> {
  const { rows } = await sql.query<{ count: number }>('SELECT count(*)::int AS count FROM gateway.sessions');
  return rows[0]!.count;
}

/** What a caller can see of an answer, but for what names this one request. */
function shapeOf({ status, headers, text }: TestAnswer) {
  const own = /"decisionId":"\w{16}"/g;
  const kept = [...headers].filter(([name]) => name.toLowerCase() !== 'x-request-id');
  return { status, headers: kept, text: text.replace(own, '"decisionId":"…"') };
}

describe('without credentials', () => {
  it('a user signs in, and the answer is the user’s own', async () => {
    const answer = await trySignIn(gateway, ANNA);
    expect(answer.body).toEqual({ data: { signIn: { me: { kind: 'session', email: ANNA } } } });
    const { body } = await askAs(gateway, cookieOf(answer), '{ me { kind email } }');
    expect(body).toEqual({ data: { me: { kind: 'session', email: ANNA } } });
  });

  it('the field may have another name beside __typename, in one of several operations', async () => {
    const query = `query Other { me { kind } }
      mutation In($input: SignInInput!) { __typename again: signIn(input: $input) { me { email } } }`;
    const answer = await ask(gateway, null, query, {
      path: '/graphql/gateway',
      variables: { input: { email: ANNA, password: PASSWORD } },
      body: { operationName: 'In' },
    });
    expect(answer.body.data).toEqual({ __typename: 'Mutation', again: { me: { email: ANNA } } });
    expect(cookieOf(answer)).toContain('postern_session=');
  });

  const signInField = `signIn(input: { email: "${ANNA}", password: "${PASSWORD}" }) { me { kind } }`;
  it.each([
    ['a query', '{ me { kind } }'],
    ['introspection', '{ __schema { queryType { name } } }'],
    ['introspection that speaks of signIn', '{ __type(name: "signIn") { name } }'],
    ['another mutation', 'mutation { signOut }'],
    ['another mutation beside it', `mutation { ${signInField} signOut }`],
    ['it twice', `mutation { a: ${signInField} b: ${signInField} }`],
    ['it with a condition', `mutation { ${signInField.replace(' { me', ' @skip(if: false) { me')} }`],
    ['it in a fragment', `mutation { ...F } fragment F on Mutation { ${signInField} }`],
    ['it in an inline fragment', `mutation { ... on Mutation { ${signInField} } }`],
    ['it as a query', `{ ${signInField} }`],
    ['what does not parse', `mutation { ${signInField}`],
    ['what is very long', `mutation { ${signInField} } #${'x'.repeat(20_000)}`],
    ['two operations and no name', `mutation A { ${signInField} } mutation B { ${signInField} }`],
  ])('there is nothing else: %s', async (_what, query) => {
    const before = await countSessions();
    const answer = await ask(gateway, null, query, { path: '/graphql/gateway' });
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'NO_CREDENTIALS' } }],
    });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await countSessions()).toBe(before);
  });

  it.each(['/graphql', '/graphql/crm', '/graphql/nowhere'])('nobody signs in at %s', async (path) => {
    const answer = await trySignIn(gateway, ANNA, PASSWORD, { path });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'NO_CREDENTIALS']);
  });

  it('nobody signs in by GET', async () => {
    const query = encodeURIComponent(`mutation { ${signInField} }`);
    const request = new Request(`http://postern.test/graphql/gateway?query=${query}`);
    const response = await gateway.server.fetch(request, { peerAddress: '192.0.2.1' });
    expect(response.status).toBe(401);
    expect(response.headers.has('set-cookie')).toBe(false);
  });
});

describe('a sign-in that fails', () => {
  it('is answered alike, whatever is wrong: nobody learns who is a user', async () => {
    const { users } = gateway.controlPlane;
    const make = async (email: string, password: Secret | null) =>
      (await users.create(operator, { email, password })).id;
    const password = new Secret(PASSWORD);
    await users.disable(operator, await make('disabled@example.com', password));
    await users.delete(operator, await make('deleted@example.com', password));
    await make('without@example.com', null);
    const wrong = await trySignIn(gateway, ANNA, 'not the password', freshAddress());
    expect(codeOf(wrong)).toBe('SIGN_IN_FAILED');
    expect(wrong.body.errors?.[0]).toMatchObject({ path: ['signIn'] });
    for (const email of [
      'nobody@example.com',
      'disabled@example.com',
      'deleted@example.com',
      'without@example.com',
      'no e-mail at all',
      '',
    ]) {
      expect(shapeOf(await trySignIn(gateway, email, PASSWORD, freshAddress()))).toEqual(shapeOf(wrong));
    }
  });

  it('begins no session, and its decision tells an administrator what was wrong, not what was typed', async () => {
    const before = await countSessions();
    const typed = 'my secret by mistake';
    const answers = [
      await trySignIn(gateway, ANNA, typed, freshAddress()),
      await trySignIn(gateway, typed, PASSWORD, freshAddress()),
    ];
    expect(await countSessions()).toBe(before);
    await gateway.controlPlane.usage.flush();
    const details = [];
    for (const { body } of answers) {
      const { rows } = await sql.query<{ detail: unknown }>(
        'SELECT detail FROM gateway.decisions WHERE id = $1',
        [body.errors?.[0]?.extensions['decisionId']],
      );
      details.push(rows[0]?.detail);
    }
    expect(details).toEqual([
      { cause: 'wrong-password', userId: await gateway.userId(ANNA) },
      { cause: 'unknown-email' },
    ]);
    const id = answers[0]!.body.errors?.[0]?.extensions['decisionId'] as string;
    const seen = await ask(
      gateway,
      gateway.keys.gateway,
      `{ decision(id: "${id}") { code user { email } signInCause cause } }`,
    );
    expect(seen.body.data).toEqual({
      decision: { code: 'SIGN_IN_FAILED', user: { email: ANNA }, signInCause: 'WRONG_PASSWORD', cause: null },
    });
  });

  it.each([
    ['no input', 'mutation { signIn { me { kind } } }', undefined],
    ['a number', SIGN_IN, { email: ANNA, password: 12345678901234 }],
    [
      'no password',
      'mutation ($i: SignInInput!) { signIn(input: $i) { me { kind } } }',
      { i: { email: ANNA } },
    ],
    [
      'a password in a list',
      'mutation ($i: SignInInput!) { signIn(input: $i) { me { kind } } }',
      { i: { email: ANNA, password: ['the secret itself'] } },
    ],
  ])('says what is needed where it was given %s, and quotes nothing', async (_what, query, variables) => {
    const answer = await ask(gateway, null, query, {
      path: '/graphql/gateway',
      ...(variables && { variables }),
    });
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
    expect(answer.text).toContain('signIn needs input');
    expect(answer.text).not.toMatch(/12345678901234|the secret itself/);
  });

  it('is no way to learn the schema: what is selected is looked at for who has signed in only', async () => {
    const select = (fields: string) =>
      `mutation ($email: String!, $password: String!) { signIn(input: { email: $email, password: $password }) { ${fields} } }`;
    const send = (fields: string, password: string, email = ANNA) =>
      ask(gateway, null, select(fields), {
        path: '/graphql/gateway',
        variables: { email, password },
        ...freshAddress(),
      });
    for (const fields of ['nonsense', 'me { user { email } }', 'me { kind }']) {
      expect(codeOf(await send(fields, 'not the password'))).toBe('SIGN_IN_FAILED');
    }
    const before = await countSessions();
    const invalid = await send('nonsense', PASSWORD);
    expect(codeOf(invalid)).toBe('GRAPHQL_VALIDATION_FAILED');
    const forbidden = await send('me { user { email } }', PASSWORD);
    expect(forbidden.body.errors?.[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      missing: ['users:select', 'users.email:select'],
    });
    for (const { headers } of [invalid, forbidden]) expect(headers.has('set-cookie')).toBe(false);
    expect(await countSessions()).toBe(before);
    expect((await send('me { user { email } }', PASSWORD, ADMIN)).body.data).toEqual({
      signIn: { me: { user: { email: ADMIN } } },
    });
  });
});

describe('a sign-in', () => {
  it('has a key’s request refused in that field', async () => {
    const answer = await ask(gateway, gateway.keys.gateway, SIGN_IN, {
      variables: { email: ANNA, password: PASSWORD },
    });
    expect(codeOf(answer)).toBe('POLICY');
    expect(answer.body.errors?.[0]).toMatchObject({
      path: ['signIn'],
      message: expect.stringContaining('An API key cannot sign in'),
    });
    expect(answer.headers.has('set-cookie')).toBe(false);
  });

  it('takes nothing that the browser brings for the new session, and ends the one that it had', async () => {
    const first = await signIn(gateway, ANNA);
    const again = await trySignIn(gateway, ADMIN, PASSWORD, {
      headers: { cookie: first, 'x-postern-console': '1' },
    });
    const second = cookieOf(again);
    expect(second).not.toBe(first);
    expect(codeOf(await askAs(gateway, first, '{ me { kind } }'))).toBe('SESSION_ENDED');
    expect((await askAs(gateway, second, '{ me { email } }')).body.data).toEqual({ me: { email: ADMIN } });
  });

  it('ends nobody’s session by its id alone', async () => {
    const victim = await signIn(gateway, ANNA);
    const forged = victim.replace(/_[0-9A-Za-z]{43}$/, `_${'0'.repeat(43)}`);
    const answer = await trySignIn(gateway, ADMIN, PASSWORD, {
      headers: { cookie: forged, 'x-postern-console': '1' },
    });
    expect(cookieOf(answer)).not.toBe(forged);
    expect(codeOf(await askAs(gateway, victim, '{ me { kind } }'))).toBeUndefined();
  });

  it('helps a browser whose session has ended', async () => {
    const ended = await signIn(gateway, ANNA);
    await askAs(gateway, ended, 'mutation { signOut }');
    const answer = await trySignIn(gateway, ANNA, PASSWORD, {
      headers: { cookie: ended, 'x-postern-console': '1' },
    });
    expect(codeOf(await askAs(gateway, cookieOf(answer), '{ me { kind } }'))).toBeUndefined();
  });

  it('beside other fields does nothing, also for who is signed in', async () => {
    const cookie = await signIn(gateway, ANNA);
    const before = await countSessions();
    const query = `mutation { signIn(input: { email: "${ANNA}", password: "${PASSWORD}" }) { me { kind } } signOut }`;
    const answer = await askAs(gateway, cookie, query);
    expect(codeOf(answer)).toBe('POLICY');
    expect(answer.headers.has('set-cookie')).toBe(false);
    expect(await countSessions()).toBe(before);
  });

  it('by TLS, as a trusted proxy says, gives the cookie that only TLS carries', async () => {
    const proxied = { peerAddress: '10.0.0.1', headers: { 'x-forwarded-proto': 'https' } };
    const secure = await trySignIn(gateway, ANNA, PASSWORD, proxied);
    expect(secure.headers.get('set-cookie')).toMatch(
      /^__Host-postern_session=pss_\w+; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    const plain = await trySignIn(gateway, ANNA, PASSWORD, { headers: { 'x-forwarded-proto': 'https' } });
    expect(plain.headers.get('set-cookie')).toMatch(
      /^postern_session=pss_\w+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const { body } = await askAs(gateway, cookieOf(secure), '{ me { kind } }', proxied);
    expect(body.data).toEqual({ me: { kind: 'session' } });
    expect(codeOf(await askAs(gateway, cookieOf(plain), '{ me { kind } }', proxied))).toBe('NO_CREDENTIALS');
  });

  it('stands in the audit as the user’s own doing, and so does signing out', async () => {
    const id = await gateway.userId(ANNA);
    const answer = await trySignIn(gateway, ANNA, PASSWORD, { peerAddress: '203.0.113.5' });
    const cookie = cookieOf(answer);
    await askAs(gateway, cookie, 'mutation { signOut }', { peerAddress: '203.0.113.6' });
    const { rows } = await sql.query(
      'SELECT action, actor, as_user_id, target, address FROM gateway.audit_events ORDER BY sequence DESC LIMIT 2',
    );
    const common = { actor: id, as_user_id: id, target: id };
    expect(rows).toEqual([
      { action: 'users.signOut', ...common, address: '203.0.113.6' },
      { action: 'users.signIn', ...common, address: '203.0.113.5' },
    ]);
  });

  it('keeps twenty sessions of a user at most', async () => {
    const { users } = gateway.controlPlane;
    const email = 'busy@example.com';
    const { id } = await users.create(operator, { email, password: new Secret(PASSWORD) });
    const first = await signIn(gateway, email);
    await signIn(gateway, email);
    for (let n = 0; n < 18; n += 1) await signIn(gateway, email);
    expect(codeOf(await askAs(gateway, first, '{ me { kind } }'))).toBeUndefined();
    await sql.query(
      `UPDATE gateway.sessions SET created_at = created_at - interval '1 minute',
      last_seen_at = last_seen_at - interval '1 minute' WHERE id = $1`,
      [first.split('_')[2]],
    );
    await signIn(gateway, email);
    expect(codeOf(await askAs(gateway, first, '{ me { kind } }'))).toBe('SESSION_ENDED');
    const [live] = await gateway.controlPlane.sessions.ofUsers([id]);
    expect(live).toHaveLength(20);
  });

  it('hashes the password anew where it was hashed under the previous pepper', async () => {
    const email = 'rotated@example.com';
    await gateway.controlPlane.users.create(operator, { email, password: new Secret(PASSWORD) });
    const hashOf = async () =>
      (
        await sql.query<{ password_hash: string }>(
          'SELECT password_hash FROM gateway.users WHERE email = $1',
          [email],
        )
      ).rows[0]!.password_hash;
    const kept = await hashOf();
    const rotated = startSecondGateway({
      ...gateway,
      peppers: { current: new Secret('r'.repeat(64)), previous: gateway.peppers.current },
    });
    await signIn(rotated, email);
    const renewed = await hashOf();
    expect(renewed).not.toBe(kept);
    await signIn(rotated, email);
    expect(await hashOf()).toBe(renewed);
    await rotated.close();
  });
});

describe('whoever fails too often', () => {
  it('is told to wait, whether the user exists or not, and on every instance, the right password too', async () => {
    const second = startSecondGateway(gateway);
    const shapes = [];
    for (const email of [ANNA, 'nobody@example.com']) {
      const { peerAddress } = freshAddress();
      for (let n = 0; n < 5; n += 1) {
        const instance = n % 2 === 0 ? gateway : second;
        expect(codeOf(await trySignIn(instance, email, 'not the password', { peerAddress }))).toBe(
          'SIGN_IN_FAILED',
        );
      }
      const answer = await trySignIn(second, email, PASSWORD, { peerAddress });
      expect(codeOf(answer)).toBe('RATE_LIMITED');
      expect(answer.status).toBe(429);
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      shapes.push(shapeOf(answer));
    }
    expect(shapes[0]).toEqual(shapes[1]);
    await second.close();
    expect(codeOf(await trySignIn(gateway, ANNA, PASSWORD, freshAddress()))).toBeUndefined();
  });
});

it('neither the log nor a dump holds a password or a token', async () => {
  const cookie = await signIn(gateway, ANNA);
  const secret = cookie.split('_').at(-1)!;
  await askAs(gateway, cookie, '{ me { kind } }');
  await gateway.controlPlane.usage.flush();
  const { rows } = await sql.query<{ text: string }>(
    `SELECT t::text AS text FROM gateway.sessions t UNION ALL SELECT t::text FROM gateway.users t
     UNION ALL SELECT t::text FROM gateway.audit_events t UNION ALL SELECT t::text FROM gateway.decisions t`,
  );
  const kept = rows.map(({ text }) => text).join('\n');
  const logged = gateway.logLines.join('\n');
  expect(kept).toContain(ANNA);
  expect(logged).toContain('request');
  for (const text of [kept, logged]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    expect(text).not.toContain(PASSWORD);
  }
});
