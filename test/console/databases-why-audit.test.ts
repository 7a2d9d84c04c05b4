import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { runSql } from '../support/rules.js';
import { ask, operator } from '../support/test-gateway.js';
import { codeOf, findBarriers, openConsole, type ConsoleUnderTest } from './console-under-test.js';
import { descriptionOf } from './fields.js';
import { hasFocus } from './keyboard.js';

const ANNA = 'anna@example.com';
/** More than one page of an export. */
const KEYS = 101;

describeInBrowser('on the page of', () => {
  let console: ConsoleUnderTest;
  let page: Page;

  beforeAll(async () => {
    console = await openConsole();
    page = await console.openSignedIn();
  }, 120_000);
  afterAll(async () => {
    expect(console.complaints).toEqual([]);
    await console.close();
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const dialog = () => page.getByRole('alertdialog');
  const confirm = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const said = (text: string) => page.getByRole('status').getByText(text).waitFor();
  const open = (path: string) => page.goto(`${console.url}/console${path}`);

  describe('a database', () => {
    const settings = async () => (await console.gateway.controlPlane.databases.bySlug('crm'))?.settings;
    const longest = () => field('Longest life of a key, in days');

    it('policies are saved once they make sense, and the keys that break them are named', async () => {
      await open('/databases/crm');
      await page.getByText('Every key of this database keeps its policies.').waitFor();
      await longest().fill('ninety');
      await button('Save settings').click();
      await page.locator('[aria-invalid="true"]').waitFor();
      expect(await hasFocus(longest())).toBe(true);
      expect(await descriptionOf(longest())).toContain('a whole number from 1 to 3650');
      expect(await findBarriers(page)).toEqual([]);
      await longest().fill('90');
      await page.getByRole('checkbox', { name: 'Keys must have an end' }).check();
      await button('Save settings').click();
      await said('The settings were saved.');
      expect(await settings()).toEqual({
        guardedColumns: ['person.privateNote'],
        maxLifetimeDays: 90,
        requireValidUntil: true,
      });
      await page.getByText('1 API key breaks these policies.').waitFor();
      await page.getByRole('link', { name: 'Demo key for crm' }).waitFor();
      await longest().fill('');
      await page.getByRole('checkbox', { name: 'Keys must have an end' }).uncheck();
      await button('Save settings').click();
      await page.getByText('Every key of this database keeps its policies.').waitFor();
      expect(await settings()).toEqual({ guardedColumns: ['person.privateNote'] });
    });

    it('what another person saved meanwhile is not overwritten, and can be loaded', async () => {
      const { databases } = console.gateway.controlPlane;
      await longest().fill('30');
      const { id = '', version = 0 } = (await databases.bySlug('crm')) ?? {};
      await databases.update(operator, { id, version, settings: { maxLimit: 77 } });
      await button('Save settings').click();
      await button('Drop what I entered and load what is there now').click();
      await page.waitForFunction(() =>
        [...document.querySelectorAll('input')].some((input) => input.value === '77'),
      );
      expect(await field('Most rows of one list').inputValue()).toBe('77');
      expect(await longest().inputValue()).toBe('');
      expect(await settings()).not.toHaveProperty('maxLifetimeDays');
    });

    it('its tables are read again at a press', async () => {
      await runSql(console.gateway.crmUrl, 'ALTER TABLE product ADD COLUMN colour text');
      await button('Reload').click();
      await said('The tables of crm are being read again.');
      await page.locator('.catalog').getByText('colour', { exact: true }).waitFor({ state: 'attached' });
    });

    it('disabling asks, names the keys that stop, and they do; enabled again they work', async () => {
      const use = () => console.use(console.gateway.keys.crm, '{ organisation(limit: 1) { id } }');
      await button('Disable').click();
      await dialog().getByText('1 API key stops working:').waitFor();
      expect(await dialog().getByRole('listitem').allInnerTexts()).toEqual(['Demo key for crm (crm)']);
      expect(await use()).toHaveProperty('data.organisation');
      await confirm('Disable');
      await said('The database crm was disabled.');
      await page.getByText('All of its keys are refused.').waitFor();
      expect(codeOf(await use())).toBe('DATABASE_DISABLED');
      await button('Enable').click();
      await confirm('Enable');
      await said('The database crm was enabled.');
      expect(await use()).toHaveProperty('data.organisation');
    });
  });

  describe('Why?', () => {
    beforeAll(async () => {
      await console.gateway.createKey({
        as: ANNA,
        name: 'Imagined',
        allowedAddresses: ['203.0.113.0/24'],
        validUntilMs: Date.parse('2027-02-01T00:00:00Z'),
        capabilities: ['organisation:select'],
      });
    });

    const inside = {
      address: '203.0.113.7',
      at: '2027-01-05T12:00',
      query: '{ organisation(limit: 1) { id } }',
    };
    const explain = async ({ address, at, query }: typeof inside): Promise<void> => {
      await open('/why?mode=imagined');
      await page.getByRole('combobox', { name: 'API key' }).fill('Imagined');
      await page.getByRole('option', { name: /Imagined/ }).click();
      await field('Operation').fill(query);
      await field('From the address').fill(address);
      await page.getByLabel('At the time').fill(at);
      await button('Explain').click();
      await page.getByRole('heading', { name: 'The answer would be' }).waitFor();
    };
    const steps = () => page.getByRole('list', { name: 'Step by step' }).getByRole('listitem');

    it('a request that is imagined is allowed, check by check, with the SQL that would run', async () => {
      await explain(inside);
      await page.getByRole('alert').getByText('Allowed.').waitFor();
      const texts = await steps().allInnerTexts();
      expect(texts.length).toBeGreaterThan(5);
      expect(texts.every((text) => text.startsWith('Passed'))).toBe(true);
      await page.getByText('The SQL statement', { exact: true }).click();
      await page
        .getByLabel('SQL statement 1')
        .getByText(/organisation/)
        .waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.reload();
      await page.getByRole('alert').getByText('Allowed.').waitFor();
    });

    it.each([
      ['another address', { address: '198.51.100.1' }, 'INVALID_API_KEY', 'Address'],
      ['a time after its end', { at: '2027-03-05T12:00' }, 'KEY_EXPIRED', 'In force'],
      ['a table that it lacks', { query: '{ person(limit: 1) { id } }' }, 'FORBIDDEN', 'Capability'],
    ])('it is refused at the step that refuses it: %s', async (_what, changed, code, step) => {
      await explain({ ...inside, ...changed });
      const verdict = page.getByRole('alert');
      await verdict.getByText('Refused.').waitFor();
      expect(await verdict.innerText()).toContain(code);
      const refused = (await steps().allInnerTexts()).filter((text) => text.startsWith('Refused'));
      expect(refused).not.toHaveLength(0);
      for (const text of refused) expect(text).toContain(step);
    });

    it('what is missing or wrong in the question is said at its field', async () => {
      await open('/why?mode=imagined');
      await button('Explain').click();
      const key = page.getByRole('combobox', { name: 'API key' });
      expect(await descriptionOf(key)).toContain('Choose a key from the list.');
      expect(await hasFocus(key)).toBe(true);
      await explain(inside);
      await field('From the address').fill('203.0.113.700');
      await button('Explain').click();
      await page.locator('[aria-invalid="true"]').waitFor();
      expect(await descriptionOf(field('From the address'))).toMatch(/203\.0\.113\.700/);
      expect(await hasFocus(field('From the address'))).toBe(true);
    });
  });

  describe('Audit', () => {
    let id: string;
    beforeAll(async () => {
      const { apiKeys } = console.gateway.controlPlane;
      for (let n = 1; n < KEYS; n += 1) ({ id } = await console.gateway.createKey({ as: ANNA, name: 'Old' }));
      await apiKeys.update(operator, { id, version: 1, name: 'Another' });
      ({ id } = await console.gateway.createKey({ as: ANNA, name: 'Old' }));
      await apiKeys.update(operator, { id, version: 1, name: 'New', tags: ['new'] });
    }, 60_000);

    const LISTED =
      'id sequence at action actor asUser { id email name } target address requestId before after';
    const askEvents = async (where: string): Promise<unknown[]> => {
      const query = (after: string) =>
        `{ auditEvents(first: 100${after}, where: ${where}) { pageInfo { endCursor hasNextPage } nodes { ${LISTED} } } }`;
      const found: unknown[] = [];
      for (let after = ''; ;) {
        const { body } = await ask(console.gateway, console.gateway.keys.gateway, query(after));
        const { nodes, pageInfo } = body.data?.['auditEvents'] as {
          nodes: unknown[];
          pageInfo: { endCursor: string; hasNextPage: boolean };
        };
        found.push(...nodes);
        if (!pageInfo.hasNextPage) return found;
        after = `, after: ${JSON.stringify(pageInfo.endCursor)}`;
      }
    };

    it('changes are filtered by what was done to what, with before and after', async () => {
      await open('/audit');
      await page.getByLabel('Action', { exact: true }).selectOption({ label: 'Changed an API key' });
      await field('Of what').fill(id);
      await button('Show').click();
      await page.getByText('1 change', { exact: true }).waitFor();
      expect(page.url()).toContain('action=apiKeys.update');
      await page.getByText('Before and after').click();
      const changes = await page.locator('.diff li').allInnerTexts();
      const lines = changes.map((text) => text.replaceAll(/\s+/g, ' ').trim());
      expect(lines).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/Changed name: Old to New/),
          expect.stringMatching(/tags: .*\["new"\]/),
        ]),
      );
      expect(await findBarriers(page)).toEqual([]);
      await page.getByRole('link', { name: 'Show all changes' }).click();
      await page.getByText('1 change', { exact: true }).waitFor({ state: 'detached' });
      expect(await field('Of what').inputValue()).toBe('');
    });

    it('what is filtered is exported as the API tells it, one object a line, all pages of it', async () => {
      await open('/audit?action=apiKeys.create');
      const download = page.waitForEvent('download');
      await button('Export').click();
      const file = await download;
      expect(file.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.ndjson$/);
      const text = readFileSync(await file.path(), 'utf8');
      const lines = text.trimEnd().split('\n');
      const events = await askEvents('{ action: "apiKeys.create" }');
      expect(events.length).toBeGreaterThan(KEYS);
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(events);
      await said(`${events.length} changes were exported`);
    });
  });
});
