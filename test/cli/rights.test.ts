import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestGateway, type TestGateway } from '../support/test-gateway.js';
import { createPostern, type Postern } from './postern.js';

let gateway: TestGateway;
let postern: Postern;
beforeAll(async () => {
  gateway = await startTestGateway();
  postern = createPostern({
    DATABASE_URL: gateway.controlPlaneUrl,
    POSTERN_PEPPER: gateway.peppers.current.reveal(),
  });
});
afterAll(() => gateway.close());

it('keys rights lists what the groups of its user grant, and what the key removes', async () => {
  const { id } = await gateway.createKey({ as: 'anna@example.com', capabilities: ['person:select'] });
  const rights = await postern.json<readonly unknown[]>('keys', 'rights', id);
  expect(rights).toContainEqual({
    capability: 'person:select',
    allowed: true,
    grantedBy: ['Sales'],
    closedIn: [],
    removedBy: [],
  });
  expect(rights).toContainEqual({
    capability: 'activity:select',
    allowed: false,
    grantedBy: ['Sales'],
    closedIn: [],
    removedBy: ['SUBSET'],
  });
  const { out } = await postern.run('keys', 'rights', id);
  expect(out).toMatch(/activity:select +Sales +removed by the key's subset/);
  expect(out).toMatch(/person:select +Sales +allowed/);
});

it('users rights lists them for one database', async () => {
  const rights = await postern.json('users', 'rights', 'anna@example.com', '--database', 'crm');
  expect(rights).toContainEqual(expect.objectContaining({ capability: 'activity:select', allowed: true }));
  const { out } = await postern.run('users', 'rights', 'anna@example.com', '--database', 'gateway');
  expect(out).toBe('No group of anna@example.com grants anything in gateway.\n');
});

it('neither knows a key, user or database that there is not', async () => {
  expect((await postern.run('keys', 'rights', 'nobody')).code).toBe(1);
  expect((await postern.run('users', 'rights', 'nobody@example.com', '--database', 'crm')).code).toBe(1);
  expect((await postern.run('users', 'rights', 'anna@example.com', '--database', 'nowhere')).code).toBe(1);
  expect((await postern.run('users', 'rights', 'anna@example.com')).code).toBe(2);
});
