import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditWhere } from '../../src/control-plane/control-plane.js';
import { addUser, fieldsOf, keyActor, openFixture, operator, type Fixture } from './control-plane-fixture.js';

const HOUR_MS = 3_600_000;

let fixture: Fixture;
let startMs: number;
/** Ids of the users that were made, an hour apart. */
const made: string[] = [];

beforeAll(async () => {
  fixture = await openFixture();
  startMs = fixture.clock.nowMs;
  for (let index = 0; index < 5; index += 1) {
    made.push(await addUser(fixture));
    fixture.clock.nowMs += HOUR_MS;
  }
  await fixture.controlPlane.users.disable(keyActor(['*:*', 'users:impersonate']), made[2]!);
});

afterAll(() => fixture.close());

async function targets(where: AuditWhere, first = 500): Promise<readonly (string | null)[]> {
  const { edges } = await fixture.controlPlane.audit.page({ first, where });
  return edges.map(({ node }) => node.target);
}

describe('the list of audit events', () => {
  it('begins with the newest', async () => {
    expect(await targets({})).toEqual([made[2], ...made.toReversed()]);
  });

  it.each<[what: string, where: () => AuditWhere, expected: () => (string | undefined)[]]>([
    ['actor', () => ({ actor: 'actingKey0000000' }), () => [made[2]]],
    ['action', () => ({ action: 'users.disable' }), () => [made[2]]],
    ['target', () => ({ target: made[4]! }), () => [made[4]]],
    ['all of them together', () => ({ actor: 'operator', target: made[2]! }), () => [made[2]]],
    ['a start, which belongs to it', () => ({ fromMs: startMs + 4 * HOUR_MS }), () => [made[2], made[4]]],
    ['an end, which does not', () => ({ untilMs: startMs + HOUR_MS }), () => [made[0]]],
    [
      'a period',
      () => ({ fromMs: startMs + HOUR_MS, untilMs: startMs + 3 * HOUR_MS }),
      () => [made[2], made[1]],
    ],
    [
      'a period and an action',
      () => ({ fromMs: startMs, action: 'users.disable', untilMs: null }),
      () => [made[2]],
    ],
    ['a text that is nowhere', () => ({ actor: 'users' }), () => []],
    ['a text that cannot be stored', () => ({ action: '\0' }), () => []],
  ])('is narrowed by %s', async (_what, where, expected) => {
    expect(await targets(where())).toEqual(expected());
  });

  it.each([
    ['ends before it begins', -1],
    ['ends where it begins', 0],
  ])('refuses a period that %s', async (_what, distanceMs) => {
    const where = { fromMs: startMs, untilMs: startMs + distanceMs };
    expect(await fieldsOf(fixture.controlPlane.audit.page({ where }))).toEqual(['until']);
  });

  it.each<[where: AuditWhere]>([[{}], [{ fromMs: 0 }]])(
    'goes through its pages in both directions, without gap or repetition: %j',
    async (where) => {
      const all = await targets(where);
      const forward: (string | null)[] = [];
      const backward: (string | null)[] = [];
      for (let after: string | null = null; ;) {
        const page = await fixture.controlPlane.audit.page({ first: 4, after, where });
        forward.push(...page.edges.map(({ node }) => node.target));
        after = page.edges.at(-1)!.cursor;
        if (!page.hasNextPage) break;
      }
      for (let before: string | null = null; ;) {
        const page = await fixture.controlPlane.audit.page({ last: 4, before, where });
        backward.unshift(...page.edges.map(({ node }) => node.target));
        before = page.edges[0]!.cursor;
        if (!page.hasPreviousPage) break;
      }
      expect(forward).toEqual(all);
      expect(backward).toEqual(all);
      expect(await (await fixture.controlPlane.audit.page({ where })).totalCount()).toBe(all.length);
    },
  );

  it('keeps to the order of the chain also where a clock was wrong', async () => {
    const right = fixture.clock.nowMs;
    fixture.clock.nowMs = right - 100 * HOUR_MS;
    const late = await addUser(fixture);
    fixture.clock.nowMs = right;
    expect((await targets({}))[0]).toBe(late);
    expect((await targets({ fromMs: startMs - 1_000 * HOUR_MS })).at(-1)).toBe(late);
  });

  it('is read along an index, whatever it is narrowed by', async () => {
    await fixture.sql.query(`BEGIN;
      INSERT INTO gateway.audit_events SELECT n, lpad(n::text, 16, '0'), timestamptz '2020-01-01' + n * interval '1 min',
        'action' || n % 20, 'actor' || n % 500, NULL, 'target' || n, NULL, NULL, NULL, NULL, decode(md5(n::text), 'hex')
      FROM generate_series(100, 60000) n; ANALYZE gateway.audit_events`);
    const plans = [
      `ORDER BY sequence DESC`,
      `WHERE actor = 'actor7' ORDER BY sequence DESC`,
      `WHERE target = 'target70' ORDER BY sequence DESC`,
      `WHERE at >= '2020-01-02' AND at < '2020-01-09' ORDER BY at DESC, sequence DESC`,
      `WHERE action = 'action3' AND at < '2020-01-03' ORDER BY at DESC, sequence DESC`,
    ];
    for (const rest of plans) {
      const { rows } = await fixture.sql.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT * FROM gateway.audit_events ${rest} LIMIT 51`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(/Index Scan|Bitmap Index Scan/);
      expect(plan).not.toContain('Seq Scan');
    }
    await fixture.sql.query('ROLLBACK');
  });
});

describe('the export of audit events', () => {
  it('hands over everything in the order of the chain, in pieces, as it was at one moment', async () => {
    await fixture.sql.query(`BEGIN;
      SET LOCAL session_replication_role = replica;
      INSERT INTO gateway.audit_events SELECT n, lpad(n::text, 16, '0'), now(), 'many', 'somebody', NULL, NULL, NULL,
        NULL, NULL, NULL, decode(md5(n::text), 'hex') FROM generate_series(1000, 3999) n; COMMIT`);
    const pieces: number[] = [];
    const sequences: number[] = [];
    await fixture.controlPlane.audit.export({ action: 'many' }, async (events) => {
      if (pieces.length === 0) {
        await fixture.sql.query(
          `INSERT INTO gateway.audit_events SELECT 4000, 'lateEvent0000000', at, action, actor, NULL, NULL, NULL, NULL,
             NULL, NULL, mac FROM gateway.audit_events WHERE sequence = 1000`,
        );
      }
      pieces.push(events.length);
      sequences.push(...events.map(({ sequence }) => Number(sequence)));
    });
    expect(pieces).toEqual([1000, 1000, 1000]);
    expect(sequences).toEqual(Array.from({ length: 3000 }, (_, index) => index + 1000));
  });

  it('refuses a period that ends before it begins, before anything is handed over', async () => {
    const taken = fixture.controlPlane.audit.export({ fromMs: 2, untilMs: 1 }, () => {
      throw new Error('Nothing may come.');
    });
    expect(await fieldsOf(taken)).toEqual(['until']);
  });

  it('ends with the error of whoever takes it', async () => {
    const stop = () => Promise.reject(new Error('full'));
    await expect(fixture.controlPlane.audit.export({}, stop)).rejects.toThrow('full');
    expect((await fixture.controlPlane.users.create(operator, { email: 'on@example.com' })).email).toBe(
      'on@example.com',
    );
  });
});
