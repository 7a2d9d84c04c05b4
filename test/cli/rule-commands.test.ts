import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
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

const inCrm = ['--database', 'crm'];
const onPerson = [...inCrm, '--table', 'person', '--verb', 'select'];
const where = { email: { eq: '$user.email' } };
const rule = { table: 'person', verb: 'select', where, check: null, presets: null, broken: null };

let round = 0;
let group: string;

beforeEach(async () => {
  round += 1;
  group = `Sales ${round}`;
  await postern.run('groups', 'create', group, ...inCrm, '--capability', 'person:select', 'product:select');
});

describe('postern groups revoke', () => {
  it('takes grants away by name, also twice', async () => {
    const words = ['groups', 'revoke', group, ...inCrm, '--capability', 'person:select'];
    for (let time = 1; time <= 2; time += 1) {
      expect(await postern.json(...words)).toMatchObject({ capabilities: ['product:select'] });
    }
  });

  it('does not strip the group Administrators', async () => {
    const words = ['groups', 'revoke', 'Administrators', '--database', 'gateway', '--capability', '*:*'];
    expect(await postern.run(...words)).toMatchObject({ code: 1, err: expect.stringContaining('keeps') });
  });
});

describe('postern groups set-rule, remove-rule and rules', () => {
  it('set a rule, list it, and take it away', async () => {
    const set = ['groups', 'set-rule', group, ...onPerson, '--where', JSON.stringify(where)];
    expect(await postern.json(...set)).toEqual([{ group, ...rule }]);
    expect(await postern.json('groups', 'rules', group, ...inCrm)).toEqual([{ group, ...rule }]);
    expect(await postern.json('groups', 'rules', ...inCrm)).toContainEqual({ group, ...rule });
    const { out } = await postern.run('groups', 'rules', group, ...inCrm);
    expect(out).toMatch(/^GROUP +TABLE +VERB +WHERE/);
    expect(await postern.json('groups', 'remove-rule', group, ...onPerson)).toEqual([]);
    expect((await postern.run('groups', 'rules', group, ...inCrm)).out).toContain('There is no row rule');
  });

  it.each([
    ['no JSON', ['--where', 'email'], 2, /--where/],
    ['an unknown column', ['--where', '{"emial":{"eq":"x"}}'], 1, /^--where/],
    ['a value of another type', ['--where', '{"id":{"eq":"x"}}'], 1, /^--where/],
  ])('refuse %s', async (_what, words, code, sentence) => {
    const ended = await postern.run('groups', 'set-rule', group, ...onPerson, ...words);
    expect(ended).toMatchObject({ code, err: expect.stringMatching(sentence) });
  });

  it('refuse an unknown table and a verb without rows', async () => {
    const words = ['groups', 'set-rule', group, ...inCrm, '--where', '{}'];
    const table = await postern.run(...words, '--table', 'persn', '--verb', 'select');
    expect(table).toMatchObject({ code: 1, err: expect.stringMatching(/^--table: .*persn/) });
    expect((await postern.run(...words, '--table', 'person', '--verb', 'execute')).code).toBe(2);
  });
});

describe('postern check', () => {
  it('fails for each rule and each narrowing that the tables broke, and says which', async () => {
    const other = await createTestDatabase({ template: 'crm' });
    const client = new pg.Client({ connectionString: other.url });
    await client.connect();
    const inOther = ['--database', 'broken'];
    await postern.run('databases', 'add', '--slug', 'broken', '--url', other.url);
    await postern.run('users', 'create', 'bea@example.com');
    await postern.run('groups', 'create', 'Staff', ...inOther, '--capability', '*:select');
    await postern.run('groups', 'add-member', 'Staff', 'bea@example.com', ...inOther);
    const set = ['groups', 'set-rule', 'Staff', ...inOther, '--table', 'person', '--verb', 'select'];
    expect((await postern.run(...set, '--where', '{"phone":{"eq":"$user.id"}}')).code).toBe(0);
    const narrow = '{"tables":{"person":{"phone":{"eq":"1"}}},"otherTables":"ALL"}';
    const create = ['keys', 'create', ...inOther, '--access-as', 'bea@example.com', '--name', 'narrow'];
    expect((await postern.run(...create, '--narrow', narrow)).code).toBe(0);
    expect((await postern.run('check')).code).toBe(0);

    await client.query('ALTER TABLE person RENAME COLUMN phone TO telephone');
    await client.end();
    const { code, out } = await postern.run('check');
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL {2}row rule of the group Staff on person:select in broken: .*phone/m);
    expect(out).toMatch(/^FAIL {2}narrowing of the key "narrow" \([0-9A-Za-z]+\) in broken: .*phone/m);
    expect(await postern.json('groups', 'rules', 'Staff', ...inOther)).toMatchObject([
      { broken: expect.stringContaining('phone') },
    ]);
    await other.drop();
  });
});
