import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { codeOf, findBarriers, openConsole, type ConsoleUnderTest } from './console-under-test.js';
import { hasFocus, pressOn, tabTo } from './keyboard.js';

/** The stop switch with the keyboard alone; what becomes of the keys is asked by HTTP. Each test goes on from the one before. */
describeInBrowser('with the stop switch an administrator', () => {
  let console: ConsoleUnderTest;
  let page: Page;
  let secrets: readonly string[];
  let other: string;

  beforeAll(async () => {
    console = await openConsole();
    const { gateway } = console;
    const key = async (as: string, name: string, tags: string[]) =>
      (await gateway.createKey({ as, name, tags })).secret;
    secrets = [
      await key('anna@example.com', 'Nightly export', ['warehouse']),
      await key('anna@example.com', 'Fair', []),
    ];
    other = await key('ben@example.com', 'Support widget', ['warehouse']);
    page = await console.openSignedIn();
  }, 120_000);
  afterAll(async () => {
    expect(console.complaints).toEqual([]);
    await console.close();
  });

  const PEOPLE = '{ person(limit: 1) { id } }';
  const codes = (...keys: string[]) =>
    Promise.all(keys.map(async (key) => codeOf(await console.use(key, PEOPLE))));
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const preview = () => page.getByRole('group', { name: 'What would stop' });
  const said = (text: string) => page.getByRole('status').getByText(text).waitFor();
  const stops = () => page.getByRole('table', { name: 'Stops so far' }).getByRole('row');

  it('finds that it must name whose keys are meant before anything is asked', async () => {
    await pressOn(page, page.getByRole('link', { name: 'Stop switch', exact: true }));
    await page.getByText('No keys have been stopped this way.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await pressOn(page, button('Stop these keys …'));
    await page.getByText('This is needed.').waitFor();
    expect(await hasFocus(page.getByRole('combobox', { name: 'Of which user' }))).toBe(true);
    expect(await page.getByRole('alertdialog').count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('sees how many keys of a user would stop, which stand in the address, and none has stopped yet', async () => {
    await page.keyboard.type('anna');
    await page.getByRole('option', { name: /Anna/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await preview().getByText('3 API keys stop working').waitFor();
    expect(await preview().innerText()).toMatch(/Nightly export \(crm\)/);
    expect(new URL(page.url()).searchParams.get('user')).toMatch(/^"?\w{16}"?$/);
    await tabTo(page, page.getByRole('textbox', { name: 'Why' }));
    await page.keyboard.type('Laptop lost');
    expect(await codes(...secrets)).toEqual([undefined, undefined]);
  });

  it('stops them at one stroke, is told how many, and the others go on', async () => {
    await pressOn(page, button('Stop these keys …'));
    await page.getByRole('alertdialog').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await codes(...secrets)).toEqual([undefined, undefined]);
    await pressOn(page, button('Stop these keys …'));
    await pressOn(page, button('Stop them'));
    await said('3 keys were stopped.');
    expect(await codes(...secrets, console.gateway.keys.crm, other)).toEqual([
      'KEY_DISABLED',
      'KEY_DISABLED',
      'KEY_DISABLED',
      undefined,
    ]);
    await stops().getByText('Laptop lost').waitFor();
    expect(await stops().nth(1).innerText()).toMatch(/Of the user Anna Sales.*3 keys.*Laptop lost.*Undo/s);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('stops those with a tag, from a link that names it', async () => {
    await page.goto(`${console.url}/console/keys/stops?tag=warehouse`);
    await preview().getByText('1 API key stops working').waitFor();
    await pressOn(page, button('Stop these keys …'));
    await pressOn(page, button('Stop them'));
    // With the one that is stopped already, which both hold now.
    await said('2 keys were stopped.');
    expect(await codes(other)).toEqual(['KEY_DISABLED']);
  });

  it('undoes one, and those that another stop holds stay stopped', async () => {
    const undo = page.getByRole('button', { name: /^Undo the stop of/ });
    await undo.nth(1).waitFor();
    expect(await undo.count()).toBe(2);
    await pressOn(page, undo.last());
    await pressOn(page, page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }));
    await said('The stop was undone.');
    expect(await codes(...secrets, other)).toEqual(['KEY_DISABLED', undefined, 'KEY_DISABLED']);
    await stops().getByText('Undone').first().waitFor();
    await pressOn(page, undo);
    await pressOn(page, page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }));
    await undo.waitFor({ state: 'detached' });
    expect(await codes(...secrets, other)).toEqual([undefined, undefined, undefined]);
    expect(await findBarriers(page)).toEqual([]);
  });
});
