import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.js';
import { PASSWORD } from '../support/console.js';
import { runSql } from '../support/rules.js';
import { ADMIN, findBarriers, openConsole, signIn, type ConsoleUnderTest } from './console-under-test.js';

describeInBrowser('signing in to the console', () => {
  let console: ConsoleUnderTest;
  beforeAll(async () => {
    console = await openConsole();
  }, 120_000);
  afterAll(async () => {
    expect(console.complaints).toEqual([]);
    await console.close();
  });

  it('leads to the page that was asked for, and stays there on loading it again', async () => {
    const page = await console.open();
    await page.goto(`${console.url}/console/account`);
    await page.getByRole('heading', { name: 'Sign in to Postern' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await signIn(page);
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.context().close();
  });

  it('says in the words of the gateway that the password is wrong, and lets it be typed again', async () => {
    const page = await console.open();
    await page.goto(`${console.url}/console`);
    await page.getByLabel('E-mail address').fill(ADMIN);
    await page.getByLabel('Password').fill('a wrong password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toContain('do not belong together');
    expect(await alert.innerText()).toContain('Reference:');
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    expect(await findBarriers(page)).toEqual([]);
    await page.context().close();
  });

  it('keeps the session where scripts cannot read it, and nothing of it in the storage of the browser', async () => {
    const page = await console.openSignedIn();
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')).not.toContain(
      'pss_',
    );
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    await page.context().close();
  });

  it('cannot be used from another site with the cookie alone', async () => {
    const page = await console.openSignedIn();
    const [cookie] = await page.context().cookies();
    const send = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${console.url}/graphql/gateway`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Cookie: `${cookie?.name}=${cookie?.value}`,
          ...headers,
        },
        body: JSON.stringify({ query: 'mutation { signOut }' }),
      });
    expect((await send({})).status).toBe(401);
    expect((await send({ 'X-Postern-Console': '1' })).status).toBe(200);
    await page.context().close();
  });

  it('can be ended for another session, and everywhere', async () => {
    await runSql(console.gateway.controlPlaneUrl, 'UPDATE gateway.sessions SET ended_at = now()');
    const [here, there] = [await console.openSignedIn(), await console.openSignedIn()];
    await here.getByRole('link', { name: ADMIN }).click();
    await here.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
    await here.getByRole('button', { name: /^End the session from/ }).click();
    await here.getByRole('status').getByText('The session was ended.').waitFor();
    await there.getByRole('link', { name: 'API keys' }).click();
    await there.reload();
    await there.getByRole('heading', { name: 'Sign in to Postern' }).waitFor();
    await signIn(there, ADMIN, PASSWORD);
    await here.getByRole('button', { name: 'Sign out everywhere' }).click();
    await here.getByRole('heading', { name: 'Sign in to Postern' }).waitFor();
    await there.context().close();
    await here.context().close();
  });
});
