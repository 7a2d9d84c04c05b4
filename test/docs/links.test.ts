import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readPaper } from './read-paper.js';

const decisions = readdirSync(new URL('../../docs/decisions', import.meta.url)).sort();
const papers = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'AGENTS.md'],
  ...['audit', 'database', 'errors', 'keys', 'security', 'settings', 'users'].map(
    (name) => `docs/${name}.md`,
  ),
  ...decisions.map((name) => `docs/decisions/${name}`),
];

describe('the papers', () => {
  it.each(papers)('%s has no link that leads nowhere', (paper) => {
    const targets = [...readPaper(paper).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !target.includes('://'));
    const missing = targets.filter(
      (target) => !existsSync(new URL(join('../..', dirname(paper), target), import.meta.url)),
    );
    expect(missing).toEqual([]);
  });

  it('keep the README within 100 lines', () => {
    expect(readPaper('README.md').split('\n').length).toBeLessThanOrEqual(101);
  });

  it('number the decisions without gap or repetition', () => {
    expect(decisions.map((name) => Number(name.slice(0, 4)))).toEqual(decisions.map((_, index) => index + 1));
  });
});
