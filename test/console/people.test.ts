import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { askAs, codeOf as codeOfAnswer, cookieOf, openSession, trySignIn } from '../support/console.js';
import { codeOf, findBarriers, openConsole, type ConsoleUnderTest } from './console-under-test.js';
import { descriptionOf } from './fields.js';
import { hasFocus } from './keyboard.js';

const FINN = 'finn@example.com';

/** A user and its groups from first to last; what a program may do with its key is asked over HTTP. Each test goes on from the one before. */
describeInBrowser('an administrator', () => {
  let console: ConsoleUnderTest;
  let page: Page;
  let secret: string;
  let userUrl: string;

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
  const box = (name: string) => page.getByRole('checkbox', { name, exact: true });
  const dialog = () => page.getByRole('alertdialog');
  const confirm = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const said = (text: string) => page.getByRole('status').getByText(text).waitFor();
  const saveGrants = async (): Promise<void> => {
    await button('Save capabilities').click();
    await page.getByRole('group', { name: 'Changes that are not saved yet' }).waitFor({ state: 'detached' });
  };
  const use = (query: string) => console.use(secret, query);
  const PEOPLE = '{ person(limit: 1) { id } }';
  const PRODUCTS = '{ product(limit: 10) { id } }';

  it('creates a user, once its attributes are JSON, and is told that it is in no group', async () => {
    await page.goto(`${console.url}/console/users`);
    await page.getByRole('link', { name: 'Create user' }).click();
    await field('E-mail address').fill(FINN);
    await field('Name').fill('Finn Newcomer');
    await field('Attributes').fill('{"region": ');
    await button('Create user').click();
    expect(await descriptionOf(field('Attributes'))).toContain('This is not JSON yet');
    expect(await hasFocus(field('Attributes'))).toBe(true);
    await field('Attributes').fill('{"region": "EU"}');
    await button('Create user').click();
    await page.getByRole('heading', { name: 'Finn Newcomer' }).waitFor();
    await page.getByText('In no group').waitFor();
    userUrl = page.url();
    const user = await console.gateway.controlPlane.users.byEmail(FINN);
    expect(user).toMatchObject({ name: 'Finn Newcomer', attributes: { region: 'EU' } });
  });

  it('puts it into a group, and its key works', async () => {
    ({ secret } = await console.gateway.createKey({ as: FINN, name: 'Key of Finn' }));
    expect(codeOf(await use(PEOPLE))).toBeDefined();
    await page.getByLabel('Add to group').selectOption({ label: 'Support (crm)' });
    await button('Add').click();
    await said('The user is in the group now.');
    await page.getByRole('link', { name: 'Support', exact: true }).waitFor();
    expect(await use(PEOPLE)).toMatchObject({ data: { person: [{}] } });
  });

  it('disables it: is shown first which keys stop, and they do; enabled again, they work', async () => {
    await button('Disable').click();
    await dialog().getByText('1 API key stops working:').waitFor();
    expect(await dialog().getByRole('listitem').allInnerTexts()).toEqual(['Key of Finn (crm)']);
    expect(await findBarriers(page)).toEqual([]);
    await confirm('Cancel');
    expect(await use(PEOPLE)).toHaveProperty('data.person');
    await button('Disable').click();
    await confirm('Disable');
    await said(`Finn Newcomer (${FINN}) was disabled.`);
    expect(codeOf(await use(PEOPLE))).toBe('USER_DISABLED');
    await button('Enable').click();
    await confirm('Enable');
    await said(`Finn Newcomer (${FINN}) was enabled.`);
    expect(await use(PEOPLE)).toHaveProperty('data.person');
  });

  it('sets its password, once it is long enough, and it signs in with that', async () => {
    await page.getByLabel('New password').fill('too short');
    await button('Set password').click();
    await page.locator('[aria-invalid="true"]').waitFor();
    expect(await descriptionOf(page.getByLabel('New password'))).toMatch(/15 characters.*15 characters/s);
    expect(await hasFocus(page.getByLabel('New password'))).toBe(true);
    const password = 'seventeen green umbrellas';
    await page.getByLabel('New password').fill(password);
    await button('Set password').click();
    await said('The password was set.');
    expect(await page.getByLabel('New password').inputValue()).toBe('');
    expect(cookieOf(await trySignIn(console.gateway, FINN, password))).toContain('pss_');
  });

  it('ends one of its sessions, and all', async () => {
    const id = await console.gateway.userId(FINN);
    const cookies = [await openSession(console.gateway, id), await openSession(console.gateway, id)];
    const isEnded = async (cookie: string): Promise<boolean> =>
      codeOfAnswer(await askAs(console.gateway, cookie, '{ me { email } }')) === 'SESSION_ENDED';
    const ended = async () => (await Promise.all(cookies.map(isEnded))).filter(Boolean).length;
    await page.reload();
    // The newest first; the one that signed in above is there, too.
    await page
      .getByRole('button', { name: /^End the session from/ })
      .first()
      .click();
    await said('The session was ended.');
    expect(await ended()).toBe(1);
    await button('End all sessions').click();
    await confirm('End all sessions');
    await said('All sessions were ended.');
    await page.getByText('Not signed in anywhere.').waitFor();
    expect(await ended()).toBe(2);
  });

  it('makes a group and puts the user into it', async () => {
    await page.goto(`${console.url}/console/groups/new`);
    await field('Name').fill('Catalogue');
    await page.getByLabel('Database').selectOption('crm');
    await button('Create group').click();
    await page.getByText('Nobody is in this group yet.').waitFor();
    await page.getByRole('combobox', { name: 'Add a member' }).fill('finn');
    await page.getByRole('option', { name: /Finn/ }).click();
    await button('Add').click();
    await said(`Finn Newcomer (${FINN}) is in the group now.`);
    await button(`Remove Finn Newcomer (${FINN})`).waitFor();
  });

  it('grants what is ticked in the matrix, once it is saved', async () => {
    expect(codeOf(await use(PRODUCTS))).toBe('FORBIDDEN');
    await box('product: select').check();
    const pending = page.getByRole('group', { name: 'Changes that are not saved yet' });
    expect(await pending.innerText()).toMatch(/To grant:\s+product:select/);
    expect(codeOf(await use(PRODUCTS))).toBe('FORBIDDEN');
    await saveGrants();
    await said('What the group grants was saved.');
    expect(await box('product: select').isChecked()).toBe(true);
    expect((await use(PRODUCTS)).data?.['product']).toHaveLength(10);
  });

  it('sets a row rule: what is no JSON and no column is said at the field, and a good one narrows the rows', async () => {
    await button('Add a row rule').click();
    await page.getByLabel('Table', { exact: true }).fill('product');
    const rows = field('Rows (filter)');
    await rows.fill('{"id": {"lte": 3}');
    expect(await descriptionOf(rows)).toContain('This is not JSON yet');
    await button('Save row rule').click();
    expect(await hasFocus(rows)).toBe(true);
    await rows.fill('{"nowhere": {"eq": 3}}');
    await button('Save row rule').click();
    await page.locator('[aria-invalid="true"]').waitFor();
    expect(await descriptionOf(rows)).toMatch(/nowhere/);
    expect(await hasFocus(rows)).toBe(true);
    expect(await findBarriers(page)).toEqual([]);
    expect((await use(PRODUCTS)).data?.['product']).toHaveLength(10);
    await rows.fill('{"id": {"lte": 3}}');
    await button('Save row rule').click();
    await said('The row rule for product: select was saved.');
    expect((await use(PRODUCTS)).data?.['product']).toHaveLength(3);
  });

  it('takes it away again, after being told that all rows are reached then', async () => {
    await button('Remove the rule for product: select').click();
    await dialog().getByText('it then reaches all rows of the table').waitFor();
    await confirm('Remove');
    await said('The row rule for product: select was removed.');
    expect((await use(PRODUCTS)).data?.['product']).toHaveLength(10);
  });

  it('revokes what is unticked', async () => {
    await box('product: select').uncheck();
    await box('product: aggregate').check();
    await saveGrants();
    expect(codeOf(await use(PRODUCTS))).toBe('FORBIDDEN');
    expect(await use(PEOPLE)).toHaveProperty('data.person');
  });

  it('deletes the group, and is shown before who loses what it grants', async () => {
    await box('product: select').check();
    await saveGrants();
    expect(await use(PRODUCTS)).toHaveProperty('data.product');
    await button('Delete group').click();
    await dialog().getByText('1 member loses it:').waitFor();
    expect(await dialog().getByRole('listitem').allInnerTexts()).toEqual([FINN]);
    await confirm('Delete group');
    await said('The group “Catalogue” was deleted.');
    await page.getByRole('heading', { name: 'Groups' }).waitFor();
    expect(codeOf(await use(PRODUCTS))).toBe('FORBIDDEN');
  });

  it('deletes the user: its key stops, and restored it works again', async () => {
    await page.goto(userUrl);
    await button('Delete').click();
    await dialog().getByText('1 API key stops working:').waitFor();
    await confirm('Delete');
    await said(`Finn Newcomer (${FINN}) was deleted.`);
    expect(codeOf(await use(PEOPLE))).toBe('USER_DELETED');
    await button('Restore').click();
    await confirm('Restore');
    await said(`Finn Newcomer (${FINN}) was restored.`);
    expect(await use(PEOPLE)).toHaveProperty('data.person');
  });
});
