import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { givePassword } from '../support/console.js';
import { ask, operator } from '../support/test-gateway.js';
import { findBarriers, openConsole, signIn, type ConsoleUnderTest } from './console-under-test.js';

const LENA = 'lena@example.com';

describeInBrowser('who may only see API keys', () => {
  let console: ConsoleUnderTest;
  let page: Page;
  let id: string;
  let paths: Readonly<Record<string, string>>;

  beforeAll(async () => {
    console = await openConsole();
    const { users, groups } = console.gateway.controlPlane;
    const lena = await users.create(operator, { email: LENA });
    const watchers = await groups.create(operator, {
      name: 'Watchers',
      databaseSlug: 'gateway',
      capabilities: ['apiKeys:select'],
    });
    await groups.addMember(operator, watchers.id, lena.id);
    await givePassword(console.gateway, LENA);
    const narrow = { as: 'anna@example.com', name: 'Seen', capabilities: ['organisation:select'] };
    const key = await console.gateway.createKey(narrow);
    id = key.id;
    const { body } = await ask(console.gateway, key.secret, '{ person(limit: 1) { id } }');
    const decision = String(body.errors?.[0]?.extensions['decisionId']);
    await console.gateway.controlPlane.usage.flush();
    paths = {
      users: '/users',
      user: `/users/${lena.id}`,
      'user-form': '/users/new',
      groups: '/groups',
      group: `/groups/${watchers.id}`,
      'group-form': '/groups/new',
      databases: '/databases',
      database: '/databases/crm',
      'database-form': '/databases/new',
      'key-form': '/keys/new',
      'key-edit': `/keys/${id}/edit`,
      'key-rights': `/keys/${id}?tab=rights`,
      'key-use': `/keys/${id}?tab=use`,
      'key-history': `/keys/${id}?tab=history`,
      why: `/why?decision=${decision}`,
      'why-imagined': `/why?key=${id}&query=${encodeURIComponent('{ person { id } }')}`,
      audit: '/audit',
    };
    page = await console.open();
    await page.goto(`${console.url}/console`);
    await signIn(page, LENA);
  }, 120_000);
  afterAll(async () => {
    expect(console.complaints).toEqual([]);
    await console.close();
  });

  const open = (path: string) => page.goto(`${console.url}/console${path}`);
  const refusals = () => page.getByRole('alert');

  it('sees them in the grid, without what they lead to', async () => {
    await open('/keys');
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'Seen', exact: true }) });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/Active.*Not visible to you.*Not visible to you.*1 chosen/s);
    expect(await refusals().count()).toBe(0);
    expect(await page.getByLabel('Database').count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('sees the page of one, and is told what is missing on pressing what may not be done', async () => {
    await open(`/keys/${id}`);
    await page.getByRole('heading', { name: 'Seen' }).waitFor();
    const overview = page.getByRole('tabpanel');
    expect(await overview.innerText()).toMatch(
      /Access as\s+Not visible to you\s+Database\s+Not visible to you/,
    );
    expect(await refusals().count()).toBe(0);
    await page.getByRole('button', { name: 'Disable' }).click();
    await refusals().getByText('apiKeys.state:update').waitFor();
    expect((await console.gateway.controlPlane.apiKeys.byIds([id]))[0]?.disabled).toBe(false);
  });

  it('sees how much it is used, beside what is missing for its refusals', async () => {
    await open(paths['key-use'] ?? '');
    await page.getByText(/^Used \d+ times?, denied \d+ times?/).waitFor();
  });

  it.each([
    ['users', 'users:select'],
    ['user', 'users:select'],
    ['user-form', 'users:insert'],
    ['groups', 'groups:select'],
    ['group', 'groups:select'],
    ['group-form', 'groups:insert'],
    ['databases', 'databases:select'],
    ['database', 'databases:select'],
    ['database-form', 'databases:insert'],
    ['key-form', 'apiKeys:insert'],
    ['key-edit', 'users:select'],
    ['key-rights', 'groups'],
    ['key-use', 'decisions:select'],
    ['key-history', 'auditEvents:select'],
    ['why', 'decisions:select'],
    ['why-imagined', 'decisions'],
    ['audit', 'auditEvents:select'],
  ])('is told in words what is missing elsewhere: %s', async (name, missing) => {
    await open(paths[name] ?? '');
    await page.locator('.notice').getByText(missing).first().waitFor();
    await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
    expect(await page.getByRole('main').innerText()).not.toContain('This could not be loaded.');
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('has its own account', async () => {
    await open('/account');
    await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
    await page.getByText('This session').waitFor();
    expect(await refusals().count()).toBe(0);
  });
});
