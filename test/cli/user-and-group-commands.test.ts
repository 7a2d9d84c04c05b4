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
