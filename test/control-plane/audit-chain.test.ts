import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { createSealing } from '../../src/authentication/sealing.js';
import type { ChainFindings } from '../../src/control-plane/chain-problem.js';
import { openDatabase, openPool } from '../../src/control-plane/connections.js';
import { createControlPlane } from '../../src/control-plane/create-control-plane.js';
import { inSnapshot } from '../../src/control-plane/snapshot.js';
import type { Tables } from '../../src/control-plane/tables.js';
import { verifyAuditChain } from '../../src/control-plane/verify-audit-chain.js';
import { Secret } from '../../src/foundation/secret.js';
import { openFixture, operator, type Fixture } from './control-plane-fixture.js';

const WRITERS = 20;
const CHANGES = 200;
const EVENTS = WRITERS * CHANGES;

let fixture: Fixture;
let db: Kysely<Tables>;

beforeAll(async () => {
  fixture = await openFixture();
  db = openDatabase(openPool(new Secret(fixture.url), 'test', 2, () => undefined));
}, 60_000);

afterAll(async () => {
  await db.destroy();
  await fixture.close();
});

const verify = () => inSnapshot(db, (trx) => verifyAuditChain(trx, fixture.needs.auditMacs));

describe('20 writers with 200 changes each, on several gateways at once', () => {
  it('make one chain', async () => {
    const gateways = Array.from({ length: 4 }, () =>
      createControlPlane({ url: fixture.url, needs: fixture.needs, usageIntervalMs: 3_600_000 }),
    );
    const write = async (writer: number): Promise<void> => {
      const { users } = gateways[writer % gateways.length]!;
      const { id } = await users.create(operator, { email: `writer${writer}@example.com` });
      for (let change = 1; change < CHANGES; change += 1) {
        await (change % 2 === 1 ? users.disable(operator, id) : users.enable(operator, id));
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    await Promise.all(gateways.map((gateway) => gateway.close()));
    expect(await verify()).toEqual({ rows: EVENTS, problems: [], isWhole: true });
    const end = await fixture.controlPlane.audit.verifyEnd();
    expect(end).toEqual({ rows: 1_000, problems: [], isWhole: true });
    const writers = await sql<{ mixed: boolean }>`
      SELECT count(DISTINCT target) > 1 AS mixed FROM gateway.audit_events
      WHERE sequence BETWEEN 1000 AND 1200`.execute(db);
    expect(writers.rows).toEqual([{ mixed: true }]);
  }, 600_000);
});

describe('whoever owns the server and', () => {
  const renumber = (from: number, by: number): string =>
    `UPDATE gateway.audit_events SET sequence = sequence + 1000000 WHERE sequence >= ${from};
     UPDATE gateway.audit_events SET sequence = sequence - 1000000 + ${by} WHERE sequence >= 1000000`;
  const move = (from: number, to: number): string =>
    `UPDATE gateway.audit_events SET sequence = ${to} WHERE sequence = ${from}`;
  const forge = (sequence: number): string =>
    `INSERT INTO gateway.audit_events SELECT ${sequence}, 'forgedEvent00000', at, action, actor, as_user_id, target,
       address, request_id, before, after, mac FROM gateway.audit_events WHERE sequence = 7`;
  const cut = (first: number): string => `DELETE FROM gateway.audit_events WHERE sequence >= ${first}`;

  it.each<[what: string, statements: string, found: readonly (readonly [string, number, number])[]]>([
    ['edits a row', edit(`actor = 'somebody'`, 10), [['edited', 10, 10]]],
    ['edits what a row was before', edit(`after = '{"enabled": "perhaps"}'`, 11), [['edited', 11, 11]]],
    ['edits the time of a row', edit(`at = at + interval '1 ms'`, 12), [['edited', 12, 12]]],
    ['edits a time to one that cannot be', edit(`at = 'infinity'`, 12), [['edited', 12, 12]]],
    ['edits the first row', edit(`target = NULL`, 1), [['edited', 1, 1]]],
    ['edits the last row', edit(`address = '192.0.2.9'`, EVENTS), [['edited', EVENTS, EVENTS]]],
    ['edits a MAC', edit(String.raw`mac = '\x00112233445566778899aabbccddeeff'`, 30), [['edited', 30, 30]]],
    ['edits rows side by side', edit(`actor = 'x'`, 20, 23), [['edited', 20, 23]]],
    ['removes a row', `DELETE FROM gateway.audit_events WHERE sequence = 40`, [['removed', 40, 40]]],
    ['removes the first rows', `DELETE FROM gateway.audit_events WHERE sequence <= 3`, [['removed', 1, 3]]],
    [
      'removes two rows and closes the gap',
      `DELETE FROM gateway.audit_events WHERE sequence IN (50, 51); ${renumber(52, -2)}`,
      [['removed', 50, 51]],
    ],
    ['puts a row in', `${renumber(60, 1)}; ${forge(60)}`, [['inserted', 60, 60]]],
    [
      'puts two rows in',
      `${renumber(60, 2)}; ${forge(60)}; ${forge(61).replace('forgedEvent00000', 'forgedEvent00001')}`,
      [['inserted', 60, 61]],
    ],
    ['puts a row at the end', forge(EVENTS + 1), [['inserted', EVENTS + 1, EVENTS + 1]]],
    [
      'puts a row before the first',
      `ALTER TABLE gateway.audit_events DROP CONSTRAINT audit_events_sequence_check; ${forge(0)}`,
      [['edited', 0, 0]],
    ],
    [
      'exchanges two neighbours',
      `${move(70, 900000)}; ${move(71, 70)}; ${move(900000, 71)}`,
      [
        ['reordered', 70, 70],
        ['reordered', 71, 71],
      ],
    ],
    [
      'exchanges two rows far apart',
      `${move(80, 900000)}; ${move(3000, 80)}; ${move(900000, 3000)}`,
      [
        ['reordered', 80, 80],
        ['reordered', 3000, 3000],
      ],
    ],
    [
      'moves a row',
      `${move(90, 900000)}; ${[91, 92, 93].map((from) => move(from, from - 1)).join(';')}; ${move(900000, 93)}`,
      [['reordered', 93, 93]],
    ],
    ['moves a row to the end', move(90, EVENTS + 5), [['reordered', EVENTS + 5, EVENTS + 5]]],
    ['cuts the end off', cut(EVENTS - 4), [['cut-off', EVENTS - 4, EVENTS]]],
    ['removes everything', cut(1), [['cut-off', 1, EVENTS]]],
    [
      'sets the head back',
      `UPDATE gateway.revision SET audit_sequence = audit_sequence - 2`,
      [['replaced', EVENTS - 1, EVENTS]],
    ],
    [
      'replaces the head',
      String.raw`UPDATE gateway.revision SET audit_head = '\x00112233445566778899aabbccddeeff'`,
      [['replaced', EVENTS, EVENTS]],
    ],
    [
      'does several of these',
      `${edit(`actor = 'x'`, 5)}; DELETE FROM gateway.audit_events WHERE sequence = 9; ${cut(EVENTS)}`,
      [
        ['edited', 5, 5],
        ['removed', 9, 9],
        ['cut-off', EVENTS, EVENTS],
      ],
    ],
  ])('%s is found, and it is said where', async (_what, statements, found) => {
    const { problems, isWhole } = await verifyTampered(statements);
    expect(problems.map(({ kind, first, last }) => [kind, Number(first), Number(last)])).toEqual(found);
    expect(isWhole).toBe(true);
    for (const { detail } of problems) expect(detail).toMatch(/^[A-Z].*\.$/);
  });

  it('edits everything is found, without looking at all of it', async () => {
    const { problems, isWhole, rows } = await verifyTampered(`UPDATE gateway.audit_events SET actor = 'x'`);
    expect(problems).toMatchObject([{ kind: 'edited', first: '1' }]);
    expect(isWhole).toBe(false);
    expect(rows).toBeLessThan(100);
  });

  function edit(assignment: string, first: number, last = first): string {
    return `UPDATE gateway.audit_events SET ${assignment} WHERE sequence BETWEEN ${first} AND ${last}`;
  }
});

describe('a chain', () => {
  it('holds over a change of the pepper, for as long as the old one still counts', async () => {
    const [old, current] = [
      new Secret('a pepper for tests, long enough'),
      new Secret('and the one after it, long'),
    ];
    const rotating = createSealing({ current, previous: old });
    const after = createControlPlane({ url: fixture.url, needs: { ...fixture.needs, ...rotating } });
    await after.users.create(operator, { email: 'rotated@example.com' });
    await after.close();
    const verifyBy = (sealing: typeof rotating): Promise<ChainFindings> =>
      inSnapshot(db, (trx) => verifyAuditChain(trx, sealing.auditMacs));
    expect(await verifyBy(rotating)).toMatchObject({ problems: [], isWhole: true });
    expect((await verifyBy(createSealing({ current, previous: null }))).problems).not.toEqual([]);
  });

  it('can be followed from any place on', async () => {
    const { rows } = await sql<{ sequence: string; mac: Buffer }>`
      SELECT sequence::text AS sequence, mac FROM gateway.audit_events WHERE sequence = ${EVENTS - 99}`.execute(
      db,
    );
    const macs = fixture.needs.auditMacs;
    const found = await inSnapshot(db, (trx) => verifyAuditChain(trx, macs, rows[0]));
    expect(found).toMatchObject({ rows: 100, problems: [{ first: String(EVENTS + 1) }] });
  });
});

/** What is found after these statements, which leave nothing behind. */
async function verifyTampered(statements: string): Promise<ChainFindings> {
  const trx = await db.startTransaction().execute();
  try {
    await sql.raw(`SET LOCAL session_replication_role = replica; ${statements}`).execute(trx);
    return await verifyAuditChain(trx, fixture.needs.auditMacs);
  } finally {
    await trx.rollback().execute();
  }
}
