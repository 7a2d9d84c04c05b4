import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openManagement, type ManagementHarness } from './management-harness.js';

let management: ManagementHarness;
const keyIds: string[] = [];

beforeAll(async () => {
  management = await openManagement();
  for (let index = 0; index < 50; index += 1) {
    keyIds.push((await management.makeKey(`key ${String(index).padStart(2, '0')}`)).id);
  }
  const { usage } = management.controlPlane;
  const facts = { address: null, atMs: Date.now() };
  for (const [index, keyId] of keyIds.entries()) {
    for (let use = 0; use <= index; use += 1) {
      usage.noteUse({ keyId, secretDigest: Buffer.alloc(32), userAgent: null, ...facts });
    }
  }
  usage.noteDenial({ code: 'KEY_EXPIRED', keyId: keyIds[3]!, detail: {}, ...facts });
  usage.noteDenial({ code: 'INVALID_API_KEY', keyId: keyIds[3]!, detail: {}, ...facts });
  usage.noteDenial({ code: 'INVALID_API_KEY', keyId: keyIds[3]!, detail: {}, ...facts });
  await usage.flush();
}, 60_000);

afterAll(() => management.close());

const days = 'day uses denials denialsByCode { code count }';

describe('the days of a key', () => {
  it('say how often it was used and denied, and by which codes', async () => {
    const { data, codes } = await management.run(
      `{ apiKey(id: "${keyIds[3]!}") { days(last: 2) { ${days} } } }`,
    );
    expect(codes).toEqual([]);
    const found = (data?.['apiKey'] as { days: unknown[] }).days;
    expect(found).toHaveLength(2);
    expect(found[1]).toEqual({
      day: new Date().toISOString().slice(0, 10),
      uses: 4,
      denials: 3,
      denialsByCode: [
        { code: 'INVALID_API_KEY', count: 2 },
        { code: 'KEY_EXPIRED', count: 1 },
      ],
    });
    expect(found[0]).toMatchObject({ uses: 0, denials: 0, denialsByCode: [] });
  });

  it('are 30 unless said otherwise', async () => {
    const { data } = await management.run(`{ apiKey(id: "${keyIds[0]!}") { days { day } } }`);
    expect((data?.['apiKey'] as { days: unknown[] }).days).toHaveLength(30);
  });

  it.each([0, -1, 401])('are refused for the last %i', async (last) => {
    const { codes } = await management.run(`{ apiKey(id: "${keyIds[0]!}") { days(last: ${last}) { day } } }`);
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  it('need a capability of their own', async () => {
    const text = `{ apiKey(id: "${keyIds[0]!}") { days { day } } }`;
    const { result } = await management.run(text, { capabilities: ['apiKeys.name:select'] });
    expect(result.errors?.[0]?.originalError).toMatchObject({
      code: 'FORBIDDEN',
      details: { missing: ['apiKeys.days:select'] },
    });
    expect((await management.run(text, { capabilities: ['apiKeys.days:select'] })).codes).toEqual([]);
  });

  it('take one statement, for one key and for fifty', async () => {
    const list = (first: number) =>
      management.run(`{ apiKeys(first: ${first}) { nodes { days(last: 7) { ${days} } } } }`);
    const one = await management.countStatements(() => list(1));
    const fifty = await management.countStatements(async () => {
      const { data } = await list(50);
      const { nodes } = data?.['apiKeys'] as { nodes: { days: { uses: number }[] }[] };
      expect(new Set(nodes.map((node) => node.days[6]!.uses)).size).toBe(50);
    });
    expect([one, fifty]).toEqual([2, 2]);
  });
});
