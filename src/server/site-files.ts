import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the gateway serves to browsers beside its API: GraphiQL and the console. */
export type SiteName = 'explorer' | 'console';

/** A built site: every file in memory, by its path on the server. */
export interface SiteFiles {
  /** Its one page; null when it was not built. */
  readonly page: string | null;
  readonly assets: ReadonlyMap<string, SiteAsset>;
}

export interface SiteAsset {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Compressed at build time, by the name in Accept-Encoding. */
  readonly encodings: ReadonlyMap<'br' | 'gzip', Uint8Array<ArrayBuffer>>;
}

/** The folder that holds one for each site, beside the compiled server. */
export const builtSitesFolder = fileURLToPath(new URL('../..', import.meta.url));

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Reads the folder once. Requests only ever look up this map, so no path can lead out of the folder. */
export function readSiteFiles(sitesFolder: string, site: SiteName): SiteFiles {
  const folder = join(sitesFolder, site);
  const pagePath = join(folder, 'index.html');
  if (!existsSync(pagePath)) return { page: null, assets: new Map() };
  const assets = new Map<string, SiteAsset>();
  for (const name of readdirSync(join(folder, 'assets'))) {
    const contentType = contentTypes[extname(name)];
    if (contentType === undefined) continue;
    const path = join(folder, 'assets', name);
    assets.set(`/${site}/assets/${name}`, {
      contentType,
      bytes: new Uint8Array(readFileSync(path)),
      encodings: readEncodings(path),
    });
  }
  return { page: readFileSync(pagePath, 'utf8'), assets };
}

function readEncodings(path: string): ReadonlyMap<'br' | 'gzip', Uint8Array<ArrayBuffer>> {
  const encodings = new Map<'br' | 'gzip', Uint8Array<ArrayBuffer>>();
  if (existsSync(`${path}.br`)) encodings.set('br', new Uint8Array(readFileSync(`${path}.br`)));
  if (existsSync(`${path}.gz`)) encodings.set('gzip', new Uint8Array(readFileSync(`${path}.gz`)));
  return encodings;
}
