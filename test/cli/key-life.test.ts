import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { createPostern, environmentFor, type Postern } from './postern.js';

interface Key {
  readonly id: string;
  readonly state: string;
  readonly [member: string]: unknown;
}

let controlPlane: TestDatabase;
let crm: TestDatabase;
let postern: Postern;

beforeAll(async () => {
  controlPlane = await createTestDatabase({ template: 'control-plane' });
  crm = await createTestDatabase({ template: 'crm' });
  postern = createPostern(environmentFor(controlPlane.url));
  await postern.run('databases', 'add', '--slug', 'crm', '--url', crm.url);
  const capabilities = ['--capability', 'person:select', 'product:select'];
  await postern.run('groups', 'create', 'Sales', '--database', 'crm', ...capabilities);
  for (const email of ['anna@example.com', 'ben@example.com']) {
    await postern.run('users', 'create', email);
    await postern.run('groups', 'add-member', 'Sales', email, '--database', 'crm');
  }
});

afterAll(async () => {
  await crm.drop();
  await controlPlane.drop();
});

async function create(
  name: string,
  ...words: string[]
): Promise<{ readonly id: string; readonly secret: string }> {
  return postern.json(
    'keys',
    'create',
    '--database',
    'crm',
    '--access-as',
    'anna@example.com',
    '--name',
    name,
    ...words,
  );
}

const show = (id: string) => postern.json<Key>('keys', 'show', id);
const unknownId = 'AAAAAAAAAAAAAAAA';

describe('postern keys rotate and restore', () => {
  it('print the id and the new secret as JSON, and nothing else', async () => {
    const made = await create('rotated');
    const rotated = await postern.json<Record<string, string>>('keys', 'rotate', made.id, '--overlap', '60');
    expect(Object.keys(rotated)).toEqual(['id', 'secret']);
    expect(rotated['id']).toBe(made.id);
    expect(rotated['secret']).not.toBe(made.secret);
    expect(await show(made.id)).toMatchObject({
      version: 2,
      secrets: [
        { hint: made.secret.slice(-4), validUntil: expect.any(String), lastUsedAt: null },
        { hint: rotated['secret']!.slice(-4), validUntil: null, lastUsedAt: null },
      ],
    });
    await postern.run('keys', 'revoke', made.id);
    const restored = await postern.json<Record<string, string>>('keys', 'restore', made.id);
    expect(Object.keys(restored)).toEqual(['id', 'secret']);
    expect(await show(made.id)).toMatchObject({
      state: 'ACTIVE',
      secrets: [{ hint: restored['secret']!.slice(-4) }],
    });
  });

  it('print the secret for people too, on standard output only', async () => {
    const { id } = await create('rotated for people');
    const { code, out, err } = await postern.run('keys', 'rotate', id, '--overlap', '0');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/\npst_live_\w+\n$/);
  });

  it('say what is wrong', async () => {
    const { id } = await create('wrong');
    const rotate = (...words: string[]) => postern.run('keys', 'rotate', ...words);
    expect(await rotate(id)).toMatchObject({ code: 2, err: expect.stringContaining('--overlap') });
    expect(await rotate(id, '--overlap', 'soon')).toMatchObject({
      code: 2,
      err: expect.stringContaining('3600'),
    });
    expect(await rotate(id, '--overlap', '2592001')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^--overlap: .*30 days.*\n$/),
    });
    expect((await rotate(unknownId, '--overlap', '0')).code).toBe(1);
    expect(await postern.run('keys', 'restore', id)).toMatchObject({
      code: 1,
      err: expect.stringContaining('not revoked'),
    });
    expect((await postern.run('keys', 'show', unknownId)).code).toBe(1);
  });
});

describe('postern keys disable and enable', () => {
  it('switch a key, say who and when, and are idempotent', async () => {
    const { id } = await create('switched');
    expect(await postern.json('keys', 'disable', id)).toMatchObject({ id, state: 'DISABLED' });
    expect((await postern.run('keys', 'disable', id)).code).toBe(0);
    const shown = await show(id);
    expect(shown).toMatchObject({ version: 2, disabledBy: 'operator', disabledAt: expect.any(String) });
    expect(await postern.json('keys', 'enable', id)).toMatchObject({ id, state: 'ACTIVE' });
    expect(await show(id)).toMatchObject({ disabledAt: null, disabledBy: null, revokedAt: null });
    for (const verb of ['disable', 'enable']) {
      expect((await postern.run('keys', verb, unknownId)).code).toBe(1);
    }
  });
});

describe('postern keys update', () => {
  it('changes all that the management API can, and takes away only what is named', async () => {
    const { id } = await create('narrow', '--until', '2150-01-01T00:00:00Z', '--address', '192.0.2.1');
    const narrow = { tables: { person: { firstName: { eq: 'Ann' } } }, otherTables: 'ALL' };
    const updated = await postern.json<Key>(
      ...['keys', 'update', id, '--name', 'changed', '--access-as', 'ben@example.com', '--tag', 'a', 'b'],
      ...[
        '--description',
        'for the shop',
        '--capability',
        'person:select',
        '--narrow',
        JSON.stringify(narrow),
      ],
      ...['--from', '2026-01-01T00:00:00Z', '--address', '198.51.100.0/24,2001:db8::/32'],
    );
    expect(updated).toMatchObject({
      name: 'changed',
      accessAs: 'ben@example.com',
      tags: ['a', 'b'],
      description: 'for the shop',
      capabilities: ['person:select'],
      rowNarrowing: narrow,
      validFrom: '2026-01-01T00:00:00.000Z',
      validUntil: '2150-01-01T00:00:00.000Z',
      allowedAddresses: ['198.51.100.0/24', '2001:db8::/32'],
    });
    const all = ['description', 'from', 'until', 'address', 'capability', 'narrow'];
    expect(await postern.json<Key>('keys', 'update', id, '--unset', ...all)).toMatchObject({
      name: 'changed',
      tags: ['a', 'b'],
      description: null,
      capabilities: null,
      rowNarrowing: null,
      validFrom: null,
      validUntil: null,
      allowedAddresses: null,
    });
    expect((await show(id))['version']).toBe(3);
    expect((await postern.run('keys', 'update', id)).code).toBe(0);
    expect((await show(id))['version']).toBe(3);
  });

  it('says what is wrong by the name of the option', async () => {
    const { id } = await create('wrong update');
    const update = (...words: string[]) => postern.run('keys', 'update', id, ...words);
    expect(await update('--address', '010.0.0.1')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^--address: /),
    });
    expect(await update('--until', '2150-01-01T00:00:00Z', '--unset', 'until')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^--unset: /),
    });
    expect(await update('--unset', 'everything')).toMatchObject({ code: 2 });
    expect(await update('--access-as', 'nobody@example.com')).toMatchObject({ code: 1 });
    expect((await postern.run('keys', 'update', unknownId, '--name', 'x')).code).toBe(1);
  });
});

describe('postern keys show', () => {
  it('shows no secret, and nothing that is not there', async () => {
    const { id, secret } = await create('shown', '--description', 'two\nlines');
    const { out } = await postern.run('keys', 'show', id);
    expect(out).toContain('description: two lines\n');
    expect(out).toContain(`secret …${secret.slice(-4)}: made `);
    expect(out).not.toContain(secret.split('_')[3]);
    expect(out).not.toContain('null');
  });
});

describe('postern keys stop, undo-stop and stops', () => {
  it('stop the keys of a user, a database or a tag, and let them go again', async () => {
    const tagged = await create('tagged', '--tag', 'stopped');
    const stop = await postern.json<Key>('keys', 'stop', '--tag', 'stopped', '--reason', 'leaked');
    expect(stop).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      by: 'operator',
      scope: 'TAG',
      target: 'stopped',
      reason: 'leaked',
      count: 1,
      undoneAt: null,
      undoneBy: null,
    });
    expect(await show(tagged.id)).toMatchObject({
      state: 'DISABLED',
      stateReason: expect.stringContaining(stop.id),
    });
    const user = await postern.run('keys', 'stop', '--access-as', 'anna@example.com');
    expect(user).toMatchObject({ code: 0, out: expect.stringMatching(/^Stopped: \d+ keys are disabled/) });
    expect((await postern.run('keys', 'stops')).out).toMatch(
      /user +anna@example\.com .*\n.*tag +stopped +1 +operator +stands +leaked/,
    );
    await postern.run('keys', 'undo-stop', stop.id);
    expect((await show(tagged.id)).state).toBe('DISABLED');
    const stops = await postern.json<Key[]>('keys', 'stops');
    expect(await postern.json('keys', 'undo-stop', stops[0]!.id)).toMatchObject({ undoneBy: 'operator' });
    expect((await show(tagged.id)).state).toBe('ACTIVE');
  });

  it('say what is wrong', async () => {
    const stop = (...words: string[]) => postern.run('keys', 'stop', ...words);
    expect((await stop()).code).toBe(1);
    expect(await stop('--tag', 'a', '--database', 'crm')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^--tag: .*only one/),
    });
    expect((await stop('--access-as', 'nobody@example.com')).code).toBe(1);
    expect((await stop('--database', 'nowhere')).code).toBe(1);
    expect((await postern.run('keys', 'undo-stop', unknownId)).code).toBe(1);
  });
});
