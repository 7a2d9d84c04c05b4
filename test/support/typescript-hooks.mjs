import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

/** `./clock.js` means `./clock.ts` where a TypeScript file imports it, as tsc reads it. */
export async function resolve(specifier, context, nextResolve) {
  const isOurs = specifier.startsWith('.') && /\.m?ts$/.test(context.parentURL ?? '');
  return nextResolve(isOurs ? specifier.replace(/\.(m?)js$/, '.$1ts') : specifier, context);
}

export async function load(url, context, nextLoad) {
  if (!/^file:.*\.m?ts$/.test(url)) return nextLoad(url, context);
  const file = fileURLToPath(url);
  const { code } = await transform(await readFile(file, 'utf8'), {
    filename: file,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  });
  return { format: 'module', shortCircuit: true, source: code };
}
