import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/foundation/ids.js';
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
  const deny = (address: string | null, detail = {}) => {
    const decisionId = newId();
    fixture.controlPlane.usage.noteDenial({
      decisionId,
      code: 'KEY_REVOKED',
      keyId: 'claimed',
      address,
      atMs: fixture.clock.nowMs,
      detail,
    });
    return decisionId;
  };
  const bucketOf = async (decisionId: string) => {
    const { rows } = await fixture.sql.query<Record<string, unknown>>(
      `SELECT d.code, d.key_id, d.address, d.count, x.detail FROM gateway.decisions x
       JOIN gateway.denials d ON d.id = x.denial_id WHERE x.id = $1`,
      [decisionId],
    );
    return rows[0];
  };

  it('are found by their decision id, with what was said', async () => {
    const decisionId = deny('192.0.2.1', { missing: ['person:select'], odd: '\u0000\ud800' });
    await fixture.controlPlane.usage.flush();
    expect(await bucketOf(decisionId)).toEqual({
      code: 'KEY_REVOKED',
      key_id: 'claimed',
      address: '192.0.2.1',
      count: '1',
      detail: { missing: ['person:select'], odd: '  ' },
    });
  });

  it('of a flood from one place are one bucket, to which their decision ids lead', async () => {
    const decisionIds = Array.from({ length: 1_000 }, () => deny('192.0.2.2', { some: 'detail' }));
    await fixture.controlPlane.usage.flush();
    expect(await bucketOf(decisionIds[0]!)).toMatchObject({ count: '1000', detail: { some: 'detail' } });
    expect(await bucketOf(decisionIds[999]!)).toMatchObject({ count: '1000', detail: null });
  });

  it('of a flood from everywhere take a bounded number of rows, and are all counted', async () => {
    const { sql, controlPlane } = fixture;
    const count = async () =>
      (
        await sql.query<{ rows: string; denials: string }>(
          'SELECT count(*) AS rows, sum(count) AS denials FROM gateway.denials',
        )
      ).rows[0]!;
    const before = await count();
    for (let index = 0; index < 30_000; index += 1) deny(`2001:db8::${index.toString(16)}`);
    await controlPlane.usage.flush();
    const after = await count();
    expect(Number(after.denials) - Number(before.denials)).toBe(30_000);
    expect(Number(after.rows) - Number(before.rows)).toBeLessThanOrEqual(5_001);
    expect(fixture.logged).toEqual([]);
  });
});

describe('closing', () => {
  it('writes what is pending', async () => {
    const other = await openFixture();
    const decisionId = newId();
    other.controlPlane.usage.noteDenial({
      decisionId,
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
