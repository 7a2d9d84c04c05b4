import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CreateApiKey, UpdateApiKey } from '../../src/control-plane/control-plane.js';
import type { ApiKeyRecord } from '../../src/control-plane/records.js';
import { addUser, openFixture, operator, type Fixture, lastEvent } from './control-plane-fixture.js';

let fixture: Fixture;
let userId: string;
let groupId: string;

beforeAll(async () => {
  fixture = await openFixture();
  await fixture.addDatabase('crm');
  const group = await fixture.controlPlane.groups.create(operator, {
    name: 'Sales',
    databaseSlug: 'crm',
    capabilities: ['person:select', 'product:select'],
  });
  groupId = group.id;
  userId = await addUser(fixture, [groupId]);
});

afterAll(() => fixture.close());

async function createKey(input: Partial<CreateApiKey> = {}): Promise<ApiKeyRecord> {
  const { apiKey } = await fixture.controlPlane.apiKeys.create(operator, {
    name: 'key',
    accessAsUserId: userId,
    databaseSlug: 'crm',
    ...input,
  });
  return apiKey;
}

/** The fields that were refused. */
async function problemsOf(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
  } catch (error) {
    return (error as { problems: { field: string }[] }).problems.map(({ field }) => field);
  }
  throw new Error('It was accepted.');
}

describe('creating a key', () => {
  it('stores what was asked for, in canonical form', async () => {
    const key = await createKey({
      name: '  Nightly export ',
      description: 'For the\nwarehouse',
      tags: ['a', ' a ', 'b'],
      validFromMs: 1,
      validUntilMs: 2,
      allowedAddresses: ['::ffff:192.0.2.1', '2001:DB8::/32'],
      capabilities: ['person:select', '*:select', 'person:select'],
    });
    expect(key).toEqual({
      id: expect.stringMatching(/^[0-9A-Za-z]{16}$/),
      version: 1,
      name: 'Nightly export',
      description: 'For the\nwarehouse',
      tags: ['a', 'b'],
      accessAsUserId: userId,
      databaseId: expect.any(String),
      validFromMs: 1,
      validUntilMs: 2,
      allowedAddresses: ['192.0.2.1', '2001:db8::/32'],
      capabilities: ['t1:select', '*:select'],
      rowNarrowing: null,
      disabled: false,
      disabledAtMs: null,
      disabledBy: null,
      revokedAtMs: null,
      revokedBy: null,
      createdAtMs: fixture.clock.nowMs,
      createdByUserId: null,
      lastUsedAtMs: null,
      lastUsedAddress: null,
    });
    const [secrets] = await fixture.controlPlane.apiKeys.secretsOf([key.id]);
    expect(secrets).toEqual([
      {
        apiKeyId: key.id,
        hint: expect.stringMatching(/^.{4}$/),
        validUntilMs: null,
        lastUsedAtMs: null,
        createdAtMs: fixture.clock.nowMs,
      },
    ]);
  });

  it('names everything that is wrong at once', async () => {
    const refused = problemsOf(
      createKey({
        name: ' ',
        description: 'x'.repeat(2001),
        tags: ['\u0000'],
        accessAsUserId: 'nobody',
        validFromMs: 5,
        validUntilMs: 5,
        allowedAddresses: [],
        capabilities: [],
        rowNarrowing: [],
      }),
    );
    expect(new Set(await refused)).toEqual(
      new Set([
        'name',
        'description',
        'tags',
        'accessAsUserId',
        'validUntil',
        'allowedAddresses',
        'capabilities',
        'rowNarrowing',
      ]),
    );
  });

  it.each<[string, Partial<CreateApiKey>]>([
    ['name', { name: 'a\u0000b' }],
    ['name', { name: 'a\nb' }],
    ['name', { name: 'x'.repeat(201) }],
    ['name', { name: 'half \ud800 pair' }],
    ['tags', { tags: Array.from({ length: 21 }, (_, index) => `tag${index}`) }],
    ['validUntil', { validFromMs: 2, validUntilMs: 1 }],
    ['validFrom', { validFromMs: -62_135_596_800_001 }],
    ['validUntil', { validUntilMs: 253_402_300_800_000 }],
    ['validUntil', { validUntilMs: 0.5 }],
    ['validUntil', { validUntilMs: Number.NaN }],
    ['allowedAddresses', { allowedAddresses: ['10.0.0.1/8'] }],
    ['allowedAddresses', { allowedAddresses: ['010.0.0.1'] }],
    ['capabilities', { capabilities: ['nothing:select'] }],
    ['database', { databaseSlug: 'nowhere' }],
  ])('refuses %s %j', async (field, input) => {
    expect(await problemsOf(createKey(input))).toContain(field);
  });

  it.each([
    [['person:insert']],
    [['person.privateNote:select']],
    [['person:select', 'product:update']],
    [['*:insert']],
    [['person:*', 'product:aggregate']],
  ])('refuses capabilities that the user lacks: %j', async (capabilities) => {
    expect(await problemsOf(createKey({ capabilities }))).toEqual(['capabilities']);
  });

  it('says all that is wrong with a field as one problem', async () => {
    const refused = createKey({ capabilities: ['nothing:select', 'person:none', 'person:insert'] });
    expect(await problemsOf(refused)).toEqual(['capabilities']);
    await expect(refused).rejects.toThrow(/nothing.*none.*person:insert/);
  });

  it('refuses a list of capabilities for its length before it works anything out, since others wait', async () => {
    const begun = performance.now();
    const refused = createKey({ capabilities: Array.from({ length: 150_000 }, () => '*:*') });
    expect(await problemsOf(refused)).toEqual(['capabilities']);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('accepts a wildcard that meets what the user has somewhere', async () => {
    expect((await createKey({ capabilities: ['person:*'] })).capabilities).toEqual(['t1:*']);
  });

  it('stores a narrowing to rows that the catalog bears out, and refuses any other', async () => {
    const rowNarrowing = { tables: { person: { name: { eq: 'Ann' } } }, otherTables: 'NONE' };
    const key = await createKey({ rowNarrowing });
    expect(key.rowNarrowing).toEqual(rowNarrowing);
    const [state] = await fixture.controlPlane.apiKeys.statesOf([key.id]);
    expect(state?.key.rowNarrowing).toEqual(rowNarrowing);
    expect(await lastEvent(fixture.sql)).toMatchObject({ action: 'apiKeys.create', after: { rowNarrowing } });
    for (const [broken, field] of [
      [{ tables: { broken: {} }, otherTables: 'NONE' }, 'rowNarrowing.tables'],
      ['NONE', 'rowNarrowing'],
      [[], 'rowNarrowing'],
      [{ tables: { person: { name: { eq: 'a\u0000' } } } }, 'rowNarrowing'],
    ] as const) {
      expect(await problemsOf(createKey({ rowNarrowing: broken }))).toEqual([field]);
    }
  });
});

describe('narrowing a key to rows', () => {
  const first = { tables: { person: { name: { eq: 'Ann' } } }, otherTables: 'ALL' };
  const second = { otherTables: 'NONE', tables: {} };

  it('replaces it, takes it away only where that is said, and leaves it alone otherwise', async () => {
    const { apiKeys } = fixture.controlPlane;
    const { id } = await createKey({ rowNarrowing: first });
    const update = (version: number, input: Partial<UpdateApiKey>) =>
      apiKeys.update(operator, { id, version, ...input });
    expect(await update(1, { name: 'other' })).toMatchObject({ version: 2, rowNarrowing: first });
    // The same in another order of members is no change.
    const { tables, otherTables } = first;
    expect(await update(2, { rowNarrowing: { otherTables, tables } })).toMatchObject({ version: 2 });
    expect(await update(2, { rowNarrowing: second })).toMatchObject({ version: 3, rowNarrowing: second });
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'apiKeys.update',
      before: { rowNarrowing: first },
      after: { rowNarrowing: second },
    });
    await expect(update(3, { rowNarrowing: null })).rejects.toThrow('unset: [ROW_NARROWING]');
    expect(await problemsOf(update(3, { rowNarrowing: { tables: { broken: {} } } }))).toEqual([
      'rowNarrowing.tables',
    ]);
    expect(await problemsOf(update(3, { rowNarrowing: first, unset: ['ROW_NARROWING'] }))).toEqual(['unset']);
    expect(await update(3, { unset: ['ROW_NARROWING'] })).toMatchObject({ version: 4, rowNarrowing: null });
  });

  it('does not stand in the way of other changes once it is broken', async () => {
    const { id } = await createKey({ rowNarrowing: first });
    await fixture.sql.query('UPDATE gateway.api_keys SET row_narrowing = $2 WHERE id = $1', [
      id,
      { tables: { broken: {} } },
    ]);
    const change = { id, version: 1, name: 'renamed' };
    expect(await fixture.controlPlane.apiKeys.update(operator, change)).toMatchObject({ name: 'renamed' });
  });
});

describe('updating a key', () => {
  let key: ApiKeyRecord;

  beforeEach(async () => {
    key = await createKey({
      description: 'd',
      validUntilMs: 10,
      allowedAddresses: ['192.0.2.1'],
      capabilities: ['person:select'],
    });
  });

  const update = (input: Partial<UpdateApiKey>) =>
    fixture.controlPlane.apiKeys.update(operator, { id: key.id, version: key.version, ...input });

  it('leaves alone what is absent and counts the version up', async () => {
    expect(await update({ name: 'other' })).toEqual({ ...key, name: 'other', version: 2 });
  });

  it('takes restrictions away only where it is said', async () => {
    expect(
      await update({
        unset: ['DESCRIPTION', 'VALID_FROM', 'VALID_UNTIL', 'ALLOWED_ADDRESSES', 'CAPABILITIES'],
      }),
    ).toEqual({
      ...key,
      version: 2,
      description: null,
      validUntilMs: null,
      allowedAddresses: null,
      capabilities: null,
    });
  });

  it.each([
    'name',
    'description',
    'tags',
    'accessAsUserId',
    'allowedAddresses',
    'capabilities',
    'rowNarrowing',
  ] as const)('refuses null for %s', async (field) => {
    expect(await problemsOf(update({ [field]: null }))).toEqual([field]);
  });

  it('refuses null for what is to be taken away', async () => {
    expect(await problemsOf(update({ unset: null }))).toEqual(['unset']);
  });

  it('refuses null for the bounds of the validity, and says what to write instead', async () => {
    expect(await problemsOf(update({ validFromMs: null, validUntilMs: null }))).toEqual([
      'validFrom',
      'validUntil',
    ]);
    await expect(update({ validUntilMs: null })).rejects.toThrow('unset: [VALID_UNTIL]');
  });

  it('refuses to set and unset at once', async () => {
    expect(await problemsOf(update({ validUntilMs: 20, unset: ['VALID_UNTIL'] }))).toEqual(['unset']);
  });

  it('refuses a start at or after the end that stays', async () => {
    expect(await problemsOf(update({ validFromMs: 10 }))).toEqual(['validUntil']);
  });

  it('refuses a stale version and loses nothing', async () => {
    await update({ name: 'first' });
    await expect(update({ name: 'second' })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { currentVersion: 2 },
    });
    expect((await fixture.controlPlane.apiKeys.byIds([key.id]))[0]).toMatchObject({
      name: 'first',
      version: 2,
    });
  });

  it('lets one of two updates at the same time win', async () => {
    // Connections that stand already: otherwise the time to make them puts the updates one after the other.
    await Promise.all(Array.from({ length: 8 }, () => fixture.controlPlane.databases.list()));
    const names = Array.from({ length: 8 }, (_, index) => `name ${index}`);
    const results = await Promise.allSettled(names.map((name) => update({ name })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await fixture.controlPlane.apiKeys.byIds([key.id]))[0]?.version).toBe(2);
  });

  it('keeps a subset that a new user lacks, since the intersection is made at each request', async () => {
    const other = await addUser(fixture);
    expect(await update({ accessAsUserId: other })).toMatchObject({
      accessAsUserId: other,
      capabilities: ['t1:select'],
    });
  });

  it('checks new capabilities against the new user', async () => {
    const other = await addUser(fixture);
    expect(await problemsOf(update({ accessAsUserId: other, capabilities: ['person:select'] }))).toEqual([
      'capabilities',
    ]);
  });

  it('changes nothing, neither version nor revision nor audit, when nothing is different', async () => {
    const before = await fixture.revision();
    expect(await update({ name: key.name, allowedAddresses: ['192.0.2.1'] })).toEqual(key);
    expect(await fixture.revision()).toBe(before);
  });

  it('says that it does not exist', async () => {
    await expect(update({ id: '0000000000000000' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('revoking a key', () => {
  it('is final and idempotent', async () => {
    const { apiKeys, authorization } = fixture.controlPlane;
    const key = await createKey();
    const revoked = await apiKeys.revoke(operator, key.id);
    expect(revoked).toMatchObject({ revokedAtMs: fixture.clock.nowMs, version: 2 });
    expect((await authorization.load(key.id)).state?.key.revoked).toBe(true);
    const revision = await fixture.revision();
    expect(await apiKeys.revoke(operator, key.id)).toEqual(revoked);
    expect(await fixture.revision()).toBe(revision);
    expect(await problemsOf(apiKeys.update(operator, { id: key.id, version: 2, name: 'x' }))).toEqual(['id']);
  });
});
