import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ask,
  operator,
  startTestGateway,
  type TestAnswer,
  type TestGateway,
} from '../support/test-gateway.js';

/** What happens to a key, seen by who sends it: each change is made by the management API and binds the next request. */

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
}, 60_000);
afterEach(() => gateway.setClock(null));
afterAll(() => gateway.close());

const DAY = 86_400_000;

function codeOf({ body }: TestAnswer): string | undefined {
  return body.errors?.[0]?.extensions.code;
}

/** The code of the refusal; undefined: it works. */
async function send(secret: string): Promise<string | undefined> {
  return codeOf(await ask(gateway, secret, '{ person(limit: 1) { id } }'));
}

const makeKey = (input: Partial<Parameters<TestGateway['createKey']>[0]> = {}) =>
  gateway.createKey({ as: 'anna@example.com', ...input });

/** One mutation as an administrator; throws where it has errors. */
async function change<Payload>(
  field: string,
  type: string,
  input: object,
  selection: string,
): Promise<Payload> {
  const { body, text } = await administer(field, type, input, selection);
  if (body.errors !== undefined) throw new Error(text);
  return body.data?.[field] as Payload;
}

function administer(
  field: string,
  type: string,
  input: object,
  selection: string,
  key = gateway.keys.gateway,
) {
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`;
  return ask(gateway, key, query, { variables: { input } });
}

interface SecretPayload {
  readonly secret: string;
  readonly apiKey: { readonly id: string };
}

const rotate = async (id: string, overlapSeconds: number) =>
  (await change<SecretPayload>('rotateApiKey', 'RotateApiKeyInput', { id, overlapSeconds }, 'secret')).secret;
const switchKey = (field: string, id: string) =>
  change<{ apiKey: { state: string; stateReason: string } }>(
    field,
    'ApiKeyIdInput',
    { id },
    'apiKey { state stateReason }',
  );

interface ShownSecret {
  readonly hint: string;
  readonly validUntil: string | null;
  readonly lastUsedAt: string | null;
}

async function secretsOf(id: string): Promise<readonly ShownSecret[]> {
  const query = `{ apiKey(id: "${id}") { secrets { hint validUntil lastUsedAt } } }`;
  const { body } = await ask(gateway, gateway.keys.gateway, query);
  return (body.data?.['apiKey'] as { secrets: ShownSecret[] }).secrets;
}

describe('a rotation', () => {
  it('lets both secrets work while they overlap, each with a last use of its own', async () => {
    const { id, secret: old } = await makeKey();
    const fresh = await rotate(id, 3600);
    const listed = async () => {
      await gateway.controlPlane.usage.flush();
      return secretsOf(id);
    };
    expect(await listed()).toEqual([
      { hint: old.slice(-4), validUntil: expect.any(String), lastUsedAt: null },
      { hint: fresh.slice(-4), validUntil: null, lastUsedAt: null },
    ]);
    expect(await send(fresh)).toBeUndefined();
    const [unused, used] = await listed();
    expect([unused?.lastUsedAt, used?.lastUsedAt]).toEqual([null, expect.any(String)]);
    expect(await send(old)).toBeUndefined();
    const [later, same] = await listed();
    expect(same).toEqual(used);
    expect(Date.parse(later?.lastUsedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(used?.lastUsedAt ?? ''));
  });

  it('ends the old secret at the time given, to the millisecond, and says that it was replaced', async () => {
    const start = Date.now();
    gateway.setClock(start);
    const { id, secret: old } = await makeKey();
    const fresh = await rotate(id, 1);
    gateway.setClock(start + 999);
    expect([await send(old), await send(fresh)]).toEqual([undefined, undefined]);
    gateway.setClock(start + 1000);
    const refused = await ask(gateway, old, '{ person(limit: 1) { id } }');
    expect(refused).toMatchObject({ status: 401 });
    expect(refused.body.errors).toMatchObject([
      {
        message: expect.stringMatching(/was replaced and ended at \d{4}-.*Use the new one/),
        extensions: { code: 'KEY_EXPIRED' },
      },
    ]);
    expect(await send(fresh)).toBeUndefined();
    expect(await secretsOf(id)).toMatchObject([{ hint: fresh.slice(-4) }]);
  });

  it('without an overlap ends the old secret at once', async () => {
    const { id, secret: old } = await makeKey();
    expect(await send(old)).toBeUndefined();
    const fresh = await rotate(id, 0);
    expect([await send(old), await send(fresh)]).toEqual(['KEY_EXPIRED', undefined]);
  });

  it('of the key that asks for it answers with the new secret, and the old one does nothing more', async () => {
    const own = await gateway.createKey({ as: 'admin@example.com', databaseSlug: 'gateway' });
    const input = { id: own.id, overlapSeconds: 0 };
    const { body } = await administer('rotateApiKey', 'RotateApiKeyInput', input, 'secret', own.secret);
    const { secret } = body.data?.['rotateApiKey'] as { secret: string };
    expect(codeOf(await ask(gateway, own.secret, '{ me { kind } }'))).toBe('KEY_EXPIRED');
    expect((await ask(gateway, secret, '{ me { kind } }')).body.data).toEqual({ me: { kind: 'key' } });
    const both = await ask(
      gateway,
      secret,
      `mutation ($id: ID!) {
        first: rotateApiKey(input: { id: $id, overlapSeconds: 0 }) { apiKey { id } }
        second: rotateApiKey(input: { id: $id, overlapSeconds: 0 }) { apiKey { id } }
      }`,
      { variables: { id: own.id } },
    );
    expect(both.body.errors).toMatchObject([{ path: ['second'], extensions: { code: 'KEY_EXPIRED' } }]);
  });
});

describe('a key that is switched off', () => {
  it('is refused from the next request on, and works again when it is enabled', async () => {
    const { id, secret } = await makeKey();
    for (let round = 0; round < 3; round += 1) {
      expect((await switchKey('disableApiKey', id)).apiKey.state).toBe('DISABLED');
      expect(await send(secret)).toBe('KEY_DISABLED');
      expect((await switchKey('enableApiKey', id)).apiKey.state).toBe('ACTIVE');
      expect(await send(secret)).toBeUndefined();
    }
  });
});

describe('a revoked key', () => {
  it('can be restored with a new secret, and none of its old ones works ever again', async () => {
    const start = Date.now();
    gateway.setClock(start);
    const { id, secret: first } = await makeKey();
    const second = await rotate(id, 3600);
    await switchKey('revokeApiKey', id);
    expect([await send(first), await send(second)]).toEqual(['KEY_REVOKED', 'KEY_REVOKED']);
    gateway.setClock(start + 30 * DAY - 1);
    const { secret, apiKey } = await change<SecretPayload>(
      'restoreApiKey',
      'ApiKeyIdInput',
      { id },
      'secret apiKey { id }',
    );
    expect(apiKey.id).toBe(id);
    expect(await send(secret)).toBeUndefined();
    // Not even at an instant at which they would have been good, had they not been revoked.
    for (const ms of [start, start + 1, start + 3_599_999, start + 30 * DAY]) {
      gateway.setClock(ms);
      expect([await send(first), await send(second)]).toEqual(['KEY_EXPIRED', 'KEY_EXPIRED']);
    }
    await switchKey('disableApiKey', id);
    await switchKey('enableApiKey', id);
    expect([await send(first), await send(second), await send(secret)]).toEqual([
      'KEY_EXPIRED',
      'KEY_EXPIRED',
      undefined,
    ]);
  });

  it('cannot be restored after 30 days', async () => {
    const start = Date.now();
    gateway.setClock(start);
    const { id, secret } = await makeKey();
    await switchKey('revokeApiKey', id);
    gateway.setClock(start + 30 * DAY);
    const late = await administer('restoreApiKey', 'ApiKeyIdInput', { id }, 'secret');
    expect(late.body.errors).toMatchObject([{ extensions: { code: 'POLICY' } }]);
    expect(await send(secret)).toBe('KEY_REVOKED');
  });
});

describe('the stop switch', () => {
  const stop = (input: object, key?: string) =>
    administer('stopApiKeys', 'StopApiKeysInput', input, 'stop { id count }', key);
  const idOf = ({ body }: TestAnswer) => (body.data?.['stopApiKeys'] as { stop: { id: string } }).stop.id;
  const undo = (id: string) => change('undoApiKeyStop', 'ApiKeyStopIdInput', { id }, 'stop { undoneAt }');

  it.each(['tag', 'user', 'database'])(
    'stops all keys of a %s with their next request, and undoing it revives them',
    async (scope) => {
      const tags = [`stopped by ${scope}`];
      const as = scope === 'user' ? 'ben@example.com' : 'anna@example.com';
      const stopped = [await makeKey({ as, tags }), await makeKey({ as, tags })];
      const other = await makeKey();
      const off = await makeKey({ as, tags });
      await switchKey('disableApiKey', off.id);
      const all = await Promise.all([...stopped, other].map(({ secret }) => send(secret)));
      expect(all).toEqual([undefined, undefined, undefined]);
      const input = {
        tag: { tag: tags[0], reason: 'leaked' },
        user: { accessAsUserId: await gateway.userId(as) },
        database: { database: 'crm' },
      }[scope]!;
      const answer = await stop(input);
      const id = idOf(answer);
      for (const { secret } of stopped) {
        const refused = await ask(gateway, secret, '{ person(limit: 1) { id } }');
        expect(refused.body.errors).toMatchObject([
          { message: expect.stringContaining(`stop ${id}`), extensions: { code: 'KEY_DISABLED' } },
        ]);
        expect(refused.text).not.toContain('leaked');
      }
      expect(await send(other.secret)).toBe(scope === 'database' ? 'KEY_DISABLED' : undefined);
      await undo(id);
      for (const { secret } of [...stopped, other]) expect(await send(secret)).toBeUndefined();
      expect(await send(off.secret)).toBe('KEY_DISABLED');
    },
  );

  it('stops the key that turns it, too, and the command line can undo it', async () => {
    const own = await gateway.createKey({ as: 'admin@example.com', databaseSlug: 'gateway' });
    const id = idOf(await stop({ database: 'gateway' }, own.secret));
    for (const secret of [own.secret, gateway.keys.gateway]) {
      expect(codeOf(await ask(gateway, secret, '{ me { kind } }'))).toBe('KEY_DISABLED');
    }
    await gateway.controlPlane.apiKeys.undoStop(operator, id);
    for (const secret of [own.secret, gateway.keys.gateway]) {
      expect(codeOf(await ask(gateway, secret, '{ me { kind } }'))).toBeUndefined();
    }
  });
});

describe('the policies of a database', () => {
  async function setPolicies(settings: object): Promise<void> {
    const { id, version } = (await gateway.controlPlane.databases.bySlug('crm'))!;
    const unsetSettings = ['requireValidUntil', 'maxLifetimeDays', 'requireAllowedAddresses'].filter(
      (name) => !(name in settings),
    );
    await gateway.controlPlane.databases.update(operator, { id, version, settings, unsetSettings });
  }
  afterEach(() => setPolicies({}));

  it('refuse every way to a key or a secret that breaks them, and stop no key that is there', async () => {
    const [kept, revoked] = [await makeKey(), await makeKey()];
    await switchKey('revokeApiKey', revoked.id);
    await setPolicies({ requireValidUntil: true, maxLifetimeDays: 30, requireAllowedAddresses: true });
    const accessAsUserId = await gateway.userId('anna@example.com');
    const soon = new Date(Date.now() + DAY).toISOString();
    const create = { name: 'new', database: 'crm', accessAsUserId };
    const attempts: [string, string, object][] = [
      ['createApiKey', 'CreateApiKeyInput', create],
      ['createApiKey', 'CreateApiKeyInput', { ...create, validUntil: soon }],
      ['createApiKey', 'CreateApiKeyInput', { ...create, allowedAddresses: ['192.0.2.1'] }],
      ['updateApiKey', 'UpdateApiKeyInput', { id: kept.id, version: 1, tags: ['stronger'] }],
      ['rotateApiKey', 'RotateApiKeyInput', { id: kept.id, overlapSeconds: 60 }],
      ['restoreApiKey', 'ApiKeyIdInput', { id: revoked.id }],
    ];
    for (const [field, type, input] of attempts) {
      const { body } = await administer(field, type, input, '__typename');
      expect([field, body.errors]).toMatchObject([
        field,
        [{ extensions: { code: 'POLICY', policies: expect.any(Array), field: expect.any(String) } }],
      ]);
    }
    expect(await send(kept.secret)).toBeUndefined();
    await change(
      'updateApiKey',
      'UpdateApiKeyInput',
      { id: kept.id, version: 1, name: 'renamed' },
      '__typename',
    );
    const listed = await ask(
      gateway,
      gateway.keys.gateway,
      '{ apiKeys(first: 500, where: { breaksPolicy: true, database: "crm" }) { nodes { id } } }',
    );
    const { nodes } = listed.body.data?.['apiKeys'] as { nodes: { id: string }[] };
    expect(nodes.map(({ id }) => id)).toContain(kept.id);
    expect(nodes.map(({ id }) => id)).not.toContain(revoked.id);
    const good = { ...create, validUntil: soon, allowedAddresses: ['192.0.2.0/24'] };
    const { secret } = await change<SecretPayload>('createApiKey', 'CreateApiKeyInput', good, 'secret');
    expect(await send(secret)).toBeUndefined();
  });
});
