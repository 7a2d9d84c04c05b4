import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { createPostern, environmentFor, type Postern } from './postern.js';

let controlPlane: TestDatabase;
let postern: Postern;

beforeAll(async () => {
  controlPlane = await createTestDatabase({ template: 'control-plane' });
  postern = createPostern(environmentFor(controlPlane.url));
  for (const name of ['anna', 'otto', 'zoe']) await postern.run('users', 'create', `${name}@example.com`);
  await postern.run('users', 'disable', 'otto@example.com');
});

afterAll(() => controlPlane.drop());

interface Event {
  readonly sequence: string;
  readonly action: string;
  readonly target: string;
  readonly at: string;
}

async function exported(...words: string[]): Promise<readonly Event[]> {
  const { code, out, err } = await postern.run('audit', 'export', ...words);
  expect([code, err]).toEqual([0, '']);
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Event);
}

describe('postern audit list', () => {
  it('shows the newest changes, for people and as JSON', async () => {
    const { out, code } = await postern.run('audit', 'list');
    expect(code).toBe(0);
    expect(out.split('\n')[1]).toMatch(/^20\d\d-\S+Z +users\.disable +\S{16} +operator +4$/);
    const events = await postern.json<Event[]>('audit', 'list', '--action', 'users.create', '--first', '2');
    expect(events.map(({ sequence }) => sequence)).toEqual(['3', '2']);
    const { err } = await postern.run('audit', 'list', '--first', '2');
    expect(err).toContain('There are older ones');
  });

  it('says when nothing fits', async () => {
    const { out } = await postern.run('audit', 'list', '--actor', 'nobody');
    expect(out).toBe('There is no such change.\n');
  });

  it.each([
    [2, ['--from', 'yesterday'], 'yesterday'],
    [2, ['--first', '0'], 'number of things'],
    [1, ['--first', '501'], 'must lie between 0 and 500'],
    [1, ['--from', '2026-01-02T00:00:00Z', '--until', '2026-01-01T00:00:00Z'], '--until: must come after'],
  ])('refuses with exit code %i: %j', async (code, words, sentence) => {
    const ended = await postern.run('audit', 'list', ...words);
    expect(ended).toMatchObject({ code, err: expect.stringContaining(sentence) });
  });
});

describe('postern audit export', () => {
  it('prints one object a line in the order of the chain, with everything that the MAC covers', async () => {
    const events = await exported();
    expect(events.map(({ sequence }) => sequence)).toEqual(['1', '2', '3', '4']);
    expect(events[3]).toEqual({
      sequence: '4',
      id: expect.stringMatching(/^[0-9A-Za-z]{16}$/),
      at: expect.stringMatching(/Z$/),
      action: 'users.disable',
      actor: 'operator',
      asUserId: null,
      target: events[1]!.target,
      address: null,
      requestId: null,
      before: { enabled: true },
      after: { enabled: false },
      mac: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is narrowed as the list is', async () => {
    const [first, second] = await exported('--action', 'users.create');
    expect(await exported('--target', first!.target)).toEqual([first]);
    expect(await exported('--from', second!.at, '--action', 'users.create')).toHaveLength(2);
    expect(await exported('--until', first!.at)).toEqual([]);
    expect(await exported('--actor', 'nobody', '--json')).toEqual([]);
  });
});
