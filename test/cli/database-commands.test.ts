import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { createPostern, environmentFor } from './postern.js';

let controlPlane: TestDatabase;
let crm: TestDatabase;
let environment: ReturnType<typeof environmentFor>;

beforeAll(async () => {
  controlPlane = await createTestDatabase({ template: 'control-plane' });
  crm = await createTestDatabase({ template: 'crm' });
  environment = environmentFor(controlPlane.url);
});

afterAll(async () => {
  await crm.drop();
  await controlPlane.drop();
});

describe('postern databases add', () => {
  it('registers a database with its schemas and guards, and never prints its URL', async () => {
    const words = ['databases', 'add', '--slug', 'crm', '--url', crm.url, '--schema', 'public'];
    const { code, out, err } = await createPostern(environment).run(
      ...words,
      '--guard',
      'person.privateNote',
      '--json',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual({
      id: expect.any(String),
      version: expect.any(Number),
      slug: 'crm',
      enabled: true,
      settings: { schemas: ['public'], guardedColumns: ['person.privateNote'] },
    });
    expect(out).not.toContain('postgres');
    const list = await createPostern(environment).json<{ readonly slug: string }[]>('databases', 'list');
    expect(list.map((database) => database.slug)).toEqual(['crm', 'gateway']);
  });

  it('takes the URL from standard input, where no other user of the machine can see it', async () => {
    const postern = createPostern(environment, { readStandardInput: () => Promise.resolve(`${crm.url}\n`) });
    const { code } = await postern.run('databases', 'add', '--slug', 'piped', '--url', '-');
    expect(code).toBe(0);
    expect(await postern.json('schema', 'print', '--database', 'piped')).toMatchObject({
      sdl: expect.stringContaining('type SupportCase'),
    });
  });

  it('takes the URL from POSTERN_NEW_DATABASE_URL', async () => {
    const postern = createPostern({ ...environment, POSTERN_NEW_DATABASE_URL: crm.url });
    expect((await postern.run('databases', 'add', '--slug', 'quiet')).code).toBe(0);
  });

  it('says how to give the URL when it is missing', async () => {
    const { code, err } = await createPostern(environment).run('databases', 'add', '--slug', 'none');
    expect(code).toBe(2);
    expect(err).toMatch(/--url -/);
  });

  it('refuses the control plane itself and shows no password of a URL that fails', async () => {
    const postern = createPostern(environment);
    expect((await postern.run('databases', 'add', '--slug', 'self', '--url', controlPlane.url)).code).toBe(1);
    const wrong = new URL(crm.url);
    wrong.username = 'nobody';
    wrong.password = 'open-sesame';
    wrong.pathname = '/does-not-exist';
    const { code, out, err } = await postern.run(
      'databases',
      'add',
      '--slug',
      'x',
      '--url',
      wrong.href,
      '--json',
    );
    expect(code).toBe(1);
    expect(err).toMatch(/^--url: .+\.\n$/);
    expect(out + err).not.toContain('open-sesame');
  });
});

describe('postern databases reload', () => {
  it('makes a new version of the database, which running gateways then read', async () => {
    const postern = createPostern(environment);
    const before = await postern.json<{ readonly slug: string; readonly version: number }[]>(
      'databases',
      'list',
    );
    const { version } = before.find(({ slug }) => slug === 'crm') ?? { version: 0 };
    expect(await postern.json('databases', 'reload', 'crm')).toMatchObject({
      slug: 'crm',
      version: version + 1,
    });
    const { code, out } = await postern.run('databases', 'reload', 'crm');
    expect({ code, out }).toEqual({ code: 0, out: 'Running gateways will read crm again.\n' });
  });

  it('knows no unknown database, and leaves the control plane alone', async () => {
    const postern = createPostern(environment);
    const unknown = await postern.run('databases', 'reload', 'absent');
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('no database "absent"') });
    const builtIn = await postern.run('databases', 'reload', 'gateway');
    expect(builtIn).toMatchObject({ code: 1, err: expect.stringContaining('built in') });
  });
});

describe('postern databases set', () => {
  interface Described {
    readonly version: number;
    readonly enabled: boolean;
    readonly settings: Readonly<Record<string, unknown>>;
  }

  it('merges settings, puts them back, disables and enables', async () => {
    const postern = createPostern(environment);
    const before = (await postern.json<(Described & { readonly slug: string })[]>('databases', 'list')).find(
      ({ slug }) => slug === 'crm',
    );
    const words = ['databases', 'set', 'crm', '--setting', 'denials=HIDE', 'maxLimit=500'];
    const session = 'sessionSettings={"app.user_id":"$user.id"}';
    const set = await postern.json<Described>(...words, '--setting', session, '--disable');
    expect(set).toMatchObject({
      enabled: false,
      settings: {
        ...before?.settings,
        denials: 'HIDE',
        maxLimit: 500,
        sessionSettings: { 'app.user_id': '$user.id' },
      },
    });
    const unset = ['--unset', 'denials', 'maxLimit', '--unset', 'sessionSettings'];
    expect(await postern.json('databases', 'set', 'crm', ...unset, '--enable')).toMatchObject({
      enabled: true,
      settings: before?.settings,
      version: set.version + 1,
    });
    const { out } = await postern.run('databases', 'set', 'crm');
    expect(out).toMatch(/^The database crm is enabled; its settings: /);
  });

  it.each([
    [['--setting', 'denial=HIDE'], 1, /^--setting \(denial\): /],
    [['--setting', 'denials=null'], 1, /unsetSettings/],
    [['--setting', 'denials'], 2, /<name>=<value>/],
    [['--unset', 'denial'], 1, /^--unset: /],
    [['--enable', '--disable'], 2, /disable/],
  ])('refuses %j', async (words, code, sentence) => {
    const ended = await createPostern(environment).run('databases', 'set', 'crm', ...words);
    expect(ended).toMatchObject({ code, err: expect.stringMatching(sentence) });
  });

  it('leaves the control plane alone', async () => {
    const words = ['databases', 'set', 'gateway', '--disable'];
    expect(await createPostern(environment).run(...words)).toMatchObject({ code: 1 });
  });
});

describe('postern databases show, move and remove', () => {
  it('show how a database is served, without its URL', async () => {
    const postern = createPostern(environment);
    expect(await postern.json('databases', 'show', 'crm')).toMatchObject({ slug: 'crm', enabled: true });
    const { out } = await postern.run('databases', 'show', 'crm');
    expect(out).toMatch(/^The database crm is enabled; its settings: .*guardedColumns/);
    expect(out).not.toContain('postgres');
    expect(await postern.run('databases', 'show', 'absent')).toMatchObject({ code: 1 });
  });

  it('move a database to another URL, after the same checks', async () => {
    const postern = createPostern(environment);
    await postern.run('databases', 'add', '--slug', 'moving', '--url', crm.url);
    const moved = await postern.json(
      'databases',
      'move',
      'moving',
      '--url',
      `${crm.url}?application_name=moved`,
    );
    expect(moved).toMatchObject({ slug: 'moving', version: 2 });
    const wrong = await postern.run('databases', 'move', 'moving', '--url', controlPlane.url);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringMatching(/^--url: .*control plane/) });
    expect(await postern.run('databases', 'move', 'moving')).toMatchObject({ code: 2 });
  });

  it('remove a database and free its slug, but never the control plane', async () => {
    const postern = createPostern(environment);
    await postern.run('databases', 'add', '--slug', 'leaving', '--url', crm.url);
    expect(await postern.json('databases', 'remove', 'leaving')).toMatchObject({ enabled: false });
    const list = await postern.json<{ readonly slug: string }[]>('databases', 'list');
    expect(list.map(({ slug }) => slug)).not.toContain('leaving');
    expect(await postern.run('databases', 'remove', 'leaving')).toMatchObject({ code: 1 });
    expect(await postern.run('databases', 'remove', 'gateway')).toMatchObject({ code: 1 });
    expect(await postern.run('databases', 'add', '--slug', 'leaving', '--url', crm.url)).toMatchObject({
      code: 0,
    });
  });
});

describe('postern schema print', () => {
  it('prints the SDL of a database and of the management API', async () => {
    const postern = createPostern(environment);
    const { out } = await postern.run('schema', 'print', '--database', 'crm');
    expect(out).toMatch(/^type Person implements Node \{$/m);
    expect(out).toMatch(/^enum OpportunityStage \{$/m);
    expect((await postern.run('schema', 'print', '--database', 'gateway')).out).toMatch(/^type ApiKey \{$/m);
  });

  it('ends with 3 when the database cannot be reached', async () => {
    const gone = await createTestDatabase();
    const postern = createPostern(environment);
    await postern.run('databases', 'add', '--slug', 'gone', '--url', gone.url);
    await gone.drop();
    const { code, out } = await postern.run('schema', 'print', '--database', 'gone', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'DATABASE_UNAVAILABLE' } });
  });
});

describe('postern check', () => {
  it('passes where everything answers, and fails where a database does not', async () => {
    const fresh = await createTestDatabase({ template: 'control-plane' });
    const data = await createTestDatabase();
    const postern = createPostern(environmentFor(fresh.url));
    await postern.run('databases', 'add', '--slug', 'data', '--url', data.url);
    expect(await postern.json('check')).toMatchObject({ passed: true });
    await data.drop();
    const { code, out } = await postern.run('check');
    expect(code).toBe(1);
    expect(out).toMatch(/^ok {4}control plane: /m);
    expect(out).toMatch(/^FAIL {2}database data: /m);
    await fresh.drop();
  });
});

describe('postern migrate', () => {
  it('makes the tables that the other commands need, and may be run again', async () => {
    const empty = await createTestDatabase();
    const postern = createPostern(environmentFor(empty.url));
    const before = await postern.run('users', 'list');
    expect(before.code).toBe(3);
    expect(before.err).toContain('postern migrate');
    expect(await postern.json('migrate')).toEqual({ migrated: true });
    expect((await postern.run('migrate')).code).toBe(0);
    expect(await postern.json('users', 'list')).toEqual([]);
    await empty.drop();
  });
});

describe('what the command line does', () => {
  it('stands in the audit as done by the operator', async () => {
    const client = new pg.Client({ connectionString: controlPlane.url });
    await client.connect();
    const { rows } = await client.query<{ text: string }>(
      'SELECT t::text AS text FROM gateway.audit_events t',
    );
    await client.end();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.text.includes('operator'))).toBe(true);
  });
});
