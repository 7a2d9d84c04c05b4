import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, openPool } from '../../src/control-plane/connections.js';
import { createControlPlane } from '../../src/control-plane/create-control-plane.js';
import { createUsageRecorder } from '../../src/control-plane/usage-recorder.js';
import { Secret } from '../../src/foundation/secret.js';
import {
  addUser,
  administratorsId,
  fieldsOf,
  openFixture,
  operator,
  type Fixture,
} from './control-plane-fixture.js';

const DAY_MS = 86_400_000;

let fixture: Fixture;
let keyIds: readonly string[];

beforeAll(async () => {
  fixture = await openFixture();
  const userId = await addUser(fixture, [administratorsId]);
  const made: string[] = [];
  for (const name of ['first', 'second', 'third']) {
    const input = { name, accessAsUserId: userId, databaseSlug: 'gateway' };
    made.push((await fixture.controlPlane.apiKeys.create(operator, input)).apiKey.id);
  }
  keyIds = made;
});

afterAll(() => fixture.close());

type Gateway = Pick<Fixture['controlPlane'], 'usage'>;

function use({ usage }: Gateway, keyId: string, times: number): void {
  const atMs = fixture.clock.nowMs;
  const facts = { secretDigest: Buffer.alloc(32), address: null, userAgent: null, atMs };
  for (let time = 0; time < times; time += 1) usage.noteUse({ keyId, ...facts });
}

function deny({ usage }: Gateway, keyId: string | null, code: string, times: number): void {
  const atMs = fixture.clock.nowMs;
  for (let time = 0; time < times; time += 1)
    usage.noteDenial({ code, keyId, address: null, atMs, detail: {} });
}

describe('use and denials by day', () => {
  it('are counted for each key, exactly, over all gateways, and never bump the revision', async () => {
    const { clock, controlPlane } = fixture;
    const revision = await fixture.revision();
    const [first, second, third] = keyIds as [string, string, string];
    const other = createControlPlane({ url: fixture.url, needs: fixture.needs });
    const gateways = [controlPlane, other];
    for (const gateway of gateways) {
      use(gateway, first, 1_000);
      deny(gateway, first, 'FORBIDDEN', 30);
      // More of them than there are decision ids: they are counted all the same.
      deny(gateway, first, 'INVALID_API_KEY', 2_000);
      deny(gateway, second, 'KEY_EXPIRED', 1);
      deny(gateway, null, 'INVALID_API_KEY', 5);
      deny(gateway, 'unknownKey000000', 'FORBIDDEN', 5);
    }
    await Promise.all(gateways.map(({ usage }) => usage.flush()));
    clock.nowMs += DAY_MS;
    use(other, first, 7);
    await other.usage.flush();
    use(other, first, 1);
    await other.close();
    expect(await controlPlane.apiKeys.daysOf([first, third, second], 3)).toEqual([
      [
        { day: '2026-06-14', uses: 0, denials: 0, denialsByCode: [] },
        {
          day: '2026-06-15',
          uses: 2_000,
          denials: 4_060,
          denialsByCode: [
            { code: 'FORBIDDEN', count: 60 },
            { code: 'INVALID_API_KEY', count: 4_000 },
          ],
        },
        { day: '2026-06-16', uses: 8, denials: 0, denialsByCode: [] },
      ],
      ['2026-06-14', '2026-06-15', '2026-06-16'].map((day) => ({
        day,
        uses: 0,
        denials: 0,
        denialsByCode: [],
      })),
      [
        { day: '2026-06-14', uses: 0, denials: 0, denialsByCode: [] },
        { day: '2026-06-15', uses: 0, denials: 2, denialsByCode: [{ code: 'KEY_EXPIRED', count: 2 }] },
        { day: '2026-06-16', uses: 0, denials: 0, denialsByCode: [] },
      ],
    ]);
    expect(await fixture.revision()).toBe(revision);
    expect(fixture.logged).toEqual([]);
  });

  it('belong to the day of UTC in which the request came', async () => {
    const { clock, controlPlane } = fixture;
    clock.nowMs = Date.UTC(2026, 6, 1) - 1;
    use(controlPlane, keyIds[1]!, 1);
    clock.nowMs += 1;
    use(controlPlane, keyIds[1]!, 2);
    await controlPlane.usage.flush();
    const [days] = await controlPlane.apiKeys.daysOf([keyIds[1]!], 2);
    expect(days?.map(({ day, uses }) => [day, uses])).toEqual([
      ['2026-06-30', 1],
      ['2026-07-01', 2],
    ]);
  });

  it.each([0, 401, 1.5])('are refused for the last %d days', async (days) => {
    const asked = Promise.resolve().then(() => fixture.controlPlane.apiKeys.daysOf(keyIds, days));
    expect(await fieldsOf(asked)).toEqual(['last']);
  });

  it('take bounded memory, whatever is thrown at them', async () => {
    const { clock, controlPlane } = fixture;
    clock.nowMs = Date.UTC(2026, 7, 1);
    for (let index = 0; index < 100_100; index += 1) use(controlPlane, `unknown${index}`, 1);
    use(controlPlane, keyIds[2]!, 1);
    await controlPlane.usage.flush();
    // There was no room left for it.
    expect((await controlPlane.apiKeys.daysOf([keyIds[2]!], 1))[0]).toMatchObject([{ uses: 0 }]);
    use(controlPlane, keyIds[2]!, 1);
    await controlPlane.usage.flush();
    expect((await controlPlane.apiKeys.daysOf([keyIds[2]!], 1))[0]).toMatchObject([{ uses: 1 }]);
  }, 60_000);

  it('are removed after 400 days, in the background', async () => {
    const { clock, controlPlane, sql } = fixture;
    const db = openDatabase(openPool(new Secret(fixture.url), 'test', 1, () => undefined));
    const recorder = createUsageRecorder(db, {
      ...fixture.needs,
      intervalMs: 3_600_000,
      log: () => undefined,
    });
    await sql.query('TRUNCATE gateway.api_key_days');
    await sql.query(
      `INSERT INTO gateway.api_key_days SELECT $1, date '2026-06-15', 'CODE_' || n, n FROM generate_series(1, 6000) n`,
      [keyIds[0]],
    );
    clock.nowMs = Date.UTC(2026, 5, 15) + 399 * DAY_MS;
    await recorder.removeOld();
    expect((await controlPlane.apiKeys.daysOf([keyIds[0]!], 400))[0]?.[0]).toMatchObject({
      day: '2026-06-15',
      denials: 18_003_000,
    });
    clock.nowMs += 2 * DAY_MS;
    await recorder.removeOld();
    const { rows } = await sql.query('SELECT FROM gateway.api_key_days');
    expect(rows).toHaveLength(0);
    await recorder.close();
    await db.destroy();
  });
});
