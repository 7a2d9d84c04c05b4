import { describe, expect, it } from '@jest/globals';
import { PosternError } from '../../src/foundation/postern-error.js';
import { createPostern, environmentFor } from './postern.js';

// Port 9 (discard) of this machine: nobody listens there.
const unreachable = environmentFor('postgres://postern:open-sesame@127.0.0.1:9/postern');
const postern = createPostern(unreachable);

describe('the exit code of postern', () => {
  it.each([
    [['--help']],
    [['keys', '--help']],
    [['help', 'databases', 'add']],
    [['databases', 'add', '--help']],
  ])('is 0 for help: %j', async (words) => {
    const { code, out, err } = await postern.run(...words);
    expect(code).toBe(0);
    expect(out).toContain('Usage: postern');
    expect(err).toBe('');
  });

  it.each([
    [[]],
    [['keys']],
    [['kyes', 'list']],
    [['keys', 'lst']],
    [['keys', 'create']],
    [['keys', 'list', '--nonsense']],
    [['keys', 'revoke']],
    [['users', 'create']],
    [['users', 'create', 'a@example.com', 'b@example.com']],
    [['groups', 'create', 'Sales']],
    [['groups', 'grant', 'Sales', '--database', 'crm']],
    [['databases', 'add']],
    [['schema', 'print']],
  ])('is 2 for what is written wrongly, without a look at the control plane: %j', async (words) => {
    const { code, out, err } = await postern.run(...words);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toBe('');
  });

  it('is 2 for a setting that is wrong, and the sentence names it', async () => {
    const { code, err } = await createPostern({ ...unreachable, PORT: 'http' }).run('users', 'list');
    expect(code).toBe(2);
    expect(err).toContain('PORT');
  });

  it.each([
    [['users', 'list']],
    [['check']],
    [['migrate']],
    [['keys', 'create', '--database', 'crm', '--access-as', 'anna@example.com', '--name', 'x']],
  ])('is 3 when the control plane cannot be reached: %j', async (words) => {
    const { code, out, err } = await postern.run(...words, '--json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'CONTROL_PLANE_UNAVAILABLE', field: null } });
    expect(out + err).not.toContain('open-sesame');
    expect(err).toMatch(/^[^\n]+\.( [^\n]+\?)?\n$/);
  });

  it('is 3 where there is no control plane at all', async () => {
    const { code, err } = await createPostern({ POSTERN_DATA: '/nonexistent/postern' }).run('users', 'list');
    expect(code).toBe(3);
    expect(err).toContain('DATABASE_URL');
  });
});

describe('a failure', () => {
  it('is JSON on standard output with --json, also when the command was written wrongly', async () => {
    const { code, out } = await postern.run('keys', 'create', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({
      error: { code: 'USAGE', message: expect.stringContaining('--database'), field: null, problems: [] },
    });
  });

  it('never shows a stack, also where it is a mistake of our own', async () => {
    const broken = createPostern(unreachable, {
      openServices: () => Promise.reject(new TypeError('x is not a function')),
    });
    const { code, out, err } = await broken.run('users', 'list');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe('Something went wrong inside postern: x is not a function\n');
  });
});

describe('postern start', () => {
  it('prints where it listens and ends when the gateway has stopped', async () => {
    let stop: () => void = () => undefined;
    const demos: boolean[] = [];
    const started = createPostern(unreachable, {
      startGateway: ({ demo }) => {
        demos.push(demo);
        const stopped = new Promise<void>((resolve) => (stop = resolve));
        return Promise.resolve({ url: 'http://127.0.0.1:4000', summary: 'Ready.', stopped });
      },
    });
    let ended = false;
    const running = started.run('start', '--demo', '--json').finally(() => (ended = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ended).toBe(false);
    stop();
    expect(await running).toEqual({ code: 0, out: '{"url":"http://127.0.0.1:4000"}\n', err: '' });
    expect(demos).toEqual([true]);
  });

  it('ends with the sentence and the code of what kept it from starting', async () => {
    const refused = createPostern(unreachable, {
      startGateway: () => Promise.reject(new PosternError('CONTROL_PLANE_UNAVAILABLE', 'Nobody answers.')),
    });
    expect(await refused.run('start')).toEqual({ code: 3, out: '', err: 'Nobody answers.\n' });
  });
});
