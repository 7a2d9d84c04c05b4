import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { builtSites, openBrowser } from '../support/browser.js';
import { givePassword, PASSWORD } from '../support/console.js';
import { startTestGateway, type TestGateway } from '../support/test-gateway.js';

export const ADMIN = 'admin@example.com';

/** A gateway on a port of its own, with the console as it was built, and a browser before it. */
export interface ConsoleUnderTest {
  readonly gateway: TestGateway;
  readonly url: string;
  readonly browser: Browser;
  /** A window of its own, with cookies of its own. */
  open(options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
  /** The same, signed in as the administrator. */
  openSignedIn(options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
  /** What the gateway answers over HTTP to a program with this key. */
  use(key: string, query: string): Promise<Answer>;
  /** What any page complained of: errors of scripts, of the policy, and requests to anywhere else. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly extensions: { readonly code: string; readonly decisionId?: string };
  }[];
}

export const codeOf = ({ errors }: Answer): string | undefined => errors?.[0]?.extensions.code;

export async function openConsole(): Promise<ConsoleUnderTest> {
  const gateway = await startTestGateway({}, { sitesFolder: builtSites() });
  await givePassword(gateway, ADMIN);
  const url = (await gateway.server.listen()).url.replace(/\/$/, '');
  const browser = await openBrowser();
  const complaints: string[] = [];
  const open: ConsoleUnderTest['open'] = async (options) => {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
    // Shorter than a test may take, so that it says for what it waited.
    context.setDefaultTimeout(20_000);
    listen(context, url, complaints);
    return context.newPage();
  };
  return {
    gateway,
    url,
    browser,
    complaints,
    open,
    use: async (key, query) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
        body: JSON.stringify({ query }),
      });
      return (await response.json()) as Answer;
    },
    openSignedIn: async (options) => {
      const page = await open(options);
      await page.goto(`${url}/console`);
      await signIn(page);
      return page;
    },
    close: async () => {
      await browser.close();
      await gateway.close();
    },
  };
}

export async function signIn(page: Page, email = ADMIN, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

function listen(context: BrowserContext, url: string, complaints: string[]): void {
  context.on('page', (page) => {
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      // What the gateway refuses is told by a status, too, which the browser notes.
      if (message.type() === 'error' && !/status of 40[013]\b/.test(message.text())) {
        complaints.push(`${page.url()}: ${message.text()}`);
      }
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) {
        complaints.push(`A request left for ${request.url()}`);
      }
    });
  });
}

/**
 * What axe finds wrong with the page as it stands, by the rules of WCAG 2.2 A and AA and best practice, or by `rules` alone;
 * empty: nothing.
 */
export async function findBarriers(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (await page.evaluate(`typeof axe === 'undefined'`)) await page.evaluate(axe.source);
  const only = rules === undefined ? {} : { runOnly: { type: 'rule', values: rules } };
  const options = JSON.stringify({ resultTypes: ['violations'], ...only });
  // What react-aria has read out a moment ago names elements that may be gone by now: it is not part of the page.
  const found = await page.evaluate(`axe.run({ exclude: ['[data-live-announcer]'] }, ${options})`);
  const { violations } = found as {
    violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
  };
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
  );
}
