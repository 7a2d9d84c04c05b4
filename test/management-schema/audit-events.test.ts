import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openManagement, operator, type ManagementHarness } from './management-harness.js';

let management: ManagementHarness;

beforeAll(async () => {
  management = await openManagement();
});

afterAll(() => management.close());

const text = `query ($where: AuditEventFilter, $first: Int = 50) {
  auditEvents(first: $first, where: $where) {
    nodes { id sequence at action actor asUser { email } target address requestId before after }
    totalCount
  }
}`;

type Event = Readonly<Record<string, unknown>>;

async function list(where: object | null, first = 50): Promise<readonly Event[]> {
  const { data, codes } = await management.run(text, { variables: { where, first } });
  expect(codes).toEqual([]);
  return (data?.['auditEvents'] as { nodes: Event[] }).nodes;
}

describe('auditEvents', () => {
  it('say who did what, as whom, from where, and what was there before and after', async () => {
    const { id } = await management.makeKey('watched');
    await management.run(
      `mutation { updateApiKey(input: { id: "${id}", version: 1, description: "seen" }) { apiKey { id } } }`,
    );
    expect(await list({ target: id })).toEqual([
      {
        id: expect.stringMatching(/^[0-9A-Za-z]{16}$/),
        sequence: expect.stringMatching(/^[1-9][0-9]*$/),
        at: expect.stringMatching(/^20.*Z$/),
        action: 'apiKeys.update',
        actor: management.adminKey.id,
        asUser: { email: 'admin@example.com' },
        target: id,
        address: '192.0.2.1',
        requestId: expect.stringMatching(/^[0-9A-Za-z]{16}$/),
        before: { description: null },
        after: { description: 'seen' },
      },
      expect.objectContaining({ action: 'apiKeys.create', actor: 'operator', asUser: null, before: null }),
    ]);
  });

  it('are narrowed by actor, action, target and period', async () => {
    const [newest] = await list(null, 1);
    const { action, actor, target, at } = newest!;
    expect((await list({ action, actor, target, from: at }))[0]).toEqual(newest);
    expect(await list({ until: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(await list({ action: 'nothing.like.it' })).toEqual([]);
  });

  it('never show a secret', async () => {
    const { data } = await management.run(
      `mutation { createApiKey(input: { name: "s", accessAsUserId: "${management.anna.id}", database: "crm" }) { secret } }`,
    );
    const { secret } = data?.['createApiKey'] as { secret: string };
    const shown = JSON.stringify(await list(null));
    expect(shown).toContain('apiKeys.create');
    expect(shown).not.toContain(secret.split('_')[3]!.slice(0, 43));
    expect(shown).not.toContain('postgres://');
  });

  it.each([
    ['the list', '{ auditEvents { totalCount } }', ['auditEvents:select']],
    ['a column', '{ auditEvents { nodes { after } } }', ['auditEvents.after:select']],
    [
      'the user',
      '{ auditEvents { nodes { asUser { id } } } }',
      ['auditEvents.asUser:select', 'users:select'],
    ],
    [
      'the actor as a filter',
      '{ auditEvents(where: { actor: "operator" }) { totalCount } }',
      ['auditEvents.actor:select'],
    ],
    [
      'a period',
      '{ auditEvents(where: { from: "2020-01-01T00:00:00Z" }) { totalCount } }',
      ['auditEvents.at:select'],
    ],
  ])('need the capability for %s', async (_what, query, missing) => {
    const capabilities = missing[0] === 'auditEvents:select' ? [] : ['auditEvents.id:select'];
    const { result, codes } = await management.run(query, { capabilities });
    expect(codes.length).toBeGreaterThan(0);
    expect(new Set(codes)).toEqual(new Set(['FORBIDDEN']));
    expect(result.errors?.[0]?.originalError).toMatchObject({
      details: { missing: expect.arrayContaining([missing[0]]) },
    });
    expect((await management.run(query, { capabilities: [...missing, 'users.id:select'] })).codes).toEqual(
      [],
    );
  });

  it('lead to the user only for whoever may read users', async () => {
    const capabilities = ['auditEvents.asUser:select'];
    const { result } = await management.run('{ auditEvents { nodes { asUser { __typename } } } }', {
      capabilities,
    });
    expect(result.errors?.[0]?.originalError).toMatchObject({ details: { missing: ['users:select'] } });
  });

  it.each([
    [
      'a period that ends before it begins',
      '{ from: "2026-01-02T00:00:00Z", until: "2026-01-01T00:00:00Z" }',
      '',
    ],
    ['an instant without offset', '{ from: "2026-01-02T00:00:00" }', ''],
    ['a cursor that is none', '{}', ', after: "x"'],
    ['a cursor of another order', '{ from: "2020-01-01T00:00:00Z" }', ', after: "$cursor"'],
    ['a page that is too large', '{}', ', first: 501'],
  ])('refuse %s', async (_what, where, more) => {
    const { data } = await management.run('{ auditEvents(first: 1) { pageInfo { endCursor } } }');
    const { pageInfo } = data?.['auditEvents'] as { pageInfo: { endCursor: string } };
    const args = `where: ${where}${more.replace('$cursor', pageInfo.endCursor)}`;
    const refused = management.run(`{ auditEvents(${args}) { totalCount } }`);
    const codes = await refused.then(
      (answer) => answer.codes,
      () => ['BAD_USER_INPUT'],
    );
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  it('take as many statements for 50 rows as for one', async () => {
    for (let index = 0; index < 30; index += 1) {
      const { id } = await management.controlPlane.users.create(operator, { email: `u${index}@example.com` });
      await management.run(`mutation { disableUser(input: { id: "${id}" }) { user { id } } }`);
    }
    const one = await management.countStatements(() => list({ actor: management.adminKey.id }, 1));
    const fifty = await management.countStatements(async () => expect(await list(null, 50)).toHaveLength(50));
    expect(one).toBe(3);
    expect(fifty).toBe(one);
  });
});
