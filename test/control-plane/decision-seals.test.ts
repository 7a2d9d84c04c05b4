import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { createSealing } from '../../src/authentication/sealing.js';
import { openDatabase, openPool } from '../../src/control-plane/connections.js';
import type { ControlPlane } from '../../src/control-plane/control-plane.js';
import { createControlPlane } from '../../src/control-plane/create-control-plane.js';
import { inSnapshot } from '../../src/control-plane/snapshot.js';
import type { Tables } from '../../src/control-plane/tables.js';
import { createUsageRecorder } from '../../src/control-plane/usage-recorder.js';
import { verifyDecisionSeals, type SealFindings } from '../../src/control-plane/verify-decision-seals.js';
import { Secret } from '../../src/foundation/secret.js';
import { openFixture, type Fixture } from './control-plane-fixture.js';

const DAY_MS = 86_400_000;

let fixture: Fixture;
let db: Kysely<Tables>;

beforeAll(async () => {
  fixture = await openFixture();
  db = openDatabase(openPool(new Secret(fixture.url), 'test', 2, () => undefined));
});

afterAll(async () => {
  await db.destroy();
  await fixture.close();
});

const verify = () =>
  inSnapshot(db, (trx) => verifyDecisionSeals(trx, fixture.needs.auditMacs, fixture.clock.nowMs));

const openGateway = () =>
  createControlPlane({ url: fixture.url, needs: fixture.needs, usageIntervalMs: 3_600_000 });

function deny({ usage }: Pick<ControlPlane, 'usage'>, address: string, detail: object = {}): string {
  const atMs = fixture.clock.nowMs;
  return usage.noteDenial({ code: 'KEY_REVOKED', keyId: 'claimed', address, atMs, detail: { ...detail } });
}

/** The numbers of the seals that are there. */
async function seals(): Promise<readonly number[]> {
  const { rows } = await sql<{ n: number }>`
    SELECT sequence::int AS n FROM gateway.decision_seals ORDER BY sequence`.execute(db);
  return rows.map(({ n }) => n);
}

describe('decisions that several gateways write at once', () => {
  it('are sealed as one chain, with their counts when those are final', async () => {
    const revision = await fixture.revision();
    const gateways = Array.from({ length: 3 }, openGateway);
    for (let round = 0; round < 4; round += 1) {
      for (const [index, gateway] of gateways.entries()) {
        for (let nth = 0; nth < 10; nth += 1) {
          deny(gateway, `192.0.2.${index}`, { missing: ['person:select'], odd: '\u0000\ud800', n: 1.5 });
        }
      }
      await Promise.all(gateways.map(({ usage }) => usage.flush()));
    }
    // The fourth round went into buckets that had no room for ids of their own.
    expect(await seals()).toHaveLength(6);
    await Promise.all(gateways.map((gateway) => gateway.close()));
    expect(await seals()).toHaveLength(9);
    expect(await verify()).toEqual({ seals: 9, decisions: 60, problems: [], isWhole: true, unsealed: 0 });
    const { rows } = await sql`
      SELECT count, seal_sequence > 6 AS late FROM gateway.denials ORDER BY address`.execute(db);
    expect(rows).toEqual(Array.from({ length: 3 }, () => ({ count: '40', late: true })));
    expect(await fixture.revision()).toBe(revision);
  });

  it('make no seal where nothing was denied', async () => {
    const gateway = openGateway();
    await gateway.usage.flush();
    await gateway.close();
    expect(await seals()).toHaveLength(9);
  });

  it('are counted to the end in a bucket that is sealed a minute after it began', async () => {
    const gateway = openGateway();
    const decisionId = deny(gateway, '198.51.100.1');
    await gateway.usage.flush();
    const sealOf = async () => {
      const { rows } = await sql<{ seal: string | null; count: string }>`
        SELECT d.seal_sequence AS seal, d.count FROM gateway.denials d JOIN gateway.decisions x ON x.denial_id = d.id
        WHERE x.id = ${decisionId}`.execute(db);
      return rows[0];
    };
    expect(await sealOf()).toEqual({ seal: null, count: '1' });
    deny(gateway, '198.51.100.1');
    const time = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
    await gateway.usage.flush();
    time.mockRestore();
    expect(await sealOf()).toEqual({ seal: '11', count: '2' });
    await gateway.close();
    expect((await verify()).problems).toEqual([]);
  });

  it('are lost with their batch where it cannot be written, and what was counted then is not sealed', async () => {
    const failing = createUsageRecorder(db, {
      ...fixture.needs,
      intervalMs: 3_600_000,
      log: () => undefined,
    });
    const usage = { usage: failing.recorder };
    deny(usage, '198.51.100.2');
    await failing.recorder.flush();
    await sql`ALTER TABLE gateway.decisions ADD CONSTRAINT no_more CHECK (code = '') NOT VALID`.execute(db);
    const lost = deny(usage, '198.51.100.2');
    await failing.recorder.flush();
    await sql`ALTER TABLE gateway.decisions DROP CONSTRAINT no_more`.execute(db);
    const kept = deny(usage, '198.51.100.2');
    await failing.close();
    expect((await fixture.controlPlane.decisions.byIds([lost, kept])).map((found) => found?.count)).toEqual([
      undefined,
      2,
    ]);
    fixture.clock.nowMs += 6 * 60_000;
    expect(await verify()).toMatchObject({ problems: [], unsealed: 1 });
  });
});

describe('whoever owns the server and', () => {
  const seal = (number: number): string =>
    `(SELECT min(id) FROM gateway.decisions WHERE seal_sequence = ${number})`;

  it.each<[what: string, statements: string, found: readonly (readonly [string, number, number])[]]>([
    [
      'edits the code of a decision',
      `UPDATE gateway.decisions SET code = 'FORBIDDEN' WHERE id = ${seal(2)}`,
      [['edited', 2, 2]],
    ],
    [
      'edits what a decision says',
      `UPDATE gateway.decisions SET detail = '{}' WHERE id = ${seal(3)}`,
      [['edited', 3, 3]],
    ],
    [
      'edits whose key it was',
      `UPDATE gateway.decisions SET key_id = NULL WHERE id = ${seal(3)}`,
      [['edited', 3, 3]],
    ],
    [
      'edits where it came from',
      `UPDATE gateway.decisions SET address = NULL WHERE id = ${seal(3)}`,
      [['edited', 3, 3]],
    ],
    [
      'edits when it was',
      `UPDATE gateway.decisions SET at = at + interval '1 ms' WHERE id = ${seal(3)}`,
      [['edited', 3, 3]],
    ],
    ['removes a decision', `DELETE FROM gateway.decisions WHERE id = ${seal(4)}`, [['removed', 4, 4]]],
    [
      'moves a decision under another seal',
      `UPDATE gateway.decisions SET seal_sequence = 5 WHERE id = ${seal(4)}`,
      [
        ['removed', 4, 4],
        ['inserted', 5, 5],
      ],
    ],
    [
      'puts a decision in',
      `INSERT INTO gateway.decisions (id, denial_id, at, detail, code, seal_sequence)
       SELECT 'forgedDecision00', denial_id, at, detail, code, 1 FROM gateway.decisions WHERE id = ${seal(1)}`,
      [['inserted', 1, 1]],
    ],
    [
      'puts a decision in without a seal',
      `INSERT INTO gateway.decisions (id, denial_id, at, detail, code, seal_sequence)
       SELECT 'forgedDecision00', denial_id, at, detail, code, 0 FROM gateway.decisions WHERE id = ${seal(1)}`,
      [['inserted', 0, 0]],
    ],
    [
      'puts a decision in under a seal before the first',
      `ALTER TABLE gateway.decision_seals DROP CONSTRAINT decision_seals_sequence_check,
         DROP CONSTRAINT decision_seals_check;
       INSERT INTO gateway.decision_seals SELECT 0, at, 1, 0, NULL, '', mac FROM gateway.decision_seals WHERE sequence = 1;
       INSERT INTO gateway.decisions (id, denial_id, at, detail, code, seal_sequence)
       SELECT 'forgedDecision00', denial_id, at, detail, code, 0 FROM gateway.decisions WHERE id = ${seal(1)}`,
      [
        ['edited', 0, 0],
        ['replaced', 1, 1],
      ],
    ],
    [
      'edits a final count',
      `UPDATE gateway.denials SET count = 1 WHERE seal_sequence = 7`,
      [['edited', 7, 7]],
    ],
    [
      'takes a seal from a count',
      `UPDATE gateway.denials SET seal_sequence = NULL WHERE seal_sequence = 8`,
      [['removed', 8, 8]],
    ],
    ['removes a seal', `DELETE FROM gateway.decision_seals WHERE sequence = 6`, [['removed', 6, 6]]],
    [
      'removes a seal with all that stands under it',
      `DELETE FROM gateway.decisions WHERE seal_sequence = 6; DELETE FROM gateway.decision_seals WHERE sequence = 6`,
      [['removed', 6, 6]],
    ],
    [
      'removes the first before their time',
      `DELETE FROM gateway.decisions WHERE seal_sequence < 3; DELETE FROM gateway.decision_seals WHERE sequence < 3`,
      [['removed', 1, 2]],
    ],
    [
      'says of the first that their time had come',
      `DELETE FROM gateway.decisions WHERE seal_sequence < 3; DELETE FROM gateway.decision_seals WHERE sequence < 3;
       UPDATE gateway.decision_seals SET previous_at = '2020-01-01Z' WHERE sequence = 3`,
      [['edited', 3, 3]],
    ],
    [
      'edits a seal',
      `UPDATE gateway.decision_seals SET at = at - interval '1 h' WHERE sequence = 2`,
      [['edited', 2, 2]],
    ],
    [
      'exchanges two seals',
      `UPDATE gateway.decision_seals SET sequence = 900 WHERE sequence = 2;
       UPDATE gateway.decision_seals SET sequence = 2 WHERE sequence = 3;
       UPDATE gateway.decision_seals SET sequence = 3 WHERE sequence = 900`,
      [
        ['replaced', 2, 2],
        ['edited', 2, 2],
        ['replaced', 3, 3],
        ['edited', 3, 3],
        ['replaced', 4, 4],
      ],
    ],
    ['cuts the end off', `DELETE FROM gateway.decision_seals WHERE sequence > 10`, [['cut-off', 11, 13]]],
    [
      'removes everything',
      `DELETE FROM gateway.decisions; DELETE FROM gateway.denials; DELETE FROM gateway.decision_seals`,
      [['cut-off', 1, 13]],
    ],
    ['sets the head back', `UPDATE gateway.decision_seal_head SET sequence = 11`, [['replaced', 12, 13]]],
  ])('%s is found, and it is said where', async (_what, statements, found) => {
    expect((await seals()).at(-1)).toBe(13);
    const { problems, isWhole } = await verifyTampered(statements);
    expect(problems.map(({ kind, first, last }) => [kind, Number(first), Number(last)])).toEqual(found);
    expect(isWhole).toBe(true);
    for (const { detail } of problems) expect(detail).toMatch(/^[A-Z].*\.$/);
  });

  it.each([
    `UPDATE gateway.decisions SET code = 'X'`,
    `UPDATE gateway.decision_seals SET decisions = 0`,
    `UPDATE gateway.denials SET count = 1`,
    `UPDATE gateway.decision_seal_head SET sequence = 0`,
    `DELETE FROM gateway.decision_seal_head`,
    `TRUNCATE gateway.decision_seal_head`,
    `TRUNCATE gateway.decision_seals`,
    `TRUNCATE gateway.decisions`,
    `TRUNCATE gateway.denials CASCADE`,
  ])('does not stop the triggers is refused: %s', async (statement) => {
    await expect(fixture.sql.query(statement)).rejects.toMatchObject({ code: '23001' });
  });
});

describe('seals', () => {
  it('that are old enough to go may be missing before the first that is left, and nowhere else', async () => {
    fixture.clock.nowMs += 40 * DAY_MS;
    const remove = (numbers: string): string =>
      `DELETE FROM gateway.decisions WHERE seal_sequence ${numbers}; DELETE FROM gateway.denials WHERE seal_sequence ${numbers};
       DELETE FROM gateway.decision_seals WHERE sequence ${numbers}`;
    expect((await verifyTampered(remove('< 5'))).problems).toEqual([]);
    expect((await verifyTampered(remove('= 5'))).problems).toMatchObject([{ kind: 'removed', first: '5' }]);
    expect((await verifyTampered(remove('> 5'))).problems).toMatchObject([{ kind: 'cut-off', first: '6' }]);
    fixture.clock.nowMs -= 40 * DAY_MS;
  });

  it('hold over a change of the pepper, for as long as the old one still counts', async () => {
    const [old, current] = [
      new Secret('a pepper for tests, long enough'),
      new Secret('the one after, long enough'),
    ];
    const rotating = createSealing({ current, previous: old });
    const needs = { ...fixture.needs, ...rotating };
    const gateway = createControlPlane({ url: fixture.url, needs });
    deny(gateway, '198.51.100.3');
    await gateway.close();
    const verifyBy = ({ auditMacs }: Pick<typeof rotating, 'auditMacs'>): Promise<SealFindings> =>
      inSnapshot(db, (trx) => verifyDecisionSeals(trx, auditMacs, fixture.clock.nowMs));
    expect((await verifyBy(rotating)).problems).toEqual([]);
    expect((await verifyBy(createSealing({ current, previous: null }))).problems).not.toEqual([]);
  });

  it('go with their decisions after 30 days, and those that are left still hold', async () => {
    const other = await openFixture();
    const otherDb = openDatabase(openPool(new Secret(other.url), 'test', 1, () => undefined));
    const recorder = createUsageRecorder(otherDb, {
      ...other.needs,
      intervalMs: 3_600_000,
      log: () => undefined,
    });
    const look = async () => {
      const found = await inSnapshot(otherDb, (trx) =>
        verifyDecisionSeals(trx, other.needs.auditMacs, other.clock.nowMs),
      );
      const { rows } = await sql<{ n: number }>`
        SELECT sequence::int AS n FROM gateway.decision_seals ORDER BY sequence`.execute(otherDb);
      return { ...found, numbers: rows.map(({ n }) => n) };
    };
    for (let day = 0; day < 5; day += 1) {
      const { nowMs: atMs } = other.clock;
      recorder.recorder.noteDenial({
        code: 'KEY_EXPIRED',
        keyId: null,
        address: null,
        atMs,
        detail: { day },
      });
      await recorder.recorder.flush();
      other.clock.nowMs += DAY_MS;
    }
    // The sixth seals their count.
    await recorder.close();
    other.clock.nowMs += 27 * DAY_MS;
    // Made 32 days ago was the first, 31 the second; the third is exactly 30 days old.
    await recorder.removeOld();
    expect(await look()).toMatchObject({ numbers: [3, 4, 5, 6], decisions: 3, problems: [] });
    other.clock.nowMs += DAY_MS;
    await recorder.removeOld();
    expect(await look()).toMatchObject({ numbers: [4, 5, 6], decisions: 2, problems: [] });
    // When all have had their time, an empty one vouches for that.
    other.clock.nowMs += 30 * DAY_MS;
    await recorder.removeOld();
    expect(await look()).toMatchObject({ numbers: [7], decisions: 0, problems: [] });
    await recorder.removeOld();
    expect((await look()).numbers).toEqual([7]);
    const { rows } = await sql`SELECT FROM gateway.denials`.execute(otherDb);
    expect(rows).toHaveLength(0);
    await otherDb.destroy();
    await other.close();
  });
});

/** What is found after these statements, which leave nothing behind. */
async function verifyTampered(statements: string): Promise<SealFindings> {
  const trx = await db.startTransaction().execute();
  try {
    await sql.raw(`SET LOCAL session_replication_role = replica; ${statements}`).execute(trx);
    return await verifyDecisionSeals(trx, fixture.needs.auditMacs, fixture.clock.nowMs);
  } finally {
    await trx.rollback().execute();
  }
}
