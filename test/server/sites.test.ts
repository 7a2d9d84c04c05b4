import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createShell, type Shell } from './shell.js';

const browserAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';
const script = 'console.log("explorer")';
let folder: string;
let shell: Shell;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-sites-'));
  for (const site of ['explorer', 'console']) {
    const assets = join(folder, site, 'assets');
    mkdirSync(assets, { recursive: true });
    writeFileSync(
      join(folder, site, 'index.html'),
      `<style nonce="__NONCE__"></style><script src="/${site}/assets/a.js"></script>`,
    );
    writeFileSync(join(assets, 'a.js'), script);
    writeFileSync(join(assets, 'a.js.br'), brotliCompressSync(script));
    writeFileSync(join(assets, 'private.txt'), 'not served');
  }
  shell = createShell({ config: { sitesFolder: folder } });
});
afterAll(() => rmSync(folder, { recursive: true }));

const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  shell.fetch(new Request(`http://postern.test${path}`, { headers }));

describe('the console', () => {
  it.each(['/console', '/console/', '/console/keys', '/console/keys/abc?tab=rights'])(
    'is one page, which knows itself what to show at %s',
    async (path) => {
      const response = await get(path, { Accept: browserAccept });
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('/console/assets/a.js');
      expect(response.headers.get('Cache-Control')).toBe('no-store');
      expect(response.headers.get('Content-Security-Policy')).toMatch(
        /script-src 'self';.*style-src 'self' 'nonce-/,
      );
      expect(response.headers.get('Content-Security-Policy')).not.toMatch(/unsafe/);
    },
  );

  it.each([
    '/console/assets/none.js',
    '/console/assets/private.txt',
    '/console/assets/..%2findex.html',
    '/consoles',
  ])('is not at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('takes no POST', async () => {
    const response = await shell.fetch(
      new Request('http://postern.test/console', { method: 'POST', body: '{}' }),
    );
    expect(response.status).toBe(405);
  });
});

describe('the explorer', () => {
  it.each(['/graphql', '/graphql/crm', '/graphql?query=%7Bhello%7D'])(
    'opens for a browser at %s, and runs nothing there',
    async (path) => {
      const response = await get(path, { Accept: browserAccept });
      expect(response.status).toBe(200);
      expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
      expect(shell.operations).toEqual([]);
    },
  );

  it.each(['*/*', 'application/json', 'application/json, text/html;q=0.5'])(
    'does not open for "Accept: %s"',
    async (accept) => {
      const response = await get('/graphql?query=%7Bhello%7D', { Accept: accept });
      expect(await response.json()).toEqual({ data: { hello: 'hello you' } });
    },
  );

  it('may load scripts only from the gateway, evaluate none, and connect only to it', async () => {
    const response = await get('/graphql', { Accept: browserAccept });
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe/);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(await response.text()).toContain(`nonce="${nonce}"`);
    expect(
      (await get('/graphql', { Accept: browserAccept })).headers.get('Content-Security-Policy'),
    ).not.toBe(policy);
  });

  it('has its files cached for ever and compressed where the browser can read that', async () => {
    const plain = await get('/explorer/assets/a.js');
    expect(await plain.text()).toBe(script);
    expect(plain.headers.get('Content-Encoding')).toBeNull();
    expect(plain.headers.get('Cache-Control')).toContain('immutable');
    const compressed = await get('/explorer/assets/a.js', { 'Accept-Encoding': 'gzip, br' });
    expect(compressed.headers.get('Content-Encoding')).toBe('br');
    expect(Buffer.from(await compressed.arrayBuffer())).toEqual(brotliCompressSync(script));
    expect(
      (await get('/explorer/assets/a.js', { 'Accept-Encoding': 'br;q=0' })).headers.get('Content-Encoding'),
    ).toBeNull();
  });

  it.each([
    '/explorer/assets/private.txt',
    '/explorer/assets/..%2findex.html',
    '/explorer/assets/',
    '/explorer/index.html',
  ])('serves no other file: %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('says how to build it where it was not built', async () => {
    const unbuilt = createShell({ config: { sitesFolder: join(folder, 'none') } });
    const response = await unbuilt.fetch(
      new Request('http://postern.test/graphql', { headers: { Accept: 'text/html' } }),
    );
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('npm run build');
  });
});
