// Builds the explorer into dist/explorer, unless what lies there is newer than everything that it is made of.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const sources = import.meta.dirname;
const project = join(sources, '..', '..');
const target = join(project, 'dist', 'explorer');

if (!isFresh()) await build();

function isFresh() {
  const page = join(target, 'index.html');
  if (!existsSync(page)) return false;
  const madeAtMs = statSync(page).mtimeMs;
  const inputs = readdirSync(sources).map((name) => join(sources, name));
  return [...inputs, join(project, 'package-lock.json')].every(
    (input) => statSync(input).mtimeMs <= madeAtMs,
  );
}

async function build() {
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
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function compress(folder) {
  for (const name of readdirSync(folder)) {
    if (!['.js', '.css', '.svg'].includes(extname(name))) continue;
    const content = readFileSync(join(folder, name));
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
}
