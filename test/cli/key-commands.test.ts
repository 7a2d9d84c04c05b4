import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operator } from '../../src/cli/existing.js';
import { createCliWiring } from '../../src/command-line.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { createPostern, environmentFor, type Postern } from './postern.js';

interface Key {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly capabilities: readonly string[] | null;
}

let controlPlane: TestDatabase;
let crm: TestDatabase;
let environment: ReturnType<typeof environmentFor>;
let postern: Postern;

beforeAll(async () => {
  controlPlane = await createTestDatabase({ template: 'control-plane' });
  crm = await createTestDatabase({ template: 'crm' });
  environment = environmentFor(controlPlane.url);
  postern = createPostern(environment);
  await postern.run('databases', 'add', '--slug', 'crm', '--url', crm.url, '--guard', 'person.privateNote');
  await postern.run('users', 'create', 'anna@example.com');
  await postern.run(
    'groups',
    'create',
    'Sales',
    '--database',
    'crm',
    '--capability',
    'person:select',
    'product:select',
  );
  await postern.run('groups', 'add-member', 'Sales', 'anna@example.com', '--database', 'crm');
});

afterAll(async () => {
  await crm.drop();
  await controlPlane.drop();
});

const forAnna = ['--database', 'crm', '--access-as', 'anna@example.com'];

describe('postern keys create', () => {
  it('prints the id and the secret as JSON, and nothing else', async () => {
    const made = await postern.json<Record<string, string>>('keys', 'create', ...forAnna, '--name', 'plain');
    expect(Object.keys(made)).toEqual(['id', 'secret']);
    expect(made['secret']).toMatch(new RegExp(`^pst_live_${made['id']!}_[0-9A-Za-z]+$`));
  });

  it('narrows a key to rows, by JSON that the database bears out', async () => {
    const narrow = { tables: { person: { firstName: { eq: 'Ann' } } }, otherTables: 'NONE' };
    const words = ['keys', 'create', ...forAnna, '--name', 'few rows', '--narrow'];
    expect((await postern.run(...words, JSON.stringify(narrow))).code).toBe(0);
    expect(await postern.json('keys', 'list', '--search', 'few rows')).toMatchObject([
      { rowNarrowing: narrow },
    ]);
    const unknown = await postern.run(...words, '{"tables":{"persn":{}},"otherTables":"NONE"}');
    expect(unknown).toMatchObject({ code: 1, err: expect.stringMatching(/^--narrow \(tables.*persn/) });
    const misread = await postern.run(...words, 'tables');
    expect(misread).toMatchObject({ code: 2, err: expect.stringContaining('--narrow') });
  });

  it('prints the secret for people too, on standard output only', async () => {
    const { code, out, err } = await postern.run('keys', 'create', ...forAnna, '--name', 'for people');
    expect(code).toBe(0);
    expect(out).toMatch(/pst_live_/);
    expect(err).toBe('');
  });

  it('stores every restriction as it was written', async () => {
    const { id } = await postern.json<Key>(
      ...['keys', 'create', ...forAnna, '--name', 'narrow', '--description', 'for the web shop'],
      ...[
        '--tag',
        'shop',
        'web',
        '--tag',
        'eu',
        '--capability',
        'product:select',
        '--capability',
        'person.email:select',
      ],
      ...['--from', '2026-01-01T00:00:00+01:00', '--until', '2199-01-01T00:00:00.500Z'],
      ...['--address', '192.0.2.7,2001:db8::/32', '--address', '198.51.100.0/24'],
    );
    const keys = await postern.json<Key[]>('keys', 'list', '--search', 'narrow');
    expect(keys).toEqual([
      {
        id,
        name: 'narrow',
        description: 'for the web shop',
        tags: ['shop', 'web', 'eu'],
        database: 'crm',
        accessAs: 'anna@example.com',
        state: 'ACTIVE',
        stateReason: expect.any(String),
        validFrom: '2025-12-31T23:00:00.000Z',
        validUntil: '2199-01-01T00:00:00.500Z',
        allowedAddresses: ['192.0.2.7', '2001:db8::/32', '198.51.100.0/24'],
        capabilities: expect.arrayContaining(['product:select', 'person.email:select']),
        createdAt: expect.any(String),
        lastUsedAt: null,
        rowNarrowing: null,
      },
    ]);
  });

  it.each([
    ['a capability that the user lacks', ['--capability', 'person.privateNote:select'], 'capabilities'],
    ['an address that is ambiguous', ['--address', '010.0.0.1'], 'allowedAddresses'],
    [
      'an end before the beginning',
      ['--from', '2026-02-01T00:00:00Z', '--until', '2026-01-01T00:00:00Z'],
      'validUntil',
    ],
    ['an empty capability', ['--capability', ''], 'capabilities'],
    ['an empty address', ['--address', ''], 'allowedAddresses'],
  ])('refuses %s, and no key is made', async (_what, words, field) => {
    const before = await postern.json<Key[]>('keys', 'list');
    const { code, out, err } = await postern.run(
      'keys',
      'create',
      ...forAnna,
      '--name',
      'refused',
      ...words,
      '--json',
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      error: { code: 'BAD_USER_INPUT', field: expect.stringContaining(field) },
    });
    expect(err).toMatch(/^--(capability|address|until|from): .+\.\n$/);
    expect(await postern.json<Key[]>('keys', 'list')).toEqual(before);
  });

  it.each([
    [
      'an unknown user',
      ['--database', 'crm', '--access-as', 'nobody@example.com'],
      /no user .*nobody@example\.com/,
    ],
    ['an unknown database', ['--database', 'crn', '--access-as', 'anna@example.com'], /no database "crn"/],
  ])('names %s', async (_what, words, sentence) => {
    const { code, out, err } = await postern.run('keys', 'create', ...words, '--name', 'x', '--json');
    expect(code).toBe(1);
    expect(err).toMatch(sentence);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'NOT_FOUND', field: null } });
  });

  it.each(['2026-02-30T00:00:00Z', '2026-01-01', 'tomorrow', '2026-01-01T00:00:00'])(
    'refuses the instant %s as written wrongly',
    async (instant) => {
      const { code, err } = await postern.run(
        'keys',
        'create',
        ...forAnna,
        '--name',
        'x',
        '--until',
        instant,
      );
      expect(code).toBe(2);
      expect(err).toContain(instant);
    },
  );
});

describe('postern keys revoke', () => {
  it('revokes, once and again, and the list says so', async () => {
    const { id } = await postern.json<Key>('keys', 'create', ...forAnna, '--name', 'short-lived');
    expect(await postern.json('keys', 'revoke', id)).toMatchObject({ id, state: 'REVOKED' });
    expect((await postern.run('keys', 'revoke', id)).code).toBe(0);
    expect(await postern.json('keys', 'list', '--search', 'short-lived')).toMatchObject([
      { id, state: 'REVOKED' },
    ]);
  });

  it('does not find a key that does not exist', async () => {
    const { code, err } = await postern.run('keys', 'revoke', 'AAAAAAAAAAAAAAAA');
    expect(code).toBe(1);
    expect(err).toMatch(/^.+\.\n$/);
  });
});

describe('postern keys list', () => {
  it('never shows a secret', async () => {
    const made = await postern.json<{ readonly secret: string }>(
      'keys',
      'create',
      ...forAnna,
      '--name',
      'hidden',
    );
    const random = made.secret.split('_')[3]!;
    for (const words of [[], ['--json']]) {
      const { out, err } = await postern.run('keys', 'list', ...words);
      expect(out).toContain('hidden');
      expect(out + err).not.toContain(random);
    }
  });

  it('shows more keys than fit on a page of the service, each once', async () => {
    const { id } = await postern.json<Key>('users', 'create', 'many@example.com');
    const services = await createCliWiring(environment).openServices();
    for (let count = 0; count < 205; count += 1) {
      await services.controlPlane.apiKeys.create(operator, {
        name: 'n',
        accessAsUserId: id,
        databaseSlug: 'gateway',
      });
    }
    await services.close();
    const keys = await postern.json<Key[]>('keys', 'list', '--access-as', 'many@example.com');
    expect(new Set(keys.map((key) => key.id)).size).toBe(205);
    expect(keys).toHaveLength(205);
  });

  it('says of a key that opens nothing that it does', async () => {
    await postern.run('users', 'create', 'idle@example.com');
    await postern.run('groups', 'create', 'Idle', '--database', 'crm');
    await postern.run('groups', 'add-member', 'Idle', 'idle@example.com', '--database', 'crm');
    await postern.run(
      'keys',
      'create',
      '--database',
      'crm',
      '--access-as',
      'idle@example.com',
      '--name',
      'idle',
    );
    const keys = await postern.json<Key[]>('keys', 'list', '--access-as', 'idle@example.com');
    expect(keys.map((key) => key.state)).toEqual(['NO_EFFECTIVE_CAPABILITIES']);
  });

  it('shows only what was asked for: state, tag, end, use and policies', async () => {
    const create = async (name: string, ...words: string[]) =>
      (await postern.json<Key>('keys', 'create', ...forAnna, '--name', name, '--tag', 'filtered', ...words))
        .id;
    const ended = await create('ended', '--until', '2020-01-01T00:00:00Z');
    const ending = await create('ending', '--until', '2150-01-01T00:00:00Z');
    const open = await create('open');
    const list = async (...words: string[]) =>
      (await postern.json<Key[]>('keys', 'list', '--tag', 'filtered', ...words)).map(({ id }) => id).sort();
    expect(await list()).toEqual([ended, ending, open].sort());
    expect(await list('--state', 'EXPIRED')).toEqual([ended]);
    expect(await list('--state', 'ACTIVE', 'EXPIRED')).toEqual([ended, ending, open].sort());
    expect(await list('--expires-before', '2150-01-01T00:00:00.001Z')).toEqual([ended, ending].sort());
    expect(await list('--expires-before', '2150-01-01T00:00:00Z')).toEqual([ended]);
    expect(await list('--never-used')).toEqual([ended, ending, open].sort());
    expect(await list('--breaking-policy')).toEqual([]);
    expect((await postern.run('keys', 'list', '--state', 'SLEEPING')).code).toBe(2);
  });

  it('shows what breaks a new policy, and `check` warns of it', async () => {
    const set = (...words: string[]) => postern.run('databases', 'set', 'gateway', ...words);
    const create = (...words: string[]) =>
      postern.run(
        ...['keys', 'create', '--database', 'gateway', '--access-as', 'anna@example.com', '--name', 'policy'],
        ...[...words, '--json'],
      );
    const before = JSON.parse((await create()).out) as Key;
    expect((await set('--setting', 'requireValidUntil=true')).code).toBe(0);
    const breaking = await postern.json<Key[]>('keys', 'list', '--breaking-policy', '--search', 'policy');
    expect(breaking.map(({ id }) => id)).toEqual([before.id]);
    const refused = await create();
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('must have an end') });
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'POLICY' } });
    expect((await create('--until', '2150-01-01T00:00:00Z')).code).toBe(0);
    const { checks } = await postern.json<{ checks: { name: string; detail: string }[] }>('check');
    expect(checks).toContainEqual({
      name: 'policies of gateway',
      passed: true,
      isWarning: true,
      detail: expect.stringMatching(/^\d+ keys break them/),
    });
    expect((await set('--setting', 'maxLimit=5')).err).toContain('built in');
    await set('--unset', 'requireValidUntil');
    expect(await postern.json('keys', 'list', '--breaking-policy')).toEqual([]);
  });

  it('still lists the keys of a database that cannot be reached, and says so', async () => {
    const gone = await createTestDatabase({ template: 'crm' });
    await postern.run('databases', 'add', '--slug', 'gone', '--url', gone.url);
    await postern.run('groups', 'create', 'All', '--database', 'gone', '--capability', 'person:select');
    await postern.run('groups', 'add-member', 'All', 'anna@example.com', '--database', 'gone');
    const { id } = await postern.json<Key>(
      ...['keys', 'create', '--database', 'gone', '--access-as', 'anna@example.com', '--name', 'orphan'],
      ...['--capability', 'person:select'],
    );
    await gone.drop();
    const { code, out, err } = await postern.run('keys', 'list', '--database', 'gone', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { id, state: 'ACTIVE', capabilities: [expect.stringMatching(/:select$/)] },
    ]);
    expect(err).toContain('gone cannot be reached');
  });
});
