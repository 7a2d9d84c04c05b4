import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openManagement, operator, type ManagementHarness } from './management-harness.js';

let management: ManagementHarness;

beforeAll(async () => {
  management = await openManagement();
});

afterAll(() => management.close());

const create = `mutation ($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    secret
    apiKey {
      id version name description tags validFrom validUntil allowedAddresses capabilities
      effectiveCapabilities state stateReason rowNarrowing lastUsedAt lastUsedAddress createdAt
      accessAs { email } database { slug } createdBy { email } secrets { hint validUntil lastUsedAt createdAt }
    }
  }
}`;
const update = `mutation ($input: UpdateApiKeyInput!) {
  updateApiKey(input: $input) { apiKey { version name validUntil capabilities allowedAddresses accessAs { email } } }
}`;
const revoke = `mutation ($input: ApiKeyIdInput!) { revokeApiKey(input: $input) { apiKey { state stateReason } } }`;
const unknownId = '0000000000000000';

describe('createApiKey', () => {
  it('makes a key with everything that was asked for, and shows its secret', async () => {
    const input = {
      ...minimal(),
      description: 'nightly export',
      tags: ['export'],
      validFrom: '2020-01-31T10:00:00+01:00',
      validUntil: '2999-01-01T00:00:00.125Z',
      allowedAddresses: ['203.0.113.7', '2001:db8::/32'],
      capabilities: ['person.firstName:select'],
    };
    const { data, codes } = await management.run(create, { variables: { input } });
    expect(codes).toEqual([]);
    const { secret, apiKey } = data?.['createApiKey'] as { secret: string; apiKey: Record<string, unknown> };
    expect(secret).toMatch(/^pst_live_/);
    expect(secret).toContain(String(apiKey['id']));
    expect(apiKey).toMatchObject({
      version: 1,
      name: input.name,
      description: 'nightly export',
      tags: ['export'],
      validFrom: '2020-01-31T09:00:00.000Z',
      validUntil: '2999-01-01T00:00:00.125Z',
      allowedAddresses: ['203.0.113.7', '2001:db8::/32'],
      capabilities: ['person.firstName:select'],
      effectiveCapabilities: ['person:select'],
      state: 'ACTIVE',
      rowNarrowing: null,
      lastUsedAt: null,
      lastUsedAddress: null,
      accessAs: { email: 'anna@example.com' },
      database: { slug: 'crm' },
      createdBy: { email: 'admin@example.com' },
      secrets: [
        { hint: secret.slice(-4), validUntil: null, lastUsedAt: null, createdAt: apiKey['createdAt'] },
      ],
    });
  });

  it('restricts nothing that was not asked for', async () => {
    const { data } = await management.run(create, { variables: { input: minimal() } });
    const { apiKey } = data?.['createApiKey'] as { apiKey: Record<string, unknown> };
    const open = { validFrom: null, validUntil: null, allowedAddresses: null, capabilities: null, tags: [] };
    expect(apiKey).toMatchObject({ ...open, effectiveCapabilities: ['person:select'] });
  });

  it('makes nothing for a caller without apiKeys:insert', async () => {
    const before = await countKeys();
    const text = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }';
    const answer = await management.run(text, {
      capabilities: ['apiKeys:select', 'apiKeys:update'],
      variables: { input: minimal() },
    });
    expect(answer.codes).toEqual(['FORBIDDEN']);
    expect(await countKeys()).toBe(before);
  });

  it('makes nothing for a caller who may not write one of the columns', async () => {
    const before = await countKeys();
    const text = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }';
    const capabilities = [
      'apiKeys.name:insert',
      'apiKeys.accessAs:insert',
      'apiKeys.database:insert',
      'users:impersonate',
    ];
    const run = (input: object) => management.run(text, { capabilities, variables: { input } });
    const refused = await run({ ...minimal(), tags: ['a'] });
    expect(refused.codes).toEqual(['FORBIDDEN']);
    expect(refused.result.errors?.[0]?.originalError).toMatchObject({
      details: { missing: ['apiKeys.tags:insert'] },
    });
    expect(await countKeys()).toBe(before);
    expect((await run(minimal())).codes).toEqual([]);
  });

  it('reports everything that is wrong with the input, each under its field', async () => {
    const input = {
      ...minimal(),
      name: '',
      accessAsUserId: unknownId,
      validFrom: '2030-01-01T00:00:00Z',
      validUntil: '2030-01-01T00:00:00Z',
      allowedAddresses: ['010.0.0.1'],
    };
    const answer = await management.run(create, { variables: { input } });
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    const { problems } = answer.result.errors?.[0]?.originalError as unknown as {
      problems: { field: string }[];
    };
    expect(problems.map(({ field }) => field).sort()).toEqual(
      ['accessAsUserId', 'allowedAddresses', 'name', 'validUntil'].sort(),
    );
  });

  it.each([
    '2030-02-30T00:00:00Z',
    '2030-01-01T00:00:60Z',
    '2030-01-01T00:00:00',
    '2030-01-01',
    1893456000000,
  ])('refuses %s as an instant, before anything runs', async (validFrom) => {
    const before = await countKeys();
    const answer = await management.run(create, { variables: { input: { ...minimal(), validFrom } } });
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    expect(answer.data).toBeUndefined();
    expect(await countKeys()).toBe(before);
  });
});

describe('updateApiKey', () => {
  it('changes what is given, takes away what is unset, and leaves the rest', async () => {
    const key = await management.makeKey('update me', {
      validUntilMs: Date.parse('2999-01-01T00:00:00Z'),
      capabilities: ['person:select'],
      allowedAddresses: ['192.0.2.0/24'],
    });
    const input = { id: key.id, version: 1, name: 'updated', unset: ['VALID_UNTIL', 'CAPABILITIES'] };
    const { data, codes } = await management.run(update, { variables: { input } });
    expect(codes).toEqual([]);
    expect(data?.['updateApiKey']).toEqual({
      apiKey: {
        version: 2,
        name: 'updated',
        validUntil: null,
        capabilities: null,
        allowedAddresses: ['192.0.2.0/24'],
        accessAs: { email: 'anna@example.com' },
      },
    });
  });

  it('assigns a key to another user', async () => {
    const key = await management.makeKey('move me');
    const input = { id: key.id, version: 1, accessAsUserId: management.admin.id };
    const { data } = await management.run(update, { variables: { input } });
    expect(data?.['updateApiKey']).toMatchObject({ apiKey: { accessAs: { email: 'admin@example.com' } } });
  });

  it('changes nothing for a caller who may not write the column, or not this restriction', async () => {
    const key = await management.makeKey('leave me', { capabilities: ['person:select'] });
    const text = 'mutation ($input: UpdateApiKeyInput!) { updateApiKey(input: $input) { __typename } }';
    const run = (more: object) =>
      management.run(text, {
        capabilities: ['apiKeys.name:update', 'users:impersonate'],
        variables: { input: { id: key.id, version: 1, ...more } },
      });
    expect((await run({ unset: ['CAPABILITIES'] })).codes).toEqual(['FORBIDDEN']);
    expect((await run({ description: 'x' })).codes).toEqual(['FORBIDDEN']);
    expect((await currentKey(key.id))?.version).toBe(1);
    expect((await run({ name: 'renamed' })).codes).toEqual([]);
  });

  it('refuses a stale version and loses nothing', async () => {
    const key = await management.makeKey('contended');
    const first = await management.run(update, {
      variables: { input: { id: key.id, version: 1, name: 'first' } },
    });
    const second = await management.run(update, {
      variables: { input: { id: key.id, version: 1, name: 'second' } },
    });
    expect([first.codes, second.codes]).toEqual([[], ['CONFLICT']]);
    expect((await currentKey(key.id))?.name).toBe('first');
  });

  it('refuses null, which would mean both "leave" and "take away"', async () => {
    const key = await management.makeKey('not null', { allowedAddresses: ['192.0.2.1'] });
    const input = { id: key.id, version: 1, allowedAddresses: null };
    expect((await management.run(update, { variables: { input } })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await currentKey(key.id))?.allowedAddresses).toEqual(['192.0.2.1']);
  });

  it('says that there is no such key', async () => {
    const input = { id: unknownId, version: 1, name: 'x' };
    expect((await management.run(update, { variables: { input } })).codes).toEqual(['NOT_FOUND']);
  });
});

describe('revokeApiKey', () => {
  it('ends the key and keeps it listed', async () => {
    const key = await management.makeKey('end me');
    const { data, codes } = await management.run(revoke, { variables: { input: { id: key.id } } });
    expect(codes).toEqual([]);
    expect(data?.['revokeApiKey']).toMatchObject({ apiKey: { state: 'REVOKED' } });
    const listed = await management.run('{ apiKeys(where: { state: [REVOKED] }) { nodes { id } } }');
    expect(listed.data?.['apiKeys']).toMatchObject({ nodes: [{ id: key.id }] });
  });

  it('does nothing for a caller who may only rename keys', async () => {
    const key = await management.makeKey('keep me');
    const text = 'mutation ($input: ApiKeyIdInput!) { revokeApiKey(input: $input) { __typename } }';
    const run = (capabilities: string[]) =>
      management.run(text, { capabilities, variables: { input: { id: key.id } } });
    expect((await run(['apiKeys.name:update', 'apiKeys:select'])).codes).toEqual(['FORBIDDEN']);
    expect((await currentKey(key.id))?.revokedAtMs).toBeNull();
    expect((await run(['apiKeys.state:update'])).codes).toEqual([]);
  });

  it('says that there is no such key, and refuses what is no id', async () => {
    expect((await management.run(revoke, { variables: { input: { id: unknownId } } })).codes).toEqual([
      'NOT_FOUND',
    ]);
    expect((await management.run(revoke, { variables: { input: { id: { a: 1 } } } })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
  });
});

describe('a mutation operation', () => {
  it('shows in each field what the ones before it changed', async () => {
    const key = await management.makeKey('one after the other');
    const text = `mutation ($key: ID!, $user: ID!) {
      before: updateApiKey(input: { id: $key, version: 1, name: "renamed" }) { apiKey { state accessAs { enabled } } }
      disableUser(input: { id: $user }) { user { enabled } }
      after: updateApiKey(input: { id: $key, version: 2, name: "again" }) { apiKey { state accessAs { enabled } } }
    }`;
    const { data, codes } = await management.run(text, {
      variables: { key: key.id, user: management.anna.id },
    });
    await management.controlPlane.users.enable(operator, management.anna.id);
    expect(codes).toEqual([]);
    expect(data).toMatchObject({
      before: { apiKey: { state: 'ACTIVE', accessAs: { enabled: true } } },
      after: { apiKey: { state: 'USER_DISABLED', accessAs: { enabled: false } } },
    });
  });
});

function minimal() {
  return { name: 'a key', accessAsUserId: management.anna.id, database: 'crm' };
}

async function countKeys(): Promise<number> {
  return (await management.controlPlane.apiKeys.page({ first: 0 })).totalCount();
}

async function currentKey(id: string) {
  const [key] = await management.controlPlane.apiKeys.byIds([id]);
  return key;
}
