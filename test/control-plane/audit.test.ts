import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, openPool } from '../../src/control-plane/connections.js';
import { createControlPlane } from '../../src/control-plane/create-control-plane.js';
import { inSnapshot } from '../../src/control-plane/snapshot.js';
import { verifyAuditChain } from '../../src/control-plane/verify-audit-chain.js';
import { Secret } from '../../src/foundation/secret.js';
import {
  addUser,
  administratorsId,
  keyActor,
  openFixture,
  operator,
  type Fixture,
} from './control-plane-fixture.js';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await openFixture();
  await fixture.sql.query(
    `INSERT INTO gateway.users (id, email) VALUES ('actingUser000000', 'actor@example.com')`,
  );
});

afterAll(() => fixture.close());

async function events() {
  const { rows } = await fixture.sql.query<Record<string, unknown>>(
    'SELECT * FROM gateway.audit_events ORDER BY sequence',
  );
  return rows;
}

async function verify() {
  const pool = openPool(new Secret(fixture.url), 'test', 1, () => undefined);
  const db = openDatabase(pool);
  try {
    return await inSnapshot(db, (trx) => verifyAuditChain(trx, fixture.needs.auditMacs));
  } finally {
    await db.destroy();
  }
}

describe('the audit', () => {
  it('says who did what, as whom, from where, with the state before and after', async () => {
    const { users, apiKeys } = fixture.controlPlane;
    const actor = keyActor(['*:*', 'users:impersonate', 'users:setAttributes']);
    const user = await users.create(actor, { email: 'a@example.com', attributes: { z: 1, a: [1.5, null] } });
    const { apiKey } = await apiKeys.create(actor, {
      name: 'key',
      accessAsUserId: user.id,
      databaseSlug: 'gateway',
      validUntilMs: 0,
    });
    await apiKeys.update(operator, { id: apiKey.id, version: 1, unset: ['VALID_UNTIL'] });
    const [created, , updated] = (await events()).slice(-3);
    expect(created).toMatchObject({
      action: 'users.create',
      actor: 'actingKey0000000',
      as_user_id: 'actingUser000000',
      target: user.id,
      address: '192.0.2.1',
      request_id: 'request-1',
      before: null,
      after: { email: 'a@example.com', name: null, attributes: { z: 1, a: [1.5, null] } },
      at: new Date(fixture.clock.nowMs),
    });
    expect(updated).toMatchObject({
      action: 'apiKeys.update',
      actor: 'operator',
      target: apiKey.id,
      before: { validUntil: '1970-01-01T00:00:00.000Z' },
      after: { validUntil: null },
    });
  });

  it('is one unbroken chain, also of changes that came at the same time and of some that failed', async () => {
    const { users, apiKeys } = fixture.controlPlane;
    const before = (await events()).length;
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 12 }, () => addUser(fixture)),
      users.create(operator, { email: 'a@example.com' }),
      users.create(operator, { email: 'no address' }),
      apiKeys.revoke(operator, 'x'),
    ]);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(3);
    expect((await events()).length).toBe(before + 12);
    expect((await events()).map(({ sequence }) => Number(sequence))).toEqual(
      Array.from({ length: before + 12 }, (_, index) => index + 1),
    );
    expect(await verify()).toEqual({ rows: before + 12, problems: [], isWhole: true });
  });

  it('stops the change when it cannot be written', async () => {
    const { sql, controlPlane } = fixture;
    await sql.query(`ALTER TABLE gateway.audit_events ADD CONSTRAINT no_more CHECK (sequence < 0) NOT VALID`);
    const before = await fixture.revision();
    await expect(addUser(fixture)).rejects.toThrow('no_more');
    await expect(
      controlPlane.groups.create(operator, { name: 'G', databaseSlug: 'gateway' }),
    ).rejects.toThrow();
    expect(await fixture.revision()).toBe(before);
    expect(await controlPlane.groups.byName('gateway', 'G')).toBeNull();
    await sql.query(`ALTER TABLE gateway.audit_events DROP CONSTRAINT no_more`);
  });

  it('stops the change when it cannot be sealed', async () => {
    const broken = createControlPlane({
      url: fixture.url,
      needs: {
        ...fixture.needs,
        auditMac: () => {
          throw new Error('no pepper');
        },
      },
    });
    await expect(broken.users.create(operator, { email: 'sealed@example.com' })).rejects.toThrow('no pepper');
    expect(await broken.users.byEmail('sealed@example.com')).toBeNull();
    await broken.close();
  });
});

describe('a dump of every table', () => {
  it('contains neither the secret of a key nor the password of a database', async () => {
    const { apiKeys, databases, usage } = fixture.controlPlane;
    const target = new URL(fixture.url);
    target.pathname = '/postgres';
    target.password = 'hunter2-hunter2';
    const userId = await addUser(fixture, [administratorsId]);
    const { apiKey, secret } = await apiKeys.create(operator, {
      name: 'key',
      accessAsUserId: userId,
      databaseSlug: 'gateway',
    });
    await apiKeys.update(operator, { id: apiKey.id, version: 1, name: 'renamed' });
    // With a server that checks passwords this one is refused, without one it is stored: neither may show it.
    await databases.add(operator, { slug: 'dumped', url: new Secret(target.href) }).catch(() => undefined);
    await fixture.sql.query(
      `INSERT INTO gateway.databases (id, slug, sealed_url) VALUES ($1, 'sealed', $2)`,
      ['sealedDatabase00', fixture.needs.seal(new Secret(target.href))],
    );
    usage.noteUse({
      keyId: apiKey.id,
      secretDigest: Buffer.alloc(32),
      address: null,
      userAgent: null,
      atMs: 1,
    });
    await usage.flush();

    const dump = await dumpSchema();
    expect(dump).toContain(apiKey.id);
    for (const text of [secret.reveal(), 'hunter2']) {
      expect(dump).not.toContain(text);
      // bytea is dumped as hex.
      expect(dump).not.toContain(Buffer.from(text).toString('hex'));
    }
    expect(dump).not.toContain(secret.reveal().slice(-40));
  });
});

async function dumpSchema(): Promise<string> {
  const { rows: tables } = await fixture.sql.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThanOrEqual(15);
  const parts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await fixture.sql.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
    parts.push(...rows.map(({ line }) => line));
  }
  return parts.join('\n');
}
