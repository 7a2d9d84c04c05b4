import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { createPostern, environmentFor, type Postern } from './postern.js';

let controlPlane: TestDatabase;
let crm: TestDatabase;
let postern: Postern;

beforeAll(async () => {
  controlPlane = await createTestDatabase({ template: 'control-plane' });
  crm = await createTestDatabase({ template: 'crm' });
  postern = createPostern(environmentFor(controlPlane.url));
  await postern.run('databases', 'add', '--slug', 'crm', '--url', crm.url, '--guard', 'person.privateNote');
});

afterAll(async () => {
  await crm.drop();
  await controlPlane.drop();
});

describe('postern users', () => {
  it('makes a user and lists it, with the same members', async () => {
    const made = await postern.json<object>('users', 'create', 'Dora@example.com', '--name', 'Dora');
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9A-Za-z]{16}$/),
      email: 'Dora@example.com',
      name: 'Dora',
      enabled: true,
      deletedAt: null,
      passwordSetAt: null,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(await postern.json('users', 'list', '--search', 'dora')).toEqual([made]);
  });

  it('disables, enables and deletes by e-mail, and each answer shows the new state', async () => {
    await postern.run('users', 'create', 'emil@example.com');
    expect(await postern.json('users', 'disable', 'emil@example.com')).toMatchObject({ enabled: false });
    expect(await postern.json('users', 'enable', 'emil@example.com')).toMatchObject({ enabled: true });
    expect(await postern.json('users', 'delete', 'emil@example.com')).toMatchObject({
      deletedAt: expect.any(String),
    });
    expect(await postern.json('users', 'list', '--search', 'emil')).toEqual([]);
    expect((await postern.run('users', 'enable', 'emil@example.com')).code).toBe(1);
  });

  it('refuses an e-mail that is taken, and one that is none', async () => {
    await postern.run('users', 'create', 'twice@example.com');
    for (const email of ['TWICE@example.com', 'no address']) {
      const { code, err } = await postern.run('users', 'create', email);
      expect(code).toBe(1);
      expect(err).toMatch(/^e-mail: .+\.\n$/);
    }
  });
});

describe('postern groups', () => {
  it('makes a group, grants by name and adds a member', async () => {
    await postern.run('users', 'create', 'fay@example.com');
    expect(await postern.json('groups', 'create', 'Readers', '--database', 'crm')).toMatchObject({
      name: 'Readers',
      database: 'crm',
      apiAccess: true,
      capabilities: [],
    });
    const granted = ['person:select', 'supportCase.subject:select', 'person.privateNote:select'];
    const words = ['groups', 'grant', 'Readers', '--database', 'crm', '--capability', ...granted];
    for (let time = 1; time <= 2; time += 1) {
      const { capabilities } = await postern.json<{ readonly capabilities: readonly string[] }>(...words);
      expect([...capabilities].sort()).toEqual([...granted].sort());
    }
    expect(
      (await postern.run('groups', 'add-member', 'Readers', 'fay@example.com', '--database', 'crm')).code,
    ).toBe(0);
  });

  it('shows, lists, renames, closes, empties and deletes a group', async () => {
    await postern.run('users', 'create', 'gus@example.com');
    const inCrm = ['--database', 'crm'];
    const made = await postern.json('groups', 'create', 'Short-lived', ...inCrm, '--no-api-access');
    expect(made).toMatchObject({ version: 1, apiAccess: false, capabilities: [] });
    await postern.run('groups', 'grant', 'Short-lived', ...inCrm, '--capability', 'person:select');
    await postern.run('groups', 'add-member', 'Short-lived', 'gus@example.com', ...inCrm);
    expect(await postern.json('groups', 'show', 'Short-lived', ...inCrm)).toMatchObject({
      name: 'Short-lived',
      database: 'crm',
      apiAccess: false,
      capabilities: ['person:select'],
      members: ['gus@example.com'],
    });
    const { out } = await postern.run('groups', 'show', 'Short-lived', ...inCrm);
    expect(out).toContain('may: person:select.');
    expect(out).toContain('Members: gus@example.com.');

    const update = ['groups', 'update', 'Short-lived', ...inCrm, '--name', 'Shorter', '--api-access'];
    expect(await postern.json(...update)).toMatchObject({ name: 'Shorter', apiAccess: true });
    const remove = ['groups', 'remove-member', 'Shorter', 'gus@example.com', ...inCrm];
    expect((await postern.run(...remove)).code).toBe(0);
    expect(await postern.json('groups', 'show', 'Shorter', ...inCrm)).toMatchObject({ members: [] });

    const names = async () =>
      (await postern.json<{ readonly name: string }[]>('groups', 'list', ...inCrm)).map(({ name }) => name);
    expect(await names()).toContain('Shorter');
    expect(await postern.json('groups', 'list')).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'Administrators', database: 'gateway' })]),
    );
    expect(await postern.json('groups', 'delete', 'Shorter', ...inCrm)).toMatchObject({ name: 'Shorter' });
    expect(await names()).not.toContain('Shorter');
  });

  it('leaves the group Administrators as it is', async () => {
    for (const words of [['delete'], ['update', '--name', 'X'], ['update', '--no-api-access']]) {
      const [verb = '', ...options] = words;
      const ended = await postern.run('groups', verb, 'Administrators', '--database', 'gateway', ...options);
      expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('built in') });
    }
  });

  it('refuses a capability that the database does not have, and names it', async () => {
    await postern.run('groups', 'create', 'Misspelt', '--database', 'crm');
    const words = ['groups', 'grant', 'Misspelt', '--database', 'crm', '--capability', 'persn:select'];
    const { code, err } = await postern.run(...words);
    expect(code).toBe(1);
    expect(err).toMatch(/^--capability: .*persn/);
  });

  it.each([
    [
      'group',
      ['groups', 'grant', 'Nobody', '--database', 'crm', '--capability', 'person:select'],
      /no group "Nobody"/,
    ],
    ['database', ['groups', 'create', 'X', '--database', 'nowhere'], /no database "nowhere"/],
    [
      'member',
      ['groups', 'add-member', 'Administrators', 'ghost@example.com', '--database', 'gateway'],
      /no user/,
    ],
  ])('names an unknown %s', async (_what, words, sentence) => {
    const { code, err } = await postern.run(...words);
    expect(code).toBe(1);
    expect(err).toMatch(sentence);
  });
});
