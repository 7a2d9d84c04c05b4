import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { operator, ask } from '../support/test-gateway.js';
import { findBarriers, openConsole, type ConsoleUnderTest } from './console-under-test.js';

const DAY_MS = 86_400_000;
const IMAGES = join(import.meta.dirname, '..', '..', 'docs', 'images');
/** `SCREENSHOTS=1` keeps what each page looks like, for the documentation. */
const keepsImages = process.env['SCREENSHOTS'] === '1';
const WIDE = { width: 1280, height: 800 };
/** Of a picture: longer pages go on like this. */
const TALLEST = 1600;

/** Each page by the name of its picture, what it is opened at, and what it shows when it is there. */
type Places = Readonly<Record<string, { readonly path: string; readonly shows: string | RegExp }>>;

const names = [
  'keys',
  'key-form',
  'key',
  'key-rights',
  'key-use',
  'key-history',
  'stops',
  'users',
  'user',
  'user-form',
  'groups',
  'group',
  'group-form',
  'databases',
  'database',
  'database-form',
  'why',
  'audit',
  'account',
];

describeInBrowser('every page of the console', () => {
  let console: ConsoleUnderTest;
  let places: Places;
  let page: Page;

  beforeAll(async () => {
    console = await openConsole();
    places = await furnish(console);
  }, 120_000);
  afterAll(async () => {
    expect(console.complaints).toEqual([]);
    await console.close();
  });

  beforeAll(async () => {
    page = await console.openSignedIn({ viewport: WIDE });
  }, 60_000);

  const keep = async (name: string): Promise<void> => {
    if (!keepsImages) return;
    mkdirSync(IMAGES, { recursive: true });
    const height = Math.min(Number(await page.evaluate('document.documentElement.scrollHeight')), TALLEST);
    await page.screenshot({
      path: join(IMAGES, `${name}.png`),
      animations: 'disabled',
      fullPage: true,
      clip: { x: 0, y: 0, width: WIDE.width, height: Math.max(height, WIDE.height) },
    });
  };
  /** As it stands, in light colours and in dark ones: what is not about colours is the same in both, and asked once. */
  const findBarriersInBoth = async (name?: string): Promise<readonly string[]> => {
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await findBarriers(page);
    if (name !== undefined) await keep(`${name}-light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await findBarriers(page, ['color-contrast', 'link-in-text-block']);
    if (name !== undefined) await keep(`${name}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    return [...light, ...dark.map((barrier) => `in dark colours: ${barrier}`)];
  };

  it.each(names)(
    'has no barrier that axe finds, in light or dark colours, and fits 320 pixels, as it does twice enlarged: %s',
    async (name) => {
      const { path, shows } = places[name] ?? { path: '', shows: '' };
      // Also after one that failed while it was narrow.
      await page.setViewportSize(WIDE);
      await page.goto(`${console.url}/console${path}`);
      await page.getByText(shows).first().waitFor();
      await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
      expect(await findBarriersInBoth(name)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    },
  );

  it('nor with errors shown', async () => {
    await page.setViewportSize(WIDE);
    await page.goto(`${console.url}/console/keys/new`);
    await page.getByRole('button', { name: 'Save & Close' }).click();
    await page.getByText('This is needed.').first().waitFor();
    expect(await page.evaluate(`document.activeElement.getAttribute('placeholder')`)).toBe(
      'Search by name or e-mail address',
    );
    expect(await findBarriersInBoth()).toEqual([]);
  });

  it('nor with a question open, after which the focus is where it was', async () => {
    await page.setViewportSize(WIDE);
    await page.goto(`${console.url}/console${places['key']?.path ?? ''}`);
    const revoke = page.getByRole('button', { name: 'Revoke', exact: true });
    await revoke.click();
    await page.getByRole('alertdialog').waitFor();
    expect(await findBarriersInBoth('key-revoke')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.innerText')).toBe('Revoke');
  });
});

/** Something to look at on each page. */
async function furnish({ gateway }: ConsoleUnderTest): Promise<Places> {
  const { apiKeys, users, groups } = gateway.controlPlane;
  const now = Date.now();
  const anna = 'anna@example.com';
  const main = await gateway.createKey({
    as: anna,
    name: 'Nightly export',
    description: 'Copies organisations to the warehouse',
    tags: ['warehouse'],
    validUntilMs: now + 20 * DAY_MS,
    allowedAddresses: ['192.0.2.0/24', '2001:db8::/48'],
    capabilities: ['organisation:select', 'opportunity:select'],
  });
  await gateway.createKey({ as: 'ben@example.com', name: 'Support widget', validFromMs: now + DAY_MS });
  const ended = await gateway.createKey({
    as: anna,
    name: 'Fair 2026',
    validFromMs: now - 9 * DAY_MS,
    validUntilMs: now - DAY_MS,
  });
  const off = await gateway.createKey({ as: anna, name: 'Old intranet' });
  await apiKeys.disable(operator, off.id);
  await gateway.createKey({ as: anna, name: 'Tablet at the fair', tags: ['fair'] });
  await apiKeys.stop(operator, { tag: 'fair', reason: 'A tablet was left on the train' });
  await ask(gateway, main.secret, '{ organisation(limit: 1) { id } }');
  const refused = await ask(gateway, main.secret, '{ person(limit: 1) { id } }');
  await ask(gateway, ended.secret, '{ organisation(limit: 1) { id } }');
  await gateway.controlPlane.usage.flush();
  const user = await users.byEmail(anna);
  const group = (await groups.page({ first: 5, databaseSlug: 'crm' })).edges[0]?.node;
  const decision = refused.body.errors?.[0]?.extensions['decisionId'] as string;
  const key = `/keys/${main.id}`;
  return {
    keys: { path: '/keys', shows: 'Old intranet' },
    'key-form': { path: '/keys/new', shows: 'Permitted IP addresses' },
    key: { path: key, shows: 'Permitted addresses' },
    'key-rights': { path: `${key}?tab=rights`, shows: 'organisation' },
    'key-use': { path: `${key}?tab=use`, shows: 'Recent denials' },
    'key-history': { path: `${key}?tab=history`, shows: 'Changes of this key' },
    stops: { path: `/keys/stops?user=${user?.id ?? ''}`, shows: 'Nightly export' },
    users: { path: '/users', shows: anna },
    user: { path: `/users/${user?.id ?? ''}`, shows: anna },
    'user-form': { path: '/users/new', shows: 'E-mail address' },
    groups: { path: '/groups', shows: 'Sales' },
    group: { path: `/groups/${group?.id ?? ''}`, shows: 'organisation' },
    'group-form': { path: '/groups/new', shows: 'Name' },
    databases: { path: '/databases', shows: 'crm' },
    database: { path: '/databases/crm', shows: 'Remove' },
    'database-form': { path: '/databases/new', shows: 'URL' },
    why: { path: `/why?decision=${decision}`, shows: 'person:select' },
    audit: { path: '/audit', shows: 'apiKey' },
    account: { path: '/account', shows: 'Change your password' },
  };
}
