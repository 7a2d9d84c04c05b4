import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Secret } from '../../src/foundation/secret.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import {
  ask,
  operator,
  startTestGateway,
  type TestAnswer,
  type TestGateway,
} from '../support/test-gateway.js';
import { startSecondGateway, type SecondGateway } from './second-gateway.js';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.js';

/** A revocation is never outrun: whoever asks after a change was acknowledged is judged by it, on every instance. */

const PEOPLE = '{ person(limit: 1) { id } }';
const CONNECTIONS = 32;

let gateway: TestGateway;
let second: SecondGateway;
let port: string;
beforeAll(async () => {
  gateway = await startTestGateway();
  second = startSecondGateway(gateway);
  port = (await gateway.server.listen()).url;
});
afterAll(async () => {
  await second.close();
  await gateway.close();
});

type Outcome = Pick<TestAnswer, 'status' | 'body'>;
type Send = (secret: string) => Promise<Outcome>;

const overFetch: Send = (secret) => ask(gateway, secret, PEOPLE);
const onTheOtherInstance: Send = (secret) => ask(second, secret, PEOPLE);
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
afterAll(() => agent.destroy());

const overAPort: Send = (secret) =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const sent = httpRequest(`${port}/graphql`, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as TestAnswer['body'] });
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ query: PEOPLE }));
  });

interface Subject {
  readonly userId: string;
  readonly keyId: string;
  readonly secret: string;
  readonly groupId: string;
}

/** A user of two groups, one of which lets it read people. */
async function createSubject(): Promise<Subject> {
  const { users, groups } = gateway.controlPlane;
  const user = await users.create(operator, { email: `hammer-${Math.random()}@example.com` });
  const create = (capabilities: string[]) =>
    groups.create(operator, { name: `Group ${Math.random()}`, databaseSlug: 'crm', capabilities });
  const reading = await create(['person:select']);
  for (const group of [reading, await create(['organisation:select'])]) {
    await groups.addMember(operator, group.id, user.id);
  }
  const { id, secret } = await gateway.createKey({ as: user.email });
  return { userId: user.id, keyId: id, secret, groupId: reading.id };
}

const changes = {
  'revoking the key': {
    make: ({ keyId }: Subject) => gateway.controlPlane.apiKeys.revoke(operator, keyId),
    code: 'KEY_REVOKED',
  },
  'disabling the user': {
    make: ({ userId }: Subject) => gateway.controlPlane.users.disable(operator, userId),
    code: 'USER_DISABLED',
  },
  'deleting the user': {
    make: ({ userId }: Subject) => gateway.controlPlane.users.delete(operator, userId),
    code: 'USER_DELETED',
  },
  'taking away a group': {
    make: ({ groupId, userId }: Subject) =>
      gateway.controlPlane.groups.removeMember(operator, groupId, userId),
    code: 'FORBIDDEN',
  },
} as const;

/** Everybody asks again and again; after some time the change is made. `early` and `late`: begun before and after it was acknowledged. */
async function hammer(send: Send, secret: string, change: () => Promise<unknown>) {
  const early: Outcome[] = [];
  const late: Outcome[] = [];
  let isChanged = false;
  const loop = async (): Promise<void> => {
    while (late.length < 10 * CONNECTIONS) {
      // Looked at in the same turn in which the request begins.
      const outcomes = isChanged ? late : early;
      outcomes.push(await send(secret));
    }
  };
  const loops = Array.from({ length: CONNECTIONS }, loop);
  while (early.length < 5 * CONNECTIONS) await sleep(1);
  await change();
  isChanged = true;
  await Promise.all(loops);
  return { early, late };
}

function codeOf({ body }: Outcome): string | undefined {
  return body.errors?.[0]?.extensions.code;
}

describe.each([
  ['over fetch', overFetch],
  ['over a real port', overAPort],
  ['on another instance', onTheOtherInstance],
] as const)(`with ${CONNECTIONS} connections hammering %s`, (_way, send) => {
  it.each(Object.entries(changes))(
    '%s is seen by every request that begins after it was acknowledged',
    async (_name, { make, code }) => {
      const subject = await createSubject();
      const { early, late } = await hammer(send, subject.secret, () => make(subject));
      expect(early.slice(0, CONNECTIONS).map(codeOf)).toEqual(Array(CONNECTIONS).fill(undefined));
      expect(late.length).toBeGreaterThanOrEqual(10 * CONNECTIONS);
      expect(new Set(late.map(codeOf))).toEqual(new Set([code]));
      expect(late.filter(({ body }) => 'data' in body)).toEqual([]);
    },
  );
});

it('what was taken away and given back works again at once', async () => {
  const { users, groups } = gateway.controlPlane;
  const subject = await createSubject();
  for (let round = 0; round < 5; round += 1) {
    await users.disable(operator, subject.userId);
    expect(codeOf(await onTheOtherInstance(subject.secret))).toBe('USER_DISABLED');
    await users.enable(operator, subject.userId);
    expect(codeOf(await onTheOtherInstance(subject.secret))).toBeUndefined();
    await groups.removeMember(operator, subject.groupId, subject.userId);
    expect(codeOf(await onTheOtherInstance(subject.secret))).toBe('FORBIDDEN');
    await groups.addMember(operator, subject.groupId, subject.userId);
    expect(codeOf(await onTheOtherInstance(subject.secret))).toBeUndefined();
  }
});

describe('an instance that reaches the control plane through a network', () => {
  let proxy: TcpProxy;
  let remote: SecondGateway;
  let slow: TestDatabase;
  let data: pg.Client;

  beforeAll(async () => {
    proxy = await openTcpProxy(gateway.controlPlaneUrl);
    remote = startSecondGateway(gateway, proxy.url);
    slow = await createTestDatabase();
    data = new pg.Client({ connectionString: slow.url });
    await data.connect();
    await data.query(
      `create view nap as select 1 as id, 'dreamt' as dream, (pg_sleep(0.2) is null)::text as slept`,
    );
    await gateway.controlPlane.databases.add(operator, { slug: 'slow', url: new Secret(slow.url) });
  });
  afterAll(async () => {
    await remote.close();
    await proxy.close();
    await data.end();
    await slow.drop();
  });

  async function createSleeper() {
    const { users, groups } = gateway.controlPlane;
    const user = await users.create(operator, { email: `sleeper-${Math.random()}@example.com` });
    const create = (capabilities: string[]) =>
      groups.create(operator, { name: `Group ${Math.random()}`, databaseSlug: 'slow', capabilities });
    const [reading, other] = [await create(['nap:select']), await create([])];
    await groups.addMember(operator, reading.id, user.id);
    await groups.addMember(operator, other.id, user.id);
    const { id, secret } = await gateway.createKey({ as: user.email, databaseSlug: 'slow' });
    return { userId: user.id, keyId: id, secret, groupId: reading.id };
  }

  const dream = (secret: string) => ask(remote, secret, '{ nap { dream slept } }');

  /** How many statements on the view are running now. */
  async function naps(): Promise<number> {
    const { rows } = await data.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and state = 'active' and query like '%"nap"%' and pid <> pg_backend_pid()`,
    );
    return rows[0]!.count;
  }

  it.each(Object.entries(changes))(
    'does not release what it read when %s happened while it was reading',
    async (_name, { make, code }) => {
      const sleeper = await createSleeper();
      // From here on it is remembered, and reading begins before the confirmation is there.
      expect((await dream(sleeper.secret)).body.data).toEqual({ nap: [{ dream: 'dreamt', slept: 'false' }] });
      proxy.hold();
      const answering = dream(sleeper.secret);
      while ((await naps()) === 0) await sleep(1);
      await make(sleeper);
      while ((await naps()) > 0) await sleep(1);
      proxy.release();
      const { body, text } = await answering;
      expect(codeOf({ status: 0, body })).toBe(code);
      expect(body).not.toHaveProperty('data');
      expect(text).not.toContain('dreamt');
    },
  );

  it('releases what it read when nothing that it depends on was changed meanwhile', async () => {
    const sleeper = await createSleeper();
    await dream(sleeper.secret);
    proxy.hold();
    const answering = dream(sleeper.secret);
    while ((await naps()) === 0) await sleep(1);
    await gateway.controlPlane.users.create(operator, { email: `other-${Math.random()}@example.com` });
    proxy.release();
    expect((await answering).body.data).toEqual({ nap: [{ dream: 'dreamt', slept: 'false' }] });
  });

  it('answers 503 and no data while the control plane is silent, and recovers', async () => {
    const sleeper = await createSleeper();
    await dream(sleeper.secret);
    proxy.hold();
    expectUnavailable(await dream(sleeper.secret));
    expectUnavailable(await ask(remote, (await createSleeper()).secret, '{ nap { id } }'));
    proxy.release();
    await recovers(() => dream(sleeper.secret));
  });

  it('answers 503 and no data while the control plane is gone, whoever asks, and recovers', async () => {
    const sleeper = await createSleeper();
    await dream(sleeper.secret);
    await proxy.cut();
    const revoked = await createSleeper();
    await gateway.controlPlane.apiKeys.revoke(operator, revoked.keyId);
    for (const key of [sleeper.secret, revoked.secret, sleeper.secret]) expectUnavailable(await dream(key));
    const whoami = await remote.server.fetch(
      new Request('http://postern.test/whoami', { headers: { 'x-api-key': sleeper.secret } }),
    );
    expect(whoami.status).toBe(503);
    // What is malformed is known without asking anybody.
    expect((await dream('nonsense')).status).toBe(401);
    await proxy.mend();
    await recovers(() => dream(sleeper.secret));
    expect(codeOf(await dream(revoked.secret))).toBe('KEY_REVOKED');
  });

  function expectUnavailable({ status, headers, body }: TestAnswer): void {
    expect({ status, code: body.errors?.[0]?.extensions.code }).toEqual({
      status: 503,
      code: 'CONTROL_PLANE_UNAVAILABLE',
    });
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(body).not.toHaveProperty('data');
  }

  /** Meanwhile 503 and nothing else; after some tries data. */
  async function recovers(send: () => Promise<TestAnswer>): Promise<void> {
    for (let tries = 0; tries < 50; tries += 1) {
      const answer = await send();
      if (answer.status === 200) {
        expect(answer.body.data).toBeDefined();
        return;
      }
      expectUnavailable(answer);
      await sleep(50);
    }
    throw new Error('It did not recover.');
  }
});
