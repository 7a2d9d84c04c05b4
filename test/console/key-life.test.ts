import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { findBarriers, openConsole, type ConsoleUnderTest } from './console-under-test.js';
import { pressOn, tabTo } from './keyboard.js';

/** The life of a key with the keyboard alone, its secret used by HTTP as a program would. Each test goes on from the one before. */
describeInBrowser('with the keyboard alone an administrator', () => {
  let console: ConsoleUnderTest;
  let page: Page;
  let secret: string;
  let decisionId: string;

  beforeAll(async () => {
    console = await openConsole();
    page = await console.openSignedIn({ permissions: ['clipboard-read', 'clipboard-write'] });
  }, 120_000);
  afterAll(async () => {
    expect(console.complaints).toEqual([]);
    await console.close();
  });

  const use = (query: string, key = secret) => console.use(key, query);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  const readSecret = async (): Promise<string> => {
    const field = page.getByRole('dialog').getByLabel('API key');
    await field.waitFor();
    return field.inputValue();
  };
  const dropSecret = async (): Promise<void> => {
    await pressOn(page, button('I have stored it'));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(secret);
  };

  it('creates a key: picks the user, the database, days, addresses, and reads in plain words what it will be', async () => {
    await pressOn(page, link('Create API key'));
    const user = page.getByRole('combobox', { name: 'Access as user' });
    await tabTo(page, user);
    await page.keyboard.type('anna');
    await page.getByRole('option', { name: /Anna/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByLabel('Database'));
    await page.keyboard.type('crm');
    await tabTo(page, page.getByLabel('Name', { exact: true }));
    await page.keyboard.type('Nightly export');
    await pressOn(page, button('90 days'));
    await tabTo(page, page.getByRole('textbox', { name: 'Permitted IP addresses' }));
    await page.keyboard.type('127.0.0.1, 203.0.113.0/24');
    await page.keyboard.press('Tab');
    await page.getByText('256 addresses').waitFor();
    const preview = page.getByRole('complementary', { name: 'In plain words' });
    await preview.getByText(/read 5 tables, change none/).waitFor();
    expect(await preview.innerText()).toMatch(
      /^Until \d+ \w+ \d{4}, from 127\.0\.0\.1, 203\.0\.113\.0\/24, as Anna Sales/,
    );
    expect(await findBarriers(page)).toEqual([]);
    await pressOn(page, button('Save & Close'));
    secret = await readSecret();
    expect(secret).toMatch(/^pst_live_\w+$/);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('copies its secret, tests it, and then it is nowhere in the page', async () => {
    await pressOn(page, button('Copy'));
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);
    await pressOn(page, button('Test it now'));
    await page.getByRole('dialog').getByText('Active').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Have you stored the secret?').waitFor();
    await page.keyboard.press('Escape');
    await dropSecret();
    await link('Nightly export').waitFor();
    expect(await page.getByRole('status').first().innerText()).toContain('Nightly export');
  });

  it('sees it used', async () => {
    expect(await use('{ organisation(limit: 1) { id } person(limit: 1) { id } }')).toMatchObject({
      data: { organisation: [{}] },
    });
  });

  it('narrows it to some capabilities, and is shown what changes', async () => {
    await pressOn(page, link('Nightly export'));
    await pressOn(page, link('Edit'));
    await page.getByRole('heading', { name: 'Edit Nightly export' }).waitFor();
    await tabTo(page, page.getByRole('radio', { name: /^Everything/ }));
    await page.keyboard.press('ArrowDown');
    await pressOn(page, page.getByRole('checkbox', { name: 'organisation: select' }), 'Space');
    const changes = page.getByRole('region', { name: 'What changes' });
    await changes.getByText('organisation:select').waitFor();
    expect(await changes.innerText()).toContain('Everything the user has');
    expect(await findBarriers(page)).toEqual([]);
    await pressOn(page, button('Save & Close'));
    await page
      .getByRole('status')
      .getByText(/was saved/)
      .waitFor();
  });

  it('sees it refused what it lost, and is told why', async () => {
    expect(await use('{ organisation(limit: 1) { id } }')).toHaveProperty('data');
    const refused = await use('{ person(limit: 1) { id } }');
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    decisionId = refused.errors?.[0]?.extensions.decisionId ?? '';
    await pressOn(page, link('Why?'));
    await tabTo(page, page.getByRole('textbox', { name: /decision/i }));
    await page.keyboard.type(decisionId);
    await page.keyboard.press('Enter');
    await page.getByText('FORBIDDEN').first().waitFor();
    expect(await page.getByRole('main').innerText()).toContain('person:select');
    expect(await findBarriers(page)).toEqual([]);
  });

  it('rotates it: both secrets work, each for as long as it was said', async () => {
    await pressOn(page, link('API keys'));
    await pressOn(page, link('Nightly export'));
    await pressOn(page, button('Rotate'));
    const dialog = page.getByRole('alertdialog');
    const overlap = dialog.getByLabel('What it has now works on');
    await overlap.waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await tabTo(page, overlap);
    await page.keyboard.type('For 1 hour');
    await pressOn(page, dialog.getByRole('button', { name: 'Rotate' }));
    const old = secret;
    secret = await readSecret();
    expect(secret).not.toBe(old);
    await dropSecret();
    expect(await use('{ organisation(limit: 1) { id } }', old)).toHaveProperty('data');
    expect(await use('{ organisation(limit: 1) { id } }')).toHaveProperty('data');
  });

  it('revokes it, is asked first, and its next request is refused', async () => {
    await pressOn(page, button('Revoke'));
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText(/refused from its very next request/).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await pressOn(page, dialog.getByRole('button', { name: 'Revoke' }));
    await page
      .getByRole('status')
      .getByText(/was revoked/)
      .waitFor();
    expect((await use('{ organisation(limit: 1) { id } }')).errors?.[0]?.extensions.code).toBe('KEY_REVOKED');
  });
});
