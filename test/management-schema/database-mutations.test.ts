import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openManagement, type ManagementHarness, type RunOptions } from './management-harness.js';

let management: ManagementHarness;
let version: number;

beforeAll(async () => {
  management = await openManagement();
});

afterAll(() => management.close());

beforeEach(async () => {
  version = (await management.controlPlane.databases.bySlug('crm'))?.version ?? 0;
});

const text = `mutation ($input: UpdateDatabaseInput!) {
  updateDatabase(input: $input) { database { version enabled settings } }
}`;

const update = (input: object, options: RunOptions = {}) =>
  management.run(text, { ...options, variables: { input: { slug: 'crm', version, ...input } } });

describe('updateDatabase', () => {
  it('merges settings, unsets them, and answers with the new version', async () => {
    const settings = { denials: 'HIDE', sessionSettings: { 'app.user_id': '$user.id' } };
    expect((await update({ settings })).data).toEqual({
      updateDatabase: { database: { version: version + 1, enabled: true, settings } },
    });
    const back = { version: version + 1, settings: { maxDepth: 3 }, unsetSettings: Object.keys(settings) };
    expect((await update(back)).data).toEqual({
      updateDatabase: { database: { version: version + 2, enabled: true, settings: { maxDepth: 3 } } },
    });
  });

  it('refuses null, a stale version, an unknown slug and the control plane', async () => {
    expect((await update({ settings: { denials: null } })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await update({ enabled: null })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await update({ url: null })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await update({ version: version + 1, enabled: false })).codes).toEqual(['CONFLICT']);
    expect((await update({ slug: 'absent' })).codes).toEqual(['NOT_FOUND']);
    expect((await update({ slug: 'gateway', enabled: false })).codes).toEqual(['POLICY']);
  });

  it('never shows the URL, not even in a refusal', async () => {
    const { codes, result } = await update({ url: 'postgres://u:open-sesame@127.1/d' });
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(JSON.stringify(result)).not.toContain('open-sesame');
  });

  it.each([
    [{ settings: { denials: 'HIDE' } }, 'databases.settings:update'],
    [{ unsetSettings: ['denials'] }, 'databases.settings:update'],
    [{ enabled: false }, 'databases.enabled:update'],
    [{ url: 'postgres://u:p@127.0.0.1/d' }, 'databases:connect'],
  ])('does not do %j for a caller who may not write that', async (input, missing) => {
    const capabilities = ['databases:select', 'databases.slug:update', 'users:impersonate'];
    const { codes, result } = await update(input, { capabilities });
    expect(codes).toEqual(['FORBIDDEN']);
    expect(result.errors?.[0]?.originalError).toMatchObject({ details: { missing: [missing] } });
  });

  it('changes no protection without users:impersonate, but limits', async () => {
    const capabilities = ['*:*', 'databases:connect'];
    const refused = { codes: ['ESCALATION'] };
    expect(await update({ settings: { guardedColumns: [] } }, { capabilities })).toMatchObject(refused);
    expect(await update({ settings: { sessionRole: 'reader' } }, { capabilities })).toMatchObject(refused);
    expect((await update({ settings: { maxDepth: 4 } }, { capabilities })).codes).toEqual([]);
  });
});

describe('rowNarrowing', () => {
  const rowNarrowing = { tables: { person: { firstName: { eq: 'Ann' } } }, otherTables: 'NONE' };
  const updateKey = `mutation ($input: UpdateApiKeyInput!) {
    updateApiKey(input: $input) { apiKey { version rowNarrowing } }
  }`;

  it('is stored by createApiKey and updateApiKey, shown, and unset', async () => {
    const create = `mutation ($input: CreateApiKeyInput!) {
      createApiKey(input: $input) { apiKey { id rowNarrowing } }
    }`;
    const made = await management.run(create, {
      variables: {
        input: { name: 'narrow', database: 'crm', accessAsUserId: management.anna.id, rowNarrowing },
      },
    });
    const { apiKey } = made.data?.['createApiKey'] as { apiKey: { id: string; rowNarrowing: unknown } };
    expect(apiKey.rowNarrowing).toEqual(rowNarrowing);
    const unset = { id: apiKey.id, version: 1, unset: ['ROW_NARROWING'] };
    const bare = await management.run(updateKey, { variables: { input: unset } });
    expect(bare.data?.['updateApiKey']).toEqual({ apiKey: { version: 2, rowNarrowing: null } });
    const again = await management.run(updateKey, {
      variables: { input: { id: apiKey.id, version: 2, rowNarrowing } },
    });
    expect(again.data?.['updateApiKey']).toEqual({ apiKey: { version: 3, rowNarrowing } });
    const lifted = await management.run(updateKey, {
      capabilities: ['*:*'],
      variables: { input: { ...unset, version: 3 } },
    });
    expect(lifted.codes).toEqual(['ESCALATION']);
  });
});
