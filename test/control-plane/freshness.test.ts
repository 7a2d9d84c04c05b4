import { createServer, Socket, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createControlPlane } from '../../src/control-plane/create-control-plane.js';
import { createRevisionReader, type RevisionReader } from '../../src/control-plane/revision-reader.js';
import { Secret } from '../../src/foundation/secret.js';
import { addUser, openFixture, type Fixture } from './control-plane-fixture.js';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await openFixture();
});

afterAll(() => fixture.close());

describe('confirming the revision', () => {
  it('is one read for all that arrive while another runs, and that read begins after the last of them came', async () => {
    const { reader, proxy } = await throughProxy();
    await reader.confirm();
    proxy.hold();
    const seen = proxy.queries();
    const before = BigInt(await fixture.revision());

    const running = reader.confirm();
    await proxy.received(seen + 1);
    const late = Array.from({ length: 20 }, () => reader.confirm());
    await addUser(fixture);
    const changed = await fixture.revision();
    // The read that runs has not reached the server, but it began before they arrived: they must not join it.
    proxy.release();

    expect(BigInt(await running)).toBeGreaterThanOrEqual(before);
    expect(new Set(await Promise.all(late))).toEqual(new Set([changed]));
    expect(proxy.queries()).toBe(seen + 2);
    await proxy.close(reader);
  });

  it('sees a change that was committed after the running read was answered and before the late caller came', async () => {
    const { reader, proxy } = await throughProxy();
    await reader.confirm();
    proxy.holdAnswers();
    const seen = proxy.queries();

    const running = reader.confirm();
    await proxy.answered();
    await addUser(fixture);
    const changed = await fixture.revision();
    const late = reader.confirm();
    proxy.release();

    expect(BigInt(await running)).toBeLessThan(BigInt(changed));
    expect(await late).toBe(changed);
    expect(proxy.queries()).toBe(seen + 2);
    await proxy.close(reader);
  });

  it('is refused as unavailable when the server stays silent, at once after the time-out, and recovers', async () => {
    const { reader, proxy } = await throughProxy(200);
    await reader.confirm();
    proxy.hold();
    const started = Date.now();
    await expect(reader.confirm()).rejects.toMatchObject({ code: 'CONTROL_PLANE_UNAVAILABLE' });
    expect(Date.now() - started).toBeLessThan(1000);
    proxy.release();
    expect(await reader.confirm()).toBe(await fixture.revision());
    await proxy.close(reader);
  });

  it('counts an answer that had arrived while this process was busy, for longer than the time-out', async () => {
    const reader = createRevisionReader(new Secret(fixture.url), { timeoutMs: 100, log: () => undefined });
    await reader.confirm();
    const confirmed = reader.confirm();
    // Long enough for a server that has to share its cores with other tests.
    const busyUntil = Date.now() + 1_500;
    while (Date.now() < busyUntil);
    expect(await confirmed).toBe(await fixture.revision());
    await reader.close();
  });

  it('reconnects after its connection was ended by the server', async () => {
    const { controlPlane, sql } = fixture;
    await controlPlane.authorization.confirmRevision();
    const { rowCount } = await sql.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE 'postern %'`,
    );
    expect(rowCount).toBeGreaterThan(0);
    expect(await controlPlane.authorization.confirmRevision()).toBe(await fixture.revision());
    expect(await controlPlane.users.byEmail('nobody@example.com')).toBeNull();
    expect((await controlPlane.authorization.load('0000000000000000')).state).toBeNull();
  });

  it('is refused as unavailable when nobody listens, and so is everything else', async () => {
    const nowhere = createControlPlane({ url: 'postgres://postgres@127.0.0.1:1/none', needs: fixture.needs });
    const unavailable = { code: 'CONTROL_PLANE_UNAVAILABLE' };
    await expect(nowhere.authorization.confirmRevision()).rejects.toMatchObject(unavailable);
    await expect(nowhere.authorization.load('0000000000000000')).rejects.toMatchObject(unavailable);
    await expect(nowhere.users.byEmail('x@example.com')).rejects.toMatchObject(unavailable);
    await expect(
      nowhere.users.create({ kind: 'operator' }, { email: 'x@example.com' }),
    ).rejects.toMatchObject(unavailable);
    await nowhere.close();
  });

  it('does not wait behind a change that holds the revision row', async () => {
    const blocker = new pg.Client({ connectionString: fixture.url });
    await blocker.connect();
    await blocker.query('BEGIN; SELECT FROM gateway.revision FOR UPDATE');
    expect(await fixture.controlPlane.authorization.confirmRevision()).toBe(await fixture.revision());
    await blocker.query('ROLLBACK');
    await blocker.end();
  });
});

/** A revision reader whose traffic passes through here, where it can be counted and held. */
async function throughProxy(timeoutMs = 5000): Promise<{ reader: RevisionReader; proxy: Proxy }> {
  const proxy = await Proxy.open(new URL(fixture.url));
  const url = new URL(fixture.url);
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  const reader = createRevisionReader(new Secret(url.href), { timeoutMs, log: () => undefined });
  return { reader, proxy };
}

class Proxy {
  readonly #server: Server;
  #queries = 0;
  #answers = 0;
  #held: 'nothing' | 'requests' | 'answers' = 'nothing';
  #waiting: (() => void)[] = [];

  static async open(target: URL): Promise<Proxy> {
    const server = createServer();
    const proxy = new Proxy(server);
    server.on('connection', (client) => {
      const upstream = new Socket().connect(Number(target.port || 5432), target.hostname);
      proxy.#join(client, upstream);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  private constructor(server: Server) {
    this.#server = server;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy does not listen.');
    return address.port;
  }

  queries(): number {
    return this.#queries;
  }

  hold(): void {
    this.#held = 'requests';
  }

  holdAnswers(): void {
    this.#held = 'answers';
    this.#answers = 0;
  }

  release(): void {
    this.#held = 'nothing';
    for (const pass of this.#waiting.splice(0)) pass();
  }

  async received(count: number): Promise<void> {
    while (this.#queries < count) await tick();
  }

  async answered(): Promise<void> {
    while (this.#answers === 0) await tick();
  }

  async close(reader: RevisionReader): Promise<void> {
    await reader.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket, upstream: Socket): void {
    client.on('data', (data) => {
      if (data.includes('gateway.revision')) this.#queries += 1;
      this.#pass('requests', () => upstream.write(data));
    });
    upstream.on('data', (data) => {
      if (this.#held === 'answers') this.#answers += 1;
      this.#pass('answers', () => client.write(data));
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('close', () => other.destroy());
      one.on('error', () => other.destroy());
    }
  }

  #pass(kind: 'requests' | 'answers', pass: () => void): void {
    if (this.#held === kind) this.#waiting.push(pass);
    else pass();
  }
}

function tick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
