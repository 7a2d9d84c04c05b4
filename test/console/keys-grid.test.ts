import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { operator } from '../support/test-gateway.js';
import { findBarriers, openConsole, signIn, type ConsoleUnderTest } from './console-under-test.js';

const DAY_MS = 86_400_000;

describeInBrowser('the grid of API keys', () => {
  let console: ConsoleUnderTest;
  let page: Page;

  beforeAll(async () => {
    console = await openConsole();
    const { gateway } = console;
    const ben = 'ben@example.com';
    const now = Date.now();
    await gateway.createKey({ as: ben, name: 'Ends soon', validUntilMs: now + 3 * DAY_MS, tags: ['export'] });
    await gateway.createKey({
      as: ben,
      name: 'Ended',
      validFromMs: now - 3 * DAY_MS,
      validUntilMs: now - DAY_MS,
      capabilities: ['person:select'],
    });
    const off = await gateway.createKey({
      as: ben,
      name: 'Switched off',
      allowedAddresses: ['203.0.113.0/24'],
    });
    await gateway.controlPlane.apiKeys.disable(operator, off.id);
    for (let n = 0; n < 30; n += 1) {
      await gateway.createKey({ as: 'anna@example.com', name: `Number ${String(n).padStart(2, '0')}` });
    }
    page = await console.openSignedIn();
    await rowOf('Number 29').waitFor();
  }, 120_000);
  afterAll(async () => {
    expect(console.complaints).toEqual([]);
    await console.close();
  });

  const rowOf = (name: string) =>
    page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
  const open = async (search: string): Promise<void> => {
    await page.goto(`${console.url}/console/keys${search}`);
    await page.getByRole('status').filter({ hasText: 'API key' }).waitFor();
  };
  const names = () => page.locator('tbody th a:not(.tag)').allInnerTexts();

  it('says of each key what state it is in and why, as whom it acts, how far and until when', async () => {
    await open('?q=Ended');
    const row = rowOf('Ended');
    expect(await row.getByRole('cell').first().innerText()).toMatch(/^Expired/);
    expect(await row.innerText()).toContain('ben@example.com');
    expect(await row.innerText()).toContain('1 chosen');
    expect(await row.innerText()).toContain('yesterday');
    expect(await row.locator('time').first().getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    await open('?q=Switched');
    expect(await rowOf('Switched off').innerText()).toMatch(/Disabled.*203\.0\.113\.0\/24/s);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('is searched by the gateway as somebody types, and the address of the page says for what', async () => {
    await open('');
    await page.getByLabel('Search').fill('number 1');
    await page.waitForURL(/q=number/);
    await page.getByText('10 API keys').waitFor();
    expect((await names()).every((name) => name.startsWith('Number 1'))).toBe(true);
    await page.getByLabel('Search').fill('nothing like this');
    await page.getByText('No API key fits these filters.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Show all API keys' }).click();
    await page.getByText('35 API keys').waitFor();
    expect(await page.getByLabel('Search').inputValue()).toBe('');
  });

  it.each([
    ['Needs attention', 'Ended'],
    ['Expiring in 30 days', 'Ends soon'],
  ])('shows at a press what is asked for most: %s', async (button, only) => {
    await open('');
    await page.getByRole('button', { name: button }).click();
    await page.getByText('1 API key', { exact: true }).waitFor();
    expect(await names()).toEqual([only]);
    expect(await page.getByRole('button', { name: button }).getAttribute('aria-pressed')).toBe('true');
  });

  it('turns pages and comes back, in the order that was chosen', async () => {
    await open('?sort=NAME_ASC');
    const first = await names();
    expect(first).toHaveLength(25);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.waitForURL(/after=/);
    await rowOf('Switched off').waitFor();
    const second = await names();
    expect([...first, ...second]).toEqual([...first, ...second].sort());
    expect(second).toHaveLength(10);
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.waitForURL(/before=/);
    await rowOf(first[0] ?? '').waitFor();
    expect(await names()).toEqual(first);
    await page.goBack();
    await rowOf('Switched off').waitFor();
    await page.getByRole('button', { name: 'Name' }).click();
    await page.waitForURL(/sort=NAME_DESC/);
    await page.locator('th[aria-sort="descending"]').waitFor();
  });

  it('filters by a tag that is pressed, and takes addresses that make no sense for none', async () => {
    await open('?q=Ends%20soon');
    await page.getByRole('link', { name: 'export' }).click();
    await page.getByText('1 API key', { exact: true }).waitFor();
    expect(page.url()).toContain('tag=export');
    await open('?state=NONSENSE&sort=7&show=__proto__');
    await page.getByText('35 API keys').waitFor();
  });

  it('comes with at most 250 kB of compressed scripts', async () => {
    const fresh = await console.open();
    const sizes: Promise<number>[] = [];
    fresh.on('requestfinished', (request) => {
      if (request.resourceType() === 'script')
        sizes.push(request.sizes().then((size) => size.responseBodySize));
    });
    await fresh.goto(`${console.url}/console/keys`);
    await signIn(fresh);
    await fresh.getByText('35 API keys').waitFor();
    const sum = (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
    expect(sum).toBeGreaterThan(50_000);
    expect(sum).toBeLessThan(250_000);
    await fresh.context().close();
  });

  it('fits on a narrow window without scrolling sideways', async () => {
    await page.setViewportSize({ width: 320, height: 700 });
    await open('');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    expect(await findBarriers(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
  });
});
