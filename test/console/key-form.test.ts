import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { changeSettings } from '../support/rules.js';
import { operator } from '../support/test-gateway.js';
import { codeOf, findBarriers, openConsole, type ConsoleUnderTest } from './console-under-test.js';
import { descriptionOf } from './fields.js';
import { hasFocus } from './keyboard.js';

const policies = ['requireValidUntil', 'maxLifetimeDays', 'requireAllowedAddresses'] as const;

describeInBrowser('the form of an API key', () => {
  let console: ConsoleUnderTest;
  let page: Page;

  beforeAll(async () => {
    console = await openConsole();
    const { users } = console.gateway.controlPlane;
    const make = (name: string) =>
      users.create(operator, { email: `${name.toLowerCase()}@example.com`, name: `${name} Unusable` });
    await users.disable(operator, (await make('Carl')).id);
    await users.delete(operator, (await make('Dora')).id);
    await make('Emil');
    page = await console.openSignedIn();
    // Closing a window asks, too.
    page.on('dialog', (dialog) => void dialog.accept());
  }, 120_000);
  beforeEach(async () => {
    // Away from whatever a test before has entered, without being asked.
    await page.goto('about:blank');
  });
  afterEach(async () => {
    const { databases } = console.gateway.controlPlane;
    const { id = '', version = 0, settings } = (await databases.bySlug('crm')) ?? {};
    const unsetSettings = policies.filter((name) => settings?.[name] !== undefined);
    if (unsetSettings.length > 0) await databases.update(operator, { id, version, unsetSettings });
  });
  afterAll(async () => {
    expect(console.complaints).toEqual([]);
    await console.close();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const user = () => page.getByRole('combobox', { name: 'Access as user' });
  const asked = () => page.getByRole('alertdialog').getByText('Leave without saving?');
  const open = async (path: string): Promise<void> => {
    await page.goto(`${console.url}/console/keys${path}`);
    await button('Save & Close').waitFor();
  };
  const begin = async (name: string): Promise<void> => {
    await open('/new');
    await user().fill('anna');
    await page.getByRole('option', { name: /Anna/ }).click();
    await page.getByLabel('Database', { exact: true }).selectOption('crm');
    await field('Name').fill(name);
  };
  const save = () => button('Save & Close').click();
  const store = async (): Promise<string> => {
    const secret = await page.getByRole('dialog').getByLabel('API key').inputValue();
    await button('I have stored it').click();
    await page.getByRole('heading', { name: 'API keys' }).waitFor();
    return secret;
  };
  const keyNamed = async (name: string) => {
    const { edges } = await console.gateway.controlPlane.apiKeys.page({ first: 10, search: name });
    return edges.map(({ node }) => node).find((key) => key.name === name);
  };

  it('shows the policies of the chosen database, and what they refuse stands at the field, which has the focus', async () => {
    await changeSettings(console.gateway, 'crm', {
      requireValidUntil: true,
      maxLifetimeDays: 60,
      requireAllowedAddresses: true,
    });
    await open('/new');
    const presets = page.getByRole('group', { name: 'Usual periods' }).getByRole('button');
    expect(await presets.allInnerTexts()).toEqual(['30 days', '90 days', '1 year', 'No end']);
    await begin('Governed');
    expect(await presets.allInnerTexts()).toEqual(['30 days']);
    await page.getByText('Keys of this database end after at most 60 days.').waitFor();
    const addresses = field('Permitted IP addresses');
    expect(await descriptionOf(addresses)).toContain('Keys of this database must name some.');
    await save();
    const until = page.getByLabel('Valid until');
    await page.locator('[aria-invalid="true"]').first().waitFor();
    expect(await descriptionOf(until)).toContain('at most 60 days');
    expect(await hasFocus(until)).toBe(true);
    expect(await findBarriers(page)).toEqual([]);
    await presets.first().click();
    await save();
    await page.getByText(/must list the addresses/).waitFor();
    expect(await descriptionOf(addresses)).toContain('must list the addresses');
    expect(await hasFocus(addresses)).toBe(true);
    expect(await keyNamed('Governed')).toBeUndefined();
  });

  it('saves no key with an address that can be misread, says what would be right, and adds that of who asks', async () => {
    await begin('Addressed');
    const addresses = field('Permitted IP addresses');
    await addresses.fill('192.0.2.1, 010.0.0.1');
    await save();
    expect(await descriptionOf(addresses)).toContain('If it is decimal, write 10.0.0.1.');
    expect(await hasFocus(addresses)).toBe(true);
    await addresses.fill('10.0.0.5/24');
    await save();
    expect(await descriptionOf(addresses)).toContain('For the whole block write 10.0.0.0/24.');
    expect(await addresses.inputValue()).toBe('10.0.0.5/24');
    expect(await keyNamed('Addressed')).toBeUndefined();
    await button('Add my current address (127.0.0.1)').click();
    expect(await addresses.inputValue()).toBe('10.0.0.5/24');
    await addresses.fill('10.0.0.0/24');
    await addresses.blur();
    const chips = page.getByRole('list', { name: 'Permitted IP addresses' }).getByRole('listitem');
    expect((await chips.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
      '192.0.2.1 1 address',
      '127.0.0.1 1 address',
      '10.0.0.0/24 256 addresses',
    ]);
    await save();
    await store();
    expect((await keyNamed('Addressed'))?.allowedAddresses).toEqual([
      '192.0.2.1',
      '127.0.0.1',
      '10.0.0.0/24',
    ]);
  });

  it('lists each user whom no key can speak for, with the reason, and lets none of them be chosen', async () => {
    await open('/new');
    for (const [name, reason] of [
      ['Carl', 'Cannot be used: the user is disabled'],
      ['Dora', 'Cannot be used: the user was deleted'],
      ['Emil', 'Cannot be used: the user is in no group, so has no rights'],
    ] as const) {
      await user().fill(name);
      const option = page.getByRole('option', { name: new RegExp(name) });
      await option.getByText(reason).waitFor();
      expect(await option.getAttribute('aria-disabled')).toBe('true');
      await option.click({ force: true });
      await page.keyboard.press('Enter');
      await user().blur();
      // What was typed goes when the field is left: nobody is chosen.
      expect(await user().inputValue()).toBe('');
    }
    await save();
    expect(await descriptionOf(user())).toContain('This is needed.');
  });

  it('lets nothing be ticked that the user lacks, and says which group would give it', async () => {
    await begin('Narrow');
    await page.getByText('Only what is chosen here').click();
    const lacking = page.getByRole('checkbox', { name: /^supportCase: select/ });
    await lacking.focus();
    await page
      .getByText(/^supportCase: select: The user does not have this\. It would come with Support\.$/)
      .waitFor();
    await page.keyboard.press('Space');
    expect(await lacking.isChecked()).toBe(false);
    await page.getByRole('checkbox', { name: 'organisation: select', exact: true }).focus();
    await page.keyboard.press('Space');
    await save();
    const secret = await store();
    expect(await console.use(secret, '{ organisation(limit: 1) { id } }')).toHaveProperty(
      'data.organisation',
    );
    expect(codeOf(await console.use(secret, '{ person(limit: 1) { id } }'))).toBe('FORBIDDEN');
  });

  it('means by a day its start and its end in the zone that it names, also where the clocks change between', async () => {
    await begin('Berlin');
    await page.getByText(/Days begin and end in Europe\/Berlin/).waitFor();
    await page.getByLabel('Valid from').fill('2027-01-10');
    await page.getByLabel('Valid until').fill('2027-07-15');
    await page.getByRole('complementary').getByText('From 10 January 2027 to 15 July 2027').waitFor();
    await save();
    await store();
    const key = await keyNamed('Berlin');
    expect(key?.validFromMs).toBe(Date.parse('2027-01-09T23:00:00Z'));
    expect(key?.validUntilMs).toBe(Date.parse('2027-07-15T22:00:00Z'));
    const row = page.getByRole('row').filter({ hasText: 'Berlin' });
    expect(await row.innerText()).toMatch(/from\s+10 Jan 2027\s+until\s+15 Jul 2027/);
    await open(`/${key?.id}/edit`);
    expect(await page.getByLabel('Valid until').inputValue()).toBe('2027-07-15');
  });

  it('asks before what was entered is lost, by a link as by going back, and not after it was saved', async () => {
    await page.goto(`${console.url}/console/keys`);
    await page.getByRole('link', { name: 'Create API key' }).click();
    await field('Name').fill('Unsaved');
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await asked().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await button('Stay here').click();
    await asked().waitFor({ state: 'detached' });
    expect(await field('Name').inputValue()).toBe('Unsaved');
    await page.goBack();
    await asked().waitFor();
    await button('Leave').click();
    await page.getByRole('heading', { name: 'API keys' }).waitFor();
    const { id } = await console.gateway.createKey({ as: 'anna@example.com', name: 'Before' });
    await open(`/${id}/edit`);
    await field('Name').fill('After');
    await save();
    await page.getByRole('status').getByText('“After” was saved').waitFor();
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await page.getByRole('heading', { name: 'Users' }).waitFor();
  });

  it.each([
    ['Keep mine on top of theirs', { name: 'Theirs', description: 'Mine', tags: ['theirs'] }],
    ['Take theirs, drop mine', { name: 'Theirs', description: 'Before', tags: ['theirs'] }],
  ])('shows what somebody else saved meanwhile beside what is entered here: %s', async (choice, kept) => {
    const { apiKeys } = console.gateway.controlPlane;
    const { id } = await console.gateway.createKey({
      as: 'anna@example.com',
      description: 'Before',
      tags: ['before'],
    });
    await open(`/${id}/edit`);
    await apiKeys.update(operator, { id, version: 1, name: 'Theirs', tags: ['theirs'] });
    await field('Description').fill('Mine');
    await save();
    await page.getByText('Somebody else saved this key meanwhile.').waitFor();
    expect(await page.getByRole('region', { name: 'What they changed' }).innerText()).toMatch(
      /Theirs[\s\S]*theirs/,
    );
    expect(await page.getByRole('region', { name: 'What you changed' }).innerText()).toMatch(
      /Before[\s\S]*Mine/,
    );
    expect(await findBarriers(page)).toEqual([]);
    await button(choice).click();
    await page.getByText('Somebody else saved this key meanwhile.').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement !== document.body')).toBe(true);
    expect(await field('Name').inputValue()).toBe(kept.name);
    expect(await field('Description').inputValue()).toBe(kept.description);
    expect(await field('Tags').inputValue()).toBe('theirs');
    await save();
    await page.getByRole('heading', { name: 'API keys' }).waitFor();
    expect((await apiKeys.byIds([id]))[0]).toMatchObject(kept);
  });

  it.each([
    ['Name', 'x'.repeat(201), 'Must have 1 to 200 characters'],
    ['Row narrowing', '{"tables": {"nothing": {}}, "otherTables": "NONE"}', 'is no table of this database'],
  ])(
    'shows what the gateway refuses at its field, which has the focus, also where it is folded: %s',
    async (name, text, says) => {
      await begin('Refused');
      const refused = field(name);
      const folded = page.getByText('Row narrowing', { exact: true }).first();
      if (name === 'Row narrowing') await folded.click();
      await refused.fill(text);
      if (name === 'Row narrowing') await folded.click();
      await save();
      await page.getByText(says).waitFor();
      expect(await descriptionOf(refused)).toContain(says);
      expect(await hasFocus(refused)).toBe(true);
      expect(await keyNamed('Refused')).toBeUndefined();
    },
  );

  it('takes each restriction of a key away again, and shows that before it is saved', async () => {
    const { id, secret } = await console.gateway.createKey({
      as: 'anna@example.com',
      name: 'Restricted',
      description: 'For now',
      tags: ['one', 'two'],
      validFromMs: Date.now() - 86_400_000,
      validUntilMs: Date.now() + 86_400_000,
      allowedAddresses: ['203.0.113.0/24'],
      capabilities: ['organisation:select'],
      rowNarrowing: { tables: { organisation: { id: { eq: 1 } } }, otherTables: 'NONE' },
    });
    await open(`/${id}/edit`);
    await field('Description').fill('');
    await button('No end').click();
    await button('Remove 203.0.113.0/24').click();
    await page.getByText('Everything the user has, also later additions').first().click();
    await page.getByText('Row narrowing', { exact: true }).first().click();
    await field('Row narrowing').fill('');
    await field('Tags').fill('');
    const changes = page.getByRole('region', { name: 'What changes' });
    expect(await changes.locator('dt').allInnerTexts()).toEqual([
      'Description',
      'Valid from',
      'Valid until',
      'Permitted IP addresses',
      'Capabilities',
      'Row narrowing',
      'Tags',
    ]);
    await save();
    await page.getByRole('status').getByText('“Restricted” was saved').waitFor();
    expect((await console.gateway.controlPlane.apiKeys.byIds([id]))[0]).toMatchObject({
      description: null,
      tags: [],
      validFromMs: null,
      validUntilMs: null,
      allowedAddresses: null,
      capabilities: null,
      rowNarrowing: null,
    });
    const answer = await console.use(secret, '{ person(limit: 2) { id } organisation(limit: 2) { id } }');
    expect(answer.data).toMatchObject({ person: [{}, {}], organisation: [{}, {}] });
  });
});
