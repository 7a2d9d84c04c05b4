import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { givePassword } from '../support/console.js';
import { operator } from '../support/test-gateway.js';
import { openConsole, signIn, type ConsoleUnderTest } from './console-under-test.js';

const ANNA = 'anna@example.com';

describeInBrowser('the explorer', () => {
  let console: ConsoleUnderTest;
  let page: Page;

  beforeAll(async () => {
    console = await openConsole();
    await givePassword(console.gateway, ANNA);
    page = await console.open();
  }, 120_000);
  afterAll(async () => {
    expect(console.complaints).toEqual([]);
    await console.close();
  });

  const run = async (): Promise<string> => {
    await page.getByRole('button', { name: 'Execute query' }).click();
    const answer = page.locator('.graphiql-response');
    await answer.getByText('__typename').waitFor();
    return answer.innerText();
  };
  const status = () => page.locator('.key-status');

  it('asks nothing before somebody says as whom', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.method()));
    await page.goto(`${console.url}/graphql/crm`);
    await status().getByText('Enter a key').waitFor();
    expect(asked).not.toContain('POST');
  });

  it('runs as whoever is signed in to the console, with the rights of that user', async () => {
    await page.getByRole('button', { name: 'As myself' }).click();
    await status().getByText('This address needs an API key').waitFor();
    await page.goto(`${console.url}/console`);
    await signIn(page, ANNA);
    await page.goto(`${console.url}/graphql/crm#me`);
    await status().getByText('as you, who are signed in').waitFor();
    expect(await run()).toContain('"Query"');
  });

  it('runs with a key, which it keeps nowhere', async () => {
    await page.getByLabel('API key').fill(console.gateway.keys.crm);
    await page.getByRole('button', { name: 'Use key' }).click();
    await status().getByText('with this key').waitFor();
    expect(await run()).toContain('"Query"');
    expect(
      await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])'),
    ).not.toContain(console.gateway.keys.crm);
    await page.getByRole('button', { name: 'Forget' }).click();
    await status().getByText('Enter a key').waitFor();
  });

  it('shows a database as a key sees it, from the key’s page, to who may act as others', async () => {
    const { id } = await console.gateway.createKey({
      as: ANNA,
      name: 'Narrow',
      capabilities: ['person.id:select', 'person.lastName:select'],
      rowNarrowing: { tables: { person: { id: { eq: 7 } } }, otherTables: 'NONE' },
    });
    const { controlPlane } = console.gateway;
    const watchers = await controlPlane.groups.create(operator, {
      name: 'Watchers',
      databaseSlug: 'gateway',
      capabilities: ['apiKeys:select', 'users:select', 'databases:select'],
    });
    await controlPlane.groups.addMember(operator, watchers.id, await console.gateway.userId(ANNA));
    await page.goto(`${console.url}/console/keys/${id}`);
    await page.getByRole('link', { name: 'Explorer for crm' }).waitFor();
    expect(await page.getByRole('link', { name: 'Open the explorer as this key' }).count()).toBe(0);

    const signedIn = await console.openSignedIn();
    await signedIn.goto(`${console.url}/console/keys/${id}`);
    const opened = signedIn.waitForEvent('popup');
    await signedIn.getByRole('link', { name: 'Open the explorer as this key' }).click();
    const looking = await opened;
    await looking.locator('.key-status').getByText(`as the key ${id} sees it`).waitFor();
    const ask = async (query: string, answer: string): Promise<void> => {
      await looking.locator('.graphiql-query-editor textarea').first().focus();
      await looking.keyboard.press('ControlOrMeta+A');
      await looking.keyboard.insertText(query);
      await looking.getByRole('button', { name: 'Execute query' }).click();
      await looking.locator('.graphiql-response').getByText(answer).waitFor();
    };
    await ask('query Look { organisation { id } }', 'FORBIDDEN');
    await ask('query Look { person { id } }', '"id": 7');

    await signedIn.goto(`${console.url}/console/keys/${id}?tab=history`);
    await signedIn.getByText('Read a database as an API key').first().waitFor();
    await looking.context().close();
  });
});
