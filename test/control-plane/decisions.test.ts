import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionWhere } from '../../src/control-plane/control-plane.js';
import { createControlPlane } from '../../src/control-plane/create-control-plane.js';
import {
  addUser,
  administratorsId,
  fieldsOf,
  openFixture,
  operator,
  type Fixture,
} from './control-plane-fixture.js';

let fixture: Fixture;
let keyId: string;

beforeAll(async () => {
  fixture = await openFixture();
  const userId = await addUser(fixture, [administratorsId]);
  const { apiKey } = await fixture.controlPlane.apiKeys.create(operator, {
    name: 'k',
    accessAsUserId: userId,
    databaseSlug: 'gateway',
  });
  keyId = apiKey.id;
});

afterAll(() => fixture.close());

interface Denied {
  readonly code?: string;
  readonly keyId?: string | null;
  readonly address?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

function deny({
  code = 'FORBIDDEN',
  keyId: denied = keyId,
  address = '192.0.2.1',
  detail = {},
}: Denied): string {
  const atMs = fixture.clock.nowMs;
  return fixture.controlPlane.usage.noteDenial({ code, keyId: denied, address, atMs, detail });
}

describe('a decision', () => {
  it('is found the moment after the refusal, with what was noted', async () => {
    const id = deny({ detail: { missing: ['person:select'] } });
    const { nowMs } = fixture.clock;
    expect(await fixture.controlPlane.decisions.byId(id)).toEqual({
      id,
      isShared: false,
      code: 'FORBIDDEN',
      keyId,
      atMs: nowMs,
      address: '192.0.2.1',
      detail: { missing: ['person:select'] },
      count: 1,
      firstAtMs: nowMs,
      lastAtMs: nowMs,
    });
  });

  it('of somebody without a key names the key that was meant, to administrators', async () => {
    const id = deny({ code: 'INVALID_API_KEY', detail: { cause: 'wrong-secret' } });
    expect(await fixture.controlPlane.decisions.byId(id)).toMatchObject({
      keyId,
      detail: { cause: 'wrong-secret' },
    });
  });

  it('under a flood is that of its bucket, with how many there were', async () => {
    const ids = Array.from({ length: 50 }, () => {
      fixture.clock.nowMs += 10;
      return deny({ code: 'KEY_EXPIRED', address: '192.0.2.2' });
    });
    const found = await fixture.controlPlane.decisions.byIds([ids[0]!, ids[49]!, 'nothing', ids[1]!]);
    expect(found.map((decision) => decision?.isShared)).toEqual([false, true, undefined, false]);
    expect(found[1]).toMatchObject({
      id: ids[49],
      code: 'KEY_EXPIRED',
      keyId,
      address: '192.0.2.2',
      detail: null,
      count: 50,
      atMs: fixture.clock.nowMs,
      firstAtMs: fixture.clock.nowMs - 490,
    });
  });

  it.each(['AAAAAAAAAAAAAAAA', '', 'no id at all', '\0'])('is null for %j', async (id) => {
    expect(await fixture.controlPlane.decisions.byId(id)).toBeNull();
  });

  it('is found by another gateway once it is written', async () => {
    const other = createControlPlane({ url: fixture.url, needs: fixture.needs });
    const id = deny({ address: '192.0.2.3' });
    await fixture.controlPlane.usage.flush();
    expect(await other.decisions.byId(id)).toMatchObject({ id });
    await other.close();
  });
});

describe('the list of decisions', () => {
  const list = async (where: DecisionWhere, first = 500) => {
    const page = await fixture.controlPlane.decisions.page({ first, where });
    return page.edges.map(({ node }) => node.id);
  };

  it('begins with the newest, and is narrowed by key, code and period', async () => {
    const { clock, controlPlane } = fixture;
    const startMs = (clock.nowMs += 3_600_000);
    const made: string[] = [];
    for (const denied of [{ code: 'KEY_DISABLED' }, { keyId: null }, { code: 'INVALID_API_KEY' }]) {
      made.unshift(deny({ ...denied, address: '192.0.2.9' }));
      clock.nowMs += 1_000;
    }
    await controlPlane.usage.flush();
    expect(await list({ fromMs: startMs })).toEqual(made);
    expect(await list({ fromMs: startMs, apiKeyId: keyId })).toEqual([made[0], made[2]]);
    expect(await list({ code: 'KEY_DISABLED' })).toEqual([made[2]]);
    expect(await list({ fromMs: startMs, untilMs: startMs + 1_000 })).toEqual([made[2]]);
    expect(await list({ apiKeyId: 'somebody else' })).toEqual([]);
    expect(await list({ code: '\0' })).toEqual([]);
    expect((await list({})).slice(0, 3)).toEqual(made);
    expect(await (await controlPlane.decisions.page({ where: { fromMs: startMs } })).totalCount()).toBe(3);
  });

  it('goes through its pages without gap or repetition', async () => {
    const all = await list({});
    const walked: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await fixture.controlPlane.decisions.page({ first: 7, after });
      walked.push(...page.edges.map(({ node }) => node.id));
      after = page.edges.at(-1)!.cursor;
      if (!page.hasNextPage) break;
    }
    expect(walked).toEqual(all);
    expect(new Set(all).size).toBeGreaterThan(20);
  });

  it('refuses a period that ends before it begins', async () => {
    const where = { fromMs: 2, untilMs: 2 };
    expect(await fieldsOf(fixture.controlPlane.decisions.page({ where }))).toEqual(['until']);
  });
});
