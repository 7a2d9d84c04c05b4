import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openManagement, operator, type Answer, type ManagementHarness } from './management-harness.js';

let management: ManagementHarness;

beforeAll(async () => {
  management = await openManagement();
});

afterAll(() => management.close());

const unknownId = '0000000000000000';

/** With every capability, or only with these. */
function run(
  field: string,
  input: object,
  selection: string,
  capabilities?: readonly string[],
): Promise<Answer> {
  const type = inputTypes[field] ?? 'ApiKeyIdInput';
  return management.run(`mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`, {
    variables: { input },
    ...(capabilities && { capabilities }),
  });
}

const inputTypes: Readonly<Record<string, string>> = {
  rotateApiKey: 'RotateApiKeyInput',
  stopApiKeys: 'StopApiKeysInput',
  undoApiKeyStop: 'ApiKeyStopIdInput',
};

async function currentKey(id: string) {
  const [key] = await management.controlPlane.apiKeys.byIds([id]);
  return key!;
}

describe('rotateApiKey', () => {
  it('shows the new secret, and both while they overlap', async () => {
    const key = await management.makeKey('turned');
    const { data, codes } = await run(
      'rotateApiKey',
      { id: key.id, overlapSeconds: 60 },
      'secret apiKey { id version secrets { hint validUntil createdAt } }',
    );
    expect(codes).toEqual([]);
    const { secret, apiKey } = data?.['rotateApiKey'] as { secret: string; apiKey: { secrets: object[] } };
    expect(secret).toContain(key.id);
    expect(apiKey).toMatchObject({ id: key.id, version: 2 });
    expect(apiKey.secrets).toMatchObject([
      { validUntil: expect.any(String) },
      { validUntil: null, hint: secret.slice(-4) },
    ]);
    const [old, current] = apiKey.secrets as [{ validUntil: string }, { createdAt: string }];
    expect(Date.parse(old.validUntil) - Date.parse(current.createdAt)).toBe(60_000);
  });

  it('gives nothing to a caller who may change everything but secrets', async () => {
    const key = await management.makeKey('unturned');
    const input = { id: key.id, overlapSeconds: 0 };
    const denied = ['apiKeys.state:update', 'apiKeys.name:update', 'apiKeys:insert', 'users:impersonate'];
    expect((await run('rotateApiKey', input, 'secret', denied)).codes).toEqual(['FORBIDDEN']);
    expect((await currentKey(key.id)).version).toBe(1);
    const allowed = ['apiKeys.secrets:update', 'users:impersonate'];
    expect((await run('rotateApiKey', input, 'secret', allowed)).codes).toEqual([]);
    const narrow = ['apiKeys.secrets:update'];
    expect((await run('rotateApiKey', input, 'secret', narrow)).codes).toEqual(['ESCALATION']);
  });

  it('refuses an overlap out of bounds, a key that is revoked, and one that there is not', async () => {
    const key = await management.makeKey('not turned');
    const rotate = async (id: string, overlapSeconds: unknown) =>
      (await run('rotateApiKey', { id, overlapSeconds }, 'secret')).codes;
    for (const overlap of [-1, 2_592_001, 1.5, '60', null]) {
      expect(await rotate(key.id, overlap)).toEqual(['BAD_USER_INPUT']);
    }
    expect(await rotate(key.id, 2_592_000)).toEqual([]);
    expect(await rotate(unknownId, 0)).toEqual(['NOT_FOUND']);
    await management.controlPlane.apiKeys.revoke(operator, key.id);
    expect(await rotate(key.id, 0)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('disableApiKey, enableApiKey, revokeApiKey and restoreApiKey', () => {
  const whole = `apiKey {
    version state stateReason disabledAt disabledBy revokedAt revokedBy restorableUntil secrets { hint }
  }`;

  it('say who, when, and until when it can be taken back', async () => {
    const key = await management.makeKey('off and on');
    const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    const by = management.adminKey.id;
    const none = {
      disabledAt: null,
      disabledBy: null,
      revokedAt: null,
      revokedBy: null,
      restorableUntil: null,
    };
    const input = { id: key.id };
    const disabled = await run('disableApiKey', input, whole);
    expect(disabled.data?.['disableApiKey']).toMatchObject({
      apiKey: { ...none, version: 2, state: 'DISABLED', disabledAt: instant, disabledBy: by },
    });
    const enabled = await run('enableApiKey', input, whole);
    expect(enabled.data?.['enableApiKey']).toMatchObject({
      apiKey: { ...none, version: 3, state: 'ACTIVE' },
    });
    const revoked = await run('revokeApiKey', input, whole);
    expect(revoked.data?.['revokeApiKey']).toMatchObject({
      apiKey: {
        ...none,
        ...{ version: 4, state: 'REVOKED', revokedAt: instant, revokedBy: by, restorableUntil: instant },
        secrets: [],
      },
    });
    const restored = await run('restoreApiKey', input, `secret ${whole}`);
    const { secret, apiKey } = restored.data?.['restoreApiKey'] as { secret: string; apiKey: object };
    expect(secret).toContain(key.id);
    expect(apiKey).toMatchObject({
      ...none,
      version: 5,
      state: 'ACTIVE',
      secrets: [{ hint: secret.slice(-4) }],
    });
    const days = await management.controlPlane.apiKeys.revoke(operator, key.id);
    const shown = await management.run(`{ apiKey(id: "${key.id}") { restorableUntil revokedBy } }`);
    expect(shown.data?.['apiKey']).toEqual({
      restorableUntil: new Date(days.revokedAtMs! + 30 * 86_400_000).toISOString(),
      revokedBy: 'operator',
    });
  });

  it.each(['disableApiKey', 'enableApiKey', 'revokeApiKey', 'restoreApiKey'])(
    '%s does nothing for a caller who may only rename keys, nor for a key that there is not',
    async (field) => {
      const { apiKeys } = management.controlPlane;
      const key = await management.makeKey('keep me');
      if (field === 'enableApiKey') await apiKeys.disable(operator, key.id);
      if (field === 'restoreApiKey') await apiKeys.revoke(operator, key.id);
      const before = await currentKey(key.id);
      const rename = ['apiKeys.name:update', 'apiKeys:select', 'users:impersonate'];
      expect((await run(field, { id: key.id }, '__typename', rename)).codes).toEqual(['FORBIDDEN']);
      expect(await currentKey(key.id)).toEqual(before);
      expect((await run(field, { id: unknownId }, '__typename')).codes).toEqual(['NOT_FOUND']);
      expect((await run(field, { id: { a: 1 } }, '__typename')).codes).toEqual(['BAD_USER_INPUT']);
      const allowed = ['apiKeys.state:update', 'apiKeys.secrets:update', 'users:impersonate'];
      expect((await run(field, { id: key.id }, '__typename', allowed)).codes).toEqual([]);
      expect((await currentKey(key.id)).version).toBe(before.version + 1);
    },
  );

  it('restoring needs the right to give out secrets, too', async () => {
    const key = await management.makeKey('no secret');
    await management.controlPlane.apiKeys.revoke(operator, key.id);
    const answer = await run('restoreApiKey', { id: key.id }, 'secret', [
      'apiKeys.state:update',
      'users:impersonate',
    ]);
    expect(answer.codes).toEqual(['FORBIDDEN']);
  });

  it.each(['enableApiKey', 'restoreApiKey'])('%s is refused as making the key would be', async (field) => {
    const { apiKeys } = management.controlPlane;
    const key = await management.makeKey('too strong');
    if (field === 'enableApiKey') await apiKeys.disable(operator, key.id);
    else await apiKeys.revoke(operator, key.id);
    const narrow = ['apiKeys.state:update', 'apiKeys.secrets:update'];
    expect((await run(field, { id: key.id }, '__typename', narrow)).codes).toEqual(['ESCALATION']);
  });

  it('refuse what makes no sense: enabling a revoked key, restoring one that is not', async () => {
    const { apiKeys } = management.controlPlane;
    const key = await management.makeKey('sense');
    expect((await run('restoreApiKey', { id: key.id }, 'secret')).codes).toEqual(['BAD_USER_INPUT']);
    await apiKeys.revoke(operator, key.id);
    expect((await run('enableApiKey', { id: key.id }, '__typename')).codes).toEqual(['BAD_USER_INPUT']);
    const update = `mutation { updateApiKey(input: { id: "${key.id}", version: 2, name: "x" }) { __typename } }`;
    expect((await management.run(update)).codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('stopApiKeys and undoApiKeyStop', () => {
  const stop = 'stop { id at by scope target reason count undoneAt undoneBy }';

  it('stop keys and let them go again, and are listed', async () => {
    const key = await management.makeKey('stopped', { tags: ['switch'] });
    const made = await run('stopApiKeys', { tag: 'switch', reason: 'leaked' }, stop);
    expect(made.codes).toEqual([]);
    const { stop: standing } = made.data?.['stopApiKeys'] as { stop: { id: string } };
    expect(standing).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      by: management.adminKey.id,
      scope: 'TAG',
      target: 'switch',
      reason: 'leaked',
      count: 1,
      undoneAt: null,
      undoneBy: null,
    });
    const stopped = await management.run(`{ apiKey(id: "${key.id}") { state stateReason } }`);
    expect(stopped.data?.['apiKey']).toEqual({
      state: 'DISABLED',
      stateReason: expect.stringContaining(`stop ${standing.id}`),
    });
    const undone = await run('undoApiKeyStop', { id: standing.id }, stop);
    expect(undone.data?.['undoApiKeyStop']).toMatchObject({
      stop: { ...standing, undoneAt: expect.any(String), undoneBy: management.adminKey.id },
    });
    expect((await currentKey(key.id)).disabled).toBe(false);
    const list = '{ apiKeyStops(first: 1) { totalCount nodes { id undoneBy } pageInfo { hasNextPage } } }';
    const { data } = await management.run(list);
    expect(data?.['apiKeyStops']).toEqual({
      totalCount: 1,
      nodes: [{ id: standing.id, undoneBy: management.adminKey.id }],
      pageInfo: { hasNextPage: false },
    });
    expect((await management.run(list, { capabilities: ['apiKeys.id:select'] })).codes).toEqual([
      'FORBIDDEN',
    ]);
    expect((await management.run('{ apiKeyStops(first: -1) { totalCount } }')).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  it('do nothing for a caller who may not switch keys, or not look for them so', async () => {
    const key = await management.makeKey('unstopped', { tags: ['unstopped'] });
    const tag = { tag: 'unstopped' };
    const renaming = ['apiKeys.name:update', 'apiKeys:select'];
    expect((await run('stopApiKeys', tag, '__typename', renaming)).codes).toEqual(['FORBIDDEN']);
    for (const [input, missing] of [
      [tag, ['apiKeys.tags:select']],
      [{ accessAsUserId: management.anna.id }, ['apiKeys.accessAs:select']],
      [{ database: 'crm' }, ['apiKeys.database:select', 'databases.slug:select']],
    ] as const) {
      const answer = await run('stopApiKeys', input, '__typename', ['apiKeys.state:update']);
      expect(answer.codes).toEqual(['FORBIDDEN']);
      expect(answer.result.errors?.[0]?.originalError).toMatchObject({ details: { missing } });
    }
    expect((await currentKey(key.id)).disabled).toBe(false);
    const allowed = ['apiKeys.state:update', 'apiKeys.tags:select'];
    expect((await run('stopApiKeys', tag, '__typename', allowed)).codes).toEqual([]);
    expect((await currentKey(key.id)).disabled).toBe(true);
    const { edges } = await management.controlPlane.apiKeys.stops({ first: 1 });
    const { node } = edges[0]!;
    const undo = async (capabilities: readonly string[]) =>
      (await run('undoApiKeyStop', { id: node.id }, '__typename', capabilities)).codes;
    expect(await undo(renaming)).toEqual(['FORBIDDEN']);
    expect(await undo(['apiKeys.state:update'])).toEqual(['ESCALATION']);
    expect((await currentKey(key.id)).disabled).toBe(true);
    expect(await undo(['apiKeys.state:update', 'users:impersonate'])).toEqual([]);
    expect((await currentKey(key.id)).disabled).toBe(false);
  });

  it('refuse what names nothing, or two things, or what there is not', async () => {
    const codes = async (input: object) => (await run('stopApiKeys', input, '__typename')).codes;
    for (const input of [
      {},
      { reason: 'x' },
      { tag: 'a', database: 'crm' },
      { tag: null },
      { database: 'no' },
    ]) {
      expect(await codes(input)).toEqual(['BAD_USER_INPUT']);
    }
    expect((await run('undoApiKeyStop', { id: unknownId }, '__typename')).codes).toEqual(['NOT_FOUND']);
  });
});

it('the number of statements does not grow with the keys that are shown with their secrets', async () => {
  for (let index = 0; index < 10; index += 1) {
    const key = await management.makeKey(`counted ${index}`, { tags: ['counted'] });
    await management.controlPlane.apiKeys.rotate(operator, { id: key.id, overlapSeconds: 60 });
  }
  const text = (first: number) => `{ apiKeys(first: ${first}, where: { tag: "counted" }) {
    nodes { disabledBy revokedAt restorableUntil brokenPolicies stateReason secrets { hint lastUsedAt } }
  } }`;
  const one = await management.countStatements(() => management.run(text(1)));
  const ten = await management.countStatements(async () => {
    const { data } = await management.run(text(10));
    const { nodes } = data?.['apiKeys'] as { nodes: { secrets: unknown[] }[] };
    expect(nodes.map(({ secrets }) => secrets.length)).toEqual(Array(10).fill(2));
  });
  expect(ten).toBe(one);
});
