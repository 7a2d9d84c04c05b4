import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from '../../src/control-plane/tables.js';
import { createUsageRecorder } from '../../src/control-plane/usage-recorder.js';
import { addUser, administratorsId, openFixture, operator, type Fixture } from './control-plane-fixture.js';

let fixture: Fixture;
let keyId: string;
let digest: Buffer;

beforeAll(async () => {
  fixture = await openFixture();
  const userId = await addUser(fixture, [administratorsId]);
  const { apiKeys, authorization } = fixture.controlPlane;
  const { apiKey } = await apiKeys.create(operator, {
    name: 'k',
    accessAsUserId: userId,
    databaseSlug: 'gateway',
  });
  keyId = apiKey.id;
  digest = (await authorization.load(keyId)).state!.key.secrets[0]!.digest;
});

afterAll(() => fixture.close());

describe('the use of a key', () => {
  it('is written in the background, at most once a minute, and never bumps the revision', async () => {
    const { usage, apiKeys } = fixture.controlPlane;
    const before = await fixture.revision();
    const note = (atMs: number, userAgent: string | null = 'curl') =>
      usage.noteUse({ keyId, secretDigest: digest, address: '192.0.2.1', userAgent, atMs });
    const lastUsed = async () => (await apiKeys.byIds([keyId]))[0]?.lastUsedAtMs;

    note(1_000);
    expect(await lastUsed()).toBeNull();
    note(1_001);
    await usage.flush();
    expect(await lastUsed()).toBe(1_000);
    note(60_999);
    await usage.flush();
    expect(await lastUsed()).toBe(1_000);
    note(61_000, `${'x'.repeat(1000)}\u0000\ud800`);
    await usage.flush();
    expect((await apiKeys.byIds([keyId]))[0]).toMatchObject({
      lastUsedAtMs: 61_000,
      lastUsedAddress: '192.0.2.1',
    });
    expect((await apiKeys.secretsOf([keyId]))[0]).toMatchObject([{ lastUsedAtMs: 61_000 }]);
    expect(await fixture.revision()).toBe(before);
  });

  it('of a key that is unknown or gone disturbs nothing', async () => {
    const { usage } = fixture.controlPlane;
    usage.noteUse({ keyId: 'unknown', secretDigest: digest, address: null, userAgent: null, atMs: 1 });
    await usage.flush();
    expect(fixture.logged).toEqual([]);
  });
});

describe('denials', () => {
  const deny = (address: string | null, detail = {}) =>
    fixture.controlPlane.usage.noteDenial({
      code: 'KEY_REVOKED',
      keyId: 'claimed',
      address,
      atMs: fixture.clock.nowMs,
      detail,
    });
  /** What an administrator finds under a decision id. */
  const lookUp = async (decisionId: string) => {
    const { rows } = await fixture.sql.query<Record<string, unknown>>(
      `SELECT d.code, d.key_id, d.address, d.count, x.detail, x.key_id AS denied_key_id FROM gateway.denials d
       LEFT JOIN gateway.decisions x ON x.denial_id = d.id AND x.id = $1
       WHERE d.id = $1 OR x.id = $1`,
      [decisionId],
    );
    return rows[0];
  };
  const countRows = async () => {
    const { rows } = await fixture.sql.query<{ denials: number; decisions: number; counted: number }>(
      `SELECT count(*)::int AS denials, sum(count)::int AS counted,
         (SELECT count(*)::int FROM gateway.decisions) AS decisions
       FROM gateway.denials`,
    );
    return rows[0]!;
  };

  it('are found by their decision id, with what was said', async () => {
    const decisionId = deny('192.0.2.1', { missing: ['person:select'], odd: '\u0000\ud800' });
    await fixture.controlPlane.usage.flush();
    expect(await lookUp(decisionId)).toEqual({
      code: 'KEY_REVOKED',
      key_id: 'claimed',
      address: '192.0.2.1',
      count: '1',
      detail: { missing: ['person:select'], odd: '  ' },
      denied_key_id: 'claimed',
    });
  });

  it('of a flood from one place take few rows, and every decision id leads to what is known', async () => {
    const before = await countRows();
    const decisionIds: string[] = [];
    // Over several writes: they are counted in the same bucket.
    for (let write = 0; write < 3; write += 1) {
      for (let index = 0; index < 1_000; index += 1) decisionIds.push(deny('192.0.2.2', { some: 'detail' }));
      await fixture.controlPlane.usage.flush();
    }
    const after = await countRows();
    expect(after.denials - before.denials).toBe(1);
    expect(after.decisions - before.decisions).toBe(20);
    expect(await lookUp(decisionIds[0]!)).toMatchObject({ count: '3000', detail: { some: 'detail' } });
    for (const late of [decisionIds[20]!, decisionIds[2_999]!]) {
      expect(await lookUp(late)).toEqual({
        code: 'KEY_REVOKED',
        key_id: 'claimed',
        address: '192.0.2.2',
        count: '3000',
        detail: null,
        denied_key_id: null,
      });
    }
    expect(new Set(decisionIds).size).toBe(21);
  });

  it('of callers without a key do not show by their decision ids which keys exist', async () => {
    const denyUnknown = (id: string | null, cause: string) =>
      fixture.controlPlane.usage.noteDenial({
        code: 'INVALID_API_KEY',
        keyId: id,
        address: '192.0.2.6',
        atMs: fixture.clock.nowMs,
        detail: { cause },
      });
    const early = denyUnknown(keyId, 'wrong-secret');
    const decisionIds = Array.from({ length: 25 }, () => denyUnknown(null, 'unknown'));
    expect(denyUnknown(keyId, 'wrong-secret')).toBe(decisionIds[24]);
    expect(denyUnknown(keyId, 'wrong-address')).toBe(decisionIds[24]);
    await fixture.controlPlane.usage.flush();
    // Administrators see it, as long as there is room.
    expect(await lookUp(early)).toMatchObject({
      key_id: null,
      denied_key_id: keyId,
      detail: { cause: 'wrong-secret' },
    });
  });

  it('are counted in a new bucket after a minute, with details anew', async () => {
    const first = Array.from({ length: 30 }, () => deny('192.0.2.3'));
    await fixture.controlPlane.usage.flush();
    const later = performance.now() + 60_000;
    const time = jest.spyOn(performance, 'now').mockReturnValue(later);
    await fixture.controlPlane.usage.flush();
    time.mockRestore();
    const second = deny('192.0.2.3', { again: true });
    await fixture.controlPlane.usage.flush();
    expect(await lookUp(first[0]!)).toMatchObject({ count: '30' });
    expect(await lookUp(second)).toMatchObject({ count: '1', detail: { again: true } });
  });

  it('are removed after 30 days, in the background', async () => {
    const db = new Kysely<Tables>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: fixture.url, max: 1 }) }),
    }).withSchema('gateway');
    const usage = createUsageRecorder(db, {
      ...fixture.needs,
      intervalMs: 3_600_000,
      log: () => undefined,
    });
    const old = deny('192.0.2.4');
    await fixture.controlPlane.usage.flush();
    await usage.removeOld();
    expect(await lookUp(old)).toMatchObject({ address: '192.0.2.4' });
    // More than one statement takes.
    await fixture.sql.query(
      `INSERT INTO gateway.denials SELECT lpad(n::text, 16, 'a'), 'X', NULL, NULL, '2026-01-01Z', '2026-01-01Z', 1
       FROM generate_series(1, 12000) n`,
    );
    fixture.clock.nowMs += 30 * 24 * 3_600_000 - 1;
    deny('192.0.2.5');
    await fixture.controlPlane.usage.flush();
    await usage.removeOld();
    expect(await lookUp(old)).toMatchObject({ address: '192.0.2.4' });
    fixture.clock.nowMs += 2;
    await usage.removeOld();
    expect(await lookUp(old)).toBeUndefined();
    expect((await countRows()).denials).toBe(1);
    fixture.clock.nowMs -= 30 * 24 * 3_600_000 + 1;
    await usage.close();
    await db.destroy();
  });

  it('of a flood from everywhere take a bounded number of rows, and are all counted', async () => {
    const before = await countRows();
    const decisionIds = Array.from({ length: 30_000 }, (_, index) => deny(`2001:db8::${index.toString(16)}`));
    await fixture.controlPlane.usage.flush();
    const after = await countRows();
    expect(after.counted - before.counted).toBe(30_000);
    expect(after.denials - before.denials).toBeLessThanOrEqual(1_001);
    expect(after.decisions - before.decisions).toBeLessThanOrEqual(1_000);
    expect(await lookUp(decisionIds[29_999]!)).toMatchObject({ code: 'KEY_REVOKED', address: null });
    expect(fixture.logged).toEqual([]);
  });
});

describe('closing', () => {
  it('writes what is pending', async () => {
    const other = await openFixture();
    const decisionId = other.controlPlane.usage.noteDenial({
      code: 'KEY_REVOKED',
      keyId: null,
      address: null,
      atMs: 1,
      detail: {},
    });
    await other.controlPlane.close();
    const { rowCount } = await other.sql.query('SELECT FROM gateway.decisions WHERE id = $1', [decisionId]);
    expect(rowCount).toBe(1);
    await expect(other.controlPlane.authorization.confirmRevision()).rejects.toMatchObject({
      code: 'CONTROL_PLANE_UNAVAILABLE',
    });
    await other.close();
  });
});
