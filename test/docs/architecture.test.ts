import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { readCode, readPaper, readSection, readTableRows } from './read-paper.js';

interface ImportRule {
  readonly name: string;
  readonly from: { readonly pathNot?: string };
  readonly to: { readonly path?: string; readonly pathNot?: string };
}

const { forbidden } = createRequire(import.meta.url)('../../.ci/import-rules.cjs') as {
  readonly forbidden: readonly ImportRule[];
};
const rows = readTableRows(readSection(readPaper('ARCHITECTURE.md'), 'Who may import what'));
const packageRowsAt = rows.findIndex(([first]) => first === 'package');

/** `^src/(a|b)/` → a, b */
function foldersIn(pattern: string | undefined): string[] {
  return /\(([^)]+)\)/.exec(pattern ?? '')?.[1]?.split('|') ?? [];
}

function written(tableRows: readonly (readonly string[])[]): Readonly<Record<string, string[]>> {
  return Object.fromEntries<string[]>(
    tableRows
      .slice(1)
      .map(([name = '', allowed = '']) => [readCode(name)[0] ?? '', [...readCode(allowed)].sort()]),
  );
}

describe('ARCHITECTURE.md', () => {
  it('has the import table that the check holds', () => {
    const held = forbidden
      .filter(({ name }) => name.startsWith('imports-of-'))
      .map(({ name, to }) => {
        const folder = name.replace('imports-of-', '');
        return [
          folder,
          foldersIn(to.pathNot)
            .filter((other) => other !== folder)
            .sort(),
        ] as const;
      });
    expect(held.length).toBeGreaterThan(10);
    expect(written(rows.slice(0, packageRowsAt))).toEqual(Object.fromEntries(held));
  });

  it('has the folders of each package that the check holds', () => {
    const held = forbidden
      .filter(({ name }) => name.startsWith('package-'))
      .map(({ from, to }) => {
        const [, name = ''] = /\(([@a-z-]+\/?)/.exec(to.path ?? '') ?? [];
        return [name, foldersIn(from.pathNot).sort()] as const;
      });
    expect(held.length).toBeGreaterThan(2);
    expect(written(rows.slice(packageRowsAt))).toEqual(Object.fromEntries(held));
  });
});
