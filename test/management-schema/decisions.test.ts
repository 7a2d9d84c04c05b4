import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openManagement, type ManagementHarness } from './management-harness.js';

let management: ManagementHarness;
let keyId: string;

beforeAll(async () => {
  management = await openManagement();
  keyId = (await management.makeKey('denied')).id;
});

afterAll(() => management.close());

interface Denied {
  readonly code?: string;
  readonly keyId?: string | null;
  readonly address?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

function deny({
  code = 'FORBIDDEN',
  keyId: denied = keyId,
  address = '192.0.2.7',
  detail = {},
}: Denied): string {
  return management.controlPlane.usage.noteDenial({ code, keyId: denied, address, atMs: Date.now(), detail });
}

const fields =
  'id at code apiKey { id name } address missing cause presentedKeyId isShared count firstAt lastAt';

describe('decision', () => {
  it('says at once what was refused, to whom, from where and what was missing', async () => {
    const id = deny({ detail: { missing: ['person.privateNote:select'] } });
    const { data, codes } = await management.run(`{ decision(id: "${id}") { ${fields} } }`);
    expect(codes).toEqual([]);
    expect(data?.['decision']).toEqual({
      id,
      at: expect.stringMatching(/Z$/),
      code: 'FORBIDDEN',
      apiKey: { id: keyId, name: 'denied' },
      address: '192.0.2.7',
      missing: ['person.privateNote:select'],
      cause: null,
      presentedKeyId: null,
      isShared: false,
      count: 1,
      firstAt: expect.any(String),
      lastAt: expect.any(String),
    });
  });

  it.each([
    ['malformed', null, undefined, { cause: 'MALFORMED', presentedKeyId: null, apiKey: null }],
    [
      'unknown',
      null,
      'AAAAAAAAAAAAAAAA',
      { cause: 'UNKNOWN', presentedKeyId: 'AAAAAAAAAAAAAAAA', apiKey: null },
    ],
    ['wrong-secret', 'own', undefined, { cause: 'WRONG_SECRET', apiKey: { name: 'denied' } }],
    ['wrong-address', 'own', undefined, { cause: 'WRONG_ADDRESS', apiKey: { name: 'denied' } }],
  ])('says why a key was not accepted: %s', async (cause, named, presentedKeyId, expected) => {
    const detail = { cause, ...(presentedKeyId && { presentedKeyId }) };
    const id = deny({ code: 'INVALID_API_KEY', keyId: named === null ? null : keyId, detail });
    const { data } = await management.run(`{ decision(id: "${id}") { ${fields} } }`);
    expect(data?.['decision']).toMatchObject({ code: 'INVALID_API_KEY', missing: null, ...expected });
  });

  it('of a flood says how many there were', async () => {
    const ids = Array.from({ length: 30 }, () => deny({ code: 'KEY_EXPIRED', address: '192.0.2.8' }));
    const { data } = await management.run(`{ decision(id: "${ids[29]!}") { ${fields} } }`);
    expect(data?.['decision']).toMatchObject({ id: ids[29], isShared: true, count: 30, missing: null });
  });

  it.each(['AAAAAAAAAAAAAAAA', 'no id', ''])('is null for the unknown id "%s"', async (id) => {
    const { data, codes } = await management.run('query ($id: ID!) { decision(id: $id) { id } }', {
      variables: { id },
    });
    expect([data?.['decision'], codes]).toEqual([null, []]);
  });
});

describe('decisions', () => {
  it('are listed, the newest first, by key, code and period', async () => {
    const older = deny({ code: 'KEY_REVOKED', address: '192.0.2.9' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const newer = deny({ code: 'KEY_REVOKED', address: '192.0.2.9' });
    await management.controlPlane.usage.flush();
    const list = async (where: object) => {
      const { data } = await management.run(
        'query ($where: DecisionFilter) { decisions(where: $where) { nodes { id } totalCount } }',
        { variables: { where } },
      );
      return data?.['decisions'];
    };
    const both = { nodes: [{ id: newer }, { id: older }], totalCount: 2 };
    expect(await list({ code: 'KEY_REVOKED' })).toEqual(both);
    expect(await list({ code: 'KEY_REVOKED', apiKeyId: keyId, from: '2020-01-01T00:00:00Z' })).toEqual(both);
    expect(await list({ code: 'KEY_REVOKED', until: '2020-01-01T00:00:00Z' })).toMatchObject({
      totalCount: 0,
    });
    expect(await list({ apiKeyId: 'nobody' })).toMatchObject({ totalCount: 0 });
  });

  it.each([
    [
      'a period that ends before it begins',
      'where: { from: "2026-01-02T00:00:00Z", until: "2026-01-01T00:00:00Z" }',
    ],
    ['a cursor that is none', 'after: "x"'],
    ['a page that is too large', 'first: 501'],
  ])('refuse %s', async (_what, args) => {
    expect((await management.run(`{ decisions(${args}) { totalCount } }`)).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('take as many statements for 50 rows as for one', async () => {
    for (let index = 0; index < 60; index += 1)
      deny({ code: 'KEY_DISABLED', address: `198.51.100.${index}` });
    await management.controlPlane.usage.flush();
    const list = (first: number) =>
      management.run(
        `{ decisions(first: ${first}, where: { code: "KEY_DISABLED" }) { nodes { ${fields} } } }`,
      );
    const one = await management.countStatements(() => list(1));
    const fifty = await management.countStatements(async () => {
      const { data } = await list(50);
      expect((data?.['decisions'] as { nodes: unknown[] }).nodes).toHaveLength(50);
    });
    expect(one).toBe(2);
    expect(fifty).toBe(one);
  });
});

describe('every field of a decision', () => {
  it.each(
    [
      'at',
      'code',
      'address',
      'missing',
      'cause',
      'presentedKeyId',
      'isShared',
      'count',
      'firstAt',
      'lastAt',
    ].map((column) => [column]),
  )('needs the capability for it: %s', async (column) => {
    const id = deny({ address: '192.0.2.20' });
    const text = `{ decision(id: "${id}") { ${column} } }`;
    const refused = await management.run(text, { capabilities: ['decisions.id:select'] });
    expect(refused.codes).toEqual(['FORBIDDEN']);
    expect(refused.result.errors?.[0]?.originalError).toMatchObject({
      details: { missing: [`decisions.${column}:select`] },
    });
    expect((await management.run(text, { capabilities: [`decisions.${column}:select`] })).codes).toEqual([]);
  });

  it.each([
    ['{ decision(id: "AAAAAAAAAAAAAAAA") { id } }', 'decisions:select'],
    ['{ decisions { totalCount } }', 'decisions:select'],
  ])('cannot be reached without any: %s', async (text, missing) => {
    const { result } = await management.run(text, { capabilities: [] });
    expect(result.errors?.[0]?.originalError).toMatchObject({
      code: 'FORBIDDEN',
      details: { missing: [missing] },
    });
  });

  it('leads to the key only for whoever may read keys, and filters only by what may be read', async () => {
    const id = deny({ address: '192.0.2.20' });
    const capabilities = ['decisions.id:select', 'decisions.apiKey:select'];
    const text = `{ decision(id: "${id}") { apiKey { name } } }`;
    expect((await management.run(text, { capabilities })).codes).toEqual(['FORBIDDEN']);
    const filtered = await management.run(`{ decisions(where: { apiKeyId: "x" }) { totalCount } }`, {
      capabilities,
    });
    expect(filtered.codes).toEqual(['FORBIDDEN']);
    const more = [...capabilities, 'apiKeys.name:select', 'apiKeys.id:select'];
    expect((await management.run(text, { capabilities: more })).codes).toEqual([]);
  });
});
