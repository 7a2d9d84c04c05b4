// Builds the explorer into dist/explorer and the console into dist/console, unless what lies there is newer than
// everything that it is made of.
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const project = join(import.meta.dirname, '..');

await buildUnlessFresh('explorer', 'explorer', () => undefined);
await buildUnlessFresh('admin', 'console', (sources, draft) => {
  // The operations that the gateway runs for it by name.
  copyFileSync(join(sources, 'generated', 'persisted-documents.json'), join(draft, 'documents.json'));
});

async function buildUnlessFresh(folder, site, finish) {
  const sources = join(import.meta.dirname, folder);
  const target = join(project, 'dist', site);
  if (isFresh(sources, target)) return;
  const { build } = await import('vite');
  // Two builds at once must not write into one folder, and a gateway may be reading the old one.
  const draft = `${target}.${process.pid}`;
  try {
    await build({
      configFile: join(sources, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: draft, emptyOutDir: true },
    });
    compress(join(draft, 'assets'));
    finish(sources, draft);
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function isFresh(sources, target) {
  const page = join(target, 'index.html');
  if (!existsSync(page)) return false;
  const madeAtMs = statSync(page).mtimeMs;
  const inputs = readdirSync(sources, { recursive: true }).map((name) => join(sources, name));
  return [...inputs, join(project, 'package-lock.json'), import.meta.filename].every(
    (input) => statSync(input).mtimeMs <= madeAtMs,
  );
}

function compress(folder) {
  for (const name of readdirSync(folder)) {
    if (!['.js', '.css', '.svg'].includes(extname(name))) continue;
    const content = readFileSync(join(folder, name));
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
}
