import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openManagement, operator, type ManagementHarness, type RunOptions } from './management-harness.js';

let management: ManagementHarness;

beforeAll(async () => {
  management = await openManagement();
});

afterAll(() => management.close());

const fields = 'database { id slug version enabled status settings removedAt }';
const addText = `mutation ($input: AddDatabaseInput!) { addDatabase(input: $input) { ${fields} } }`;
const reloadText = `mutation ($input: DatabaseSlugInput!) { reloadDatabase(input: $input) { ${fields} } }`;
const removeText = `mutation ($input: DatabaseSlugInput!) { removeDatabase(input: $input) { ${fields} } }`;

const add = (input: object, options: RunOptions = {}) =>
  management.run(addText, { ...options, variables: { input: { url: management.crmUrl, ...input } } });
const onSlug = (text: string, slug: string, options: RunOptions = {}) =>
  management.run(text, { ...options, variables: { input: { slug } } });

function missingOf({ result }: Awaited<ReturnType<ManagementHarness['run']>>) {
  return (result.errors?.[0]?.originalError as unknown as { details: { missing: string[] } }).details.missing;
}

describe('addDatabase', () => {
  it('registers a database with its settings, and never shows its URL', async () => {
    const answer = await add({ slug: 'films', settings: { denials: 'HIDE' } });
    expect(answer.codes).toEqual([]);
    expect(answer.data).toEqual({
      addDatabase: {
        database: {
          id: expect.any(String),
          slug: 'films',
          version: 1,
          enabled: true,
          status: 'READY',
          settings: { denials: 'HIDE' },
          removedAt: null,
        },
      },
    });
    expect(JSON.stringify(answer)).not.toContain('postgres');
  });

  it('refuses a slug that is taken or none, settings that nobody knows, and URLs that lead nowhere', async () => {
    for (const input of [
      { slug: 'crm' },
      { slug: 'Crm' },
      { slug: 'gateway' },
      { slug: 'other', settings: { denial: 'HIDE' } },
      { slug: 'other', settings: [] },
      { slug: 'other', url: 'postgres://u:open-sesame@127.1/d' },
      { slug: 'other', url: 'postgres://u:open-sesame@127.0.0.1:1/d' },
    ]) {
      const answer = await add(input);
      expect(answer.codes).toEqual(['BAD_USER_INPUT']);
      expect(JSON.stringify(answer)).not.toContain('open-sesame');
    }
  });

  it.each([
    [['databases:select', 'databases:connect'], 'databases.slug:insert'],
    [['databases:select', 'databases:insert'], 'databases:connect'],
  ])('does nothing with %j alone', async (capabilities, missing) => {
    const answer = await add({ slug: 'unwanted' }, { capabilities });
    expect(answer.codes).toEqual(['FORBIDDEN']);
    expect(missingOf(answer)).toContain(missing);
    expect(await management.controlPlane.databases.bySlug('unwanted')).toBeNull();
  });

  it('needs the right to write settings where there are any', async () => {
    const capabilities = ['databases:select', 'databases.slug:insert', 'databases:connect'];
    expect(missingOf(await add({ slug: 'unwanted', settings: {} }, { capabilities }))).toEqual([
      'databases.settings:insert',
    ]);
    expect((await add({ slug: 'plain' }, { capabilities })).codes).toEqual([]);
  });
});

describe('reloadDatabase', () => {
  it('is a new version', async () => {
    const before = await management.controlPlane.databases.bySlug('crm');
    const { data } = await onSlug(reloadText, 'crm');
    expect(data?.['reloadDatabase']).toMatchObject({ database: { version: (before?.version ?? 0) + 1 } });
  });

  it('is refused for the control plane, for what is not there, and without its capability', async () => {
    expect((await onSlug(reloadText, 'gateway')).codes).toEqual(['POLICY']);
    expect((await onSlug(reloadText, 'absent')).codes).toEqual(['NOT_FOUND']);
    const answer = await onSlug(reloadText, 'crm', { capabilities: ['databases:select'] });
    expect(missingOf(answer)).toEqual(['databases:update']);
  });
});

describe('removeDatabase', () => {
  const everywhere = `{
    databases { slug }
    database(slug: "gone") { id }
    groups(database: "gone") { totalCount }
    listed: groups { nodes { name database { slug } } }
    filtered: apiKeys(where: { database: "gone" }) { totalCount }
  }`;

  it('takes it out of every list, and leaves its keys listed with what they were', async () => {
    await add({ slug: 'gone' });
    const { groups } = management.controlPlane;
    const group = await groups.create(operator, {
      name: 'Goers',
      databaseSlug: 'gone',
      capabilities: ['person:select'],
    });
    await groups.addMember(operator, group.id, management.anna.id);
    const key = await management.makeKey('of what is gone', {
      databaseSlug: 'gone',
      capabilities: ['person:select'],
    });
    const { data } = await onSlug(removeText, 'gone');
    expect(data?.['removeDatabase']).toMatchObject({
      database: { slug: 'gone', enabled: false, status: 'REMOVED', removedAt: expect.any(String) },
    });

    const lists = await management.run(everywhere);
    expect(lists.codes).toEqual([]);
    expect(JSON.stringify(lists.data?.['databases'])).not.toContain('gone');
    expect(JSON.stringify(lists.data?.['listed'])).not.toContain('gone');
    expect(lists.data).toMatchObject({
      database: null,
      groups: { totalCount: 0 },
      filtered: { totalCount: 0 },
    });
    expect((await management.run('{ capabilities(database: "gone") }')).codes).toEqual(['BAD_USER_INPUT']);
    const groupsOfAnna = await management.run(
      'query ($id: ID!) { user(id: $id) { groups { name capabilities } } }',
      { variables: { id: management.anna.id } },
    );
    expect(JSON.stringify(groupsOfAnna.data)).not.toContain('Goers');

    const text = `query ($id: ID!) {
      apiKey(id: $id) { name state effectiveCapabilities database { slug status } accessAs { email } }
    }`;
    expect(await management.run(text, { variables: { id: key.id } })).toMatchObject({
      codes: [],
      data: {
        apiKey: {
          name: 'of what is gone',
          state: 'DATABASE_DISABLED',
          effectiveCapabilities: [],
          database: { slug: 'gone', status: 'REMOVED' },
          accessAs: { email: 'anna@example.com' },
        },
      },
    });
  });

  it('is refused for the control plane, for what is not there or was removed, and without its capability', async () => {
    await add({ slug: 'ending' });
    const answer = await onSlug(removeText, 'ending', {
      capabilities: ['databases:select', 'databases:update'],
    });
    expect(missingOf(answer)).toEqual(['databases:delete']);
    expect((await onSlug(removeText, 'ending')).codes).toEqual([]);
    expect((await onSlug(removeText, 'ending')).codes).toEqual(['NOT_FOUND']);
    expect((await onSlug(removeText, 'gateway')).codes).toEqual(['POLICY']);
    expect((await onSlug(removeText, 'absent')).codes).toEqual(['NOT_FOUND']);
  });
});
